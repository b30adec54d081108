"""A letter is plain text: no tags, no formulas, nothing that a mail program would load or run."""

import re
from collections.abc import Iterator

from assistant.checks.proof import Proof, about_message
from assistant.domain.draft import Finding

CODES = ("unsafe_markup",)

_MARKUP = re.compile(
    r"<!--.*?(?:-->|$)|<(?!https?://)/?(?:!doctype|[a-z][a-z0-9-]*)(?:\s[^<>]*)?/?>"  # tags, not <name@host>
    r"|!\[[^\]\n]*\]\([^)\n]*\)|\[[^\]\n]+\]\((?:https?:|javascript:|data:|/)[^)\n]*\)"
    r"|\bjavascript:\S+|\bdata:(?:text|image|application)/\S+|\bon(?:click|load|error)\s*="
    r"|(?m:^[ \t]*(?:=[A-Za-z@+\-][\w.]*\s*\(|=[A-Z]{1,3}\d+|@[A-Z]+\(|[+\-]\w+\|\S|=cmd\|).*$)",
    re.IGNORECASE | re.DOTALL,
)
_FILLED_IN_LATER = re.compile(r"<(?:name|company|date|time|amount|price|number|title|product)>", re.IGNORECASE)


def check(proof: Proof) -> Iterator[Finding]:
    """Mark-up and formulas in the letter (block), and in the message (a warning)."""
    for source in ("subject", "body"):
        text = proof.text(source)
        for match in _MARKUP.finditer(text.plain):
            if _FILLED_IN_LATER.fullmatch(match.group()):
                continue
            end = min(match.end(), match.start() + 200)
            why = proof.say("Mark-up or a formula stands in the letter; a mail or a table could run it.")
            yield proof.finding(CODES[0], (match.start(), end), why, proof.say("Write it in plain words."), source)
    reading = proof.letter.reading
    for span in reading.markup if reading else ():
        why = proof.say("The message holds mark-up or a formula.")
        yield about_message(CODES[0], span, why, proof.say("Do not copy it into another program."))
