"""Lists of cue phrases from the lexicon: a user's own phrases are added to the built-in ones."""

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from assistant.errors import KnowledgeError
from assistant.triage.cues import Cues, needles
from assistant.triage.lexicon import LANGUAGES, read_yaml

ListsOf = Callable[[Path], Iterable[tuple[str, str, list[str]]]]


def cue_lists(folders: Sequence[Path], files: str, lists_of: ListsOf) -> dict[str, dict[str, Cues]]:
    """Cues by language and list.

    Args:
        folders: knowledge folders, the built-in one first.
        files: which files of their lexicon/, as a pattern.
        lists_of: language, list and phrases of each list in a file; raises KnowledgeError where it is not as it should be.
    """
    phrases: dict[str, dict[str, list[str]]] = {language: {} for language in LANGUAGES}
    for folder in folders:
        for path in sorted((folder / "lexicon").glob(files)):
            for language, name, words in lists_of(path):
                phrases[language].setdefault(name, []).extend(words)
    return {lang: {name: Cues.of(ws, lang) for name, ws in lists.items()} for lang, lists in phrases.items()}


def phrase_lists(path: Path, known: Collection[str] | None = None) -> Iterable[tuple[str, str, list[str]]]:
    """The lists of a file that holds phrases by language and name; `known` are the names that it may use, None for any.

    Raises KnowledgeError where the file is not as it should be.
    """
    data = read_yaml(path)
    for language, lists in data.items() if isinstance(data, dict) else ():
        by_name = lists if language in LANGUAGES and isinstance(lists, dict) else {language: lists}
        for name, words in by_name.items():
            listed = isinstance(words, list) and all(isinstance(w, str) and w for w in words)
            if by_name is not lists or not listed or (known is not None and name not in known):
                why = f"'{language}.{name}' is not a list of phrases that is known here"
                raise KnowledgeError("%(file)s: %(why)s", {"file": path.name, "why": why})
            for word in words:
                try:
                    needles(word)
                except ValueError as error:
                    raise KnowledgeError("%(file)s: %(why)s", {"file": path.name, "why": f"{word}: {error}"}) from error
            yield language, name, words
