"""The lexicon of triage: YAML files in knowledge/lexicon/ whose names begin with "triage"."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.domain.situation import Situation
from assistant.errors import KnowledgeError
from assistant.knowledge_base import yaml_in
from assistant.triage.cues import needles

_SECTIONS: dict[str, set[str]] = {
    "concepts": set(),
    "situations": {"strong", "weak", "against"},
    "tone": {"urgent", "unhurried", "serious", "angry", "worried", "happy", "correction", "no_correction"},
    "no_answer": {"automatic", "away", "notice", "advertising", "offer", "courtesy", "substance", "formula"},
}
LANGUAGES = ("ja", "en")
_SPOKEN = (*LANGUAGES, "other")

# section → thing (a situation with its strength, or a kind) → language → phrases
Phrases = dict[str, dict[str, dict[str, list[str]]]]


def read_yaml(path: Path) -> Any:
    """A YAML file's content, every value as words.

    Raises:
        KnowledgeError: where the file is not YAML; names file and line.
    """
    return yaml_in(path, words=True)


def phrases_in(folders: Sequence[Path]) -> Phrases:
    """All cue phrases of the folders' lexicons; a user's own are added to the built-in ones.

    Args:
        folders: knowledge folders, the built-in one first.

    Raises:
        KnowledgeError: where a file is not as it should be; names file and line.
    """
    found: Phrases = {section: {} for section in _SECTIONS}
    for folder in folders:
        for path in sorted((folder / "lexicon").glob("triage*.yaml")):
            # The built-in phrases are tried one by one by a test, not at every start.
            _add(found, path, tried=folder != folders[0])
    return found


def _add(found: Phrases, path: Path, tried: bool) -> None:
    data = read_yaml(path)
    language = data.get("language") if isinstance(data, dict) else None
    if language not in _SPOKEN:
        raise _fault(path, 1, f"'language' must be one of {', '.join(_SPOKEN)}")
    for section, content in data.items():
        if section == "language":
            continue
        if section not in _SECTIONS or not isinstance(content, dict):
            raise _fault(path, _line(path, section), f"'{section}' is not a section of a triage lexicon")
        for thing, lists in _things(path, section, content):
            for phrase in lists if tried else ():
                _checked(path, phrase)
            found[section].setdefault(thing, {}).setdefault(language, []).extend(lists)


def _things(path: Path, section: str, content: dict) -> list[tuple[str, list[str]]]:
    if section == "concepts":
        return list(content.items())
    if section != "situations":
        pairs = list(content.items())
    else:
        for name, strengths in content.items():
            if name not in Situation.__members__ or not isinstance(strengths, dict):
                raise _fault(path, _line(path, name), f"'{name}' is not a situation")
        pairs = [
            (f"{name}.{strength}", phrases) for name, lists in content.items() for strength, phrases in lists.items()
        ]
    for name, phrases in pairs:
        word = name.rpartition(".")[2]
        if word not in _SECTIONS[section]:
            raise _fault(path, _line(path, word), f"'{word}' is not known in '{section}'")
        if not isinstance(phrases, list) or not all(isinstance(p, str) and p.strip() for p in phrases):
            raise _fault(path, _line(path, word), f"'{name}' must be a list of phrases")
    return pairs


def _checked(path: Path, phrase: str) -> None:
    try:
        needles(phrase)
    except ValueError as error:
        raise _fault(path, _line(path, phrase), f"{phrase}: {error}") from error


def examples_in(folders: Sequence[Path]) -> list[tuple[str, str, str]]:
    """Example messages as (language, situation, message): the situations' own, those in situations/examples/ (by
    situation and language), and those in lexicon/examples*.yaml.

    Raises:
        KnowledgeError: where a file is not as it should be; names file and line.
    """
    found: list[tuple[str, str, str]] = []
    for folder in folders:
        for path in sorted((folder / "situations").glob("*.yaml")):
            found += _of_situation(path)
        for path in sorted((folder / "situations" / "examples").glob("*.yaml")):
            found += _of_batch(path)
        for path in sorted((folder / "lexicon").glob("examples*.yaml")):
            found += _of_language(path)
    return found


def _of_situation(path: Path) -> list[tuple[str, str, str]]:
    """The examples of a situation's own file, by language."""
    data = read_yaml(path)
    name = data.get("name") if isinstance(data, dict) else None
    if name not in Situation.__members__:
        raise _fault(path, 1, f"'{name}' is not a situation")
    messages = _messages(path, data.get("examples"), LANGUAGES)
    return [(language, str(name), message) for language, message in messages]


def _of_batch(path: Path) -> list[tuple[str, str, str]]:
    """The examples of one viewpoint, by situation and language."""
    data = read_yaml(path)
    if not isinstance(data, dict) or not set(data) <= set(Situation):
        raise _fault(path, 1, "the file must hold situations, each with messages by language")
    return [
        (language, str(name), message)
        for name, lists in data.items()
        for language, message in _messages(path, lists, LANGUAGES)
    ]


def _of_language(path: Path) -> list[tuple[str, str, str]]:
    """The examples of one language, by situation."""
    data = read_yaml(path)
    language = data.get("language") if isinstance(data, dict) else None
    if language not in LANGUAGES:
        raise _fault(path, 1, f"'language' must be one of {', '.join(LANGUAGES)}")
    return [(language, name, message) for name, message in _messages(path, data.get("examples"), list(Situation))]


def _messages(path: Path, examples: Any, known: Sequence[str]) -> list[tuple[str, str]]:
    if not isinstance(examples, dict):
        raise _fault(path, _line(path, "examples"), "'examples' must hold lists of messages")
    for key, messages in examples.items():
        if key not in known or not isinstance(messages, list) or not all(isinstance(m, str) for m in messages):
            raise _fault(path, _line(path, str(key)), f"'examples.{key}' must be a known name with a list of messages")
    return [(key, message) for key, messages in examples.items() for message in messages]


def _line(path: Path, words: object) -> int:
    """The first line of a file that holds the words; 1 where none does."""
    lines = path.read_text(encoding="utf-8").splitlines()
    keyed = (i for i, line in enumerate(lines, 1) if line.strip().startswith(f"{words}:"))
    return next(keyed, next((i for i, line in enumerate(lines, 1) if str(words) in line), 1))


def _fault(path: Path, line: int, why: str) -> KnowledgeError:
    return KnowledgeError("%(file)s, line %(line)s: %(why)s", {"file": path.name, "line": line, "why": why})
