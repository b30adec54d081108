"""Canaries: names and figures planted in every account never sing in another's letter, nor inside ones in their own."""

import json
import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from assistant.batch_intake import begin, take
from assistant.batch_output import line, outcomes
from assistant.bootstrap import open_coach
from assistant.bootstrap_batches import open_batching
from assistant.coach import Coach
from assistant.domain.account import Account
from assistant.domain.batch import BatchOptions
from assistant.domain.organisation import Organisation
from assistant.settings import Settings
from assistant.texts import Say
from tests.batch.accounts import ORGANISATION, TODAY, account
from tests.demo_folder import empty_copy

pytestmark = pytest.mark.anyio
MANY = 20
SITUATIONS = ("project_completion", "referral", "feedback_request", "renewal", "low_usage")
# Syllables by which a number is written as a name, so that each account has names that stand nowhere else.
_KANA = "ガギグゲゴザジズゼゾダデドバビブベボパピプペポ"
_LATIN = ("bax", "cov", "dyq", "fex", "gub", "hov", "jix", "kuv", "lyx", "mov", "nux", "pyv", "quz", "rix", "sov", "tux", "vyb", "wox", "xam", "yuv", "zib", "zov", "vex")  # fmt: skip


def name(number: int, kind: int, language: str) -> str:
    """A name that is this account's alone: `kind` tells its people and things apart."""
    digits = (number // 23, number % 23, kind)
    if language == "en":
        return "".join(_LATIN[d] for d in digits).capitalize()
    return "".join(_KANA[d % len(_KANA)] for d in digits) + "山"


def planted(number: int) -> tuple[dict[str, Any], set[str], set[str]]:
    """An account with canaries, those that its own letter may hold, and those that no letter may."""
    made = account(number, rich=0.9)
    spoken = made["language"]
    readable = {"reader": name(number, 1, spoken), "house": name(number, 2, spoken)}
    inside = {"rival": name(number, 3, spoken), "approver": name(number, 4, spoken), "second": name(number, 5, spoken)}
    figures = {"value": 3_000_017 + 7_919 * number, "price": 900_013 + 1_013 * number, "hours": 40_009 + 211 * number}
    old = made["contacts"][0]["name"].split()[0]
    made = json.loads(json.dumps(made, ensure_ascii=False).replace(old, readable["reader"]))
    made["name"] = f"株式会社{readable['house']}" if spoken == "ja" else f"{readable['house']} Ltd"
    made["contract"] |= {"annual_price": figures["price"]}
    made["contract"]["approvals"] = [{"what": "5%", "percent": 5, "approver": inside["approver"], "date": "2026-11-01"}]
    made["outcomes"] = [
        {
            "id": "o", "statement": "転記の削減" if spoken == "ja" else "Less retyping", "annual_value": figures["value"],
            "currency": "JPY", "confirmed_by": made["contacts"][0]["name"], "as_of": "2026-10-20",
        }
    ]  # fmt: skip
    made["contacts"].append({"name": f"{inside['second']} 薫", "role": "user", "email": f"x{number}@canary.example"})
    made["economics"] = {"gross_margin": 0.4, "support_hours_per_month": figures["hours"]}
    told = {
        "date": "2026-10-02",
        "kind": "meeting",
        "text": f"{inside['rival']}の話。",
        "visibility": f"{inside['second']} 薫",
    }
    note = {"date": "2026-10-03", "kind": "note", "text": f"社内:{inside['rival']}に月{figures['hours']}時間。"}
    made["history"] += [told, note]
    own = {*readable.values(), *(f"{figures[k]:,}" for k in ("value", "price"))}
    never = {*inside.values(), f"{figures['hours']:,}", f"x{number}@canary.example"}
    return made, own, never


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return empty_copy(tmp_path / "data")


@pytest.fixture
async def coach(folder: Path) -> AsyncIterator[Coach]:
    opened = await open_coach(Settings(data=folder))
    await opened.records.put_organisation(Organisation.model_validate(ORGANISATION))
    await opened.records.merge_accounts([Account.model_validate(planted(n)[0]) for n in range(MANY)])
    yield opened
    await opened.close()


async def worked(coach: Coach, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The output of a batch of these rows, several in work at once."""
    data = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()
    batch, _ = await begin(BytesIO(data), "canaries.jsonl", BatchOptions("ja"), coach.records)
    await take(BytesIO(data), batch, coach.records)
    async with open_batching(coach, Settings(), patience=5, at_once=8) as batching:
        await batching.run(batch.id)
    batch = await coach.records.batch(batch.id)
    return [json.loads(line(one, Say("ja"))) async for one in outcomes(coach.records, batch)]


def plain(row: dict[str, Any]) -> str:
    """Everything that a row says to anybody."""
    return json.dumps(row, ensure_ascii=False)


async def test_that_no_letter_holds_another_accounts_canary(coach: Coach) -> None:
    people = [planted(number) for number in range(MANY)]
    rows = [
        {"account": made["id"], "situation": situation, "today": TODAY.isoformat()}
        for situation in SITUATIONS for made, _, _ in people
    ]  # fmt: skip
    found, letters = await worked(coach, rows), 0
    for row in found:
        number = next(n for n, (made, _, _) in enumerate(people) if made["id"] == row["account"])
        others = {canary for n, (_, own, never) in enumerate(people) if n != number for canary in own | never}
        assert {canary for canary in others if canary in plain(row)} == set(), row["row"]
        if row["draft"] and row["draft"]["body"]:
            letter = row["draft"]["subject"] + row["draft"]["body"]
            letters += 1
            assert {canary for canary in people[number][2] if canary in letter} == set(), row["row"]
            assert any(canary in letter for canary in people[number][1]), row["row"]
    assert letters > 0.8 * len(rows)


async def test_that_a_canary_put_into_a_letter_is_found(coach: Coach) -> None:
    made, _, _ = planted(0)
    drafted = next(row for row in await worked(coach, [{"account": made["id"], "today": TODAY.isoformat()}]) if row["draft"])  # fmt: skip
    stranger = planted(1)[0]
    for words in (stranger["name"], f"{stranger['outcomes'][0]['annual_value']:,}円"):
        body = re.sub(r"\n\n", f"\n\n{words}の件です。\n\n", drafted["draft"]["body"], count=2)
        _, findings = await coach.check(made["id"], "", body, drafted["draft"]["subject"])
        assert any(f.severity == "block" and words.rstrip("円") in f"{f.quote}{f.why}" for f in findings), words
