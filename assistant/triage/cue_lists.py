"""Lists of cue phrases from the lexicon: a user's own phrases are added to the built-in ones."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from assistant.triage.cues import Cues
from assistant.triage.lexicon import LANGUAGES

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
