"""The accounts pages as the server renders them: narrowed, in both languages, safe with hostile texts."""

import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from api.pages.frame import POLICY

ACCOUNT = "shionoi-setsubi"
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'</textarea>{{7*7}}"


class Seen(HTMLParser):
    """Tags with their attributes, and all text."""

    def __init__(self, source: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def page(client, path, language="ja", status=200):
    answer = client.get(path, headers={"accept-language": language})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-security-policy"] == POLICY
    return answer.text


def listed(html):
    return re.findall(r'<th scope="row"><a href="/accounts/([a-z0-9-]+)"', html)


def put(client, id, **record):
    assert client.put(f"/api/accounts/{id}", json={"id": id, "name": id, **record}).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("ja", "顧客"), ("en", "Accounts")])
def test_that_the_list_is_in_the_language_of_its_reader(shared, language, words):
    html = page(shared, "/accounts", language)
    assert f'<html lang="{language}"' in html and f"<h1>{words}</h1>" in html
    assert len(listed(html)) == 12


@pytest.mark.parametrize("query", ["しおのい", "汐ノ井", "ＳＨＩＯＮＯＩ", "ｻｷﾀ"])
def test_that_the_search_folds_width_case_and_kana(shared, query):
    found = listed(page(shared, f"/accounts?query={query}"))
    assert found == [ACCOUNT] or (query == "しおのい" and found == [])


def test_that_the_filters_keep_those_that_they_name(client):
    soon, later = (str(date.today() + timedelta(days)) for days in (60, 120))
    put(client, "renews-soon", language="en", contract={"renewal": soon})
    put(client, "renews-later", contract={"renewal": later})
    put(client, "renewed", contract={"renewal": str(date.today() - timedelta(1))})
    ticket = {"date": str(date.today()), "kind": "ticket", "text": "停止中", "status": "open", "severity": "serious"}
    put(client, "in-trouble", history=[ticket])
    renewing = listed(page(client, "/accounts?renewal=1"))
    assert "renews-soon" in renewing and not {"renews-later", "renewed", "in-trouble"} & set(renewing)
    serious = listed(page(client, "/accounts?serious=1"))
    assert "in-trouble" in serious and "renews-soon" not in serious
    english = listed(page(client, "/accounts?language=en"))
    assert {"renews-soon", "harrowmere-property"} <= set(english) and "renews-later" not in english
    levels = [set(listed(page(client, f"/accounts?health={level}"))) for level in ("good", "watch", "risk")]
    assert set.union(*levels) == set(listed(page(client, "/accounts"))) and sum(map(len, levels)) == 16
    assert listed(page(client, "/accounts?renewal=1&language=ja&query=renews")) == []


def test_that_a_language_that_is_not_said_is_the_organisations(shared):
    assert "yonaga-unso" in listed(page(shared, "/accounts?language=ja"))


