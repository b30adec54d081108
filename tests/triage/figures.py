"""How well triage does: `python -m tests.triage.figures` prints held-out accuracy by situation and language."""

from assistant.domain.situation import Situation
from assistant.triage import TriageKnowledge
from assistant.triage.folded import fold
from assistant.triage.lexicon import examples_in, phrases_in
from assistant.triage.situations import NAMES, chances, cues_in
from tests.triage.conftest import KNOWLEDGE

FOLDS = 5


def held_out(language: str) -> list[tuple[Situation, list[Situation], str]]:
    """Each example with the situations read in it, strongest first, by a classifier that has not seen it."""
    phrases = phrases_in([KNOWLEDGE])
    examples = [e for e in examples_in([KNOWLEDGE]) if e[0] == language]
    found = []
    for part in range(FOLDS):
        learned = [e for i, e in enumerate(examples) if i % FOLDS != part]
        knowledge = TriageKnowledge.of(phrases, learned, languages=(language,))
        for _, name, message in examples[part::FOLDS]:
            text = fold(message).lower()
            sender = "csm" if name == Situation.internal_persuasion else "customer"
            share = chances(text, cues_in(text, language, knowledge), language, knowledge, sender)
            found.append((Situation(name), [NAMES[i] for i in (-share).argsort()], message))
    return found


def main() -> None:
    """Print the figures."""
    for language in ("ja", "en"):
        found = held_out(language)
        print(f"\n{language}: {len(found)} examples, each held out once; first / first two")
        for name in (*Situation, None):
            mine = [(right, order) for right, order, _ in found if name in (None, right)]
            first = sum(order[0] == right for right, order in mine) / len(mine)
            two = sum(right in order[:2] for right, order in mine) / len(mine)
            print(f"  {name or 'all':22} {len(mine):5} {first:7.3f} {two:7.3f}")


if __name__ == "__main__":
    main()
