"""A text laid out for checking: one width and form, its quotations masked, cut into sentences."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

# Half-width (semi-)voicing marks belong to the kana before them and fold together with it.
_CLUSTER = re.compile(r"[^\x00-\x7f][ﾞﾟ\u0300-\u036f\u3099\u309a]*")
_PLAIN = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\u2010", "-"), ("\u2011", "-"), ("\u2212", "-"))
_QUOTED_LINE = re.compile(r"(?m)^[ \t]*>.*$")
# Words in quotation marks are somebody else's, or a name on a screen, not our statement.
_QUOTATION = re.compile(r"「([^「」\n]{1,120})」|『([^『』\n]{1,120})』|\"([^\"\n]{1,160})\"|“([^”\n]{1,160})”")
_REPORTED = re.compile(r"\s*(?:と|との|という|って|など|とは|について|の(?:件|ご|お話|とこ))")
_END = re.compile(r"[。!?]+[」』)\"]*|\.+[)\"]*(?=\s|$)|\n")
_NUMERAL = re.compile(r"\s*\(?\d{1,2}[.)]\s*")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|No|vs|approx|Inc|Ltd|Co|e\.g|i\.e)\.$", re.IGNORECASE)
_SHORT_QUOTE = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text: offsets into its normalised form; `bare` has quotations masked."""

    start: int
    end: int
    text: str
    bare: str


class Text:
    """A text as it came (`raw`), and normalised (`plain`) with the way back to the code points of `raw`."""

    def __init__(self, raw: str):
        self.raw = raw
        self.plain, self._origin = _fold(raw)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of `raw` behind plain[start:end], without white space at either side."""
        while start < end and self.plain[start].isspace():
            start += 1
        while end > start and self.plain[end - 1].isspace():
            end -= 1
        if self._origin is None:
            return start, end
        first = self._origin[start] if start < len(self._origin) else len(self.raw)
        last = self._origin[end] if end < len(self._origin) else len(self.raw)
        return first, last

    @cached_property
    def bare(self) -> str:
        """The normalised text with quoted mail and quotations masked by spaces of the same length."""

        def mask(match: re.Match[str]) -> str:
            inner = match.group(match.lastindex) if match.lastindex else match.group()
            after = self.plain[match.end() : match.end() + 6]
            if match.lastindex and len(inner) <= _SHORT_QUOTE and not _REPORTED.match(after):
                return match.group()
            return " " * len(match.group())

        return _QUOTATION.sub(mask, _QUOTED_LINE.sub(mask, self.plain))

    @cached_property
    def lower(self) -> str:
        """`bare` in lower case, for looking up words before a pattern is tried."""
        return self.bare.lower()

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order; a line break ends one, a decimal point or an abbreviation does not."""
        found: list[Sentence] = []
        start = 0
        for end in (*(m.end() for m in _END.finditer(self.plain)), len(self.plain)):
            words = self.plain[start:end]
            # The numeral of a list belongs to the line that it opens.
            if not words.endswith("\n") and (_ABBREVIATED.search(words) or _NUMERAL.fullmatch(words)):
                continue
            if words.strip():
                found.append(Sentence(start, end, words, self.bare[start:end]))
            start = end
        return tuple(found)

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    def sentence_at(self, at: int) -> Sentence:
        """The sentence around the offset `at` of the normalised text."""
        if not self.sentences:
            return Sentence(0, len(self.plain), self.plain, self.bare)
        return self.sentences[max(0, bisect_right(self._starts, at) - 1)]

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each paragraph: blank lines part them."""
        return tuple(m.span() for m in re.finditer(r"\S(?:.|\n(?!\s*\n))*", self.plain))

    def paragraph_at(self, at: int) -> tuple[int, int]:
        """(start, end) of the paragraph around the offset `at`."""
        return next(((s, e) for s, e in self.paragraphs if s <= at < e), (0, len(self.plain)))


def _fold(raw: str) -> tuple[str, list[int] | None]:
    if raw.isascii():
        return raw, None
    folded = plain(raw)
    if folded == raw:
        return raw, None
    out: list[str] = []
    origin: list[int] = []
    at = 0
    for match in _CLUSTER.finditer(raw):
        origin.extend(range(at, match.start()))
        out.append(raw[at : match.start()])
        piece = plain(match.group())
        out.append(piece)
        origin.extend([match.start()] * len(piece))
        at = match.end()
    out.append(raw[at:])
    origin.extend(range(at, len(raw)))
    return "".join(out), origin


# 「いたしま|す」「存じ|ます」: what is left of a polite verb. After a noun there is none.
_POLITE_END = re.compile(
    r"(?:ま|(?<=ま))(?:す|した|せん(?:でした)?|しょう)|(?<=で)(?:す|した|しょう)|(?<=ませ)ん(?:でした)?"
)


def to_word_end(text: str, end: int) -> int:
    """The place `end` of a normalised text, or the end of the polite verb that it would cut."""
    match = _POLITE_END.match(text, end)
    return match.end() if match else end


def plain(text: str) -> str:
    """A text in the one width and form in which texts are compared."""
    if text.isascii():
        return text
    return _kept_plain(text) if len(text) <= _NAME else _plain(text)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    for mark, form in _PLAIN:
        text = text.replace(mark, form)
    return text


# Names, titles and sources of a record are asked for again and again, letters once.
_NAME = 60
_kept_plain = lru_cache(maxsize=20_000)(_plain)


_LEGAL_JA = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|社会福祉法人"
    r"|医療法人(?:社団|財団)?|学校法人|宗教法人|特定非営利活動法人|NPO法人|国立大学法人|独立行政法人|地方独立行政法人"
    r"|協同組合|信用金庫|\((?:株|有|同|医|福|学|社)\)|弁護士法人|税理士法人|監査法人"
)


def without_legal_form(company: str) -> str:
    """A Japanese company's name, plain, without 株式会社 and its kin."""
    return _LEGAL_JA.sub("", plain(company)).strip()
