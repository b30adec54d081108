"""How long recall takes: an account's stored index of 1,000 and 10,000 entries, and the library.

Run as `python -m tests.bench.recall_speed`.
"""

import random
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from assistant.domain.account import Account, HistoryEntry
from assistant.knowledge_base import KNOWLEDGE, KnowledgeBase
from assistant.ports import HelpText
from assistant.recall.index import AccountIndex, build
from assistant.recall.search import Library
from tests.bench.retrieval import help_texts, questions

KINDS = ("ticket", "meeting", "email", "call", "survey")


def account(entries: int) -> Account:
    """An account whose history is made of sentences of the built-in knowledge, no two entries alike."""
    chance = random.Random(7)
    base = KnowledgeBase()
    talk = [p for card in base.principles.values() for phrases in card.phrasings.values() for p in phrases]
    talk += [line for text in help_texts(KNOWLEDGE / "demo" / "help") for line in text.body.splitlines() if line]
    history = [
        HistoryEntry(
            date=date(2020, 1, 1) + timedelta(days=n % 2_000), kind=chance.choice(KINDS),
            text=f"{chance.choice(talk)} {chance.choice(talk)} #{n}",
        )
        for n in range(entries)
    ]  # fmt: skip
    return Account(id="bench", name="試験", history=history)


def times(work: Callable[[], object], repeat: int) -> list[float]:
    """Milliseconds of each run, in ascending order."""
    taken = []
    for _ in range(repeat):
        start = perf_counter()
        work()
        taken.append((perf_counter() - start) * 1000)
    return sorted(taken)


def row(name: str, taken: list[float], target: str = "") -> None:
    """One line of the table: the median and the 95th percentile, in milliseconds."""
    print(
        f"| {name} | {taken[len(taken) // 2]:.2f} | {taken[min(len(taken) * 95 // 100, len(taken) - 1)]:.2f} | {target} |"
    )


def main() -> None:
    """Prints the table."""
    print("| what | p50 ms | p95 ms | target |\n| --- | --- | --- | --- |")
    base = KnowledgeBase()
    texts = help_texts(KNOWLEDGE / "demo" / "help")
    many = [HelpText(f"{n}-{t.id}", t.title, f"{t.body}\n{n}", t.language) for n in range(20) for t in texts][:1_000]
    principles, practices, words = base.principles, base.practices, base.lexicon
    with tempfile.TemporaryDirectory() as folder:
        row("library built, first start", times(lambda: Library(principles, practices, texts, words), 3))
        Library(principles, practices, texts, words, folder=Path(folder))
        row("library kept, later starts", times(
            lambda: Library(principles, practices, texts, words, folder=Path(folder)), 5), "250")  # fmt: skip
        row("1,000 articles built", times(lambda: Library({}, {}, many, words), 2))
    library = Library(principles, practices, texts, words)
    asked = [q.text for q in questions()]
    asked += ["。".join(asked[n : n + 8]) for n in range(0, 40, 8)]
    todo = iter(asked * 10)
    row("a question to the help texts", times(lambda: library.help(next(todo), "ja"), 200))
    row("a question to the principles", times(lambda: library.principles(next(todo)), 200))
    ten = account(10)
    row("index of 10 entries built", times(lambda: build(ten), 50), "1")
    for size in (1_000, 10_000):
        stored = account(size)
        row(f"index of {size:,} entries built", times(lambda stored=stored: build(stored), 1))
        blob = build(stored)
        row(f"a question to {size:,} entries, index read from bytes ({len(blob) / 1e6:.1f} MB)", times(
            lambda blob=blob: AccountIndex.loads(blob).search(library.read(next(todo))), 200), "60")  # fmt: skip


if __name__ == "__main__":
    main()
