"""The sheet at the end of a practice: what was given away, what was brought forward, principles met and missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.domain.draft import Citation
from assistant.domain.practice import (
    Argument,
    Concession,
    Judged,
    Lanes,
    Mark,
    NextTime,
    PracticeTurn,
    Sheet,
    Tally,
)
from assistant.knowledge_base import Card
from assistant.practice.arguments import Value
from assistant.practice.marks import GIVES
from assistant.practice.script import outcome


class Speaks(Protocol):
    """Words of a macro of prompts/practice/<language>/sheet.j2."""

    def __call__(self, macro: str, **inputs: object) -> str: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """When a principle was met or missed, by what the checks saw.

    Met in a reply that shows one of `met` (with one of `along`, where that is not empty); missed in a reply that shows
    one of `missed`. `owed`: never to meet it is to miss it. `personas` empty: with everyone.
    """

    principle: str
    met: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    along: frozenset[str] = frozenset()
    owed: bool = False
    personas: frozenset[str] = frozenset()


def _rule(
    principle: str, met: str = "", missed: str = "", along: str = "", owed: bool = False, personas: str = ""
) -> Rule:
    good, bad, beside, who = (frozenset(words.split()) for words in (met, missed, along, personas))
    return Rule(principle, good, bad, beside, owed, who)


RULES: tuple[Rule, ...] = (
    _rule("free-extras-become-the-norm", missed="gave gave_softly promised", personas="procurement silent_champion happy_customer"),
    _rule("support-and-success", missed="sold"),
    _rule("show-the-effect-in-figures", met="value", missed="doubtful", owed=True, personas="procurement silent_champion happy_customer"),
    _rule("price-by-value", met="stood traded", along="value", missed="costs", personas="procurement silent_champion"),
    _rule("respectful-no", met="stood traded", along="value asked traded next_contact thanked", missed="put_off"),
    _rule("trust-empathy-respect", met="apologised", missed="blamed gave promised", owed=True, personas="angry_operations"),
    _rule("equal-partnership", missed="flattered"),
    _rule("own-the-question", met="next_contact", missed="sent_away", owed=True, personas="angry_operations"),
    _rule("thanks-because-it-was-you", met="thanked", owed=True, personas="happy_customer"),
    _rule("help-a-friend-not-referral-begging", met="pictured", missed="begged", owed=True, personas="happy_customer"),
    _rule("recommendation-stakes-reputation", missed="told_secret", personas="happy_customer"),
    _rule("effortless", missed="nagged", personas="silent_champion"),
    _rule("observe-and-define-success", met="asked", owed=True),
)  # fmt: skip

# What is most worth another try, the gravest first.
_WORST = (
    "gave",
    "promised",
    "gave_softly",
    "told_secret",
    "blamed",
    "begged",
    "costs",
    "sold",
    "flattered",
    "sent_away",
    "doubtful",
    "put_off",
    "nagged",
    "nothing",
)


def sheet_of(
    turns: Sequence[PracticeTurn], persona: str, values: Sequence[Value], cards: Mapping[str, Card],
    language: str, speak: Speaks, example: Speaks,
) -> Sheet:  # fmt: skip
    """The sheet of a session.

    Args:
        turns: all of it.
        persona: who was played.
        values: the results on this account's record.
        cards: the principles.
        language: of the coach's words.
        speak: the coach's words in that language.
        example: a sentence to try, in the language of the practice.
    """
    marks = [turn.mark for turn in turns if turn.mark]
    citations = _Citations(cards, language)
    brought = {v.key: [n for n, m in enumerate(marks, 1) if v.key in m.arguments] for v in values}
    arguments = [Argument(text=v.text, citation=citations.account(v), replies=brought[v.key]) for v in values]
    judged = [_judged(rule, marks, values, speak) for rule in RULES if not rule.personas or persona in rule.personas]
    met, missed = [], []
    for rule, (good, why, replies) in ((r, j) for r, j in zip(_of(persona), judged, strict=True) if j):
        if card := citations.principle(rule.principle):
            (met if good else missed).append(Judged(text=why, citations=[card], replies=replies))
    # While something is broken, leaving results out is right.
    unused = [a for a in arguments if not a.replies and persona != "angry_operations"]
    return Sheet(
        language=language, tally=tally(marks), first_concession=_first(turns, speak),
        summary=speak("summary", outcome=outcome(marks) if marks else "none", replies=len(marks), persona=persona),
        value_used=[a for a in arguments if a.replies], value_unused=unused,
        lanes=_lanes(marks, persona, speak), met=met, missed=missed,
        next_time=_next(marks, persona, values, brought, citations, speak, example), citations=citations.all,
    )  # fmt: skip


def _of(persona: str) -> list[Rule]:
    return [rule for rule in RULES if not rule.personas or persona in rule.personas]


def tally(marks: Sequence[Mark]) -> Tally:
    """Replies by mark."""
    names = ("held", "gave_way", "value_shown", "question_asked")
    return Tally(replies=len(marks), **{name: sum(getattr(m, name) for m in marks) for name in names})


class _Citations:
    """What the sheet cites, numbered as it goes: A1, A2 of the record, P1, P2 of the method."""

    def __init__(self, cards: Mapping[str, Card], language: str):
        self._cards, self._language = cards, language
        self._found: dict[str, Citation] = {}

    @property
    def all(self) -> list[Citation]:
        return list(self._found.values())

    def _id(self, letter: str) -> str:
        return f"{letter}{sum(c.id.startswith(letter) for c in self._found.values()) + 1}"

    def account(self, value: Value) -> str:
        if value.key not in self._found:
            id = self._id("A")
            self._found[value.key] = Citation(id=id, kind="account", title=value.title, quote=value.text, source=value.source)  # fmt: skip
        return self._found[value.key].id

    def principle(self, name: str) -> str:
        """The id of a principle's citation; "" where the user's own cards have put another in its place."""
        if name not in self._found and (card := self._cards.get(name)):
            id, language = self._id("P"), self._language
            title, idea = card.title[language], card.idea[language].strip()
            self._found[name] = Citation(id=id, kind="principle", title=title, quote=idea, source=card.source)
        return self._found[name].id if name in self._found else ""


def _judged(
    rule: Rule, marks: Sequence[Mark], values: Sequence[Value], speak: Speaks
) -> tuple[bool, str, list[int]] | None:
    """Whether a principle was met, why, and where; None where nothing was seen of it."""
    seen = [set(mark.seen) for mark in marks]
    wrong = [n for n, codes in enumerate(seen, 1) if codes & rule.missed]
    if wrong:
        code = next(c for c in _WORST if c in rule.missed & seen[wrong[0] - 1])
        return False, speak("missed", code=code), wrong
    right = [n for n, codes in enumerate(seen, 1) if codes & rule.met and (not rule.along or codes & rule.along)]
    if right:
        return True, speak("met", principle=rule.principle), right
    possible = bool(values) or rule.met != {"value"}
    if rule.owed and marks and possible:
        return False, speak("absent", principle=rule.principle), []
    return None


def _first(turns: Sequence[PracticeTurn], speak: Speaks) -> Concession | None:
    """Where the CSM first gave way, its words, and the pressure that was on."""
    reply, beat = 0, ""
    for turn in turns:
        if turn.who == "customer":
            beat = turn.beat
            continue
        reply += 1
        if turn.mark and turn.mark.gave_way:
            note = next((n for n in turn.mark.notes if n.code in GIVES), None)
            quote = note.quote if note else ""
            return Concession(reply=reply, quote=quote, pressure=speak("pressure", beat=beat))
    return None


def _lanes(marks: Sequence[Mark], persona: str, speak: Speaks) -> Lanes:
    """Which replies spoke of the repair, which of results; and those that sold while something was broken."""
    seen = [set(mark.seen) for mark in marks]
    broken = persona == "angry_operations"
    support = [n for n, codes in enumerate(seen, 1) if broken and codes & {"apologised", "next_contact"}]
    success = [n for n, codes in enumerate(seen, 1) if codes & {"value", "sold"}]
    mixed = [n for n, codes in enumerate(seen, 1) if "sold" in codes]
    if broken:
        mixed = sorted({*mixed, *(n for n in support if n in success)})
    kind = (
        "mixed"
        if mixed
        else "both"
        if support and success
        else "support"
        if support
        else "success"
        if success
        else "none"
    )
    return Lanes(apart=not mixed, support=support, success=success, mixed=mixed, text=speak("lanes", kind=kind))


def _next(
    marks: Sequence[Mark], persona: str, values: Sequence[Value], brought: Mapping[str, list[int]],
    citations: _Citations, speak: Speaks, example: Speaks,
) -> NextTime:  # fmt: skip
    """One thing to try: what went worst, else what was never tried, else the strongest result that was left unused."""
    seen = {code for mark in marks for code in mark.seen}
    fault = next((code for code in _WORST if code in seen), None)
    unused = next((v for v in values if not brought[v.key]), None)
    strongest = unused or next(iter(values), None)
    if not marks:
        code = "begin"
    elif fault:
        code = fault
    elif persona != "angry_operations" and values and "value" not in seen:
        code = "show_value"
    elif "asked" not in seen:
        code = "ask"
    elif persona == "angry_operations" and "next_contact" not in seen:
        code = "name_a_time"
    elif unused and persona != "angry_operations":
        code = "show_more"
    else:
        code = "harder"
    told = strongest if persona != "angry_operations" else None
    cited = [citations.account(told)] if told and code in ("show_value", "show_more") else []
    return NextTime(
        text=speak("next_time", code=code, value=told.text if told else ""),
        example=example("example", code=code, persona=persona, value=told), citations=cited,
    )  # fmt: skip
