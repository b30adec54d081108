"""What a customer's mail confirms or corrects of our record: 「はい、月100時間です」, "not 22 hours but 25".

Precision before recall: whatever could mean something else is left alone. Words are in knowledge/lexicon/confirmed.yaml.
"""

import re
from dataclasses import dataclass
from datetime import date as Date
from typing import Literal

from assistant.domain.account import Account
from assistant.domain.reading import Reading
from assistant.triage.amounts import Amount, Figures, amounts, is_change
from assistant.triage.confirmed_cues import ConfirmedCues, Phrases
from assistant.triage.folded import Folded, fold
from assistant.triage.items import Item, Role, items_of
from assistant.triage.months import month_named
from assistant.triage.parts import parts
from assistant.triage.sentences import is_question, sentences

_NEW: tuple[Role, ...] = ("current", "basis", "annual")


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the mail says of one goal or result of the record.

    `amount` is what holds now; `old` what it takes the place of in a result's basis, None otherwise.
    """

    kind: Literal["confirmation", "correction", "value"]
    item: Item
    amount: Amount
    quote: str
    old: Amount | None = None


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the customer's own, folded and in lower case, with its place there."""

    text: str
    start: int
    end: int
    found: list[Amount]


class Confirmed:
    """Reads one mail against one account.

    Args:
        account: goals and results on record.
        reading: of this mail.
        today: the mail's day.
        asked: our last letter, where it is known.
        figures: finds figures in a folded text.
    """

    def __init__(
        self, account: Account, reading: Reading, today: Date, asked: str, cues: ConfirmedCues, figures: Figures
    ):
        self._items = items_of(account, figures)
        self._units = sorted({word for item in self._items for word in item.units if word}, key=len, reverse=True)
        self._prices = _prices(account)
        self._reading, self._today, self._figures = reading, today, figures
        self._language = reading.language
        self._words = Phrases(cues.cues[reading.language], reading.language)
        self._asked = asked

    def read(self, message: str) -> list[Said]:
        """What the mail says, in its order; of one goal or result only where it does not say two things of it."""
        own, quoted = _own(message)
        asked = fold(quoted or self._asked).lower()
        laid = self._laid(own)
        found: list[Said] = []
        for n, sentence in enumerate(laid):
            before = laid[n - 1] if n else None
            after = laid[n + 1] if n + 1 < len(laid) else None
            if said := self._of(sentence, before, after, asked):
                words = own.span(sentence.start, sentence.end).quote
                if said.kind != "value" or not self._doubtful(words):
                    found.append(Said(said.kind, said.item, said.amount, words, said.old))
        return _agreeing(found or self._answered(own, laid, quoted))

    def _answered(self, own: Folded, laid: list[_Sentence], quoted: str) -> list[Said]:
        """What a bare yes confirms: the figure of the one question that stands quoted in the mail."""
        yes = [n for n, sentence in enumerate(laid) if self._words.bare_yes(sentence.text)]
        questions = [s for s in self._laid(fold(quoted)) if is_question(s.text, self._language)]
        if len(yes) != 1 or len(questions) != 1 or any(sentence.found for sentence in laid):
            return []
        (question,), after = questions, laid[yes[0] + 1 : yes[0] + 2]
        if not self._words.says("asks_right", question.text) or any(self._words.opens("but", s.text) for s in after):
            return []
        chosen = self._chosen(self._fitting(question), question.text, "", question.found[0]) if question.found else None
        if chosen is None or not all(any(f.equals(a) for a, _ in chosen[0].amounts) for f in question.found):
            return []
        words = own.span(laid[yes[0]].start, laid[yes[0]].end).quote
        return [Said("confirmation", *chosen, words)]

    def _laid(self, own: Folded) -> list[_Sentence]:
        text = own.lower()
        spans = sentences(text, self._language)
        return [_Sentence(text[a:b], a, b, amounts(text[a:b], self._figures, self._units)) for a, b in spans]

    def _doubtful(self, words: str) -> bool:
        return any(words in span.quote or span.quote in words for span in self._reading.doubtful)

    def _of(self, sentence: _Sentence, before: _Sentence | None, after: _Sentence | None, asked: str) -> Said | None:
        if not sentence.found or is_question(sentence.text, self._language):
            return None
        taken_back = any(start >= sentence.found[-1].end for start, _ in self._words.find("but", sentence.text))
        if taken_back or (after and self._words.opens("but", after.text)):
            return None
        yes = self._words.yes(sentence.text) or bool(before and self._words.bare_yes(before.text))
        return self._correction(sentence, asked) or (
            self._confirmation(sentence, asked) if yes else self._value(sentence, asked)
        )

    def _correction(self, sentence: _Sentence, asked: str) -> Said | None:
        pair = self._replaced(sentence)
        if pair:
            old, new = pair
            fitting = [(i, a) for i in self._items for a, role in i.amounts if role in _NEW and a.equals(old)]
            chosen = self._chosen(fitting, sentence.text, asked, old)
        elif self._words.says("rightly", sentence.text) and len(sentence.found) == 1:
            new = sentence.found[0]
            fitting = [(i, a) for i in self._items for a, role in i.amounts if role in _NEW and a.same_unit(new)]
            fitting = [(i, a) for i, a in fitting if i.spoken_of(sentence.text) or _tells(asked, a, self._figures)]
            chosen = fitting[0] if len(fitting) == 1 else None
        else:
            return None
        if not chosen or chosen[1].equals(new) or self._words.says("roughly", sentence.text):
            return None
        item, old = chosen
        if self._unsound(sentence.text, item) or any(a.equals(new) for a, role in item.amounts if role == "target"):
            return None
        return Said("correction", item, new, "", old)

    def _confirmation(self, sentence: _Sentence, asked: str) -> Said | None:
        chosen = self._chosen(self._fitting(sentence), sentence.text, asked, sentence.found[0])
        if chosen is None or self._unsound(sentence.text, chosen[0]):
            return None
        item, amount = chosen
        others = [f for f in sentence.found if not any(f.equals(a) for a, _ in item.amounts)]
        rate = any(f.period and f.period == amount.period for f in sentence.found)
        # A rate of the record beside one of its words can hardly mean another thing; 100 hours alone can.
        named = item.spoken_of(sentence.text, 1 if rate else 2)
        if others or not (named or self._words.bare(sentence.text, sentence.found, strictly=not rate)):
            return None
        return Said("confirmation", item, amount, "")

    def _fitting(self, sentence: _Sentence) -> list[tuple[Item, Amount]]:
        """The values on record, not confirmed yet, that stand in a sentence."""
        return [
            (item, a)
            for item in self._items if not item.confirmed
            for a, role in item.amounts if role in _NEW and any(f.equals(a) for f in sentence.found)
        ]  # fmt: skip

    def _value(self, sentence: _Sentence, asked: str) -> Said | None:
        if not (self._words.says("measured", sentence.text) or len(sentence.found) == 2) or self._words.says(
            "roughly", sentence.text
        ):
            return None
        goals = [i for i in self._items if i.kind == "goal" and i.measures]
        named = [i for i in goals if i.spoken_of(sentence.text)]
        if not named and self._words.bare(sentence.text, sentence.found):
            named = [i for i in goals if i.asked_for(asked, self._language)]
        if len(named) != 1:
            return None
        item = named[0]
        found = [f for f in sentence.found if f.same_unit(item.measures)]  # type: ignore[arg-type]
        new = found[0] if len(found) == 1 else self._moved(sentence, found, item)
        if new is None or len(found) < len(sentence.found) or (new.period and not item.measures.period):  # type: ignore[union-attr]
            return None
        if (item.current and item.current.equals(new)) or is_change(sentence.text, new):
            return None
        if self._unsound(sentence.text, item):
            return None
        return Said("value", item, new, "")

    def _moved(self, sentence: _Sentence, found: list[Amount], item: Item) -> Amount | None:
        """The second figure of 「6営業日から4営業日に」, where the first one is on record."""
        if len(found) != 2 or not self._words.says("moved", _masked(sentence.text, found[0], found[1])):
            return None
        known = any(a.equals(found[0]) for a, role in item.amounts if role in ("baseline", "current"))
        return found[1] if known else None

    def _replaced(self, sentence: _Sentence) -> tuple[Amount, Amount] | None:
        if len(sentence.found) != 2:
            return None
        one, two = sentence.found
        if not one.same_unit(two):
            return None
        for old, new in ((one, two), (two, one)):
            if self._words.says("replaced", _masked(sentence.text, old, new)):
                return old, new
        return None

    def _chosen(
        self, fitting: list[tuple[Item, Amount]], text: str, asked: str, amount: Amount
    ) -> tuple[Item, Amount] | None:
        """The one item that is meant: the only one that fits, or the only one of them that the words speak of."""
        named = [pair for pair in fitting if pair[0].spoken_of(text)]
        if len({pair[0].key for pair in named}) == 1:
            return named[0]
        rivals = {i.key for i in self._items for a, _ in i.amounts if a.equals(amount)} | {i.key for i, _ in fitting}
        # The same figure in two places of one goal (its start and its target) says nothing about which is meant.
        inside = sum(a.equals(amount) for i, _ in fitting[:1] for a, role in i.amounts if role != "reading")
        if named or len(rivals) != 1 or inside > 1 or not fitting or any(amount.equals(p) for p in self._prices):
            return None
        return fitting[0]

    def _unsound(self, text: str, item: Item) -> bool:
        """True where the sentence is no statement of what is, or of a part, or of a time before the record's."""
        for name in ("unsure", "part", "earlier"):
            for start, end in self._words.find(name, text):
                word = text[start:end]
                if not (item.holds(word) or (name == "part" and item.holds(word[:2]))):
                    return True
        return self._older(text, item)

    def _older(self, text: str, item: Item) -> bool:
        """True where a month is named that had ended when the record's value was taken."""
        if item.as_of is None:
            return False
        ends = month_named(text, self._today)
        return ends is not None and ends <= item.as_of


