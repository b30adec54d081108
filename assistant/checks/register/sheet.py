"""What the rules of the register read: the letter without its signature and quotations, and who is who in it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from assistant.checks.lexicon import Lexicon, Phrase, phrase
from assistant.checks.proof import Proof
from assistant.checks.text import Sentence, plain
from assistant.domain.situation import Situation

_QUOTED_MAIL = re.compile(
    r"(?m)^(?:-{2,} ?(?:Original Message|Forwarded message|元のメッセージ|転送)|差出人:|From:|On .{5,80} wrote:"
    r"|\d{4}年\d{1,2}月\d{1,2}日.{0,60}(?:のメール|<.+@.+>):).*"
)
_RULED_LINE = re.compile(r"[-=━─_*~]{3,}$")
_JAPANESE_NAME = re.compile(r"[一-龯々〆ヶ髙﨑ぁ-んァ-ヴー]{1,6}")
_SENTENCE_MARKS = re.compile(r"[。!?]|(?:です|ます|ました|ません)$")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the register: its rule, where it stands (None: an absence), why, and the words to put there.

    `why` is a msgid with `values`; `mend` is Japanese for the letter (two forms stand with " / "
    between them); where only the CSM can find the words, `hint` is a msgid that says what to do.
    """

    rule: str
    span: tuple[int, int] | None
    why: str
    mend: str = ""
    hint: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of the lexicon with its mend, as written after the arrow."""

    phrase: Phrase
    mend: str


@cache
def entries(words: Lexicon, group: str) -> tuple[Entry, ...]:
    """The phrases of a group, with what stands after → in each line."""
    found = []
    for line in words.words(group):
        source, _, mend = line.partition("→")
        found.append(Entry(phrase(source.strip()), mend.strip()))
    return tuple(found)


@cache
def either(words: Lexicon, group: str) -> str:
    """A pattern for any line of a group of plain words, the longest first."""
    lines = [plain(part) for line in words.words(group) for part in line.split("|")]
    return "|".join(re.escape(part) for part in sorted(set(lines), key=len, reverse=True))


@cache
def any_of(words: Lexicon, group: str) -> re.Pattern[str]:
    """The lines of a group as one pattern."""
    return re.compile("|".join(f"(?:{plain(line)})" for line in words.words(group)))


class Sheet:
    """A letter as the rules of the register read it.

    Args:
        proof: the letter with its texts laid out; all offsets are those of its normalised body.
    """

    def __init__(self, proof: Proof):
        self.proof = proof
        self.letter = proof.letter
        self.words = proof.words
        self.mail = self.letter.channel == "mail"
        self.to_customer = proof.to_customer

    @cached_property
    def text(self) -> str:
        """The normalised body: quotations blank, and nothing from the signature on; offsets unchanged."""
        bare = self.proof.body.bare
        return bare[: self._end] if self._end < len(bare) else bare

    @cached_property
    def _lower(self) -> str:
        return self.text.lower()

    @cached_property
    def head(self) -> list[tuple[int, str]]:
        """The lines of the address at the top, each with its offset: what stands before the first sentence."""
        lines, at = [], 0
        for line in self.text.split("\n")[:8]:
            if _SENTENCE_MARKS.search(line.strip()) or len(line) > 60:
                break
            if line.strip():
                lines.append((at, line))
            at += len(line) + 1
        return lines

    @cached_property
    def _end(self) -> int:
        """Where the signature, or the mail quoted below, begins."""
        body = self.proof.body.plain
        quoted = _QUOTED_MAIL.search(body)
        ends = [quoted.start()] if quoted else []
        signs = [plain(line) for t in self._signatures for line in t.splitlines()[:1] if line.strip()]
        ends += [at for sign in signs if (at := body.rfind(sign)) > len(body) // 3]
        owner = self.letter.account.owner
        names = {re.sub(r"\s", "", plain(n)) for n in (owner.name, owner.name_latin) if n} if owner else set()
        at, lines = len(body), body.split("\n")
        for n in range(len(lines) - 1, 1, -1):
            line = lines[n]
            at -= len(line)
            bare = re.sub(r"\s", "", line)
            if len(lines) - n > 10 or "。" in line:
                break
            if _RULED_LINE.match(line.strip()) or (len(line) <= 50 and any(bare.endswith(name) for name in names)):
                ends.append(at)
            at -= 1
        return min(ends, default=len(body))

    @property
    def _signatures(self) -> list[str]:
        signature = self.letter.organisation.signature
        return [signature] if isinstance(signature, str) else [signature.ja, signature.en]

    def found(self, group: str) -> Iterator[tuple[re.Match[str], str]]:
        """Every match of a group with its mend, but for those that a phrase of `<group>_fine` covers."""
        fine = [(m.start(), m.end()) for m in self._matches(f"{group}_fine")]
        for entry in entries(self.words, group):
            for match in entry.phrase.finditer(self.text, self._lower):
                if not any(start < match.end() and match.start() < end for start, end in fine):
                    yield match, entry.mend

    def _matches(self, group: str) -> Iterator[re.Match[str]]:
        if group in self.words:
            for entry in entries(self.words, group):
                yield from entry.phrase.finditer(self.text, self._lower)

    def says(self, group: str, text: str | None = None) -> bool:
        """True where the letter (or `text`) holds a phrase of a group."""
        text = self.text if text is None else text
        lower = self._lower if text is self.text else text.lower()
        return any(next(e.phrase.finditer(text, lower), None) for e in entries(self.words, group))

    def search(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Every match of a rule's own pattern."""
        return pattern.finditer(self.text)

    def sentence_at(self, at: int) -> Sentence:
        """The sentence around an offset."""
        return self.proof.body.sentence_at(at)

    @cached_property
    def complaint(self) -> bool:
        """True for an answer to a complaint."""
        return self.proof.situation is Situation.complaint

    @cached_property
    def serious(self) -> bool:
        """True where the customer's work or data is harmed."""
        return bool(self.letter.reading and self.letter.reading.serious)

    @cached_property
    def contacts(self) -> dict[str, str]:
        """The customer's people: surname to full name, as the record writes them."""
        return {_surname(c.name): plain(c.name) for c in self.letter.account.contacts if c.name.strip()}

    @cached_property
    def ours(self) -> tuple[str, ...]:
        """Surnames of our own people that no contact of the customer bears, the longest first."""
        account = self.letter.account
        names = {account.owner.name} if account.owner else set()
        names |= {entry.by for entry in account.history if re.search(r"\s", entry.by.strip())}
        contacts = set(self.contacts.values())
        surnames = {_surname(n) for n in names if n.strip() and plain(n) not in contacts}
        sure = {s for s in surnames - set(self.contacts) if _JAPANESE_NAME.fullmatch(s)}
        return tuple(sorted(sure, key=lambda s: (-len(s), s)))

    @cached_property
    def titles(self) -> str:
        """A pattern for a title."""
        return either(self.words, "register_titles")


def _surname(name: str) -> str:
    return plain(name).split()[0]


Rule = Callable[[Sheet], Iterator[Fault]]
