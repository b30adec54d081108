"""How precise the register rules are, and how much they find: `python -m tests.checks.register_figures`."""

from collections import Counter

from assistant.checks.lexicon import built_in
from assistant.checks.proof import Proof
from assistant.checks.register import check
from tests.checks.register_settings import letter_in, sentences


def rules_found(setting: str, body: str) -> set[str]:
    """The names of the rules that a body breaks in a setting."""
    return {f.why.split(":")[0] for f in check(Proof(letter_in(setting, body), built_in()))}


def figures() -> tuple[Counter, Counter, Counter, list[str]]:
    """Right alarms, false alarms and misses by rule, and a line for each sentence that is judged wrongly."""
    right, false, missed, wrong = Counter(), Counter(), Counter(), []
    for row in sentences():
        found, wanted = rules_found(row["setting"], row["text"]), set(row["rules"])
        right.update(found & wanted)
        false.update(found - wanted)
        missed.update(wanted - found)
        if found != wanted:
            wrong.append(f"{sorted(wanted)} found {sorted(found)} [{row['setting']}] {row['text']}")
    return right, false, missed, wrong


def shares() -> tuple[float, float]:
    """Precision and recall over all rules."""
    right, false, missed, _ = figures()
    hits = right.total()
    return hits / (hits + false.total()), hits / (hits + missed.total())


if __name__ == "__main__":
    right, false, missed, wrong = figures()
    rows = sentences()
    print(f"{len(rows)} sentences, {sum(not r['rules'] for r in rows)} of them right")
    for rule in sorted({*right, *false, *missed}):
        print(f"{rule:20} found {right[rule]:3}  false {false[rule]:3}  missed {missed[rule]:3}")
    print("precision {:.3f}  recall {:.3f}".format(*shares()))
    print(*wrong, sep="\n")
