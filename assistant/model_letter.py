"""A letter in a model's words: written along the playbook's, checked, objected to once, and mended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.casework import Case, Desk
from assistant.checking import Checked, check
from assistant.domain.draft import Finding, Origin
from assistant.domain.plan import CoachNote, Plan
from assistant.errors import ModelFailed
from assistant.ports import Model
from assistant.telling import Telling
from assistant.texts import Say
from assistant.wording.answered import Growing, LetterSaid, read_letter
from assistant.wording.assembly import (
    Paragraph,
    from_playbook,
    laid_out,
    paragraphs,
    sentence_at,
    without,
)
from assistant.wording.playbook import Words
from assistant.wording.prompted import Offered, letter_prompt, repair_prompt, revise_prompt
from assistant.wording.strays import Strays, tidied
from assistant.written import Cost, PlaybookBlocked, Wish, Written, noted, without_blocked


@dataclass(frozen=True, slots=True)
class _State:
    """A model's letter as it stands: paragraphs, the letter laid out, what the checks say."""

    made: list[Paragraph]
    words: Words
    checked: Checked


class ModelLetter:
    """One letter in a model's words: written, checked, objected to once, and cut where it still does not hold.

    The playbook's own words are checked only where something is objected to in the model's: what they cannot help
    either is no fault of the model's.

    Args:
        words: the plan in the playbook's words.
        anew: a letter about more than this was shown, and did not hold.
    """

    def __init__(
        self, desk: Desk, model: Model, case: Case, plan: Plan, words: Words, say: Say, telling: Telling,
        wish: Wish | None, cost: Cost, anew: bool = False,
    ):  # fmt: skip
        self._desk, self._model, self._case, self._plan, self._words = desk, model, case, plan, words
        self._say, self._telling, self._wish, self._cost, self._anew = say, telling, wish, cost, anew
        self._known: set[tuple[str, str]] | None = None
        self._offered = self._asked()
        self._stray = self._strays()

    async def write(self) -> Written:
        """The letter, checked.

        Raises:
            ModelFailed: nothing came that can stand.
            PlaybookBlocked: the plan holds a point that cannot be said.
        """
        said = await self._say_it(self._offered, streamed=not self._anew)
        state = await self._laid(paragraphs(said, self._words, keep_all=self._wish is None), said.subject)
        if objections := await self._objections(state):
            state = await self._repaired(state, said, objections)
        state, cut = await self._cut(state)
        if cut:
            # The playbook's words that took a paragraph's place have to hold as well.
            await self._objections(state)
            if all(p.by_playbook for p in state.made):
                raise ModelFailed("unsound", "The model's words went against the record or the policy.")
        origin = Origin(
            writer="model", prompt=self._offered.prompt.origin, model=self._cost.model,
            tokens_in=self._cost.tokens_in, tokens_out=self._cost.tokens_out,
        )  # fmt: skip
        # A model follows what a playbook cannot.
        plan = replace(self._plan, notes=tuple(n for n in self._plan.notes if n.name != "instruction_not_followed"))
        if self._offered.left_out:
            plan = noted(plan, CoachNote("record_left_out", {"left_out": dict(self._offered.left_out)}), last=True)
        if cut:
            plan = noted(plan, CoachNote("paragraphs_replaced", {"count": cut}))
        plan = replace(plan, citations=tuple(self._offered.citations.values()))
        return Written(plan, state.words, state.checked, origin, unsure=bool(cut))

    def _asked(self) -> Offered:
        brief, knowledge = self._case.brief, self._desk.knowledge
        given = (self._desk.prompts, self._plan, brief, self._words, self._case.facts, knowledge.principles)
        situation = knowledge.situations.get(brief.situation)
        if self._wish is None:
            return letter_prompt(*given, situation, self._desk.model_context)
        last = self._wish.last
        parts = [(p.kind, p.text) for p in last.parts]
        return revise_prompt(*given, situation, self._desk.model_context, last.body, parts, self._wish.instruction)

    async def _say_it(self, offered: Offered, streamed: bool) -> LetterSaid:
        growing, opening = Growing(), [p for p in self._words.parts if p.kind == "greeting"]
        if streamed:
            for number, part in enumerate(opening):
                self._telling.grow(number, part.kind, part.text)

        def heard(piece: str | None) -> None:
            if piece is None:
                self._telling.settle(opening)
            for grown in growing.feed(piece):
                self._telling.sources(offered.citations[c] for c in grown.cites if c in offered.citations)
                self._telling.grow(len(opening) + grown.part, grown.kind, grown.append)

        language = self._plan.language
        answered = await self._model.ask(
            offered.prompt, lambda text: read_letter(text, language), heard if streamed else None
        )
        self._cost.add(answered)
        brief, words = self._case.brief, self._words
        return tidied(answered.value, [words.body, brief.message, brief.instruction, *self._known_texts()])

    async def _laid(self, made: list[Paragraph], subject: str) -> _State:
        kept = subject if isinstance(self._plan.subject, dict) and not self._stray.find(subject) else ""
        words = laid_out(made, self._words, kept, self._offered.citations, self._offered.prompt.origin)
        plan = replace(self._plan, citations=tuple(self._offered.citations.values()))
        checked = await check(self._desk, self._case, plan, words, self._say)
        if kept and any(f.severity == "block" and f.source == "subject" for f in checked.findings):
            return await self._laid(made, "")
        return _State(made, words, checked)

    async def _repaired(self, state: _State, said: LetterSaid, objections: Sequence[Finding]) -> _State:
        """The letter after the model has been told once what was objected to; as it was where that made it no better."""
        self._telling.stage("repair")
        brief, knowledge = self._case.brief, self._desk.knowledge
        offered = repair_prompt(
            self._desk.prompts, self._plan, brief, self._words, self._case.facts, knowledge.principles,
            knowledge.situations.get(brief.situation), self._desk.model_context,
            [(p.kind, p.text) for p in said.parts], objections,
        )  # fmt: skip
        try:
            again = await self._say_it(offered, streamed=False)
        except ModelFailed:
            return state
        made = paragraphs(again, self._words, keep_all=self._wish is None)
        mended = await self._laid(made, again.subject)
        return mended if len(await self._objections(mended)) < len(objections) else state

    async def _objections(self, state: _State) -> list[Finding]:
        """Blocking findings that the playbook's letter does not have as well. Raises PlaybookBlocked."""
        found = [f for f in state.checked.findings if f.severity == "block" and f.source != "message"]
        if found and self._known is None:
            plain = await check(self._desk, self._case, self._plan, self._words, self._say)
            if not self._anew and (lighter := without_blocked(self._plan, self._words, plain)):
                raise PlaybookBlocked(lighter)
            self._known = {(f.code, f.quote) for f in plain.findings if f.severity == "block"}
        return [f for f in found if (f.code, f.quote) not in (self._known or ())]

    async def _cut(self, state: _State) -> tuple[_State, int]:
        """A paragraph that still does not hold is said as the playbook says its points; without points, it is cut.

        A sentence alone is cut only from what the CSM has asked for: what stood around it ("Gladly.") would mislead.
        """
        spans = self._bad(state, await self._objections(state))
        if not spans:
            return state, 0
        words, made = self._words, []
        said = {n for number, p in enumerate(state.made) if number not in spans for n in p.covers}
        for number, paragraph in enumerate(state.made):
            if number not in spans:
                made.append(paragraph)
            elif paragraph.covers:
                # A point that another paragraph words as well is not said twice.
                made += [from_playbook(words, n) for n in paragraph.covers if n not in said]
                said |= set(paragraph.covers)
            elif self._wish and (left := without(paragraph, spans[number])):
                made.append(left)
        return await self._laid(made, ""), len(spans)

    def _bad(self, state: _State, objections: Sequence[Finding]) -> dict[int, list[tuple[int, int]]]:
        """By paragraph of the model's, the sentences that do not hold."""
        opening = sum(p.kind == "greeting" for p in self._words.parts)
        spans: dict[int, set[tuple[int, int]]] = {}
        for number, paragraph in enumerate(state.made):
            if paragraph.by_playbook:
                continue
            part = state.words.parts[opening + number]
            for f in objections:
                if f.source == "body" and f.start is not None and part.start <= f.start < part.end:
                    end = min(f.end or f.start, part.end)
                    found = sentence_at(paragraph.text, f.start - part.start, end - part.start)
                    spans.setdefault(number, set()).add(found)
            for span in self._stray.find(paragraph.text):
                spans.setdefault(number, set()).add(span)
        return {number: _apart(found) for number, found in spans.items()}

    def _known_texts(self) -> list[str]:
        """What the letter may rest on besides its points."""
        cited = [t for c in self._offered.citations.values() for t in (c.title, c.quote, c.source)]
        return [*cited, *self._case.material]

    def _strays(self) -> Strays:
        brief, words = self._case.brief, self._words
        guide = self._desk.knowledge.situations.get(brief.situation)
        language = self._plan.language
        cards = [c for n in self._plan.notes for id in n.principles if (c := self._desk.knowledge.principles.get(id))]
        told = [
            self._offered.prompt.system,
            *(t for c in cards for t in (c.idea[language], *c.do[language], *c.avoid[language])),
        ]
        if guide:
            told += [guide.what[language], guide.usual_failure[language], *guide.good_reply[language]]
        points = [words.body, words.subject, self._wish.last.body if self._wish else "", brief.instruction]
        return Strays(language, told, points, self._known_texts(), brief.message)


def _apart(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of which none overlaps another."""
    joined: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if joined and a < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    return joined
