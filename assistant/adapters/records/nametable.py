"""Account names in running text: a table by their first characters, read once a mail, however many.

A company is called by its name with or without the legal form (「みなとフーズ様」, "Harbor Lane"). Short names, and
names that are everyday words, count only beside a legal form. A longer name covers the shorter ones inside it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.ports import NamedAccount

_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_BETWEEN_CJK = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}])")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]")
_LEGAL_JA = (
    "株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|(?:一般|公益)?(?:社団|財団)法人|医療法人(?:社団|財団)?|社会福祉法人"
    "|学校法人|宗教法人|(?:特定非営利活動|npo)法人|(?:地方)?独立行政法人|(?:国立|公立)大学法人|(?:税理士|監査|弁護士|特許業務"
    "|社会保険労務士|司法書士|行政書士)法人|\\((?:株|有|同|資|名|社|財|医|学|福)\\)"
)
_LEGAL_EN = (
    r"incorporated|inc|corporation|corp|company|co|limited|ltd|llc|l\.l\.c|llp|plc|pte|pty|gmbh|ag|bv|b\.v|s\.?a"
    r"|kk|k\.k|kabushiki kaisha"
)
_BEFORE = re.compile(rf"^(?:{_LEGAL_JA}) ?")
_AFTER = re.compile(rf" ?(?:{_LEGAL_JA})$|(?:,? (?:& )?(?:{_LEGAL_EN})\.?)+$")
_LEGAL_ENDS = re.compile(rf"(?:{_LEGAL_JA}) ?$")
_LEGAL_BEGINS = re.compile(rf" ?(?:{_LEGAL_JA})|,? (?:& )?(?:{_LEGAL_EN})(?![a-z0-9])")
# A character with the marks that make it another one (ﾊ + ﾟ), or a stretch of white space.
_CLUSTER = re.compile(r"\s+|.[\uff9e\uff9f\u3099\u309a]*", re.DOTALL)
# Characters that are written in one way only; the most of a letter.
_PLAIN_RUN = re.compile(r"[a-z0-9、。「」・\u3041-\u3094\u30a1-\u30fa\u4e00-\u9fff]+(?![\u3099\u309a\uff9e\uff9f])")
_CJK_LETTER = re.compile(f"[{_CJK}]")
_SHORT = 3
_KEY = 2


@cache
def _everyday_words() -> frozenset[str]:
    lines = (Path(__file__).parent / "everyday_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _plain(cluster: str) -> str:
    return " " if cluster.isspace() else unicodedata.normalize("NFKC", cluster).casefold()


def _cluster_end(text: str, at: int) -> int:
    return _CLUSTER.match(text, at).end()  # type: ignore[union-attr]


class Plain:
    """A text without differences of width and case, and without spaces between Japanese characters.

    `starts[n]` and `ends[n]` are the place in the original of character n.
    """

    def __init__(self, original: str):
        self.original = original
        pieces, starts, ends = list[str](), list[int](), list[int]()
        at = 0
        while at < len(original):
            if run := _PLAIN_RUN.match(original, at):
                end = run.end()
                pieces.append(run.group())
                starts += range(at, end)
                ends += range(at + 1, end + 1)
            else:
                end = _cluster_end(original, at)
                pieces.append(letters := _plain(original[at:end]))
                starts += [at] * len(letters)
                ends += [end] * len(letters)
            at = end
        text = "".join(pieces)
        for match in reversed(list(_BETWEEN_CJK.finditer(text))):
            n = match.start()
            del starts[n], ends[n]
        self.text, self.starts, self.ends = _BETWEEN_CJK.sub("", text), starts, ends


class _Form(NamedTuple):
    """One way of writing an account's name; `needs_legal` where it counts only beside a legal form."""

    text: str
    account: int
    needs_legal: bool
    capital: bool


class _Hit(NamedTuple):
    start: int
    end: int
    form: _Form


