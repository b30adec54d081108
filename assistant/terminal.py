"""What commands show to people: coloured on a terminal, plain and unwrapped in a pipe."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.domain.draft import Draft, Finding
from assistant.domain.reading import Reading
from assistant.texts import Say

if TYPE_CHECKING:
    from assistant.recall.found import Found

# Control characters could drive the terminal, direction marks could turn a line round; both come in customers' mails.
_HARMLESS: dict[int, str | None] = {
    c: None for c in (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)) if c != 10
}
_HARMLESS[9] = " "
_PIPE_WIDTH = 1_000
_SHOWN_QUOTE = 60


def safe(text: object) -> str:
    """Text that cannot drive the terminal that shows it."""
    return str(text).translate(_HARMLESS)


def console() -> Console:
    """Where results go: the stdout of this moment."""
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True)


def show_draft(draft: Draft, say: Say) -> None:
    """A draft: the letter first, as it could be sent, then what the CSM should know."""
    out = console()
    if draft.subject:
        out.print(Text(say("Subject: %(subject)s", subject=safe(draft.subject)), style="bold"))
        out.print()
    out.print(_letter(draft) if draft.body else Text(say("(Nothing to send.)"), style="dim"))
    _section(out, say("To be answered by you before sending"), [_ask(ask) for ask in draft.asks if ask.answer is None])
    _section(out, say("Findings"), [_finding(finding, say) for finding in draft.findings])
    _section(out, say("From the coach"), [_note(note) for note in draft.coaching])
    _section(out, say("Sources"), [_source(citation) for citation in draft.citations])
    out.print()
    names = " · ".join(str(found.name) for found in draft.situations) or str(draft.situation)
    out.print(Text(say("%(names)s; draft %(id)s, version %(version)s", names=names, id=draft.id, version=draft.version),
                   style="dim"))  # fmt: skip


def _letter(draft: Draft) -> Text:
    """The body; what rests on the record is underlined where the terminal can."""
    text = Text()
    at = 0
    for mark in sorted(draft.marks, key=lambda mark: mark.start):
        if mark.start >= at:
            text.append(safe(draft.body[at : mark.start]))
            text.append(safe(draft.body[mark.start : mark.end]), style="cyan")
            at = mark.end
    text.append(safe(draft.body[at:]))
    return text


def _section(out: Console, title: str, lines: Sequence[Text]) -> None:
    if lines:
        out.print()
        out.print(Text(title, style="bold"))
        for line in lines:
            out.print(line)


def _ask(ask: Any) -> Text:
    return Text.assemble(("? ", "bold yellow"), f"{ask.id}: {safe(ask.text)}")


def _finding(finding: Finding, say: Say) -> Text:
    blocks = finding.severity == "block"
    line = Text.assemble(("✗ " if blocks else "! ", "bold red" if blocks else "bold yellow"), finding.code)
    if finding.quote:
        line.append(say(" “%(quote)s”", quote=safe(finding.quote)))
    if finding.why:
        line.append(f"\n  {safe(finding.why)}")
    if finding.suggestion:
        line.append(f"\n  → {safe(finding.suggestion)}", style="green")
    return line


def _note(note: Any) -> Text:
    cited = f" [{', '.join(note.citations)}]" if note.citations else ""
    return Text.assemble(("・", "bold cyan"), safe(note.text), (cited, "dim"))


def _source(citation: Any) -> Text:
    quote = citation.quote if len(citation.quote) <= _SHOWN_QUOTE else f"{citation.quote[:_SHOWN_QUOTE]}…"
    words = dict.fromkeys(safe(t) for t in (citation.title, quote, citation.source) if t)
    return Text.assemble((f"{citation.id} ", "bold"), (" / ".join(words), "dim"))


def show_reading(reading: Reading) -> None:
    """The situations of a message, strongest first, with the words that speak for each."""
    out = console()
    for hit in reading.situations:
        because = " / ".join(safe(words) for words in hit.because)
        out.print(Text.assemble((f"{hit.confidence:.2f} ", "cyan"), (str(hit.name), "bold"), f"  {because}"))
    if not reading.situations:
        out.print(Text(str(reading.situation), style="bold"))


def show_hits(hits: Sequence["Found"]) -> None:
    """Search hits: score, kind, id and title, then the words found."""
    out = console()
    for hit in hits:
        out.print(
            Text.assemble((f"{hit.score:.2f} ", "cyan"), f"{hit.kind} ", (hit.id, "bold"), f"  {safe(hit.title)}")
        )
        if hit.quote:
            out.print(Text("     " + safe(hit.quote).replace("\n", " "), style="dim"))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table on stdout."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*(Text(safe(cell)) for cell in row))
    # A pipe has no edge to fold at: whoever reads it wants each row in one line.
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    Console(file=sys.stdout, highlight=False, markup=False, emoji=False, width=width).print(made)
