"""A letter laid out for its checks: its texts, figures and dates are found once, whoever asks for them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property, lru_cache
from typing import Any, Literal

from assistant.checks.dates import Mention, dates_in
from assistant.checks.figures import CURRENCIES, Figure, figures_in
from assistant.checks.letter import Letter
from assistant.checks.lexicon import Lexicon
from assistant.checks.text import Sentence, Text, plain, to_word_end, without_legal_form
from assistant.domain.draft import Finding
from assistant.domain.fact import Fact
from assistant.domain.facts import facts_of
from assistant.domain.organisation import Readable
from assistant.domain.reading import Span
from assistant.domain.situation import Situation

Source = Literal["body", "subject", "message"]
Severity = Literal["block", "warn"]

# What holds digits and yet says no quantity. Each is masked before figures are looked for.
_NO_FIGURES = re.compile(
    r"https?://\S+|[\w.+-]+@[\w.-]+"  # addresses
    r"|(?:\+\d{1,3}[ -])?\(?(?<!\d)0?\d{1,4}\)?-\d{2,4}-\d{3,4}(?!\d)|\+\d[\d ()-]{7,}|〒?(?<!\d)\d{3}-\d{4}(?!\d)"  # telephone, post code
    r"|(?m:^[ \t]*\(?\d{1,2}[.):][ \t]*(?=\D))|[①-⑳]"  # numerals of a list
    r"|第\s?\d+(?:回|期|次|四半期|章|条|版)?|\d+(?:回目|番目|[人名社台席件枚]目|番|位|期目|年目|か月目|日目|度目|次会)|[Nn]o\.\s?\d+|#\d+"
    r"|\b\d+(?:st|nd|rd|th)\b|\b(?:steps?|page|version|ver\.|option|part|phase|figure|line|Q|FY|H)\s?\d+(?![\d-])(?: (?:and|to) \d+)?"
    r"|(?:手順|ステップ|番号|バージョン|画面|図|表|案|候補)\s?\d+"
    r"|(?:午前|午後)?\d{1,2}時(?!間|給|短|点)(?:\s?\d{1,2}分|半)?|\d{1,2}:\d{2}(?:\s?[ap]\.?m\b)?|(?<=\bat )\d{1,2}\.[0-5]\d\b|\b\d{1,2}\s?[ap]\.?m\b\.?"
    r"|\d+分の\d+|\d+/\d+(?![\d/])|\b24/7\b|24時間\s?365日|1(?:対|on|:)1\b"
    r"|(?<![A-Za-z])[A-Za-z]{1,12}-?\d[\w.-]*|\b\d(?=[A-Z]{2,}\b)"  # A4, PDF2, v2.0, 2FA
    r"|\[(?:To|rp|qt)[^\]]*\]",
)
# What is quoted and ends as a sentence does, or is a line of its own, is no name of a button.
_OWN_QUOTATION = re.compile(
    r"「[^「」\n]{12,120}(?:[。!]」|」(?=と(?:お話|お伝|お書|おっしゃ|ご説明|ご報告|ご紹介|言って|書いて)))|[\"“][^\"“”\n]{24,160}[.!][\"”]"
    r"|(?m:^「[^「」\n]{20,160}」$)"
)
_BETWEEN = "\x1f"
_CURRENCY_LETTERS = re.compile(rf"(?:{CURRENCIES}|US|x)-?\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lexicon found in a text; offsets into the normalised text."""

    text: str
    start: int
    end: int
    sentence: Sentence

    @property
    def after(self) -> str:
        """What follows in the same sentence, quotations masked."""
        return self.sentence.bare[max(0, self.end - self.sentence.start) :]

    @property
    def before(self) -> str:
        """What stands before it in the same sentence, quotations masked."""
        return self.sentence.bare[: max(0, self.start - self.sentence.start)]


