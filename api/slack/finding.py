"""The account that a command names: by id, name or a piece of it, in either script; else those that come nearest."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from api.slack.romaji import latin

# A name of an account has so many words at most, as people type it.
_WORDS = 8
_SHORTEST = 2
# Fewer Latin letters than this are an everyday word more often than the middle of a name.
_FEW = 5
_WORD = re.compile(r"[a-z0-9]+")
_MOST = 20
_NEAREST = 5
# Likeness to a name from which on a word is worth showing it, and from which on it is taken for the name misspelt.
_NEAR, _LIKE = 0.25, 0.6
_SPLIT = re.compile(r"[\s、,,::]+")
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_KANJI = re.compile("[々\u4e00-\u9fff]")
_QUOTES = {"“": "”", '"': '"', "「": "」", "『": "』", "'": "'"}
_CALLED = re.compile(r"(?:御中|様|さま|さん)$")
_LEGAL = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|(?:一般|公益)?(?:社団|財団)法人|医療法人(?:社団|財団)?|社会福祉法人|学校法人"
    r"|(?:特定非営利活動|npo)法人|\([株有同資社財医学福]\)|[,.]?\b(?:incorporated|inc|corporation|corp|company|limited|ltd|llc|plc|gmbh|k\.?k)\b\.?"
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a command's text names: `hits` are ids, best first; `rest` is the text after the name, all of it without one."""

    hits: tuple[str, ...]
    rest: str
    said: str = ""


def folded(text: str) -> str:
    """A name without what people do not mean: width, case, kana, legal form, spaces and marks."""
    return re.sub(r"[\W_]+", "", _bare(text).translate(_KATAKANA))


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = _LEGAL.sub("", plain)
    return bare if bare.strip(" .,-") else plain


class Names:
    """The accounts' names, ready to be sought.

    Args:
        names: the name of every account by its id.
    """

    def __init__(self, names: Mapping[str, str]):
        self.names = names
        self._forms = {id: {folded(id), folded(name)} - {""} for id, name in names.items()}
        for forms in self._forms.values():
            forms |= {latin(form) for form in forms}
        self._pairs = {id: [_pairs(form) for form in forms] for id, forms in self._forms.items()}

    def sought(self, text: str) -> Sought:
        """The account that the beginning of a text names; the longest beginning that names one counts."""
        beginnings = list(_beginnings(text.strip()))
        for seek in (self._exactly, self._partly, self._read_aloud):
            for said, rest in reversed(beginnings):
                if hits := seek(said):
                    return Sought(tuple(hits), rest, said)
        return Sought((), text.strip(), beginnings[0][0] if beginnings else "")

    def nearest(self, said: str, limit: int = _NEAREST, like: float = _NEAR) -> list[str]:
        """The ids whose names come nearest to a word, the nearest first; none that has little in common with it.

        `like` is the share of neighbouring letters (Dice) that they must have in common.
        """
        mine = [_pairs(form) for form in _spellings(said)]
        scored = ((max(_shared(m, p) for m in mine for p in pairs), id) for id, pairs in self._pairs.items() if mine)
        near = sorted((-score, id) for score, id in scored if score >= like)
        return [id for _, id in near[:limit]]

    def misspelt(self, said: str) -> bool:
        """Whether a word is nearly a name."""
        return bool(self.nearest(said, 1, _LIKE))

    def with_words(self, words: str, limit: int = _MOST) -> list[str]:
        """The ids whose names hold the words, for a menu that is being typed into; the first ones where there are no words."""
        return (list(self.names) if not folded(words) else self._partly(words, shortest=1))[:limit]

    def _exactly(self, said: str) -> list[str]:
        if (id := unicodedata.normalize("NFKC", said).casefold()) in self.names:
            return [id]
        wanted = _spellings(said)
        return [id for id, forms in self._forms.items() if wanted & forms]

    def _read_aloud(self, said: str) -> list[str]:
        """By how the kanji of a name are read, in kana or Latin letters."""
        wanted = [
            w for w in _spellings(said) if len(w) >= (_FEW if w.isascii() else _SHORTEST + 1) and not _KANJI.search(w)
        ]
        return [id for id, form in self._readings.items() if any(w in form for w in wanted)] if wanted else []

    @cached_property
    def _readings(self) -> dict[str, str]:
        from fugashi import Tagger  # type: ignore[attr-defined]

        # One for this thread: a tagger is not shared.
        tagger = Tagger()
        spoken = {id: "".join(word.feature.kana or word.surface for word in tagger(_bare(name))) for id, name in self.names.items() if _KANJI.search(name)}  # fmt: skip
        return {id: f"{folded(kana)}\n{latin(folded(kana))}" for id, kana in spoken.items()}

    def _partly(self, said: str, shortest: int = _SHORTEST) -> list[str]:
        wanted = [w for w in _spellings(said) if len(w) >= shortest]
        placed = ((self._place(id, wanted), id) for id in self._forms)
        return [id for _, id in sorted((place, id) for place, id in placed if place is not None)]

    def _place(self, id: str, wanted: Sequence[str]) -> int | None:
        """How far into an account's names one of the words stands; a few Latin letters only where a word begins."""
        places = [form.find(word) for word in wanted for form in self._forms[id] if word in form]
        if places and all(len(word) < _FEW and word.isascii() for word in wanted):
            begun = _WORD.findall(unicodedata.normalize("NFKC", f"{id} {self.names[id]}").casefold())
            if not any(piece.startswith(word) for piece in begun for word in wanted):
                return 0 if any(form.startswith(word) for word in wanted for form in self._forms[id]) else None
        return min(places, default=None)


def _beginnings(text: str) -> Iterator[tuple[str, str]]:
    """The first words of a text and what comes after them: one word, two words, and so on; a quoted name alone."""
    if text[:1] in _QUOTES and (end := text.find(_QUOTES[text[0]], 1)) > 1:
        yield text[1:end], text[end + 1 :].strip()
        return
    first_line = text.splitlines()[0] if text else ""
    places = [(m.start(), m.end()) for m in _SPLIT.finditer(first_line)][: _WORDS - 1]
    for start, end in (*places, (len(first_line), len(first_line))):
        if said := text[:start].strip():
            yield said, text[end:].strip()


def _spellings(said: str) -> set[str]:
    plain = folded(said)
    return {form for word in {plain, _CALLED.sub("", plain)} for form in (word, latin(word))} - {""}


def _pairs(form: str) -> frozenset[str]:
    """Neighbouring letters, and each kanji by itself: names in kanji are short."""
    pairs = {form[n : n + 2] for n in range(len(form) - 1)} | set(_KANJI.findall(form))
    return frozenset(pairs or {form})


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
