"""What Slack shows besides drafts: sources, coaching, the coach's answer, menus of accounts, work in progress, help."""

from collections.abc import Mapping, Sequence

from api.slack import kit
from api.slack.kit import Block, escaped, shortened
from api.slack.showing import source_line, words_again
from assistant.domain.conversation import Answer
from assistant.domain.draft import Draft
from assistant.texts import Say

# The stages of a draft, as `telling` names them, in the CSM's words.
_READING, _WRITING, _CHECKING = "Reading the message", "Writing", "Checking"
_STAGES = {"triage": _READING, "plan": _READING, "words": _WRITING, "repair": _WRITING, "check": _CHECKING}


def sources(draft: Draft, name: str, say: Say) -> list[Block]:
    """Everything that a draft rests on, with its own words."""
    lines = [source_line(citation, say) for citation in draft.citations]
    return kit.listing(say("What the draft for %(name)s rests on", name=escaped(shortened(name, 100))), lines)


def coaching(draft: Draft, name: str, say: Say) -> list[Block]:
    """The coach's notes, with the principles that they rest on."""
    titles = {citation.id: citation.title for citation in draft.citations}
    lines = []
    for note in draft.coaching:
        cited = " · ".join(titles[id] for id in note.citations if id in titles)
        lines.append(f"• {escaped(note.text)}" + (f"  _({escaped(cited)})_" if cited else ""))
    title = say("From the coach, about %(name)s", name=escaped(shortened(name, 100)))
    return kit.listing(title, [piece for line in lines for piece in kit.pieces(line, str)])


def answer(said: Answer, question: str, name: str, say: Say) -> list[Block]:
    """A question again, and the coach's answer with its sources."""
    lines = [source_line(citation, say) for citation in said.citations]
    made = [kit.header(name), *kit.sections(question, kit.quoted), *kit.sections(said.answer)]
    made += kit.listing(say("Sources"), lines) if lines else []
    return [*made, kit.context(escaped(said.fallback))] if said.fallback else made


def choice(title: str, ids: Sequence[str], names: Mapping[str, str], pending: str, say: Say) -> list[Block]:
    """A menu of accounts; `pending` names what is to be done with the one that is chosen."""
    options = [account_option(names, id) for id in ids]
    menu = kit.menu("account", say("Choose an account"), options)
    return [kit.section(title), kit.actions(menu) | {"block_id": pending}]


def account_option(names: Mapping[str, str], id: str) -> Block:
    """An account as a line of a menu."""
    return kit.option(f"{shortened(names[id], 45)} ({shortened(id, 25)})", id)


def progress(name: str, message: str, stage: str, parts: Sequence[str], say: Say) -> list[Block]:
    """A draft in the making: the customer's words, and what has been written so far."""
    head = [kit.header(name), *words_again(message, say)]
    if not parts:
        return [*head, kit.context(say("%(stage)s… The draft follows here.", stage=said_stage(stage, say)))]
    so_far = kit.context(say("Written so far, not checked yet. The whole draft follows here."))
    return [*head, so_far, *kit.sections("\n\n".join(parts))]


def said_stage(stage: str, say: Say) -> str:
    """A stage of a draft in words."""
    return say(_STAGES.get(stage, _STAGES["triage"]))


def help_blocks(address: str, say: Say) -> list[Block]:
    """What can be typed."""
    account, message, question = say("ACCOUNT"), say("MESSAGE"), say("QUESTION")
    ways = [
        ("", say("opens a form: account, message, situation, language, wishes.")),
        (f"{account} {message}", say("drafts a reply to the message.")),
        (f"ask {account} {question}", say("asks the coach about an account.")),
        (f"close {account}", say("drafts the message for a completed project.")),
        ("review", say("goes over a draft of your own.")),
        ("help", say("shows this.")),
    ]
    lines = [f"`{f'/tomoni {typed}'.strip()}` {does}" for typed, does in ways]
    notes = [
        say("ACCOUNT is an id, a name, or a piece of a name. Only you see the answers, until you share a draft."),
        say("Tomoni never sends anything to a customer."),
    ]
    return [*kit.listing(say("Tomoni drafts replies to customers and checks them"), lines), kit.section("\n".join(notes)),
            kit.actions(kit.button(say("Open the workspace"), "workspace", url=address))]  # fmt: skip