class Proof:
    """What every check reads: the letter, the lexicon, and what was found in them so far.

    Args:
        letter: the text with all that it may rest on.
        words: the phrases of knowledge/lexicon/checks_*.yaml.
    """

    def __init__(self, letter: Letter, words: Lexicon):
        self.letter = letter
        self.words = words
        self.say = letter.say

    @cached_property
    def body(self) -> Text:
        return Text(self.letter.body)

    @cached_property
    def subject(self) -> Text:
        return Text(self.letter.subject)

    @cached_property
    def message(self) -> Text:
        return Text(self.letter.message)

    def text(self, source: Source) -> Text:
        return getattr(self, source)

    @property
    def to_customer(self) -> bool:
        """False for a memo to a colleague, in which internal facts may stand."""
        return self.letter.audience == "customer"

    @cached_property
    def situations(self) -> frozenset[Situation]:
        """All situations of the moment: the draft's own, and those that the message holds."""
        reading = self.letter.reading
        return frozenset({self.letter.situation, *(hit.name for hit in (reading.situations if reading else ()))})

    @property
    def situation(self) -> Situation:
        """The draft's situation; where none was given, the strongest one of the message."""
        if self.letter.situation is Situation.other and self.letter.reading:
            return self.letter.reading.situation
        return self.letter.situation

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        return self.letter.facts or facts_of(self.letter.account)

    @cached_property
    def readable(self) -> tuple[Fact, ...]:
        """The facts that a letter to this contact may rest on; in a memo to a colleague, all of them."""
        contact = self.letter.contact.name if self.letter.contact else None
        return tuple(f for f in self.facts if not self.to_customer or f.readable_by(contact))

    @cached_property
    def known_text(self) -> str:
        """All readable facts that are current, normalised, in one string: a record holds a thousand of them."""
        account = self.letter.account
        extra = [account.industry, *(g.source for g in account.goals), *(o.source for o in account.outcomes)]
        texts = [f.text for f in self.readable if not f.superseded] + extra
        return plain(_BETWEEN.join(texts))

    def known_lines(self, needles: Iterable[str]) -> Iterator[str]:
        """The facts of `known_text` in which one of these strings stands."""
        text = self.known_text
        for needle in needles:
            at = text.find(needle)
            while at >= 0:
                start, end = text.rfind(_BETWEEN, 0, at) + 1, text.find(_BETWEEN, at)
                yield text[start : end if end >= 0 else len(text)]
                at = text.find(needle, end) if end >= 0 else -1

    @cached_property
    def policy_texts(self) -> tuple[str, ...]:
        """What the vendor says about itself in words that a customer may read."""
        organisation = self.letter.organisation
        policy = organisation.policy
        texts: list[Readable] = [
            organisation.signature, organisation.support_hours, organisation.purpose, policy.extra_work,
            *policy.included_support, *(t.offer for t in policy.trades), *(t.for_ for t in policy.trades),
            *(a.name for a in policy.alternatives), *(a.when for a in policy.alternatives),
        ]  # fmt: skip
        return tuple(said for text in texts for said in both(text))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """All texts besides the facts that words and figures may come from, normalised."""
        letter = self.letter
        cited = [f"{c.title} {c.quote} {c.formula or ''}" for c in letter.citations]
        return tuple(plain(t) for t in (*cited, *letter.answers, *letter.material, *self.policy_texts) if t)

    @cached_property
    def _dates(self) -> dict[Source, tuple[Mention, ...]]:
        return {}

    def dates(self, source: Source) -> tuple[Mention, ...]:
        """The dates of a text, quotations left out."""
        if source not in self._dates:
            self._dates[source] = dates_in(self.text(source).bare, self.letter.today)
        return self._dates[source]

    @cached_property
    def _figures(self) -> dict[Source, list[Figure]]:
        return {}

    def figures(self, source: Source) -> list[Figure]:
        """The figures of a text: no dates, times of day, numerals of lists, telephone numbers or product names."""
        if source not in self._figures:
            text = self.text(source)
            words = self._with_own_quotations(text) if self.letter.by_hand else text.bare
            masked = mask(words, [(m.start, m.end) for m in dates_in(words, self.letter.today)])
            for name in self._names_with_digits:
                masked = masked.replace(name, " " * len(name))
            self._figures[source] = figures_in(_without_marks(masked))
        return self._figures[source]

    def _with_own_quotations(self, text: Text) -> str:
        """The text as its figures are read: a sentence that the CSM wrote for the customer to use claims what it says."""
        said = list(text.bare)
        for match in _OWN_QUOTATION.finditer(text.plain):
            if match.group()[1:-1] not in self.message.plain:
                said[match.start() : match.end()] = match.group()
        return "".join(said)

    @cached_property
    def _names_with_digits(self) -> tuple[str, ...]:
        contract = self.letter.account.contract
        features = {name for use in self.letter.account.usage for name in use.features}
        companies = (self.letter.account.name, *self.letter.organisation.all_names)
        names = [*features, *companies, *map(without_legal_form, companies)]
        names += [contract.product, contract.plan] if contract else []
        return tuple(plain(n) for n in names if n and re.search(r"\d", plain(n)))

    def hits(self, group: str, source: Source = "body") -> Iterator[Hit]:
        """Every phrase of a group of the lexicon, outside quotations."""
        text = self.text(source)
        for match in self.words.found(group, text.bare, text.lower):
            yield Hit(match.group(), match.start(), match.end(), text.sentence_at(match.start()))

    def finding(
        self, code: str, span: tuple[int, int] | None, why: str, suggestion: str = "",
        source: Source = "body", severity: Severity = "block",
    ) -> Finding:  # fmt: skip
        """A finding on normalised offsets, given back in code points of the text as it came; no span: an absence.

        Its last verb is quoted whole, except where a rule of register puts a part of it in other words.
        """
        place: tuple[str, int | None, int | None] = ("", None, None)
        if span is not None:
            text = self.text(source)
            start, end = text.span(span[0], span[1] if code == "register" else to_word_end(text.plain, span[1]))
            place = (text.raw[start:end], start, end)
        return finding_at(code, severity, source, place, why, suggestion)


def about_message(code: str, span: Span, why: str, suggestion: str, severity: Severity = "warn") -> Finding:
    """A finding on words of the customer's message, as triage read them."""
    return finding_at(code, severity, "message", (span.quote, span.start, span.end), why, suggestion)


def finding_at(code: str, severity: Severity, source: Source, place: tuple, why: str, suggestion: str) -> Finding:
    """A finding in a text as it came; `place` is the quote with its first and last code point, or "", None, None."""
    quote, start, end = place
    where: dict[str, Any] = {"in": source}
    return Finding(
        code=code, severity=severity, quote=quote, start=start, end=end, why=why, suggestion=suggestion, **where
    )  # fmt: skip


def both(text: Readable) -> tuple[str, ...]:
    """A text of the vendor in every language that it exists in."""
    return (text,) if isinstance(text, str) else tuple(t for t in (text.ja, text.en) if t)


def mask(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these stretches blanked, its length unchanged."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _without_marks(text: str) -> str:
    def blank(match: re.Match[str]) -> str:
        return match.group() if _CURRENCY_LETTERS.match(match.group()) else " " * len(match.group())

    return _NO_FIGURES.sub(blank, text)


@lru_cache(maxsize=2048)
def figures_of(text: str, today: Date) -> tuple[Figure, ...]:
    """The figures of a source text, its dates and marks left out (see `Proof.figures`)."""
    text = plain(text)
    return tuple(figures_in(_without_marks(mask(text, [(m.start, m.end) for m in dates_in(text, today)]))))
