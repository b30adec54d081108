"""A review on a terminal: the text with its changes, then why, then what is good."""

import re
from difflib import SequenceMatcher

from rich.text import Text

from assistant.domain.review import Remark, Review
from assistant.terminal import console, safe
from assistant.texts import Say

# A change is shown by words where the language has spaces, else by characters.
_PIECE = re.compile(r"[A-Za-z0-9'’.,%$£€¥]+|\s|.", re.DOTALL)


def show_review(review: Review, draft: str, say: Say) -> None:
    """The text as it would be with all changes, the findings, what is good, what is cited."""
    out = console()
    out.print(_difference(draft, review.rewrite))
    titles = {citation.id: citation.title for citation in review.citations}
    if review.findings:
        out.print()
        out.print(Text(say("Findings"), style="bold"))
        for remark in review.findings:
            out.print(_remark(remark, titles, say))
    if review.good:
        out.print()
        out.print(Text(say("What is good"), style="bold"))
        for words in review.good:
            out.print(Text.assemble(("・", "bold green"), safe(words)))
    if review.fallback:
        out.print(Text(safe(review.fallback), style="dim"))


def _remark(remark: Remark, titles: dict[str, str], say: Say) -> Text:
    blocks = remark.severity == "block"
    line = Text.assemble(("✗ " if blocks else "! ", "bold red" if blocks else "bold yellow"), remark.code)
    if remark.quote:
        line.append(say(" “%(quote)s”", quote=safe(remark.quote)))
    line.append(f"\n  {safe(remark.why)}")
    if remark.suggestion:
        line.append(f"\n  → {safe(remark.suggestion)}", style="green")
    elif remark.suggestion == "":
        line.append("\n  → " + say("(cut)"), style="green")
    elif remark.advice:
        line.append(f"\n  → {safe(remark.advice)}", style="green")
    cited = " / ".join(titles[id] for id in remark.citations if id in titles)
    return line.append(f"\n  {safe(cited)}", style="dim") if cited else line


def _difference(before: str, after: str) -> Text:
    """Both texts in one: what goes is struck through, what comes is underlined; signs for those who see no colours."""
    one, other = _PIECE.findall(before), _PIECE.findall(after)
    shown = Text()
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            shown.append(safe("".join(one[a:b])))
            continue
        if b > a:
            shown.append(f"[-{safe(''.join(one[a:b]))}-]", style="strike red")
        if d > c:
            shown.append(f"{{+{safe(''.join(other[c:d]))}+}}", style="underline green")
    return shown
