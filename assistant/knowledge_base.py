"""The shelf of knowledge/: principle cards, situations, practices; prose and YAML that a CX person edits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant import kept
from assistant.domain.situation import Situation
from assistant.errors import KnowledgeError


def _built_in(name: str) -> Path:
    inside = Path(__file__).parent / "_data" / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name


KNOWLEDGE = _built_in("knowledge")
PROMPTS = _built_in("prompts")


@dataclass(frozen=True, slots=True)
class Card:
    """A principle of the method, in both languages."""

    id: str
    source: str
    situations: tuple[str, ...]
    title: dict[str, str]
    idea: dict[str, str]
    do: dict[str, list[str]]
    avoid: dict[str, list[str]]
    phrasings: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class SituationCard:
    """What a situation is, its signs, what a good reply does, the usual failure, and examples."""

    name: str
    title: dict[str, str]
    what: dict[str, str]
    signs: dict[str, list[str]]
    good_reply: dict[str, list[str]]
    usual_failure: dict[str, str]
    examples: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Practice:
    """What worked with another customer, anonymous by form."""

    id: str
    trade: dict[str, str]
    size: dict[str, str]
    setting: dict[str, str]
    effect: dict[str, str]
    topics: dict[str, list[str]]


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file's mapping; a KnowledgeError names file and line where it cannot be read."""
    data = yaml_in(path)
    if not isinstance(data, dict):
        raise KnowledgeError("%(file)s, line 1: a card is a list of `key: value` lines.", {"file": path.name})
    return data


def yaml_in(path: Path, words: bool = False) -> Any:
    """A YAML file's content.

    Args:
        path: the file, UTF-8.
        words: every value is words as they stand; else "no" and "off" are false, and 3 is a number.

    Raises:
        KnowledgeError: it is no YAML, or no text; names file and line.
    """
    content = path.read_bytes()
    return kept.READINGS.value(b"%d" % words + content, lambda: _parsed(content, path, words))


def _parsed(content: bytes, path: Path, words: bool) -> Any:
    # Installation has read what travels with the program: a start that meets nothing else needs no YAML.
    import yaml

    # libyaml reads the cards about eight times faster than the loader in Python.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader) if words else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(content.decode(), loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        values = {"file": path.name, "line": mark.line + 1 if mark else 1, "problem": problem}
        raise KnowledgeError("%(file)s, line %(line)s: %(problem)s", values) from error
    except UnicodeDecodeError as error:
        raise KnowledgeError("%(file)s is not UTF-8 text.", {"file": path.name}) from error


def line_of(path: Path, key: str) -> int:
    """The line on which `key` stands at the left margin, 1 where it is missing."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)


def _refuse(path: Path, key: str, problem: str) -> KnowledgeError:
    values = {"file": path.name, "line": line_of(path, key), "key": key}
    return KnowledgeError(f"%(file)s, line %(line)s: {problem}", values)


def _bilingual(path: Path, data: dict[str, Any], key: str, kind: type) -> dict[str, Any]:
    value = data[key]
    for language in ("ja", "en"):
        if not isinstance(value, dict) or not isinstance(value.get(language), kind) or not value[language]:
            raise _refuse(path, key, f"`%(key)s` needs a text in `{language}`.")
    return value


def _load(path: Path, card: type, both: dict[str, type], plain: tuple[str, ...]) -> Any:
    data = read_yaml(path)
    for key in (*plain, *both):
        if key not in data:
            raise _refuse(path, key, "`%(key)s` is missing.")
    if unknown := sorted(set(data) - set(plain) - set(both)):
        raise _refuse(path, unknown[0], "`%(key)s` is not a key of this kind of card.")
    name_key = plain[0]
    if data[name_key] != path.stem:
        raise _refuse(path, name_key, "`%(key)s` must be the file's name.")
    values: dict[str, Any] = {key: data[key] for key in plain}
    values |= {key: _bilingual(path, data, key, kind) for key, kind in both.items()}
    if "situations" in values:
        if unknown := [s for s in values["situations"] if s not in Situation.__members__]:
            raise _refuse(path, "situations", f"`{unknown[0]}` is no situation.")
        values["situations"] = tuple(values["situations"])
    return card(**values)


def read_card(path: Path) -> Card:
    """A principle card's file. Raises KnowledgeError where it is not as it should be; names file and line."""
    both = {"title": str, "idea": str, "do": list, "avoid": list, "phrasings": list}
    return _load(path, Card, both, ("id", "source", "situations"))


class KnowledgeBase:
    """All cards; a user's own folder adds to the built-in ones, or overrides a card of the same name.

    Args:
        own: a folder laid out as knowledge/, or None.
    """

    def __init__(self, own: Path | None = None):
        self.folders: Sequence[Path] = [KNOWLEDGE, *([own] if own else [])]

    def _files(self, room: str) -> dict[str, Path]:
        return {path.stem: path for folder in self.folders for path in sorted((folder / room).glob("*.yaml"))}

    @cached_property
    def principles(self) -> dict[str, Card]:
        return {name: read_card(path) for name, path in self._files("principles").items()}

    def read_again(self) -> None:
        """Takes the principle cards as they stand in their folders now."""
        self.__dict__.pop("principles", None)

    @property
    def own_principles(self) -> set[str]:
        """The cards that stand in the user's own folder."""
        return {name for name, path in self._files("principles").items() if path.parent.parent != KNOWLEDGE}

    @cached_property
    def situations(self) -> dict[str, SituationCard]:
        both = {
            "title": str, "what": str, "signs": list, "good_reply": list, "usual_failure": str, "examples": list,
        }  # fmt: skip
        return {name: _load(path, SituationCard, both, ("name",)) for name, path in self._files("situations").items()}

    @cached_property
    def practices(self) -> dict[str, Practice]:
        both = {"trade": str, "size": str, "setting": str, "effect": str, "topics": list}
        return {name: _load(path, Practice, both, ("id",)) for name, path in self._files("practices").items()}

    @cached_property
    def lexicon(self) -> dict[str, dict[str, Any]]:
        """What search expands a question with; the other files of lexicon/ are read by the steps they belong to."""
        return self._lexicon("synonyms", "glossary")

    @cached_property
    def checked_phrases(self) -> dict[str, dict[str, Any]]:
        """The phrases that the checks look for."""
        return self._lexicon("checks_")

    def _lexicon(self, *beginnings: str) -> dict[str, dict[str, Any]]:
        files = self._files("lexicon").items()
        return {name: read_yaml(path) for name, path in files if name.startswith(beginnings)}
