"""What a rule about words takes for a fault and is none, whatever the rule: asked once, for every code of the red pen."""

import re

from assistant.checks.proof import Proof
from assistant.checks.text import Sentence
from assistant.domain.draft import Finding

# What one does on a screen, one line after the other: there nobody is blamed, sent away, asked for names or promised work.
_NOT_IN_STEPS = frozenset(
    {"begging_referral", "blame_customer", "runaround", "unapproved_commitment", "pandering", "confidentiality"}
)
# By these something is told or asked; whoever declines to does neither.
_DECLINED = frozenset({"begging_referral", "confidentiality"})
_STEP_LINE = re.compile(r"[ \t]*(?:\(?[1-9][.)]|[①-⑨])\s*\S")


def innocent(proof: Proof, finding: Finding, at: int) -> bool:
    """True where a sentence only looks like a fault of this code.

    Args:
        proof: the letter.
        finding: what a rule found in its body.
        at: where that begins in the normalised body.
    """
    code = finding.code
    if finding.start is None:
        return False
    sentence, says = proof.body.sentence_at(at), proof.words.says
    if code in _NOT_IN_STEPS and _is_step(proof, sentence):
        return True
    japanese = proof.letter.language == "ja"
    if japanese and code == "begging_referral" and not says("asks_favour", sentence.bare):
        return True
    if code in _DECLINED and says("declined", sentence.bare) and not says("asks_favour", sentence.bare):
        return True
    if code == "cost_based_pricing" and says("cost_denied", sentence.bare):
        return True
    return code == "blame_customer" and says("asks_which", sentence.bare)


def _is_step(proof: Proof, sentence: Sentence) -> bool:
    line = proof.body.plain[proof.body.plain.rfind("\n", 0, sentence.start) + 1 : sentence.end]
    return bool(_STEP_LINE.match(line)) and any(proof.words.says(g, line) for g in ("step_words", "own_steps"))
