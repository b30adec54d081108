"""Block Kit: the pieces that Slack draws, always within its limits, and no text of a customer's that Slack would read.

Limits: https://docs.slack.dev/reference/block-kit (blocks, block elements, composition objects).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Block = dict[str, Any]

BLOCKS_LIMIT = 50
# Slack's own limits are 3,000 and 150 characters; it counts some characters twice.
SECTION = 2_800
_HEADER = 140
_LABEL = 75
_OPTION = 75
# Of all blocks together: Slack refuses a message that is longer (`msg_blocks_too_long`) and does not say from where on.
MESSAGE = 11_000
OPTIONS_LIMIT = 100

# From the widest to the narrowest place where a text may be divided.
_PLACES = (r"(?<=\n)\n+", r"(?<=\n)", r"(?<=[。!?！？])|(?<=[.!?] )", r"(?<=\s)", r"(?<=.)")


def escaped(text: str) -> str:
    """Text that Slack shows as it stands: no mention, no link, no command is made of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """A command's text as it was typed: Slack hands these three characters over in the same way as it takes them."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def quoted(text: str) -> str:
    """Somebody's words behind a bar."""
    return "\n".join(f"> {escaped(line)}" for line in text.strip().splitlines())


def shortened(text: str, limit: int) -> str:
    """At most so many characters, on one line; what is left out is shown by an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def pieces(text: str, dress: Callable[[str], str] = escaped, limit: int = SECTION) -> list[str]:
    """The whole text in pieces that fit, divided between paragraphs where that is possible, else lines, else sentences."""
    return [piece for piece in _divided(text.strip(), dress, limit, _PLACES) if piece.strip()]


def _divided(text: str, dress: Callable[[str], str], limit: int, places: Sequence[str]) -> Iterator[str]:
    if len(dress(text)) <= limit or not places:
        yield text
        return
    held = ""
    for part in re.split(places[0], text):
        if held and len(dress(held + part)) > limit:
            yield held.strip("\n")
            held = ""
        if len(dress(part)) > limit:
            *whole, held = _divided(part, dress, limit, places[1:])
            yield from whole
        else:
            # A paragraph's own blank line was the place of division: it comes back where two stay together.
            held += part if not held or places is not _PLACES else f"\n{part}"
    if held:
        yield held.strip("\n")


def section(markdown: str) -> Block:
    """A paragraph in Slack's mark-up, in which nothing is turned into a link or mention."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": markdown, "verbatim": True}}


def sections(text: str, dress: Callable[[str], str] = escaped) -> list[Block]:
    """A text of any length as it stands, in as many sections as it takes."""
    return [section(dress(piece)) for piece in pieces(text, dress)]


def listing(title: str, lines: Sequence[str]) -> list[Block]:
    """A bold title and lines in Slack's mark-up (escaped already), in as many sections as it takes."""
    made, held = [], f"*{title}*"
    for line in lines:
        if len(held) + len(line) + 1 > SECTION:
            made.append(section(held))
            held = ""
        held += f"\n{line}" if held else line
    return [*made, section(held)]


def header(text: str) -> Block:
    """A large line."""
    return {"type": "header", "text": _plain(text, _HEADER)}


def context(markdown: str) -> Block:
    """A small grey line in Slack's mark-up."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": markdown, "verbatim": True}]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    """Buttons or a menu in a row."""
    return {"type": "actions", "elements": list(elements)}


def button(label: str, action: str, value: str = "", url: str = "", style: str = "", confirm: Block | None = None) -> Block:  # fmt: skip
    """A button. `value` (2,000 characters at most) comes back with the click; `url` opens a page instead."""
    made: Block = {"type": "button", "action_id": action, "text": _plain(label, _LABEL)}
    more = {"value": value, "url": url, "style": style, "confirm": confirm}
    return made | {name: given for name, given in more.items() if given}


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """A question before a click counts."""
    return {"title": _plain(title, 100), "text": _plain(text, 300), "confirm": _plain(yes, 30), "deny": _plain(no, 30)}


def option(label: str, value: str) -> Block:
    """One line of a menu."""
    return {"text": _plain(label, _OPTION), "value": value}


def menu(action: str, placeholder: str, options: Sequence[Block]) -> Block:
    """A menu to choose from."""
    chosen = list(options[:OPTIONS_LIMIT])
    return {"type": "static_select", "action_id": action, "placeholder": _plain(placeholder, 150), "options": chosen}


def field(block: str, label: str, element: Block, hint: str = "", optional: bool = True) -> Block:
    """A field of a form."""
    made: Block = {"type": "input", "block_id": block, "label": _plain(label, 2_000), "element": element}
    return made | {"optional": optional} | ({"hint": _plain(hint, 2_000)} if hint else {})


def lines(action: str, initial: str = "", placeholder: str = "", many: bool = True) -> Block:
    """A field for text, of as many characters as Slack takes."""
    made: Block = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": many,
        "max_length": 3_000 if many else 300,
    }
    more = {"initial_value": initial[:3_000], "placeholder": _plain(placeholder, 150) if placeholder else None}
    return made | {name: given for name, given in more.items() if given}


def view(callback: str, title: str, submit: str, close: str, blocks: Sequence[Block], kept: str) -> Block:
    """A form in a window; `kept` (3,000 characters at most) comes back with it."""
    return {
        "type": "modal", "callback_id": callback, "title": _plain(title, 24), "submit": _plain(submit, 24),
        "close": _plain(close, 24), "blocks": list(blocks), "private_metadata": kept,
    }  # fmt: skip


def messages(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks in as few messages as Slack's limits allow, in their order."""
    made: list[list[Block]] = [[]]
    size = 0
    for block in blocks:
        weight = _weight(block)
        if made[-1] and (len(made[-1]) == BLOCKS_LIMIT or size + weight > MESSAGE):
            made.append([])
            size = 0
        made[-1].append(block)
        size += weight
    return made


def _weight(block: Block) -> int:
    texts = [block.get("text"), *block.get("elements", [])]
    return sum(
        len(text.get("text", "")) for text in texts if isinstance(text, dict) and isinstance(text.get("text"), str)
    )


def _plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": shortened(text, limit) or "–", "emoji": False}
