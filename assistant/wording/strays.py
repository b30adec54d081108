"""What a model's text cannot hold whatever it says: its own instructions, made-up links and quotations, other tongues."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from assistant.wording.answered import LetterSaid
from assistant.wording.assembly import sentence_at

# Characters in a row, spaces left out, that are no coincidence where they stand in the instructions as well.
_COPIED = {"ja": 16, "en": 20}
# A sentence of the customer's from this length on, said by us, is theirs and not ours.
_ECHOED = {"ja": 10, "en": 24}
_KANA = re.compile(r"[\u3041-\u30ff]")
# A product's or a person's name is nothing in another language; so many words, or so long a run with kana, are.
_FOREIGN = {
    "ja": re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ ,;:]+[A-Za-z][A-Za-z'’-]*){4,}"),
    "en": re.compile(r"(?=[^\n]{0,7}[ぁ-ん])[\u3041-\u30ff\u4e00-\u9fff々、。]{8,}"),
}
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s、。「」<>()]+|(?<![@\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s、。「」<>()]*", re.IGNORECASE
)
_IDS = re.compile(r"\s?[\[［][ACHMPＡＣＨＭＰ]\d{1,3}(?:\s?[,、]\s?[ACHMP]\d{1,3})*[\]］]")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_QUOTED = re.compile(r"「([^「」]*)」|『([^『』]*)』|“([^“”]*)”|\"([^\"\n]*)\"")


def tidied(said: LetterSaid, known: Iterable[str]) -> LetterSaid:
    """A model's letter without ids, emphasis and marks of quotation around what nobody has written.

    Words in false quotation marks would pass for somebody else's; without the marks the checks read them as ours.

    Args:
        said: the letter.
        known: all texts that may be quoted: the points, the record as offered, help texts, the customer's message.
    """
    texts = _joined(known)

    def mended(text: str) -> str:
        text = _STRONG.sub(r"\1", _IDS.sub("", text))
        return _QUOTED.sub(lambda m: m[0] if _plain("".join(filter(None, m.groups()))) in texts else m[0][1:-1], text)

    parts = [part.model_copy(update={"text": mended(part.text)}) for part in said.parts]
    return said.model_copy(update={"parts": parts, "subject": mended(said.subject)})


class Strays:
    """Finds the sentences of a model's text that have to go, whatever the checks say of them.

    Args:
        language: of the letter.
        told: the model's instructions, method and guidance: for it alone.
        points: what the letter has to say, in the playbook's words; what stands there may be said in the same words.
        known: what else the letter may rest on (facts, help texts); links in it may be named.
        message: what the customer wrote.
    """

    def __init__(self, language: str, told: Iterable[str], points: Sequence[str], known: Iterable[str], message: str):
        self._points = _joined(points)
        self._known = self._points + _joined(known)
        self._message = _plain(message)
        self._told = [_runs(_plain(text)) for text in told]
        self._foreign = _FOREIGN[language]

    def find(self, text: str) -> list[tuple[int, int]]:
        """The sentences, as offsets into the text."""
        found = {sentence_at(text, m.start(), m.end()) for m in _LINK.finditer(text) if _plain(m[0]) not in self._known}
        for match in self._foreign.finditer(text):
            if _plain(match[0]) not in self._known + self._message:
                found.add(sentence_at(text, match.start(), match.end()))
        found |= {span for span in _sentences(text) if self._stray(text[slice(*span)].strip())}
        return sorted(found)

    def _stray(self, sentence: str) -> bool:
        plain = _plain(sentence)
        if not plain or plain in self._points:
            return False
        return self._copied(plain) or self._echoed(plain)

    def _copied(self, plain: str) -> bool:
        for kind, length in _COPIED.items():
            here = {plain[n : n + length] for n in range(len(plain) - length + 1)}
            copied = set().union(*(here & runs[kind] for runs in self._told))
            if any((kind == "en" or _KANA.search(run)) and run not in self._points for run in copied):
                return True
        return False

    def _echoed(self, plain: str) -> bool:
        least = _ECHOED["ja" if _KANA.search(plain) else "en"]
        return len(plain) >= least and plain in self._message


# The instructions are the same for many letters.
@lru_cache(maxsize=1_024)
def _plain(text: str) -> str:
    """Without widths, cases and spaces, in which copies differ."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=256)
def _runs(plain: str) -> dict[str, frozenset[str]]:
    """By script, all runs of a text of the length that is no coincidence."""
    return {kind: frozenset(plain[n : n + of] for n in range(len(plain) - of + 1)) for kind, of in _COPIED.items()}


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(_plain(text) for text in texts)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        start, end = sentence_at(text, at, at + 1)
        yield start, end
        at = max(end, at + 1)
