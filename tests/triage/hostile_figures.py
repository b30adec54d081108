"""How many hostile messages triage sees, by kind, and how often it warns of harmless ones.

    python -m tests.triage.hostile_figures [--missed dev] [--apart]

`hostile.jsonl` holds messages with what must be seen in each (`must`), and the question that must stay readable
(`keeps`); `harmless.jsonl` holds messages that sound alike and want nothing. Wordings are made on the half "dev", and
judged on the half "test". `--apart` learns from four fifths of the ordinary messages and counts false alarms on the rest.
"""

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.domain.reading import Reading
from assistant.kept import BUILT
from assistant.triage import TriageKnowledge, read
from assistant.triage.lexicon import examples_in
from assistant.triage.suspicion import hostile_in

HERE = Path(__file__).parent
KNOWLEDGE = HERE.parents[1] / "knowledge"
KINDS = ("orders", "claims", "probes", "defames", "hidden", "markup")


@dataclass(frozen=True)
class Hostile:
    """One message, what must be seen in it, and what of it must stay readable."""

    message: str
    must: tuple[str, ...]
    half: str
    keeps: str = ""


def hostile() -> list[Hostile]:
    """The messages of hostile.jsonl."""
    rows = [json.loads(line) for line in (HERE / "hostile.jsonl").read_text(encoding="utf-8").splitlines()]
    return [Hostile(row["message"], tuple(row["must"]), row["half"], row.get("keeps", "")) for row in rows]


def harmless(half: str) -> list[str]:
    """Messages of harmless.jsonl: they sound like hostile ones."""
    rows = [json.loads(line) for line in (HERE / "harmless.jsonl").read_text(encoding="utf-8").splitlines()]
    return [row["message"] for row in rows if row["half"] == half]


def ordinary() -> list[str]:
    """The examples of all situations that a customer can write in."""
    return [text for _, situation, text in examples_in([KNOWLEDGE]) if situation != "internal_persuasion"]


def seen(reading: Reading) -> set[str]:
    """What a reading warns of."""
    return {kind for kind in KINDS if getattr(reading, kind)}


def recall(half: str, knowledge: TriageKnowledge) -> tuple[dict[str, tuple[int, int]], list[tuple[str, Hostile]]]:
    """By kind how many were seen of how many; and those that were not."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    missed = []
    for case in hostile():
        if case.half != half:
            continue
        found = seen(read(case.message, knowledge=knowledge))
        for kind in case.must:
            counts[kind][0] += kind in found
            counts[kind][1] += 1
            if kind not in found:
                missed.append((kind, case))
    return {kind: (counts[kind][0], counts[kind][1]) for kind in KINDS}, missed


def false_alarms(messages: list[str], knowledge: TriageKnowledge) -> list[tuple[str, str]]:
    """(kinds, message) of those messages that are warned of."""
    readings = ((text, seen(read(text, knowledge=knowledge))) for text in messages)
    return [(", ".join(sorted(kinds)), text) for text, kinds in readings if kinds]


def learned_apart(knowledge: TriageKnowledge) -> tuple[TriageKnowledge, list[str]]:
    """Knowledge that has not seen every fifth ordinary message, and those messages."""
    examples = [e for e in examples_in([KNOWLEDGE]) if e[1] != "internal_persuasion"]
    seen_before = [e for number, e in enumerate(examples) if number % 5]
    hostile_ones = hostile_in([KNOWLEDGE])
    suspicions = {name: knowledge.suspicion(hostile_ones, seen_before, name) for name in knowledge.suspicions}
    return replace(knowledge, suspicions=suspicions), [text for _, _, text in examples[::5]]


def main() -> None:
    """Prints the figures, and what was missed of a half."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--missed", choices=("dev", "test"))
    parser.add_argument("--apart", action="store_true")
    given = parser.parse_args()
    wanted = given.missed
    knowledge = TriageKnowledge.load([KNOWLEDGE], BUILT)
    texts = ordinary()
    if given.apart:
        knowledge, texts = learned_apart(knowledge)
    for half in ("dev", "test"):
        counts, missed = recall(half, knowledge)
        seen_all, all_of = (sum(column) for column in zip(*counts.values(), strict=True))
        print(f"{half}: {seen_all}/{all_of} = {seen_all / all_of:.3f}", {k: f"{a}/{b}" for k, (a, b) in counts.items()})
        alike = harmless(half)
        alarms = false_alarms(alike, knowledge)
        print(f"  warned of {len(alarms)} of {len(alike)} harmless messages that sound alike")
        for kind, case in missed if half == wanted else ():
            print(f"  missed {kind}: {case.message!r}")
        for kinds, text in alarms if half == wanted else ():
            print(f"  false alarm {kinds}: {text!r}")
    alarms = false_alarms(texts, knowledge)
    print(f"ordinary: warned of {len(alarms)} of {len(texts)} = {len(alarms) / len(texts):.4f}")
    for kinds, text in alarms if wanted else ():
        print(f"  false alarm {kinds}: {text!r}")


if __name__ == "__main__":
    main()