def test_that_the_pages_of_the_list_hold_every_account_once_also_where_it_is_narrowed(client):
    lines = "\n".join(
        f'{{"id": "row-{n:03}", "name": "社{n}", "language": "{"en" if n % 2 else "ja"}"}}' for n in range(130)
    )
    client.post("/api/imports/accounts", files=[("file", ("many.jsonl", lines.encode()))])
    for query, count in (("query=row-", 130), ("query=row-&language=en", 65)):
        address, found, pages = f"/accounts?{query}", [], 0
        while address:
            html = page(client, address)
            found += listed(html)
            pages += 1
            following = re.search(r'href="([^"]+)" rel="next"', html)
            address = following[1].replace("&amp;", "&") if following else None
        assert len(found) == len(set(found)) == count
        assert pages == -(-count // 50)


def test_that_an_empty_list_says_what_to_do_and_a_narrowed_one_how_to_widen_it(empty, shared):
    html = page(empty, "/accounts", "en")
    assert "No accounts yet" in html and 'type="file"' in html and "--demo" in html
    html = page(shared, "/accounts?query=nobody-has-this-name", "en")
    assert "No account matches" in html and "No accounts yet" not in html


@pytest.mark.parametrize("path", ["/accounts/nobody", "/accounts/%3Cscript%3E", "/accounts/" + "x" * 500])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_that_an_account_that_is_not_there_has_a_page_that_says_so(shared, path, language):
    html = page(shared, path, language, 404)
    assert 'href="/accounts"' in html and "<script>" not in html


@pytest.mark.parametrize(
    ("language", "words"), [("ja", ("目標", "更新", "履歴")), ("en", ("Goals", "Renewal", "History"))]
)
def test_that_an_account_is_shown_in_the_readers_language_and_its_record_in_its_own(shared, language, words):
    html = page(shared, f"/accounts/{ACCOUNT}", language)
    assert all(word in html for word in words)
    named = (
        '<h1 lang="ja" tabindex="-1">株式会社汐ノ井設備' if language == "en" else '<h1 tabindex="-1">株式会社汐ノ井設備'
    )
    assert named in html and "5,184,000" in html and "点検報告書を1.5日以内に" in html


@pytest.mark.parametrize("id", ["harrowmere-property", "utakata-yougashi", "mihanada-city", "watagumo-youchien"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_that_thin_records_and_other_currencies_are_shown_too(shared, id, language):
    assert Seen(page(shared, f"/accounts/{id}", language)).text


def test_that_what_is_internal_or_confided_is_marked_as_inside(shared):
    html = page(shared, f"/accounts/{ACCOUNT}", "en")
    for words, mark in (("こちらからは出さない", "Internal"), ("異動の内示", "Told in confidence by")):
        item = next(part for part in html.split("<li ") if words in part)
        assert "data-inside" in item.split(">", 1)[0] and mark in item
    card = html[html.index('aria-labelledby="inside-title"') :]
    assert "data-inside" in card.split(">", 1)[0] and "事業本部長" in card
    shown = next(part for part in html.split("<li ") if "他社の見積もりもお取りになる" in part)
    assert "data-inside" not in shown.split(">", 1)[0]


def test_that_hostile_names_and_texts_stay_texts(client):
    put(
        client, "hostile", name=HOSTILE[:190], industry=HOSTILE, contacts=[{"name": HOSTILE, "email": HOSTILE}],
        contract={"plan": HOSTILE, "annual_price": 100, "currency": HOSTILE[:20]},
        goals=[{"statement": HOSTILE, "kpi": HOSTILE, "unit": HOSTILE, "baseline": 1, "target": 3, "current": 2, "as_of": "2026-01-01",
                "readings": [{"date": "2025-01-01", "value": 1.5}]}],
        outcomes=[{"statement": HOSTILE, "annual_value": 5, "currency": HOSTILE[:20], "basis": HOSTILE, "confirmed_by": HOSTILE}],
        usage=[{"month": "2026-01", "active_users": 3, "features": {HOSTILE: 1}}, {"month": "2026-02", "active_users": 4}],
        history=[{"date": "2026-01-01", "kind": "call", "text": HOSTILE, "say": HOSTILE, "by": HOSTILE, "visibility": HOSTILE}],
        owner={"name": HOSTILE},
    )  # fmt: skip
    for path in ("/accounts", "/accounts/hostile", "/accounts?query=%22%3E%3Cscript%3E"):
        seen = Seen(page(client, path, "en"))
        assert not [tag for tag, given in seen.tags if tag == "script" and "src" not in given]
        assert not [tag for tag, given in seen.tags if any(name.startswith("on") or name == "style" for name in given)]
        assert not [tag for tag, given in seen.tags if tag == "img" and given.get("src") == "x"]
    assert "{{7*7}}" in Seen(page(client, "/accounts/hostile", "en")).text


def test_that_a_form_finds_the_fact_that_it_changes(client):
    seen = Seen(page(client, f"/accounts/{ACCOUNT}", "en"))
    given = next(given for _, given in seen.tags if given.get("data-edit") == "history")
    value = json.loads(given["data-value"] or "")
    path = f"/api/accounts/{ACCOUNT}/facts/{given['data-tag']}"
    assert client.put(path, json={"kind": "history", "value": {**value, "text": "改めた言葉。"}}).status_code == 200
    assert "改めた言葉。" in page(client, f"/accounts/{ACCOUNT}")


def test_that_a_long_history_is_opened_piece_by_piece(client):
    entries = [{"date": "2026-01-01", "kind": "call", "text": f"{n}本目の電話"} for n in range(100)]
    put(client, "talkative", history=entries)
    html = page(client, "/accounts/talkative")
    assert "99本目の電話" in html and ">0本目の電話" not in html and "?entries=260" in html
    assert ">0本目の電話" in page(client, "/accounts/talkative?entries=260")
