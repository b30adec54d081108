"""`tomoni eval --model` from a shell, with the model's name and key in the data folder's own `.env`."""

import json

from tests.evals.test_run import DISCOUNT, folder_of
from tests.model.good import good_model
from tests.model.server import Reply


def test_that_the_option_without_a_model_is_wrong_use(tomoni, tmp_path):
    done = tomoni("eval", str(folder_of(tmp_path, drafts=[DISCOUNT])), "--model", language="ja_JP.UTF-8")
    assert done.returncode == 2 and done.stdout == ""
    assert "TOMONI_MODEL" in done.stderr and "モデルが設定されていません" in done.stderr


def test_that_the_table_counts_the_models_letters_and_says_why_it_failed(tomoni, folder, tmp_path, scripted_model):
    lines = ["TOMONI_MODEL=openai:good", f"OPENAI_BASE_URL={scripted_model.url}", "OPENAI_API_KEY=sk-in-the-folder"]
    (folder / ".env").write_text("\n".join(lines), encoding="utf-8")
    cases = tmp_path / "cases"
    cases.mkdir()
    folder_of(cases, drafts=[{**DISCOUNT, "situation_expected": "discount_request"}] * 2)

    scripted_model.default = good_model
    done = tomoni("eval", str(cases), "--model", "--times", "2", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["drafts.jsonl"]
    assert (found["n"], found["by_model"], found["fallbacks"], found["failed_at_worst"]) == (2, 4, 0, 0)
    assert scripted_model.asked[0].headers["authorization"] == "Bearer sk-in-the-folder"

    scripted_model.default = Reply(status=401, code="invalid_api_key")
    done = tomoni("eval", str(cases), "--model", language="en_GB.UTF-8")
    assert "fallbacks 2" in done.stdout and "worded by a playbook 2 times" in done.stdout, done.stdout
