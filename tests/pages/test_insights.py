"""The page of insights, and what it makes of the counts."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

from api.pages.insights import CHECKS, LANES, RESULTS, USED
from assistant.checks.catalogue import CHECKS as CATALOGUE
from assistant.domain.account import Contract, Outcome
from assistant.domain.tallies import Alike, Cited, Tallies
from assistant.insights import told
from assistant.texts import Say
from tests.api.test_drafts import ACCOUNT, made

TODAY = date(2026, 11, 24)
TEMPLATES = Path(__file__).parents[2] / "api" / "templates"


def alike(
    month: str = "2026-11", situation: str = "renewal", used=None, result=None, support=False, success=True
) -> Alike:
    return Alike(month, situation, used, result, support, success)


def test_that_months_without_a_draft_are_not_left_out():
    found = told(Tallies(Counter({alike("2026-08"): 1, alike("2026-11"): 2})), TODAY)
    assert [month for month, _ in found.used] == ["2026-08", "2026-09", "2026-10", "2026-11"]
    assert [row["renewal"] for _, row in found.situations] == [1, 0, 0, 2]


def test_that_rare_situations_are_told_together():
    names = ["renewal", "complaint", "concern", "referral", "low_usage", "cancellation", "other"]
    found = told(Tallies(Counter({alike(situation=name): 9 - n for n, name in enumerate(names)})), TODAY)
    row = found.situations[0][1]
    assert list(row) == [*names[:5], "others"] and row["others"] == 4 + 3


def test_that_a_discount_request_that_ended_in_a_renewal_held_the_price():
    some = {
        alike(situation="discount_request", result="renewed"): 2,
        alike(situation="discount_request"): 1,
        alike(result="held"): 5,
    }
    assert [row for row in told(Tallies(Counter(some)), TODAY).discounts if row[1]] == [("held", 2), ("unsaid", 1)]


def test_that_only_confirmed_results_that_were_told_are_value_shown():
    outcomes = (
        Outcome(statement="a", annual_value=300, confirmed_by="x", currency="JPY"),
        Outcome(statement="b", annual_value=200, confirmed_by="x", currency="JPY"),
        Outcome(statement="c", annual_value=900, currency="JPY"),
    )
    contract = Contract(annual_price=250, currency="JPY")
    found = told(Tallies(cited=[Cited("one", "One", frozenset({"a", "c"}), outcomes, contract)]), TODAY).values
    assert [(v.shown, v.confirmed, v.price, v.currency) for v in found] == [(300, 500, 250, "JPY")]
    assert told(Tallies(cited=[Cited("one", "One", frozenset({"c"}), outcomes, contract)]), TODAY).values == []


def test_that_the_page_before_the_first_draft_says_what_will_be_there_and_what_to_do(empty):
    page = empty.get("/insights", headers={"accept-language": "ja"})
    assert page.status_code == 200 and "まだ表示できるものがありません" in page.text and "<figure" not in page.text
    assert 'href="/"' in page.text


def test_that_the_page_plots_what_the_drafts_say(client):
    draft = made(client)
    client.post(f"/api/drafts/{draft['id']}/outcome", json={"used": "edited", "result": None})
    for language in ("ja", "en"):
        html = client.get("/insights", headers={"accept-language": language}).text
        assert html.count('<figure class="plot">') == html.count("<details") >= 3
        assert "style=" not in html.split("</head>")[1] and ACCOUNT not in html
    assert "Sent with changes" in html


def test_that_every_text_of_the_page_has_its_japanese():
    source = "".join((TEMPLATES / f"{name}.html.j2").read_text(encoding="utf-8") for name in ("insights", "plots"))
    said = set(re.findall(r'_\("((?:[^"\\]|\\.)+)"', source)) | {
        m for names in (CHECKS, USED, LANES, RESULTS) for m in names.values()
    }
    assert len(said) > 50 and {text for text in said if Say("ja")(text) == text} == set()


def test_that_every_check_has_a_name():
    codes = {code for check in CATALOGUE for code in getattr(check, "CODES", ())}
    assert codes and codes <= set(CHECKS)
