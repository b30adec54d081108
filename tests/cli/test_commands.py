"""The commands: results on stdout, words to people on stderr, the exit status says how it went."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.knowledge_base import KNOWLEDGE
from tests.demo_folder import empty_copy

ACCOUNT = "shionoi-setsubi"
MESSAGE = "次のご更新では年額を2割下げていただけませんか。"
DEMO = KNOWLEDGE / "demo"


def test_that_a_draft_is_readable_without_colours_in_a_pipe_and_its_json_is_the_draft_object(tomoni):
    arguments = ("draft", "--account", ACCOUNT, "--message", MESSAGE, "--today", "2026-11-25")
    done, read = tomoni(*arguments, "--json"), tomoni(*arguments)
    draft = json.loads(done.stdout)
    assert draft["situation"] == "discount_request" and draft["version"] == 1
    # The status says whether it needs review.
    assert done.returncode == read.returncode == (1 if draft["needs_review"] else 0)
    assert read.stderr == "" and "\x1b" not in read.stdout
    assert read.stdout.startswith("件名: ") and draft["body"] in read.stdout
    assert "コーチから" in read.stdout and "根拠" in read.stdout


@pytest.mark.parametrize("how", ["stdin", "file", "file in CP932"])
def test_that_a_message_comes_from_stdin_or_a_file(tomoni, tmp_path, how):
    path = tmp_path / "mail.txt"
    path.write_bytes(MESSAGE.encode("cp932" if "CP932" in how else "utf-8"))
    source = "-" if how == "stdin" else f"@{path}"
    done = tomoni("draft", "--account", ACCOUNT, "--message", source, "--json", stdin=MESSAGE)
    assert json.loads(done.stdout)["situation"] == "discount_request"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["draft", "--account", "nobody", "--message", "x"], "nobody"),
        (["draft", "--account", ACCOUNT, "--message", " "], "message"),
        (["draft", "--account", ACCOUNT, "--message", "x", "--today", "soon"], "today"),
        (["draft", "--account", ACCOUNT, "--message", "x", "--from", "boss"], "from"),
        (["draft", "--account", ACCOUNT, "--message", "@/no/such/file"], "/no/such/file"),
        (["draft", "--account", "../x", "--message", "x"], "account"),
        (["draft", "--message", "x"], "--account"),
        (["triage"], "--message"),
        (["import", "accounts", "/no/such.csv"], "/no/such.csv"),
        (["eval", "/no/such/folder"], "/no/such/folder"),
        (["serve", "--host", "0.0.0.0"], "0.0.0.0"),
        (["serve", "--host", "example.com"], "example.com"),
        (["nonsense"], "nonsense"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_that_wrong_use_is_status_2_with_a_sentence_that_names_it(tomoni, arguments, named):
    done = tomoni(*arguments, language="en_GB.UTF-8")
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stdout == "" and named in done.stderr and "Traceback" not in done.stderr


def test_that_a_folder_that_cannot_be_written_to_is_status_3(tomoni, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    done = tomoni("draft", "--account", ACCOUNT, "--message", "x", data=blocked / "inside")
    assert done.returncode == 3 and done.stderr.strip() and "Traceback" not in done.stderr


def test_that_the_language_is_the_locales_else_the_organisations(tomoni):
    arguments = ("draft", "--account", "nobody", "--message", "x")
    assert tomoni(*arguments, language="en_US.UTF-8").stderr.isascii()
    assert not tomoni(*arguments, language="ja_JP.UTF-8").stderr.isascii()
    assert not tomoni(*arguments, language="C").stderr.isascii()


def test_that_the_data_folder_may_be_named_before_or_after_the_command(tomoni, folder, tmp_path):
    for arguments in (["--data", str(folder), "search", "値下げ"], ["search", "値下げ", "--data", str(folder)]):
        done = tomoni(*arguments, data=tmp_path / "other")
        assert done.returncode == 0 and done.stdout, done.stderr
    assert not (tmp_path / "other").exists()


def test_that_triage_adds_situations_to_each_line_and_goes_on_after_a_bad_one(tomoni, tmp_path):
    lines = [
        json.dumps({"message": MESSAGE, "n": 1}),
        "broken",
        json.dumps({"text": "x"}),
        json.dumps({"message": "How do I export?", "from": "customer"}),
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    done = tomoni("triage", str(path))
    assert done.returncode == 1
    first, second = [json.loads(line) for line in done.stdout.splitlines()]
    assert first["n"] == 1 and first["situations"][0]["name"] == "discount_request"
    assert second["situations"][0]["name"] == "support_question"
    assert len(done.stderr.splitlines()) == 2 and "2" in done.stderr and "3" in done.stderr


def test_that_one_message_is_triaged(tomoni):
    assert "discount_request" in tomoni("triage", "--message", MESSAGE).stdout
    reading = json.loads(tomoni("triage", "--message", MESSAGE, "--json").stdout)
    assert reading["situations"][0]["name"] == "discount_request" and reading["language"] == "ja"


def test_that_search_shows_scores_and_kinds(tomoni):
    hits = json.loads(tomoni("search", "報告書の清書", "--account", ACCOUNT, "--json").stdout)
    assert hits and {"kind", "id", "title", "quote", "score"} <= set(hits[0])
    only = json.loads(tomoni("search", "値下げ", "--kind", "principle", "--json").stdout)
    assert {hit["kind"] for hit in only} == {"principle"}


def test_that_imports_say_what_was_taken_and_twice_changes_nothing(tomoni, tmp_path):
    data = empty_copy(tmp_path / "fresh")
    assert tomoni("import", "organisation", str(DEMO / "organisation.json"), data=data).returncode == 0
    first = tomoni("import", "accounts", str(DEMO / "accounts.jsonl"), "--json", data=data)
    assert first.returncode == 0 and json.loads(first.stdout)["taken"] == 12
    again = tomoni("import", "accounts", str(DEMO / "accounts.jsonl"), "--json", data=data)
    assert json.loads(again.stdout)["unchanged"] == 12
    texts = tomoni("import", "help", str(DEMO / "help"), "--json", data=data)
    assert texts.returncode == 0 and json.loads(texts.stdout)["taken"] >= 20
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "good-one", "name": "Good"}\n{"id": "B!", "name": "Bad"}\n', encoding="utf-8")
    report = tomoni("import", "accounts", str(bad), data=data)
    assert report.returncode == 1 and "bad.jsonl" in report.stdout


def test_that_doctor_shows_where_things_are_and_no_secret(folder):
    env = {**os.environ, "TOMONI_DATA": str(folder), "LANG": "C", "LC_ALL": "C", "OPENAI_API_KEY": "sk-very-secret",
           "OPENAI_BASE_URL": "http://user:hidden-word@127.0.0.1:1/v1?key=hidden-key"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "doctor"],
        capture_output=True,
        text=True,
        env=env,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(folder) in done.stdout.replace("\n", "")
    for secret in ("sk-very-secret", "hidden-word", "hidden-key"):
        assert secret not in done.stdout + done.stderr


def test_that_doctor_on_a_fresh_machine_says_what_to_do_and_makes_nothing(tomoni, tmp_path):
    done = tomoni("doctor", data=tmp_path / "none")
    assert done.returncode == 1 and "import" in done.stderr
    assert not (tmp_path / "none").exists()


def test_that_eval_shows_figures_and_fails_where_a_case_failed(tomoni, tmp_path):
    case = {"message": MESSAGE, "situation_expected": "discount_request", "acceptable": []}
    (tmp_path / "organisation.json").write_bytes((DEMO / "organisation.json").read_bytes())
    path = tmp_path / "triage.jsonl"
    path.write_text(json.dumps(case), encoding="utf-8")
    done = tomoni("eval", str(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"triage.jsonl": {"n": 1, "passed": 1, "accuracy": 1.0, "failures": []}}
    path.write_text(json.dumps({**case, "situation_expected": "referral"}), encoding="utf-8")
    failed = tomoni("eval", str(tmp_path))
    assert failed.returncode == 1 and "0/1" in failed.stdout and "referral" in failed.stdout


def test_that_a_reader_who_has_had_enough_gets_no_traceback(folder):
    command = f"{sys.executable} -m assistant.cli search 値下げ | true"
    env = {**os.environ, "TOMONI_DATA": str(folder)}
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=env, timeout=180, check=False)
    assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr


def test_that_a_command_imports_nothing_that_it_does_not_need(tomoni, folder):
    heavy = ["fastapi", "uvicorn", "chromadb", "langchain", "langchain_core", "openai", "openpyxl", "pypdf", "docx"]
    heavy += ["procrastinate", "psycopg", "pyrate_limiter", "slack_bolt", "aiohttp", "alembic"]
    code = (
        "import json, sys\n"
        f"sys.argv = ['tomoni', 'draft', '--account', '{ACCOUNT}', '--message', 'x', '--json']\n"
        "from assistant.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(sorted(set({heavy}) & set(sys.modules)), file=sys.stderr)"
    )
    env = {**os.environ, "TOMONI_DATA": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env, cwd=Path.cwd(), timeout=180, check=False
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_that_a_data_folder_may_be_called_as_a_command_is(tomoni, folder, tmp_path):
    named = folder.rename(tmp_path / "import")
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "--data", "import", "draft", "--account", ACCOUNT, "--message", "x"],
        capture_output=True, text=True, cwd=tmp_path, timeout=180, check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert named.exists() and done.returncode in (0, 1), done.stderr
