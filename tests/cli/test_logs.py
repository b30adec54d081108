"""Logs: text for people, JSON for programs, and never the words that were at hand when something failed."""

import json
import logging
import subprocess
import sys

import pytest
import typer

from assistant import logs
from assistant.cli_running import FAILED, finish

_FAILING = """
import logging
from assistant import logs
logs.set_up({form!r})
def write(letter):
    raise ValueError("no good")
try:
    write("secret words of a customer")
except ValueError as error:
    logging.getLogger("tomoni.api").error("%s failed", "GET /a", exc_info=error)
logging.getLogger("tomoni").info("not said")
"""


def said(form: str | None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _FAILING.format(form=form)], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("form", ["json", None])
def test_that_a_log_for_programs_is_a_line_of_json_each(form):
    (line,) = said(form).splitlines()
    told = json.loads(line)
    assert (told["event"], told["level"], told["logger"]) == ("GET /a failed", "error", "tomoni.api")
    assert told["exception"][0]["exc_value"] == "no good" and told["timestamp"].endswith("Z")
    assert "secret words" not in line


def test_that_a_log_for_people_is_text_with_the_traceback():
    text = said("text")
    assert "GET /a failed" in text and "ValueError: no good" in text
    assert "\x1b[" not in text and "secret words" not in text


@pytest.mark.parametrize(("form", "status"), [("xml", 2), ("", 0)])
def test_that_an_unknown_form_is_refused_by_its_name_and_an_empty_one_is_none(tomoni, folder, form, status):
    (folder / ".env").write_text(f"TOMONI_LOG={form}\n")
    done = tomoni("triage", "--message", "hello")
    assert (done.returncode, "log" in done.stderr) == (status, bool(form))


@pytest.mark.parametrize("form", [None, "text"])
def test_that_an_unexpected_fault_is_told_with_its_calls_only_where_logs_are_asked_for(form, capsys, monkeypatch):
    async def broken() -> int:
        raise RuntimeError("out of order")

    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    if form:
        logs.set_up(form)
    with pytest.raises(typer.Exit) as ended:
        finish(broken)
    told = capsys.readouterr().err
    assert ended.value.exit_code == FAILED and "RuntimeError: out of order" in told
    assert ("Traceback" in told) == bool(form)
