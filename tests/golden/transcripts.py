"""The README's three moments, taken from the golden letters: `python -m tests.golden.transcripts` writes them in."""

from pathlib import Path

from tests.golden.render import HERE, TODAY, cases

README = Path(__file__).parent.parent.parent / "README.md"
OPEN, CLOSE = "<!-- transcripts: python -m tests.golden.transcripts -->\n", "<!-- end of transcripts -->"
SHOWN = {
    "ja-discount_request": "**A rival's quote.** Value from the record, a plain decision, what is approved and nothing more.",
    "ja-support_question": "**A question, urgently.** The way out first; success is one line, apart from it.",
    "en-feedback_request": "**A month after the end, in English.** Two questions, to the person who knows.",
    "ja-project_completion": "**A project ends, nobody has written.** Thanks for what this person did; no sale, no survey.",
}


def transcript(name: str) -> str:
    """The command and what it prints, as the golden letter has it."""
    case = next(c for c in cases() if c["name"] == name)
    letter = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    head, _, rest = letter.partition("\n\n")
    body, _, _ = rest.partition("\n\nask:") if "\n\nask:" in rest else rest.partition("\n\ncoach:")
    notes = [line.removeprefix("coach: ") for line in letter.splitlines() if line.startswith("coach: ")]
    words = [f"--message '{case['message']}'"] if case.get("message") else [f"--situation {case['situation']}"]
    words += [f"--contact '{case['contact']}'"] if case.get("contact") else []
    command = " ".join(["$ tomoni draft --account", case["account"], *words, "--today", TODAY])
    subject = head.splitlines()[1].removeprefix("subject: ")
    coach = "\n".join(f"· {note}" for note in notes)
    return f"{SHOWN[name]}\n\n```\n{command}\n\n{subject}\n\n{body.strip()}\n\nThe coach, to you:\n{coach}\n```\n"


def section() -> str:
    return OPEN + "\n" + "\n".join(transcript(name) for name in SHOWN) + "\n" + CLOSE


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(OPEN)
    README.write_text(before + section() + rest.partition(CLOSE)[2], encoding="utf-8")
