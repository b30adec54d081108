"""A draft as Slack shows it to the CSM who asked: the customer's words, the letter, what to know before sending."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.slack import kit
from api.slack.kit import Block, escaped, shortened
from assistant.domain.draft import Citation, Draft, Finding
from assistant.domain.situation import Situation
from assistant.texts import Say

# So much of a customer's mail is shown again; all of it stands in the workspace.
_WORDS = 5_000
_SOURCES, _SOURCE_QUOTE = 4, 90
_FINDINGS = 12
_LINK = "?account={account}&draft={draft}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells besides its draft: the account's name, the customer's words, the workspace's address.

    `titles` are the situations' names; a draft for a `chat` has no subject.
    """

    name: str
    message: str
    address: str
    titles: Mapping[str, str]
    chat: bool = False


def blocked(draft: Draft) -> bool:
    """Whether a finding keeps the draft from being sent."""
    return any(finding.severity == "block" for finding in draft.findings)


def may_be_shared(draft: Draft) -> bool:
    """Whether colleagues in the channel, and guests, may read the words: a letter for the customer that nothing blocks."""
    return bool(draft.body.strip()) and draft.audience == "customer" and not blocked(draft)


def key(draft: Draft) -> str:
    """What a button of this draft brings back."""
    return f"{draft.id}:{draft.version}"


def notice(name: str, say: Say) -> str:
    """What a notification shows: no word of the customer's."""
    return say("Draft for %(name)s", name=escaped(shortened(name, 100)))


def draft_blocks(draft: Draft, told: Told, say: Say) -> list[Block]:
    """The whole answer, to be divided into messages."""
    return [
        *_moment(draft, told, say),
        *_letter(draft, told.chat, say),
        *_asks(draft, say),
        *_findings(draft, say),
        *_sources(draft, say),
        *_origin(draft, say),
        *_buttons(draft, told, say),
    ]


def words_again(message: str, say: Say) -> list[Block]:
    """The customer's words, because nobody else's command is visible in Slack."""
    text = message.strip()
    if not text:
        return []
    left_out = len(text) - _WORDS
    made = kit.sections(text if left_out <= 0 else text[:_WORDS], kit.quoted)
    if left_out > 0:
        made.append(kit.context(say("%(count)s more characters stand in the workspace.", count=left_out)))
    return made


def _moment(draft: Draft, told: Told, say: Say) -> list[Block]:
    found = [str(hit.name) for hit in draft.situations if hit.name is not Situation.other]
    names = dict.fromkeys(found or [str(draft.situation)])
    what = " · ".join(told.titles.get(name, name) for name in names)
    return [kit.header(told.name), kit.context(escaped(what)), *words_again(told.message, say)]


def _letter(draft: Draft, chat: bool, say: Say) -> list[Block]:
    if not draft.body.strip():
        return [kit.section(say("Nothing needs to be sent here. The notes under “Coaching” say why."))]
    made = [kit.divider()]
    if draft.audience == "colleague":
        made.append(kit.section(f"*{say('For colleagues: not to be sent to the customer.')}*"))
    if draft.subject and not chat:
        made.append(kit.section(f"*{escaped(say('Subject: %(subject)s', subject=draft.subject))}*"))
    return [*made, *kit.sections(draft.body), kit.divider()]


def _asks(draft: Draft, say: Say) -> list[Block]:
    open_asks = [ask for ask in draft.asks if ask.answer is None]
    if not open_asks:
        return []
    answer = kit.button(say("Answer"), "answer", key(draft), style="primary")
    title = say("To be answered by you before sending")
    return [*kit.listing(title, [f"• {escaped(ask.text)}" for ask in open_asks]), kit.actions(answer)]


def _findings(draft: Draft, say: Say) -> list[Block]:
    ordered = sorted(draft.findings, key=lambda finding: finding.severity != "block")
    lines = [finding_line(finding, say) for finding in ordered[:_FINDINGS]]
    if more := len(ordered) - _FINDINGS:
        lines += [say("%(count)s more stand in the workspace.", count=more)] if more > 0 else []
    return kit.listing(say("Findings"), lines) if lines else []


