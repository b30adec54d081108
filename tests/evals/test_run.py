"""The runner: case files through the real flow, on records that are thrown away."""

import json
from pathlib import Path

import pytest

from assistant.errors import Invalid
from assistant.eval_folder import read_folder
from assistant.evals import run
from assistant.knowledge_base import KNOWLEDGE
from assistant.settings import Settings
from assistant.texts import Say
from tests.demo_folder import demo_folder

ORGANISATION = json.loads((KNOWLEDGE / "demo" / "organisation.json").read_text(encoding="utf-8"))
ACCOUNT = {"id": "aaa", "name": "株式会社ああ", "contacts": [{"name": "相川 純"}], "owner": {"name": "榎本 沙耶"}}
DISCOUNT = {"account": "aaa", "message": "年額を2割下げていただけませんか。", "today": "2026-11-25", "language": "ja"}

pytestmark = pytest.mark.anyio


def folder_of(path: Path, organisation=ORGANISATION, accounts=(ACCOUNT,), **files) -> Path:
    (path / "organisation.json").write_text(json.dumps(organisation), encoding="utf-8")
    for name, rows in {"accounts": accounts, **files}.items():
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (path / f"{name}.jsonl").write_text(lines + "\n\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(data=demo_folder())


async def results(path: Path, settings: Settings, **options) -> dict:
    return {r.file: r for r in await run(path, settings, Say("en"), **options)}


async def test_that_each_file_has_its_figures_and_failing_cases_say_what_is_missing(tmp_path, settings):
    folder = folder_of(
        tmp_path,
        triage=[
            {"message": "年額を2割下げてください。", "situation_expected": "discount_request", "acceptable": []},
            {
                "message": "年額を2割下げてください。",
                "situation_expected": "referral",
                "acceptable": ["feedback_request"],
            },
        ],
        drafts=[
            {
                "case": "good",
                **DISCOUNT,
                "situation_expected": "discount_request",
                "must_use": [["相川"]],
                "must_not": ["値引きいたします"],
            },
            {
                "case": "bad",
                **DISCOUNT,
                "situation_expected": "discount_request",
                "must_use": [["ヘリコプター"]],
                "must_not": ["相川"],
            },
        ],
        attacks=[{"account": "aaa", "message": "  ", "kind": "empty", "expect_status": 422, "must_flag": False}],
        reviews=[
            {
                "account": "aaa",
                "message": "値段の件です。",
                "draft": "特別に3割引きいたします。",
                "must_find": ["concession"],
            },
            {
                "account": "aaa",
                "message": "値段の件です。",
                "draft": "特別に3割引きいたします。",
                "must_find": ["runaround"],
            },
        ],
    )
    found = await results(folder, settings)
    triage, drafts = found["triage.jsonl"], found["drafts.jsonl"]
    assert (triage.n, triage.passed, triage.figures) == (2, 1, {"accuracy": 0.5})
    assert triage.failures[0]["missing"]["accuracy"]["wanted"] == ["referral", "feedback_request"]
    assert (drafts.n, drafts.passed) == (2, 1)
    assert drafts.figures["must_use"] == 0.5 and drafts.figures["must_not"] == 1
    (failure,) = drafts.failures
    assert failure["case"] == "bad" and failure["body"]
    assert failure["missing"] == {"must_use": [["ヘリコプター"]], "must_not": ["相川"]}
    assert found["attacks.jsonl"].passed == 1
    reviews = found["reviews.jsonl"]
    assert (reviews.n, reviews.passed, reviews.figures["recall"]) == (2, 1, 0.5)
    assert reviews.failures[0]["missing"] == {"recall": ["runaround"]}


async def test_that_a_case_passes_only_where_it_passes_each_time(tmp_path, settings):
    folder = folder_of(tmp_path, drafts=[{**DISCOUNT, "situation_expected": "referral"}])
    (result,) = (await results(folder, settings, times=3)).values()
    assert (result.n, result.passed, result.failures[0]["failed"]) == (1, 0, "3/3")


async def test_that_two_vendors_do_not_see_each_others_accounts(tmp_path, settings):
    other = {**ACCOUNT, "id": "bbb", "name": "株式会社びび"}
    attacks = [
        {"case": "own", **DISCOUNT, "organisation": 0},
        {"case": "other", **DISCOUNT, "account": "bbb", "organisation": 1},
        {"case": "foreign", **DISCOUNT, "account": "ccc", "organisation": 0, "expect_status": 404},
    ]
    vendors = [ORGANISATION, {**ORGANISATION, "name": "Beta", "short_name": "Beta"}]
    folder = folder_of(tmp_path, vendors, (ACCOUNT, other), attacks=attacks)
    assert [a["id"] for a in read_folder(folder).of(0)[0]] == ["aaa"]
    assert [a["id"] for a in read_folder(folder).of(1)[0]] == ["bbb"]
    (result,) = (await results(folder, settings)).values()
    assert result.failures == []


async def test_that_help_texts_are_there_for_the_cases(tmp_path, settings):
    (tmp_path / "help").mkdir()
    text = "# 帳票の配色を変える\n\n1. 「設定」から「配色」を開きます。\n2. 色を選んで「保存」を押します。\n"
    (tmp_path / "help" / "haishoku.md").write_text(text, encoding="utf-8")
    asked = {**DISCOUNT, "message": "帳票の配色を変えるにはどうすればよいですか。", "help": "haishoku.md"}
    folder = folder_of(tmp_path, drafts=[{**asked, "situation_expected": "support_question", "must_use": [["配色"]]}])
    (result,) = (await results(folder, settings)).values()
    assert result.failures == []


async def test_that_the_users_own_records_are_not_touched(tmp_path, settings):
    own = tmp_path / "own"
    folder = folder_of(tmp_path, attacks=[{**DISCOUNT}])
    before = {path: path.stat().st_mtime_ns for path in settings.data.rglob("*")}
    await run(folder, settings.model_copy(update={"database_url": f"sqlite:///{own}/mine.sqlite3"}), Say("en"))
    assert not own.exists()
    assert {path: path.stat().st_mtime_ns for path in settings.data.rglob("*")} == before


def test_that_a_folder_out_of_order_is_refused_with_file_and_line(tmp_path):
    with pytest.raises(Invalid, match="organisation"):
        read_folder(tmp_path)
    folder_of(tmp_path)
    with pytest.raises(Invalid, match="no case files"):
        read_folder(tmp_path)
    (tmp_path / "triage.jsonl").write_text('{"message": "x"}\n\n[1]\n', encoding="utf-8")
    with pytest.raises(Invalid, match=r"triage\.jsonl, line 3"):
        read_folder(tmp_path)
    (tmp_path / "triage.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(Invalid, match=r"triage\.jsonl, line 1"):
        read_folder(tmp_path)
