"""Rules of warnings as a CX person writes them: words by class, and which of them must stand together in a sentence.

words:
  reply: [返信, 返事]          a class of words, in the notation of cues.py
orders:
  - <reply> & 「 & <write>     all of these stand in one sentence, in whatever order
  - <reply> & not 自動返信     and this does not
  - <reply>に…必ず             a class inside a phrase
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from assistant.errors import KnowledgeError
from assistant.triage.cues import Cues, needles
from assistant.triage.lexicon import read_yaml
from assistant.triage.scanner import Scanner

KINDS = (
    "orders", "commands", "approval", "promise", "agreement", "identity", "office", "granted",
    "internal", "other_customer", "instructions", "approver", "defames",
)  # fmt: skip
LANGUAGES = ("ja", "en", "other")
_CLASS = re.compile(r"<(?!n>)([\w ]+)>")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule: cues of which one must stand in the sentence, or of which none may.

    Where none of the `needles` stands in a sentence, none of the cues does; None where a cue has no needle.
    """

    cues: Cues
    key: str
    wanted: bool
    needles: frozenset[str] | None = None


class Sentence:
    """A sentence (folded, lower case) as one language's rules look at it; what was looked for once is remembered.

    Args:
        text: the sentence.
        rules: those that will be asked about it.
    """

    def __init__(self, text: str, rules: "Rules"):
        self.text = text
        self._present = rules.scanner.present(text)
        self._known: dict[str, bool] = {}

    def holds(self, part: Part) -> bool:
        """True where one of the part's cues stands in the sentence, or none where none may."""
        if (found := self._known.get(part.key)) is None:
            found = self._known[part.key] = self._finds(part)
        return found == part.wanted

    def _finds(self, part: Part) -> bool:
        if part.needles is not None and part.needles.isdisjoint(self._present):
            return False
        return next(part.cues.find(self.text, self._present), None) is not None


@dataclass(frozen=True)
class Rules:
    """The rules of one language. `written` holds them by kind as they stand in the lexicon."""

    language: str
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    written: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def parts(self) -> dict[str, list[list[Part]]]:
        """Each rule laid out, what is looked for before what must be absent."""
        made = {kind: [self._rule(text) for text in texts] for kind, texts in self.written.items()}
        return {kind: [sorted(rule, key=lambda p: not p.wanted) for rule in rules] for kind, rules in made.items()}

    @cached_property
    def named(self) -> dict[str, Part]:
        """Each class of words as a part of its own."""
        return {name: self._piece(f"<{name}>") for name in self.words}

    @cached_property
    def _piece(self) -> Callable[[str], Part]:
        # Many rules name the same classes.
        return cache(self._part)

    @cached_property
    def scanner(self) -> Scanner:
        """Finds the needles of all rules and classes in a sentence at once."""
        parts = [part for rules in self.parts.values() for rule in rules for part in rule]
        parts += self.named.values()
        return Scanner.of(n for part in parts for groups, _ in part.cues.entries for group in groups for n in group)

    def says(self, kind: str, sentence: "Sentence") -> bool:
        """True where a rule of this kind (one of `KINDS`) holds in the sentence."""
        return any(all(sentence.holds(part) for part in rule) for rule in self.parts.get(kind, ()))

    def _rule(self, text: str) -> list[Part]:
        return [self._piece(piece.strip()) for piece in text.split(" & ")]

    def _part(self, piece: str) -> Part:
        wanted = not piece.startswith("not ")
        phrase = piece.removeprefix("not ").strip()
        whole = _CLASS.fullmatch(phrase)
        phrases = [self._spelt(word) for word in self._class(whole[1])] if whole else [self._spelt(phrase)]
        cues = Cues.of(phrases, self.language)
        every = all(groups for groups, _ in cues.entries)
        needles = frozenset(n for groups, _ in cues.entries for n in groups[0]) if every else None
        return Part(cues, f"{self.language} {phrase}", wanted, needles)

    def _class(self, name: str) -> Sequence[str]:
        if name not in self.words:
            raise ValueError(f"<{name}> is not among the words")
        return self.words[name]

    def _spelt(self, phrase: str) -> str:
        return _CLASS.sub(lambda m: "(" + "|".join(self._spelt(w) for w in self._class(m[1])) + ")", phrase)


def rules_in(folders: Sequence[Path]) -> dict[str, Rules]:
    """The rules of the folders' lexicon/warnings*.yaml by language; a user's own are added to the built-in ones.

    Raises:
        KnowledgeError: where a file is not as it should be; names the file and the fault.
    """
    words: dict[str, dict[str, list[str]]] = {language: {} for language in LANGUAGES}
    written: dict[str, dict[str, list[str]]] = {language: {} for language in LANGUAGES}
    for path in (path for folder in folders for path in sorted((folder / "lexicon").glob("warnings*.yaml"))):
        # The built-in phrases are tried one by one by a test, not at every start.
        own = path.parent.parent != folders[0]
        data = read_yaml(path)
        language = data.pop("language", None) if isinstance(data, dict) else None
        if language not in LANGUAGES:
            raise _fault(path, f"'language' must be one of {', '.join(LANGUAGES)}")
        for name, phrases in _lists(path, data.pop("words", {}), own):
            words[language].setdefault(name, []).extend(phrases)
        for kind, texts in _lists(path, data, own):
            if kind not in KINDS:
                raise _fault(path, f"'{kind}' is not a kind of warning")
            written[language].setdefault(kind, []).extend(texts)
        try:
            _ = own and Rules(language, words[language], written[language]).parts
        except ValueError as error:
            raise _fault(path, str(error)) from error
    return {language: Rules(language, words[language], written[language]) for language in LANGUAGES}


def _lists(path: Path, content: object, tried: bool) -> list[tuple[str, list[str]]]:
    if not isinstance(content, dict):
        raise _fault(path, "lists of phrases by name are wanted")
    for name, phrases in content.items():
        if not isinstance(phrases, list) or not all(isinstance(p, str) and p.strip() for p in phrases):
            raise _fault(path, f"'{name}' must be a list of phrases")
        for phrase in phrases if tried else ():
            try:
                needles(phrase)
            except ValueError as error:
                raise _fault(path, f"{phrase}: {error}") from error
    return list(content.items())


def _fault(path: Path, why: str) -> KnowledgeError:
    return KnowledgeError("%(file)s: %(why)s", {"file": path.name, "why": why})
