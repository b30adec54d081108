"""The forms: a draft, one's own draft to be gone over, answers to what a draft asks."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from api.slack import kit
from api.slack.kit import Block
from assistant.domain.draft import Ask
from assistant.texts import Say

_ASKS = 10
_LANGUAGES = {"ja": "日本語", "en": "English"}


def draft_form(kept: str, account: Block | None, titles: Mapping[str, str], say: Say) -> Block:
    """Account, the customer's message, situation, language, wishes. `kept` is brought back with it."""
    long = say("3,000 characters at most; longer mails go into the workspace.")
    blocks = [
        _account(account, say),
        kit.field("message", say("The customer's message"), kit.lines("value"), long),
        kit.field("situation", say("Situation"), _menu(say("Tomoni finds it out"), titles)),
        kit.field("language", say("Language of the reply"), _menu(say("As the account has it"), _LANGUAGES)),
        kit.field("instruction", say("Wishes for the draft"), kit.lines("value")),
    ]
    return kit.view("draft", say("Draft a reply"), say("Draft"), say("Cancel"), blocks, kept)


def review_form(kept: str, account: Block | None, say: Say) -> Block:
    """Account, the customer's message, one's own draft."""
    blocks = [
        _account(account, say),
        kit.field("message", say("The customer's message"), kit.lines("value")),
        kit.field("draft", say("Your draft"), kit.lines("value"), optional=False),
    ]
    return kit.view("review", say("Go over my draft"), say("Go over it"), say("Cancel"), blocks, kept)


def asks_form(kept: str, asks: Sequence[Ask], say: Say) -> Block:
    """A line for each thing that only the CSM can say."""
    blocks = [kit.field(ask.id, ask.text, kit.lines("value", ask.answer or "", many=False)) for ask in asks[:_ASKS]]
    return kit.view("answers", say("Only you can say this"), say("Put it in"), say("Cancel"), blocks, kept)


def filled(view: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field; fields that were left empty are not in it. Raises ValueError for another form."""
    found: dict[str, str] = {}
    for block, elements in _mapping(_mapping(view.get("state")).get("values")).items():
        for element in _mapping(elements).values():
            chosen = _mapping(_mapping(element).get("selected_option")).get("value")
            value = chosen or _mapping(element).get("value")
            if isinstance(value, str) and value.strip():
                found[block] = value
    return found


def kept_in(view: Mapping[str, Any]) -> dict[str, str]:
    """What a form brings back of the command that opened it."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in kept.items()} if isinstance(kept, dict) else {}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _account(chosen: Block | None, say: Say) -> Block:
    element: Block = {"type": "external_select", "action_id": "find_account", "min_query_length": 1}
    element["placeholder"] = {"type": "plain_text", "text": say("Id, name or a piece of it"), "emoji": False}
    return kit.field(
        "account", say("Account"), element | ({"initial_option": chosen} if chosen else {}), optional=False
    )


def _menu(placeholder: str, options: Mapping[str, str]) -> Block:
    return kit.menu("value", placeholder, [kit.option(label, value) for value, label in options.items()])
