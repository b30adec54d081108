"""Does the record hold what a sentence says? Comparing words with facts, policy and approvals."""

import re

from assistant.checks.proof import Proof, both
from assistant.checks.text import plain

_WORD = re.compile(r"[一-龯々〆ヶ]+|[ァ-ヴー]{2,}|[A-Za-z]{3,}|\d+(?:[.,]\d+)*")
_STOP = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "that",
        "this",
        "you",
        "your",
        "our",
        "are",
        "was",
        "were",
        "will",
        "have",
        "has",
        "had",
        "not",
        "but",
        "can",
        "any",
        "all",
        "from",
        "they",
        "them",
        "there",
        "here",
        "what",
        "when",
        "which",
        "into",
        "would",
        "could",
        "should",
        "about",
        "just",
        "been",
        "its",
        "it's",
        "we'll",
        "i'll",
        "let",
    ]
)


def units(text: str) -> set[str]:
    """The content of a text in small pieces: pairs of kanji, words in katakana, stems of Latin words, numbers."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        run = match.group()
        if run[0] >= "一":
            found.update(run[n : n + 2] for n in range(len(run) - 1))
        elif run.isascii() and run[0].isalpha():
            word = run.lower()
            if word not in _STOP:
                found.add(word[:5])
        else:
            found.add(run)
    return found


def share(text: str, source: str) -> float:
    """The share (0 to 1) of a source's content that stands in a text."""
    wanted = units(plain(source))
    return len(wanted & units(text)) / len(wanted) if wanted else 0.0


def approved(proof: Proof, words: str, percent: float | None = None) -> bool:
    """True where an approval on record, still in force today, holds what the words grant.

    Args:
        proof: the letter.
        words: the sentence that grants something.
        percent: the percentage that it names, where it names one; it must be exactly the approved one.
    """
    contract = proof.letter.account.contract
    for approval in contract.approvals if contract else ():
        if approval.expires and approval.expires < proof.letter.today:
            continue
        same = percent in (None, approval.percent) or (
            approval.percent is None and f"{percent:g}%" in re.findall(r"[\d.]+%", plain(approval.what))
        )
        # The number alone is no approval: its condition has to be said with it.
        if same and share(words, approval.what) >= 0.5:
            return True
    return False


def traded(proof: Proof, words: str) -> bool:
    """True where the words offer a trade of the policy, and name what is asked in return."""
    for trade in proof.letter.organisation.policy.trades:
        for offer in both(trade.offer):
            if share(words, offer) < 0.5:
                continue
            if proof.words.says("against_something", words) or any(share(words, w) >= 0.5 for w in both(trade.for_)):
                return True
    return False


def included(proof: Proof, words: str) -> bool:
    """True where the words speak of what the contract includes anyway."""
    texts = [said for text in proof.letter.organisation.policy.included_support for said in both(text)]
    return proof.words.says("included_anyway", words) or any(share(words, t) >= 0.6 for t in texts)


def recorded(proof: Proof, words: str, timed: bool = False) -> bool:
    """True where a readable fact, an answer of the CSM or a cited text says most of what the words say.

    Args:
        proof: the letter.
        words: what the letter says.
        timed: the words tell a time; a text that speaks of the same thing without the time is no record of it.
    """
    wanted = units(words)
    if len(wanted) < 2:
        return False
    if any(text and len(wanted & units(plain(text))) >= 0.5 * len(wanted) for text in proof.letter.answers):
        return True
    least = 0.75 if timed else 0.5
    for text in (c.quote for c in proof.letter.citations if c.kind != "principle"):
        if text and len(wanted & units(plain(text))) >= least * len(wanted):
            return True
    least = 0.75 if timed else 0.6
    for fact in proof.readable:
        if fact.kind in ("contact", "usage"):
            continue
        if sum(unit in fact.text for unit in wanted) >= least * len(wanted):
            return True
    return False
