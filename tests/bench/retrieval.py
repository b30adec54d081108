"""Retrieval figures: each stage of recall on and off, over questions in customers' words, and the floor's cost.

Run as `python -m tests.bench.retrieval [dev|test|all]`.
"""

import json
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean

from assistant.domain.account import Account
from assistant.knowledge_base import KNOWLEDGE, KnowledgeBase
from assistant.ports import HelpText
from assistant.recall import analyse, index, lexicon, search
from assistant.recall.titles import twin
from assistant.symptoms import Symptoms

HERE = Path(__file__).parent
OTHER_HELP = HERE.parent / "evals" / "cases" / "help"


@dataclass(frozen=True)
class Question:
    """A question in a customer's words, with the ids that answer it; none for one that nothing answers."""

    id: str
    part: str
    language: str
    half: str
    text: str
    relevant: list[str]
    account: str = ""
    shelf: str = "help"


@dataclass(frozen=True)
class Stage:
    """What of recall is switched on."""

    name: str
    morphemes: bool = True
    fields: bool = True
    words: tuple[str, ...] = ("synonyms", "glossary")


STAGES = (
    Stage("script runs, one field", False, False, ()),
    Stage("+ fugashi", True, False, ()),
    Stage("+ two fields", words=()),
    Stage("+ synonyms", words=("synonyms",)),
    Stage("+ glossary (as shipped)"),
    Stage("as shipped, without fugashi", morphemes=False),
    Stage("as shipped, one field", fields=False),
    Stage("as shipped, without synonyms", words=("glossary",)),
)