class NameTable:
    """The names of all accounts, ready to be found.

    Args:
        accounts: id and name of each.
    """

    def __init__(self, accounts: Iterable[tuple[str, str]]):
        self._accounts = list(accounts)
        self._places = {id: n for n, (id, _) in enumerate(self._accounts)}
        self._forms: dict[str, list[_Form]] = {}
        lengths: dict[str, set[int]] = {}
        for n, (_, name) in enumerate(self._accounts):
            for form in _forms(name, n):
                self._forms.setdefault(form.text, []).append(form)
                lengths.setdefault(form.text[:_KEY], set()).add(len(form.text))
        self._lengths = {key: sorted(found) for key, found in lengths.items()}

    def find(self, text: str, but: str) -> list[NamedAccount]:
        """The accounts that the text names, in its order, each once with the words that name it.

        Args:
            text: running text, a mail.
            but: the account whose text it is. Neither it nor a name that is a part of its own is found.
        """
        plain = Plain(text)
        hits = sorted(self._hits(plain), key=lambda hit: (hit.start, -hit.end))
        own = self._places.get(but)
        own_name = _plain_name(self._accounts[own][1]) if own is not None else ""
        found: dict[int, NamedAccount] = {}
        covered_to = -1
        longest = (-1, -1)
        for hit in hits:
            inside = hit.end <= covered_to and (hit.start, hit.end) != longest
            if hit.end > covered_to:
                covered_to, longest = hit.end, (hit.start, hit.end)
            account = hit.form.account
            if inside or account == own or hit.form.text in own_name or account in found:
                continue
            id, name = self._accounts[account]
            found[account] = NamedAccount(id, name, text[plain.starts[hit.start] : plain.ends[hit.end - 1]])
        return list(found.values())

    def _hits(self, plain: Plain) -> Iterator[_Hit]:
        for start in range(len(plain.text) - _KEY + 1):
            for length in self._lengths.get(plain.text[start : start + _KEY], ()):
                for form in self._forms.get(plain.text[start : start + length], ()):
                    hit = _Hit(start, start + len(form.text), form)
                    if _stands_alone(plain, hit):
                        yield hit


def _plain_name(name: str) -> str:
    """A name as `Plain` writes it."""
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return _BETWEEN_CJK.sub("", plain) if " " in plain else plain


def _forms(name: str, account: int) -> Iterator[_Form]:
    """The ways in which a name is written: whole, without its legal form, and a facility without its corporation."""
    whole = _plain_name(name)
    core = _core(whole)
    wanted = {whole, core}
    corporation, _, facility = name.strip().partition(" ") if " " in name else name.strip().partition("\u3000")
    # 「医療法人○○会 ○○病院」: people write the facility alone, or the corporation alone.
    if facility and (own := _core(_plain_name(corporation))) != _plain_name(corporation) and _CJK_LETTER.search(own):
        wanted |= {own, _plain_name(facility)}
    capital = core.isascii() and core.isalpha() and name[:1].isupper()
    for text in wanted:
        if len(text) >= _KEY:
            bare = text != whole or core == whole
            weak = bare and (len(text) < _SHORT or text in _everyday_words())
            yield _Form(text, account, weak, capital and bare)


def _core(name: str) -> str:
    """The name without its legal forms, or the name itself where nothing else is left."""
    core, before = name, None
    while core != before:
        before = core
        core = _BEFORE.sub("", core)
        core = _AFTER.sub("", core).strip()
    return core or name


def _stands_alone(plain: Plain, hit: _Hit) -> bool:
    """Whether the words are a name of their own, not a piece of another word."""
    start, end = plain.starts[hit.start], plain.ends[hit.end - 1]
    before = _plain(plain.original[start - 1]) if start else ""
    after = _plain(plain.original[end]) if end < len(plain.original) else ""
    if _joins(before[-1:], hit.form.text[0]) or _joins(hit.form.text[-1], after[:1]):
        return False
    if hit.form.capital and not plain.original[start].isupper():
        return False
    if not hit.form.needs_legal:
        return True
    return bool(
        _LEGAL_ENDS.search(plain.text[max(0, hit.start - 12) : hit.start])
        or _LEGAL_BEGINS.match(plain.text[hit.end : hit.end + 20])
    )


def _joins(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word: Latin letters and digits, or katakana."""
    if not left or not right:
        return False
    latin = all(c.isalnum() and not re.match(f"[{_CJK}]", c) for c in (left, right))
    return latin or bool(_KATAKANA.match(left) and _KATAKANA.match(right))
