"""What could stand in place of a finding's words: candidates in order of preference; the checks have the last word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.figures import Figure, unit_of
from assistant.checks.ledger import Entry, same_kind
from assistant.checks.names import TITLES
from assistant.checks.proof import Proof
from assistant.checks.records import share
from assistant.domain import display
from assistant.domain.draft import Finding
from assistant.domain.situation import Situation
from assistant.planning import people
from assistant.red_pen.borrowed import Borrowed
from assistant.red_pen.manuscript import Manuscript

# Faults of a word: the sentence around it may stay.
_OF_A_WORD = ("register", "wrong_name", "placeholder", "calendar")
# Faults that no words of the pen's mend: the CSM knows what is meant.
_ONLY_THE_CSM = ("wrong_language", "wrong_account")
_HONOURS = re.compile(rf"(?:{'|'.join(TITLES)})?(?:様|さま|殿|さん|先生)?$")
_TITLED = re.compile(rf"\s*(?:様|さま|さん|先生|{'|'.join(TITLES)})")
_NAMED = 0.6
_SENTENCE_ENDS = ("ます", "ました", "です", "でした", "ません", "ください", "ましょうか")
_STOPS = ("", "。", "、", "!", "?", "\n", "\u3000", " ")


@dataclass(frozen=True, slots=True)
class Mend:
    """Where a finding would be mended, and with what words: the first that the checks let stand are taken, "" cuts.

    `whole` is true where sentences give way, false where only the words of the finding do.
    """

    start: int
    end: int
    candidates: tuple[str, ...]
    whole: bool = False


class Mends:
    """Thinks of mends for the findings of one text.

    Args:
        proof: the text.
        manuscript: the same, by its sentences.
        borrowed: where sentences for this customer come from.
    """

    def __init__(self, proof: Proof, manuscript: Manuscript, borrowed: Borrowed):
        self._proof, self._manuscript, self._borrowed = proof, manuscript, borrowed
        self._letter = proof.letter
        self._used: set[str] = set()

    def of(self, finding: Finding, by_model: bool = False) -> Mend | None:
        """The mend of a finding; None where only the CSM can find the words."""
        if finding.code in _ONLY_THE_CSM:
            return None
        if finding.start is None or finding.end is None:
            return self._absence(finding)
        span = finding.start, finding.end
        if by_model:
            return Mend(*span, (finding.mend,)) if finding.mend is not None else None
        if finding.code in _OF_A_WORD:
            words = self._of_a_word(finding, span)
            if words is not None:
                return Mend(*span, (words,))
            return self._sentence(span, []) if finding.code in ("wrong_name", "placeholder") else None
        if finding.code == "ungrounded_figure" and (value := self._on_record(span)):
            return Mend(*span, (value,))
        if finding.code == "support_success_mixed" and not self._closed:
            return self._apart(span)
        return self._sentence(span, list(self._sentences(finding.code, span, finding.quote)))

    @property
    def _closed(self) -> bool:
        """True where nothing is sold and no goal is held up: something serious is broken."""
        reading = self._letter.reading
        return self._proof.situation is Situation.complaint or bool(reading and reading.serious)

    def _sentence(self, span: tuple[int, int], words: list[str]) -> Mend:
        """The sentence, and one that leans on it, give way to the first of these words; at last to nothing."""
        start, end = self._manuscript.around(*span)
        while (following := self._manuscript.after(end)) and self._leans(*following):
            end = following[1]
        fresh = [w for w in words if w and w not in self._manuscript.text and w not in self._used]
        self._used.update(fresh[:1])
        return Mend(start, end, (*fresh, ""), whole=True)

    def _leans(self, start: int, end: int) -> bool:
        return self._proof.words.says("leans_on_before", self._manuscript.text[start:end])

    def _absence(self, finding: Finding) -> Mend | None:
        words = ""
        if finding.code == "no_next_step":
            words = self._borrowed.own("next_step", kind=self._kind_of_step())
        elif finding.code == "no_success_part":
            words = self._borrowed.part(Situation.support_question, ("success",), 2)
        if not words:
            return None
        at, words = self._manuscript.added(words)
        return Mend(at, at, (words,))

    def _kind_of_step(self) -> str:
        situation = self._proof.situation
        if self._closed:
            return "grave"
        if (
            situation is Situation.support_question
            and sum(1 for _ in self._proof.words.found("step_words", self._proof.body.bare)) > 1
        ):
            return "support"
        ours = not self._letter.message.strip() or situation in (Situation.project_completion, Situation.referral)
        return "later" if ours or situation is Situation.cancellation else "meeting"

    def _of_a_word(self, finding: Finding, span: tuple[int, int]) -> str | None:
        if finding.mend is not None:
            first = finding.mend.split(" / ")[0]
            # Some mends describe the words (〜, お名前) and are not the words; some end a sentence that here goes on.
            goes_on = first.endswith(_SENTENCE_ENDS) and self._manuscript.text[span[1] : span[1] + 1] not in _STOPS
            return None if "〜" in first or "お名前" in first or not first or goes_on else first
        contact = self._letter.contact
        if contact is None or finding.code not in ("wrong_name", "placeholder") or not self._greets(span[0]):
            return None
        if self._letter.language == "en":
            return people.first_name(contact.name)
        name = people.called(contact.name)
        if finding.code == "wrong_name":
            honours = _HONOURS.search(finding.quote)
            return name + (honours.group() if honours else "")
        return name if _TITLED.match(self._manuscript.text[span[1] :]) else f"{name}様"

    def _greets(self, at: int) -> bool:
        """True for the address at the top, where the reader stands and nobody else."""
        before = self._manuscript.text[:at]
        return before.count("\n") < 3 and not re.search(r"[。!?]", before)

    def _sentences(self, code: str, span: tuple[int, int], quote: str) -> Iterator[str]:
        """Sentences that could stand in place of the one at fault."""
        borrowed = self._borrowed
        if code == "concession" or (code == "pandering" and self._proof.words.says("money_words", quote)):
            yield from self._decision(span, quote)
        elif code in ("cost_based_pricing", "ungrounded_figure"):
            yield borrowed.part(Situation.discount_request, ("value", "question"), 2)
        elif code == "unapproved_commitment":
            yield borrowed.own("find_out")
        elif code == "blame_customer":
            yield borrowed.own("where_it_stalls")
        elif code == "runaround":
            yield borrowed.own("own_question")
        elif code == "begging_referral" and (borrowed.standing.amount or borrowed.standing.moved):
            yield borrowed.part(Situation.referral, ("referral",), 1)
        elif code == "pandering" and self._letter.message.strip():
            yield borrowed.own("taken_up")

    def _decision(self, span: tuple[int, int], quote: str) -> Iterator[str]:
        says, text = self._proof.words.says, self._manuscript.text
        start, end = self._manuscript.around(*span)
        if says("plain_decision", text[:start] + text[end:]):
            return
        if says("gift_words", quote):
            yield self._borrowed.part(Situation.out_of_scope_request, ("boundary",), 2)
        yield self._borrowed.own("price_stays")

    def _on_record(self, span: tuple[int, int]) -> str | None:
        """The record's own value for the measure that the sentence speaks of, where there is exactly one."""
        at = self._proof.body.span
        figure = next((f for f in self._proof.figures("body") if at(f.start, f.end) == span), None)
        if figure is None or figure.money:
            return None
        sentence = self._proof.body.sentence_at(figure.start).bare
        goals = [
            g for g in self._letter.account.goals
            if g.current is not None and share(sentence, g.kpi or g.statement) >= _NAMED
        ]  # fmt: skip
        if len(goals) != 1 or not _measured_alike(figure, goals[0].unit):
            return None
        current = display.measured(goals[0].current or 0.0, goals[0].unit, self._letter.language)
        return None if current in sentence else current

    def _apart(self, span: tuple[int, int]) -> Mend:
        """What leads on gets a paragraph of its own behind the repair: as it stands, else in the desk's words."""
        manuscript = self._manuscript
        start, end = manuscript.around(*span)
        last = manuscript.paragraph_end(end)
        said, rest = manuscript.text[start:end], manuscript.text[end:last].strip()
        better = self._borrowed.part(Situation.support_question, ("success",), 2)
        texts = [f"{rest}\n\n{words}" for words in (said, better) if words]
        return Mend(start, last, (*texts, rest), whole=True)


def _measured_alike(figure: Figure, unit: str) -> bool:
    return same_kind(figure, Entry(figure.value, unit_of(unit)))
