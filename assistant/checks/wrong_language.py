"""The letter is in the language that was asked for, and no sentence of another is glued into it."""

import re
from collections.abc import Iterator

from assistant.checks.proof import Proof
from assistant.checks.text import plain
from assistant.domain.draft import Finding

CODES = ("wrong_language",)

_JAPANESE = re.compile(r"[ぁ-んァ-ヴー一-龯々]")
_LATIN = re.compile(r"[A-Za-z]")
_JAPANESE_RUN = re.compile(r"[ぁ-んァ-ヴー一-龯々、。〜]{3,}")
_ENGLISH_RUN = re.compile(r"(?:\b[A-Za-z][A-Za-z'-]*\b[ ,;]+){6,}[A-Za-z'-]+[.!?]?")
_ENOUGH = 20


def check(proof: Proof) -> Iterator[Finding]:
    """A letter in another language (block); words of another language inside it, outside quotation marks (warn)."""
    text = proof.body.bare
    japanese, latin = len(_JAPANESE.findall(text)), len(_LATIN.findall(text))
    if japanese + latin < _ENOUGH:
        return
    # A Japanese character says about as much as two and a half Latin letters.
    weight = japanese * 2.5 / (japanese * 2.5 + latin)
    if (proof.letter.language == "ja") == (weight < 0.5):
        why = proof.say("The letter is not in the language that was asked for.")
        yield proof.finding(CODES[0], (0, len(proof.body.plain)), why, proof.say("Draft it again in that language."))
        return
    pattern = _ENGLISH_RUN if proof.letter.language == "ja" else _JAPANESE_RUN
    known = _names(proof)
    for match in pattern.finditer(text):
        words = match.group().strip("、。 ")
        if any(words in name or name in words for name in known):
            continue
        why = proof.say("Words of another language stand in the sentence.")
        hint = proof.say("Put them in quotation marks, or say them in the language of the letter.")
        yield proof.finding(CODES[0], match.span(), why, hint, severity="warn")


def _names(proof: Proof) -> list[str]:
    """Names that stay as they are in any language: people, companies, products, what the policy calls things."""
    letter = proof.letter
    account, organisation = letter.account, letter.organisation
    names = [account.name, *organisation.all_names, organisation.policy.approver]
    names += [part for c in account.contacts for part in (c.name, *c.name.split(), c.department, c.title)]
    if account.owner:
        names += [account.owner.name, *account.owner.name.split(), account.owner.title]
    if account.contract:
        names += [account.contract.product, account.contract.plan]
    names += [name for use in account.usage for name in use.features]
    signature = organisation.signature if isinstance(organisation.signature, str) else organisation.signature.ja
    names += re.split(r"[\s\n]+", signature)
    return [plain(n) for n in names if len(n) > 1]
