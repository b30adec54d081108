"""The message is this account's: nobody answers one company out of another's record."""

import re
from collections.abc import Iterator

from assistant.checks.names import core, known_people, same_form
from assistant.checks.proof import Proof, finding_at
from assistant.checks.text import plain
from assistant.domain.draft import Finding

CODES = ("wrong_account",)

_PUBLIC_MAIL = re.compile(
    r"@(?:gmail|googlemail|yahoo|outlook|hotmail|live|icloud|me|docomo|ezweb|au|softbank|i\.softbank|nifty|biglobe|ocn)\b",
    re.IGNORECASE,
)
_SHARED = 4


def check(proof: Proof) -> Iterator[Finding]:
    """The signature names another company, and nothing else ties the sender to this account."""
    reading = proof.letter.reading
    if reading is None or not proof.to_customer:
        return
    sender = reading.sender
    company = plain(sender.company).strip()
    signed = bool(sender.name) or core(company) != same_form(company)
    if (
        not company
        or not signed
        or _is_ours_or_theirs(proof, company)
        or _known_sender(proof, sender.name, sender.email)
    ):
        return
    another = next((o for o in proof.letter.others if _same(core(o.name), core(company))), None)
    certain = (
        another is not None or _comparable(company, proof.letter.account.name) or _foreign_mail(proof, sender.email)
    )
    start = proof.letter.message.find(sender.company)
    place = (sender.company, start, start + len(sender.company)) if start >= 0 else (sender.company, None, None)
    why = proof.say(
        "The message is signed by %(company)s; this account is %(name)s.",
        company=sender.company, name=proof.letter.account.name,
    )  # fmt: skip
    hint = proof.say("Choose the account that the sender belongs to, then draft again.")
    yield finding_at(CODES[0], "block" if certain else "warn", "message", place, why, hint)


def _introduced(proof: Proof, company: str) -> bool:
    """True where the words are surely a company: by the legal form, or where people say who they are.

    People say it in the first two sentences, or on a line of the signature, which is no sentence.
    """
    if core(company) != same_form(company):
        return True
    message = proof.message
    at = message.plain.rfind(company)
    if at < 0 or not proof.letter.reading or not proof.letter.reading.sender.name:
        return False
    sentence = message.sentence_at(at)
    return sentence in message.sentences[:2] or not re.search(r"[。!?.]\s*$", sentence.text)


def _is_ours_or_theirs(proof: Proof, company: str) -> bool:
    """True for the account, a company of its group, or the vendor (a colleague, or somebody who poses as one)."""
    account, organisation = proof.letter.account, proof.letter.organisation
    name = core(company)
    if not name or any(_same(name, core(n)) for n in (account.name, *organisation.all_names)):
        return True
    shared = _longest_shared(name, core(account.name))
    return shared >= (_SHARED if name.isascii() else 2) and shared * 2 >= min(len(name), len(core(account.name)))


def _same(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _longest_shared(one: str, other: str) -> int:
    """The length of the longest stretch that both begin with, or end with."""
    head = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return head


def _known_sender(proof: Proof, name: str, email: str) -> bool:
    account = proof.letter.account
    mail = plain(email).lower().strip()
    domain = mail.partition("@")[2]
    domains = {d.lower() for d in account.domains} | {
        c.email.lower().partition("@")[2] for c in account.contacts if c.email
    }
    if domain and domain in domains:
        return True
    full = {same_form(c.name) for c in account.contacts}
    if name and same_form(name) in full and len(same_form(name)) > 2:
        return True
    # A family name alone proves less than a mail address from elsewhere denies.
    return bool(name) and same_form(name) in known_people_of_account(proof) and not (domain and domains)


def known_people_of_account(proof: Proof) -> frozenset[str]:
    """The forms of the contacts' names; the sender's own name, which proves nothing, is not among them."""
    from dataclasses import replace

    letter = replace(proof.letter, reading=None, contact=None)
    return known_people(Proof(letter, proof.words))


def _comparable(one: str, other: str) -> bool:
    """True where both names are written in one script, so that a difference means another company."""
    return bool(re.search(r"[ぁ-んァ-ヴー一-龯]", one)) == bool(re.search(r"[ぁ-んァ-ヴー一-龯]", plain(other)))


def _foreign_mail(proof: Proof, email: str) -> bool:
    domains = [*proof.letter.account.domains, *(c.email for c in proof.letter.account.contacts if c.email)]
    return bool(email and domains) and not _PUBLIC_MAIL.search(email)
