"""The form of a mail: plain text, and no attachment that is not there."""

import re
from collections.abc import Iterator

from assistant.checks.register.sheet import Fault, Sheet, any_of

_MARKS = re.compile(
    r"\*\*|(?m:^[ \t]*#{1,6}[ \t]+(?=\S))|(?m:^[ \t]*##)|`+|(?m:^[ \t]*[-*+•][ \t\u3000]+(?=\S))|\u2014|[“”‘’]"
    r"|\[[^\]\n]{1,60}\]\(https?://[^)\s]+\)|(?m:^\|.+\|$)"
)
_STEP = re.compile(r"(?m:^[ \t]*(?:\d{1,2}[.)]|[①-⑳]|手順\d))")


def plain_text(sheet: Sheet) -> Iterator[Fault]:
    """A mail has no mark-up: ・ for items, 1. for steps, 「」 for quotation."""
    if not sheet.mail or not sheet.to_customer:
        return
    body = sheet.proof.body
    # Curly quotes and dashes are folded away in the normalised text, so the letter is read as it came.
    raw_end = body.span(len(sheet.text), len(sheet.text))[0]
    names = " ".join((sheet.letter.account.name, *(c.name for c in sheet.letter.account.contacts)))
    for match in _MARKS.finditer(body.raw, 0, raw_end):
        if match.group() in names:
            continue
        span = _plain_span(sheet, *match.span())
        if sheet.text[span[0] : span[1]].strip():
            mend = "「」" if match.group() in "“”‘’" else "、" if match.group() == "\u2014" else "・"
            yield Fault("plain_text", span, "A mail is plain text: this mark would be seen as it stands.", mend)


def _plain_span(sheet: Sheet, start: int, end: int) -> tuple[int, int]:
    """Offsets of the letter as it came, in the normalised text."""
    body = sheet.proof.body
    if body.raw == body.plain:
        return start, end
    first = next(n for n in range(len(body.plain)) if body.span(n, n + 1)[0] >= start)
    return first, first + (end - start)


def attachment(sheet: Sheet) -> Iterator[Fault]:
    """添付, 別紙, ご査収: only where a file goes with the letter. What the customer attached is theirs to name."""
    if not sheet.to_customer:
        return
    answered, named = any_of(sheet.words, "register_file_on_hand"), any_of(sheet.words, "register_file_named")
    if any(answered.search(text) for text in sheet.letter.answers):
        return
    if any(named.search(line) for text in sheet.letter.material for line in text.splitlines()):
        return
    for match, _ in sheet.found("register_attachment"):
        line = sheet.text.rfind("\n", 0, match.start()) + 1
        if not _STEP.match(sheet.text, line):
            why = "The letter speaks of a file, and none goes with it."
            yield Fault("attachment", match.span(), why, hint="Send the file along, or say when it comes.")
