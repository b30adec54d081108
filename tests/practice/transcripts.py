"""Whole sessions as text: `python -m tests.practice.transcripts` writes them anew, to be read as words."""

import asyncio
import json
import tempfile
from pathlib import Path
from unittest.mock import patch

from assistant.coach import Coach
from assistant.domain.practice import Mark, Practice, PracticeTurn, Sheet
from assistant.practice.improvised import improvising
from assistant.practice.known import Known
from assistant.practice.script import Script
from assistant.prompt_library import PromptLibrary
from tests.practice.figures import TODAY, coach_in

FOLDER = Path(__file__).parent / "sessions"
_MARKS = ("held", "gave_way", "value_shown", "question_asked")


def sessions() -> list[dict]:
    """The sessions: persona, language, account, and what the CSM says."""
    lines = (FOLDER / "sessions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def name_of(session: dict) -> str:
    return f"{session['language']}-{session['persona']}"


async def played(coach: Coach, session: dict) -> str:
    """A session from its first word to its sheet."""
    with patch("assistant.practising.secrets.token_hex", return_value=name_of(session)):
        practice = await coach.practising.begin(session["account"], session["persona"], session["language"])
    for reply in session["replies"]:
        if practice.over:
            break
        practice = await coach.practising.turn(practice.id, reply, session["language"])
    practice = await coach.practising.end(practice.id, session["language"])
    await coach.practising.delete(practice.id)
    return as_text(practice)


def as_text(practice: Practice) -> str:
    """The session as it is read aloud."""
    lines = [line for turn in practice.turns for line in _turn(turn)]
    return "\n".join([*lines, *_sheet(practice.sheet)]) + "\n" if practice.sheet else "\n".join(lines)


def prompt(language: str) -> str:
    """What a model is asked for the customer's third turn, with what the record holds."""
    library = PromptLibrary()
    script = Script(library, "procurement", language)
    known = Known(who="磯貝", company="汐ノ井設備", price="156万円") if language == "ja" else Known(company="Tidelock")
    practice = Practice(id="p", account="a", persona="procurement", language=language, created_at="")  # type: ignore[arg-type]
    said = (
        ("1割下げてください。", "年額は変わりません。")
        if language == "ja"
        else ("Ten percent off.", "The price stays.")
    )
    for number, text in enumerate(said, 1):
        who = "customer" if number % 2 else "csm"
        practice.turns.append(PracticeTurn(number=number, who=who, text=text, mark=Mark(held=True, seen=["stood"]) if who == "csm" else None))  # fmt: skip
    line = script.next(known, practice.turns, "p")
    asked = improvising(library, script, line, known, practice, TODAY, 12_000).prompt
    return f"{asked.system}\n=====\n{asked.user}"


def _turn(turn: PracticeTurn) -> list[str]:
    if turn.mark:
        marks = ", ".join(name for name in _MARKS if getattr(turn.mark, name)) or "-"
        notes = [f"    {note.quote or '·'}: {note.text}" for note in turn.mark.notes]
        return [f"CSM: {turn.text}", f"    [{marks}]", *notes, ""]
    return [*([f"({turn.scene})"] if turn.scene else []), *turn.text.splitlines(), ""]


def _sheet(sheet: Sheet) -> list[str]:
    first = sheet.first_concession
    titles = {c.id: c.title for c in sheet.citations}
    lines = ["---", sheet.summary, sheet.lanes.text]
    lines += [f"gave way first: {first.reply}, {first.quote} ({first.pressure})"] if first else []
    lines += [f"used: {a.text} {a.replies}" for a in sheet.value_used]
    lines += [f"left unused: {a.text}" for a in sheet.value_unused]
    for word, judged in (("met", sheet.met), ("missed", sheet.missed)):
        lines += [f"{word}: {titles[j.citations[0]]}: {j.text} {j.replies or ''}".rstrip() for j in judged]
    return [*lines, f"next: {sheet.next_time.text}", f"      {sheet.next_time.example}"]


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        coach = await coach_in(Path(folder))
        for session in sessions():
            path = FOLDER / f"{name_of(session)}.txt"
            path.write_text(await played(coach, session), encoding="utf-8")
        for language in ("ja", "en"):
            (FOLDER / f"prompt-{language}.txt").write_text(prompt(language), encoding="utf-8")
        await coach.close()


if __name__ == "__main__":
    asyncio.run(main())
