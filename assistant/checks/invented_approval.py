"""A yes of ours that nobody on record has given: a letter may tell only of approvals that the contract holds."""

from collections.abc import Iterator

from assistant.checks.proof import Hit, Proof
from assistant.checks.records import approved, recorded
from assistant.domain.draft import Finding

CODES = ("unapproved_commitment", "concession")


def check(proof: Proof) -> Iterator[Finding]:
    """Approvals told as given, in body and subject; about the price they are a concession, else a commitment."""
    if not proof.to_customer:
        return
    why = proof.say("This tells of an approval that the record does not hold.")
    hint = proof.say("Promise your own next contact instead: by when you will know, and how you will say it.")
    for source in ("subject", "body"):
        for group in ("approval_given", "approval_of_something"):
            for hit in proof.hits(group, source):
                if _told_as_ours(proof, hit, group) and not _passes(proof, hit):
                    price = proof.words.says("approved_price", hit.sentence.bare)
                    yield proof.finding(CODES[price], (hit.start, hit.end), why, hint, source)


def _told_as_ours(proof: Proof, hit: Hit, group: str) -> bool:
    """A plain "approved" is ours only where it is said of a request or of terms; screens approve reports."""
    said = hit.before + hit.text
    about = group == "approval_given" or proof.words.says("approval_about", said) or not hit.before.strip()
    return about and not proof.words.says("approval_theirs", said)


def _passes(proof: Proof, hit: Hit) -> bool:
    """Still open, somebody's word, or on record with the words that the sentence uses."""
    sentence = hit.sentence.bare
    if sentence.rstrip().endswith("?") or proof.words.says("approval_open", _near(hit)):
        return True
    return approved(proof, sentence) or recorded(proof, sentence)


def _near(hit: Hit) -> str:
    """What decides in English stands before the verb, in Japanese behind it."""
    return hit.before + hit.text if hit.text.isascii() else hit.text[-3:] + hit.after