def finding_line(finding: Finding, say: Say) -> str:
    """A finding: whether it blocks, the words, why, and what to do instead."""
    quote = say("“%(quote)s”", quote=shortened(finding.quote, 120)) if finding.quote else ""
    why = shortened(finding.why or finding.code, 400)
    line = f"{':no_entry:' if finding.severity == 'block' else ':warning:'} {escaped(f'{quote} {why}'.strip())}"
    return line + (f"\n→ {escaped(shortened(finding.suggestion, 400))}" if finding.suggestion else "")


def _sources(draft: Draft, say: Say) -> list[Block]:
    told = [c for c in draft.citations if c.kind != "principle"][:_SOURCES]
    return [kit.context(line) for line in (source_line(c, say, _SOURCE_QUOTE) for c in told)]


def source_line(citation: Citation, say: Say, quote: int = 600) -> str:
    """A source: what it is, its own words, where they stand."""
    words = shortened(citation.quote or citation.formula or "", quote)
    said = say("“%(quote)s”", quote=words) if words and words not in citation.title else ""
    parts = dict.fromkeys(
        part for part in (shortened(citation.title, 150), said, shortened(citation.source, 150)) if part
    )
    return f"`{escaped(citation.id)}` {escaped(' — '.join(parts))}"


def _origin(draft: Draft, say: Say) -> list[Block]:
    lines = [say("Version %(version)s, by %(writer)s.", version=draft.version, writer=escaped(writer(draft, say)))]
    if draft.origin.fallback:
        lines.append(escaped(shortened(draft.origin.fallback, 400)))
    return [kit.context(" ".join(lines))]


def writer(draft: Draft, say: Say) -> str:
    """Who worded a draft."""
    by = draft.origin.writer
    return (
        say("a playbook") if by == "playbook" else say("you") if by == "csm" else draft.origin.model or say("a model")
    )


def _buttons(draft: Draft, told: Told, say: Say) -> list[Block]:
    value = key(draft)
    made: list[Block] = []
    if draft.body.strip():
        other = ("english", say("In English")) if draft.language == "ja" else ("japanese", say("In Japanese"))
        styles = (("shorter", say("Shorter")), ("firmer", say("Firmer")), ("softer", say("Softer")), other)
        made.append(kit.actions(*(kit.button(label, action, value) for action, label in styles)))
    more = []
    if draft.citations:
        more.append(kit.button(say("Show sources"), "sources", value))
    if draft.coaching:
        more.append(kit.button(say("Coaching"), "coaching", value))
    more.append(kit.button(say("Open in the workspace"), "workspace", value, url=link(draft, told.address)))
    if may_be_shared(draft):
        more.append(kit.button(say("Share in the channel"), "share", value, confirm=_sure(say)))
    return [*made, kit.actions(*more)]


def _sure(say: Say) -> Block:
    title, yes, no = say("Share with everybody here?"), say("Share"), say("Cancel")
    text = say("Everybody in this channel will see the draft, guests from other companies too. Findings, sources and coaching stay with you.")  # fmt: skip
    return kit.confirm(title, text, yes, no)


def link(draft: Draft, address: str) -> str:
    """The draft's page in the workspace."""
    return f"{address.rstrip('/')}/{_LINK.format(account=draft.account, draft=draft.id)}"


def shared_blocks(draft: Draft, name: str, user: str, say: Say, chat: bool = False) -> list[Block]:
    """What everybody in the channel sees: the letter, and who shared it. Nothing that is for the CSM alone."""
    said = say("<@%(user)s> shares a draft for %(name)s.", user=escaped(user), name=escaped(shortened(name, 100)))
    subject = [kit.section(f"*{escaped(draft.subject)}*")] if draft.subject and not chat else []
    return [kit.context(said), *subject, *kit.sections(draft.body)]