def _own(message: str) -> tuple[Folded, str]:
    """What the writer wrote now, and what he quoted."""
    folded = fold(message)
    split = parts(folded.text)
    quoted = "\n".join(folded.text[a:b] for a, b in split.quoted)
    return folded.without(split.all), re.sub(r"(?m)^[\s>|]+", "", quoted)


def _masked(text: str, old: Amount, new: Amount) -> str:
    for amount, token in sorted(((old, "{old}"), (new, "{new}")), key=lambda pair: -pair[0].start):
        text = text[: amount.start] + token + text[amount.end :]
    return text


def _tells(asked: str, amount: Amount, figures: Figures) -> bool:
    return any(a.equals(amount) for a in amounts(asked, figures, [amount.word] if amount.word else ()))


def _agreeing(found: list[Said]) -> list[Said]:
    """Without what is said twice, and without any item of which two different things are said."""
    kept: dict[str, Said] = {}
    for said in found:
        kept.setdefault(said.item.key, said)
    clash = {s.item.key for s in found if not s.amount.equals(kept[s.item.key].amount) and s.kind != "confirmation"}
    return [said for said in kept.values() if said.item.key not in clash]


def _prices(account: Account) -> list[Amount]:
    contract = account.contract
    found = [contract.annual_price, contract.total_price] if contract else []
    return [Amount(p, 1.0, contract.currency or "JPY", "", "", 0, 0) for p in found if p and contract]
