"""`tomoni eval --model`: only then a model words the letters; the figures say what it cost and where it failed."""

import asyncio
import json
from pathlib import Path

import pytest

from assistant.errors import Invalid
from assistant.evals import run
from assistant.settings import Settings
from assistant.texts import Say
from tests.demo_folder import demo_folder
from tests.evals.test_run import DISCOUNT, folder_of
from tests.model.good import good_model
from tests.model.server import Reply, ScriptedModel

HERE = Path(__file__).parent
CASE = {**DISCOUNT, "situation_expected": "discount_request"}

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(data=demo_folder(), model="openai:good")


async def results(path: Path, settings: Settings, **options) -> dict:
    return {r.file: r for r in await run(path, settings, Say("en"), **options)}


async def test_that_no_model_is_asked_without_the_option_whatever_is_configured(tmp_path, settings, scripted_model):
    found = await results(folder_of(tmp_path, drafts=[CASE]), settings)
    assert scripted_model.asked == []
    assert "by_model" not in found["drafts.jsonl"].figures


async def test_that_the_option_needs_a_model(tmp_path):
    with pytest.raises(Invalid, match="TOMONI_MODEL"):
        await run(folder_of(tmp_path, drafts=[CASE]), Settings(data=demo_folder()), Say("en"), with_model=True)


async def test_that_letters_are_the_models_and_their_tokens_are_counted(
    tmp_path, settings, scripted_model: ScriptedModel
):
    scripted_model.default = lambda asked: Reply(good_model(asked), usage=(1000, 10))
    found = await results(folder_of(tmp_path, drafts=[CASE] * 3), settings, times=2, with_model=True)
    figures = found["drafts.jsonl"].figures
    asked = len(scripted_model.chats)
    assert (figures["by_model"], figures["fallbacks"], figures["failed_at_worst"]) == (6, 0, 0)
    assert (figures["tokens_in"], figures["tokens_out"]) == (1000 * asked, 10 * asked) and asked >= 6


async def test_that_cases_wait_for_the_model_side_by_side_and_come_in_order(tmp_path, settings, scripted_model):
    def slow(asked: dict) -> Reply:
        return Reply(good_model(asked), hang=0.3)

    scripted_model.default = slow
    wrong = [{**CASE, "case": name, "situation_expected": "referral"} for name in "abcdefghijkl"]
    found = await results(folder_of(tmp_path, drafts=wrong), settings, with_model=True)
    assert [f["case"] for f in found["drafts.jsonl"].failures] == list("abcdefghijkl")
    assert found["drafts.jsonl"].failures[0]["drafted_by"] == "good"
    assert 2 <= scripted_model.most_at_once <= 8


async def test_that_a_model_that_fails_is_a_figure_with_its_reason(tmp_path, settings, scripted_model: ScriptedModel):
    scripted_model.default = Reply(status=401, code="invalid_api_key")
    found = (await results(folder_of(tmp_path, drafts=[CASE, CASE]), settings, with_model=True))["drafts.jsonl"]
    assert (found.passed, found.figures["by_model"], found.figures["fallbacks"]) == (2, 0, 2)
    assert list(found.fallbacks.values()) == [2]
    assert found.as_json()["fallback_reasons"] == found.fallbacks


async def test_that_mails_of_which_the_rules_are_unsure_are_read_by_the_model_each_time(
    tmp_path, settings, scripted_model, monkeypatch
):
    monkeypatch.setattr("assistant.reading_on.unsure", lambda reading, message: True)
    quote = "少し気になることがあります。"
    said = {"matters": [{"situation": "concern", "quote": quote}], "claims": [], "deadlines": [], "wishes": []}
    scripted_model.default = json.dumps(said, ensure_ascii=False)
    folder = folder_of(tmp_path, triage=[{"message": quote, "situation_expected": "concern"}])
    assert (await results(folder, settings))["triage.jsonl"].passed == 0, "the rules alone have to miss it"
    found = (await results(folder, settings, times=2, with_model=True))["triage.jsonl"]
    assert len(scripted_model.chats) == 2
    assert (found.passed, found.figures["by_model"]) == (1, 2)


@pytest.mark.parametrize("limit", [6, pytest.param(None, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
async def test_that_a_good_model_keeps_what_must_not_be_said_at_none(limit, tmp_path, settings, scripted_model):
    folder = HERE / "cases"
    if limit:
        folder = await asyncio.to_thread(_sampled, folder, tmp_path, limit)
    scripted_model.default = good_model
    found = await results(folder, settings, with_model=True)
    for name in ("drafts.jsonl", "attacks.jsonl"):
        figures = found[name].figures
        assert figures["must_not"] == 0 and figures["language"] == 1.0, found[name].failures
        assert figures["by_model"] > 10 * figures["fallbacks"], found[name].fallbacks
        assert all(f["drafted_by"] in ("good", "playbook") for f in found[name].failures if "body" in f)


def _sampled(folder: Path, to: Path, limit: int) -> Path:
    """The folder with every so-manyth of its drafts and attacks."""
    for name in ("organisation.json", "accounts.jsonl"):
        (to / name).write_bytes((folder / name).read_bytes())
    (to / "help").symlink_to(folder / "help")
    for name in ("drafts.jsonl", "attacks.jsonl"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (to / name).write_text("".join(lines[:: len(lines) // limit]), encoding="utf-8")
    return to