def questions(half: str = "all") -> list[Question]:
    """The question set, or one half of it."""
    rows = [json.loads(line) for line in (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    return [Question(**row) for row in rows if half in ("all", row["half"])]


def help_texts(folder: Path) -> list[HelpText]:
    """The articles of a folder, as the importer takes Markdown."""
    texts = []
    for path in sorted(folder.glob("*.md")):
        title, _, body = path.read_text(encoding="utf-8").partition("\n")
        language = "ja" if analyse.is_japanese(title) else "en"
        texts.append(HelpText(path.name, title.lstrip("# "), body.strip(), language))
    return texts


@contextmanager
def switched(stage: Stage) -> Iterator[None]:
    """Recall with only the analyser's and the shelves' parts of this stage."""
    terms, fields = analyse.terms, search.FIELDS
    lexicon._terms.cache_clear()
    analyse.terms = partial(terms, morphemes=stage.morphemes)
    search.FIELDS = fields if stage.fields else (1.0, 1.0)
    try:
        yield
    finally:
        analyse.terms, search.FIELDS = terms, fields
        lexicon._terms.cache_clear()


class Recall:
    """Everything that can be asked, built at one stage."""

    def __init__(self, stage: Stage):
        base = KnowledgeBase()
        words = {name: base.lexicon[name] for name in stage.words}

        def library(texts: list[HelpText]) -> search.Library:
            made = search.Library(base.principles, base.practices, texts, words)
            if not stage.fields:
                made._shelves = {name: _one_field(shelf, name, made) for name, shelf in made._shelves.items()}
            return made

        self.libraries = {
            "help": library(help_texts(KNOWLEDGE / "demo" / "help")),
            "other": library(help_texts(OTHER_HELP)),
        }
        accounts = (KNOWLEDGE / "demo" / "accounts.jsonl").read_text(encoding="utf-8").splitlines()
        stored = [Account.model_validate_json(line) for line in accounts]
        self.accounts = {a.id: index.AccountIndex.loads(index.build(a)) for a in stored}

    def ask(self, question: Question) -> list[tuple[str, float]]:
        """Ids with their evidence, best first."""
        library = self.libraries[question.shelf]
        if question.account:
            hits = self.accounts[question.account].search(library.read(question.text), limit=50, floor=0.0)
            return [(hit.key, hit.evidence) for hit in hits]
        if question.part == "cards":
            return library.ranked("principles", question.text)
        found: dict[str, float] = {}
        for id, evidence in library.ranked("help", question.text):
            found.setdefault(twin(id), evidence)
        return list(found.items())


def _one_field(shelf: search.Shelf, name: str, library: search.Library) -> search.Shelf:
    documents = library.documents[name]
    made = search.Shelf.build(list(documents), [list(documents.values())], [1.0])
    made.bilingual = shelf.bilingual
    return made


def ndcg(ids: list[str], relevant: list[str], at: int = 10) -> float:
    """Normalised discounted cumulative gain, every relevant id worth the same (Järvelin and Kekäläinen, 2002)."""
    gain = sum(1 / math.log2(n + 2) for n, id in enumerate(ids[:at]) if id in relevant)
    return gain / sum(1 / math.log2(n + 2) for n in range(min(len(relevant), at)))


def recall(ids: list[str], relevant: list[str], at: int = 5) -> float:
    """The share of the relevant ids among the first."""
    return len(set(ids[:at]) & set(relevant)) / len(relevant)


COLUMNS: tuple[tuple[str, Callable[[Question], bool]], ...] = (
    ("cards", lambda q: q.part == "cards"),
    ("help", lambda q: q.part == "help"),
    ("notes", lambda q: q.part == "notes"),
    ("other vendors", lambda q: q.part == "other"),
    ("ja", lambda q: q.language == "ja"),
    ("en", lambda q: q.language == "en"),
    ("mixed", lambda q: q.language == "mixed"),
    ("all", lambda q: True),
)


def figures(stage: Stage, asked: list[Question]) -> list[tuple[float, float]]:
    """nDCG@10 and recall@5 by column."""
    with switched(stage):
        built = Recall(stage)
        ranked = {q.id: [id for id, _ in built.ask(q)] for q in asked if q.relevant}
    rows = []
    for _, fits in COLUMNS:
        chosen = [q for q in asked if q.relevant and fits(q)]
        rows.append((fmean(ndcg(ranked[q.id], q.relevant) for q in chosen) if chosen else math.nan,
                     fmean(recall(ranked[q.id], q.relevant) for q in chosen) if chosen else math.nan))  # fmt: skip
    return rows


@dataclass(frozen=True)
class FloorRow:
    """What a floor does with the questions for help.

    `right`, `wrong`, `silent`: of the questions that an article answers, how many first hits are right, are another
    article, or stay below the floor. `weak`: first hits for questions that nothing answers. `stand_in`: hits that
    would come for an answerable question if its own article were not on the shelf.
    """

    floor: float
    right: int
    wrong: int
    silent: int
    weak: int
    stand_in: int


def floor_figures(asked: list[Question], floors: list[float], symptoms: Symptoms | None = None) -> list[FloorRow]:
    """One row a floor. Only help: an article above the floor becomes steps in a letter.

    With `symptoms`, articles on another kind of trouble than the question's are left out, as a letter does.
    """
    built = Recall(Stage("as shipped"))
    texts = {twin(t.id): t for folder in (KNOWLEDGE / "demo" / "help", OTHER_HELP) for t in help_texts(folder)}

    def fits(question: Question, id: str) -> bool:
        return symptoms is None or symptoms.fit(question.text, texts[id].title, texts[id].body)

    found = [
        (q, [hit for hit in built.ask(q) if fits(q, hit[0])]) for q in asked if q.part in ("help", "other", "none")
    ]
    answerable = [(q, hits) for q, hits in found if q.relevant]
    unanswerable = [hits for q, hits in found if not q.relevant]

    def told(hits: list[tuple[str, float]], floor: float) -> str:
        return hits[0][0] if hits and hits[0][1] >= floor else ""

    rows = []
    for floor in floors:
        firsts = [(q, told(hits, floor)) for q, hits in answerable]
        right = sum(id in q.relevant for q, id in firsts)
        silent = sum(not id for _, id in firsts)
        others = [[hit for hit in hits if hit[0] not in q.relevant] for q, hits in answerable]
        weak, stand_in = (sum(bool(told(hits, floor)) for hits in lists) for lists in (unanswerable, others))
        rows.append(FloorRow(floor, right, len(firsts) - right - silent, silent, weak, stand_in))
    return rows


def main(half: str = "all") -> None:
    """Prints both tables as Markdown."""
    asked = questions(half)
    print(f"{len(asked)} questions ({half}); nDCG@10 / recall@5\n")
    print("| stage | " + " | ".join(name for name, _ in COLUMNS) + " |\n| --- |" + " --- |" * len(COLUMNS))
    for stage in STAGES:
        cells = ("–" if math.isnan(gain) else f"{gain:.3f} / {found:.3f}" for gain, found in figures(stage, asked))
        print(f"| {stage.name} | " + " | ".join(cells) + " |")
    none = sum(q.part == "none" for q in asked)
    print(f"\n| floor | right | wrong | silent | weak (of {none}) | stand-in | precision | recall |")
    print("| --- |" + " --- |" * 7)
    floors = sorted({0.0, *(n / 20 for n in range(4, 13)), search.HELP_FLOOR})
    heeded = floor_figures(asked, [search.HELP_FLOOR], Symptoms.load([KNOWLEDGE]))
    for row in [*floor_figures(asked, floors), *heeded]:
        precision = row.right / max(row.right + row.wrong + row.weak, 1)
        found = row.right / max(row.right + row.wrong + row.silent, 1)
        name = f"{row.floor:.2f}" + (" (kinds of trouble not heeded)" if row.floor == search.HELP_FLOOR else "")
        name = f"{row.floor:.2f} (shipped)" if row in heeded else name
        cells = (row.right, row.wrong, row.silent, row.weak, row.stand_in, f"{precision:.2f}", f"{found:.2f}")
        print(f"| {name} | " + " | ".join(map(str, cells)) + " |")


if __name__ == "__main__":
    main(*sys.argv[1:])
