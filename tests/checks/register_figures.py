"""How precise the register rules are, and how much they find: `python -m tests.checks.register_figures`."""

from collections import Counter
from pathlib import Path

from assistant.checks.lexicon import built_in
from assistant.checks.proof import Proof
from assistant.checks.register import check, red_pen
from tests.checks.register_settings import SENTENCES, WARNINGS, letter_in, sentences

# The table of the rules that block, and that of the rules that only warn.
TABLES = {SENTENCES: check, WARNINGS: red_pen}


def figures(table: Path = SENTENCES) -> tuple[Counter, Counter, Counter, list[str]]:
    """Right alarms, false alarms and misses by rule, and a line for each sentence that is judged wrongly."""
    right, false, missed, wrong = Counter(), Counter(), Counter(), []
    for row in sentences(table):
        proof = Proof(letter_in(row["setting"], row["text"]), built_in())
        found, wanted = {f.why.split(":")[0] for f in TABLES[table](proof)}, set(row["rules"])
        right.update(found & wanted)
        false.update(found - wanted)
        missed.update(wanted - found)
        if found != wanted:
            wrong.append(f"{sorted(wanted)} found {sorted(found)} [{row['setting']}] {row['text']}")
    return right, false, missed, wrong


def shares(table: Path = SENTENCES) -> tuple[float, float]:
    """Precision and recall over all rules."""
    right, false, missed, _ = figures(table)
    hits = right.total()
    return hits / (hits + false.total()), hits / (hits + missed.total())


if __name__ == "__main__":
    for table in TABLES:
        right, false, missed, wrong = figures(table)
        rows = sentences(table)
        print(f"{table.name}: {len(rows)} sentences, {sum(not r['rules'] for r in rows)} of them right")
        for rule in sorted({*right, *false, *missed}):
            print(f"{rule:20} found {right[rule]:3}  false {false[rule]:3}  missed {missed[rule]:3}")
        print("precision {:.3f}  recall {:.3f}".format(*shares(table)))
        print(*wrong, sep="\n")
