"""What is good about a CSM's own text: three things at most, each from what stands in it."""

import re
from collections.abc import Iterator, Sequence

from assistant.checks.ledger import Ledger, same_kind
from assistant.checks.proof import Proof
from assistant.checks.records import traded, units
from assistant.checks.text import Sentence, plain
from assistant.domain.situation import Situation
from assistant.planning import people
from assistant.wording.playbook import Playbooks

_PRAISE = "good"
_MOST = 3
_LONGEST = {"ja": 36, "en": 80}
_STEP = re.compile(r"(?m)^[ \t]*\(?[1-9][.)]\s*\S")
_RETOLD = 2

# The name of a macro of prompts/red_pen/<language>/good.j2, and its inputs.
Praise = tuple[str, dict[str, str]]


class Good:
    """Looks for what a text does well.

    Args:
        proof: the text.
        spoiled: stretches (code points of the normalised body) with a finding in them: nothing is praised there.
        language: the CSM's.
    """

    def __init__(self, proof: Proof, spoiled: Sequence[tuple[int, int]], language: str):
        self._proof, self._spoiled, self._language = proof, spoiled, language
        self._says = proof.words.says
        body = proof.body
        self._sentences = [s for s in body.sentences if not any(a < s.end and s.start < b for a, b in spoiled)]

    def told(self, pen: Playbooks) -> list[str]:
        """The praise in words, the most telling first."""
        found = dict.fromkeys((name, tuple(sorted(inputs.items()))) for name, inputs in self._found())
        return [
            pen.say(situation=_PRAISE, language=self._language, name=name, inputs=dict(inputs))
            for name, inputs in list(found)[:_MOST]
        ]

    def _found(self) -> Iterator[Praise]:
        for kind in (
            self._deed, self._value, self._honest, self._known, self._apology, self._decision, self._trade,
            self._steps, self._lanes, self._own, self._course, self._taken_up, self._next_step, self._question,
        ):  # fmt: skip
            if praise := next(kind(), None):
                yield praise

    def _quote(self, sentence: Sentence) -> str:
        """A sentence to be quoted: without its mark, and not the whole of a long one."""
        text = " ".join(sentence.text.split()).strip("。. 、,")
        most = _LONGEST["ja" if any(c > "\u3000" for c in text) else "en"]
        if len(text) <= most:
            return text
        pieces = re.split(r"(?<=、)|(?<=[,;:]) ", text)
        last = pieces[-1].strip()
        return last if 6 <= len(last) <= most else f"{text[:most].rstrip()}…"

    def _any(self, group: str) -> Iterator[Sentence]:
        return (s for s in self._sentences if self._says(group, s.bare))

    def _figures(self, goal_or_outcome: str) -> Iterator[tuple[str, float, Sentence]]:
        ledger, body = Ledger(self._proof), self._proof.body
        entries = [e for e in ledger.record if e.of.startswith(goal_or_outcome) and e.unit]
        for figure in self._proof.figures("body"):
            sentence = body.sentence_at(figure.start)
            if sentence in self._sentences:
                for e in entries:
                    if same_kind(figure, e) and figure.shows(e.value, e.unit):
                        yield figure.quote, e.value, sentence

    def _value(self) -> Iterator[Praise]:
        confirmed = {o.annual_value: o.confirmed_by for o in self._proof.letter.account.outcomes if o.confirmed_by}
        for quote, value, _ in self._figures("outcome"):
            if by := confirmed.get(value):
                yield "value_confirmed", {"words": quote, "by": self._called(by)}

    def _called(self, name: str) -> str:
        if self._language == "ja":
            return f"{people.called(name) if people.is_japanese(name) else people.first_name(name)}様"
        return people.first_name(name) if not people.is_japanese(name) else people.called(name)

    def _course(self) -> Iterator[Praise]:
        shown = {value: quote for quote, value, _ in self._figures("goal")}
        for goal in self._proof.letter.account.goals:
            if goal.baseline in shown and goal.current in shown and goal.baseline != goal.current:
                yield "course", {"baseline": shown[goal.baseline], "current": shown[goal.current]}

    def _decision(self) -> Iterator[Praise]:
        asked = (Situation.discount_request, Situation.out_of_scope_request, Situation.renewal, Situation.poor_fit)
        if self._proof.situations & set(asked):
            for sentence in self._any("plain_decision"):
                yield "decision", {"words": self._quote(sentence)}

    def _trade(self) -> Iterator[Praise]:
        for sentence in self._sentences:
            if traded(self._proof, sentence.bare):
                yield "trade", {"words": self._quote(sentence)}

    def _next_step(self) -> Iterator[Praise]:
        days = [m.start for m in self._proof.dates("body")]
        for sentence in reversed(self._sentences):
            timed = any(sentence.start <= at < sentence.end for at in days) or self._says("when_ahead", sentence.bare)
            if timed and (self._says("own_contact", sentence.bare) or self._says("asks_reader", sentence.bare)):
                yield "next_step", {"words": self._quote(sentence)}

    def _question(self) -> Iterator[Praise]:
        asked = [s for s in self._sentences if re.search(r"か[。?]?$|\?$", s.bare.strip())]
        if len(asked) == 1:
            yield "question", {"words": self._quote(asked[0])}

    def _steps(self) -> Iterator[Praise]:
        if len(_STEP.findall(self._proof.body.plain)) >= 2:
            for sentence in self._any("how_one_knows"):
                yield "steps", {"words": re.sub(r"^\d[.)]\s*", "", self._quote(sentence))}

    def _lanes(self) -> Iterator[Praise]:
        body = self._proof.body
        if self._proof.situation is not Situation.support_question or len(body.paragraphs) < 3:
            return
        steps = [
            p
            for p in body.paragraphs
            if sum(1 for _ in self._proof.words.found("step_words", body.bare[slice(*p)])) >= 2
        ]
        if steps and any(s.start >= steps[-1][1] for s in self._any("success_talk")):
            yield "two_lanes", {}

    def _deed(self) -> Iterator[Praise]:
        """Thanks for something that the record tells of this person."""
        account = self._proof.letter.account
        for sentence in self._any("thanks_for_deed"):
            spoken = units(sentence.bare)
            for entry in account.history:
                if entry.kind in ("note", "ticket") or entry.visibility == "internal":
                    continue
                contact = next((c for c in account.contacts if people.named([c], entry.text)), None)
                named = units(plain(contact.name)) if contact else set()
                called = contact and (
                    self._called(contact.name).removesuffix("様") in sentence.text
                    or " you " in f" {sentence.bare.lower()} "
                )
                if contact and called and len((units(plain(entry.text)) & spoken) - named) >= _RETOLD:
                    yield "deed", {"name": self._called(contact.name), "words": self._quote(sentence)}

    def _honest(self) -> Iterator[Praise]:
        if self._proof.situations & {Situation.poor_fit, Situation.renewal, Situation.cancellation, Situation.concern}:
            for sentence in self._any("honest_limit"):
                yield "honest", {"words": self._quote(sentence)}

    def _own(self) -> Iterator[Praise]:
        if self._proof.situations & {Situation.support_question, Situation.complaint, Situation.out_of_scope_request}:
            for sentence in self._any("takes_it_over"):
                yield "own", {"words": self._quote(sentence)}

    def _known(self) -> Iterator[Praise]:
        if self._proof.situation is Situation.complaint:
            for sentence in self._any("known_and_not"):
                yield "known", {"words": self._quote(sentence)}

    def _apology(self) -> Iterator[Praise]:
        if self._proof.situation is Situation.complaint:
            for sentence in self._any("apologises"):
                yield "apology", {"words": self._quote(sentence)}

    def _taken_up(self) -> Iterator[Praise]:
        told = units(self._proof.message.plain)
        for sentence in self._sentences[:4]:
            if len(told & units(sentence.bare)) >= _RETOLD and not self._says("own_contact", sentence.bare):
                yield "taken_up", {"words": self._quote(sentence)}
