"""A review on a terminal: the text with its changes, then why, then what is good."""

from rich.text import Text

from assistant.domain.review import Remark, Review
from assistant.terminal import console, safe
from assistant.texts import Say


def show_review(review: Review, draft: str, say: Say) -> None:
    """The text as it would be with all changes, the findings, what is good, what is cited."""
    out = console()
    out.print(_difference(review, draft))
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


def _difference(review: Review, draft: str) -> Text:
    """The text with its changes in their places; signs for those who see no colours."""
    shown, at = Text(), 0
    changes = [remark.change for remark in review.findings if remark.change]
    # The wider change of two in one place is the one that was made.
    for change in sorted(changes, key=lambda c: (c.start, -c.end)):
        if change.start < at:
            continue
        shown.append(safe(draft[at : change.start]))
        if change.end > change.start:
            shown.append(f"[-{safe(draft[change.start : change.end]).strip()}-]", style="strike red")
        if change.text:
            shown.append(f"{{+{safe(change.text).strip()}+}}", style="underline green")
        if draft[change.start : change.end].endswith("\n") or change.text.endswith("\n"):
            shown.append("\n")
        at = change.end
    return shown.append(safe(draft[at:]))
