"""What is ours stays ours, what was confided stays with whom it was confided to, other customers stay unnamed."""

import re
from collections.abc import Iterator
from itertools import chain

from assistant.checks.figures import Figure
from assistant.checks.ledger import Ledger, same_kind
from assistant.checks.names import core
from assistant.checks.proof import Proof, Severity, Source, about_message, both
from assistant.checks.text import Sentence, plain
from assistant.domain.account import Economics
from assistant.domain.draft import Finding
from assistant.domain.reading import Span

CODES = ("confidentiality",)

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PIECE = re.compile(r"[一-龯々]{2,}|[ァ-ヴー]{3,}|[A-Za-z]{4,}|\d[\d,.]*")
# Characters in a row that are no coincidence; an English phrase of two words is as long as a Japanese clause.
_VERBATIM = {"ja": 9, "en": 24}


def check(proof: Proof) -> Iterator[Finding]:
    """Internal and confided facts, our figures, the approver, other accounts, others' addresses; probes as warnings."""
    for source in ("subject", "body"):
        yield from _other_accounts(proof, source)
        if proof.to_customer:
            yield from _economics(proof, source)
            yield from _approver(proof, source)
            yield from _private(proof, source)
            yield from _addresses(proof, source)
            for hit in proof.hits("our_instructions", source):
                why = proof.say("This speaks of the program's own instructions.")
                yield _finding(proof, (hit.start, hit.end), why, source)
    for probe in proof.letter.reading.probes if proof.letter.reading else ():
        why = proof.say("The message asks for what is not the customer's to know.")
        hint = proof.say("Say kindly that you do not share it, and answer the matter behind it.")
        yield about_message(CODES[0], probe.span, why, hint)
    yield from _named_in_message(proof)


def _named_in_message(proof: Proof) -> Iterator[Finding]:
    """The customer speaks of another customer of ours: the CSM should know before a word of it is answered."""
    message = proof.letter.message
    for other in proof.letter.others:
        at = message.find(other.quote) if len(other.quote) > 1 else -1
        if at >= 0 and core(other.name) not in core(proof.letter.account.name):
            why = proof.say("%(name)s is another customer.", name=other.name)
            hint = proof.say("Say kindly that you do not share it, and answer the matter behind it.")
            yield about_message(CODES[0], Span(other.quote, at, at + len(other.quote)), why, hint)


def _finding(proof: Proof, span: tuple[int, int], why: str, source: Source, severity: Severity = "block") -> Finding:
    return proof.finding(CODES[0], span, why, proof.say("Take it out; the letter stands without it."), source, severity)


def _other_accounts(proof: Proof, source: Source) -> Iterator[Finding]:
    text = proof.text(source).plain
    policy = proof.letter.organisation.policy
    allowed = plain(" ".join(chain.from_iterable(both(a.name) for a in policy.alternatives)))
    own = core(proof.letter.account.name)
    for other in proof.letter.others:
        for name in {plain(other.quote), plain(other.name)}:
            at = text.find(name) if len(name) > 1 else -1
            if at < 0 or name in allowed or core(name) in own or own in core(name):
                continue
            why = proof.say("%(name)s is another customer.", name=name)
            known = name in proof.message.plain
            yield _finding(proof, (at, at + len(name)), why, source, "warn" if known else "block")


def _economics(proof: Proof, source: Source) -> Iterator[Finding]:
    """Our margin and hours: the figures in any form, and a statement about them in words."""
    economics = proof.letter.account.economics
    why = proof.say("Our margin, hours and costs are not the customer's to read.")
    for figure in proof.figures(source):
        if not economics or not _is_ours(figure, economics):
            continue
        sentence = proof.text(source).sentence_at(figure.start).bare
        if proof.words.says("our_economics", sentence) or not _public(proof, figure):
            yield _finding(proof, (figure.start, figure.end), why, source)
    theirs = plain(" ".join(f"{o.statement} {o.basis}" for o in proof.letter.account.outcomes)).lower()
    for hit in proof.hits("our_economics", source):
        if " ".join(hit.text.lower().split()[:2]) in theirs:
            continue  # the margin on their own jobs, which they confirmed
        if not proof.words.says("not_disclosed", hit.text + hit.after) and proof.words.says(
            "of_ours", hit.sentence.bare
        ):
            yield _finding(proof, (hit.start, hit.end), why, source)


def _is_ours(figure: Figure, economics: Economics) -> bool:
    """True where the figure is our margin, as a share or a percentage, or our hours a month."""
    margin, hours = economics.gross_margin, economics.support_hours_per_month
    if margin is not None and figure.unit == "percent":
        return abs(figure.value - margin * 100) < 0.51
    if margin is not None and figure.unit == "":
        return abs(figure.value - margin) < 0.001
    return hours is not None and figure.unit == "hour" and abs(figure.value - hours) < 0.01


def _public(proof: Proof, figure: Figure) -> bool:
    """True where the same quantity is on record for the customer to read, or in their own message."""
    ledger = Ledger(proof)
    open_values = (e for e in (*ledger.record, *ledger.computed) if same_kind(figure, e))
    return any(figure.shows(e.value) for e in open_values) or ledger.theirs(figure)


def _approver(proof: Proof, source: Source) -> Iterator[Finding]:
    letter = proof.letter
    approvals = letter.account.contract.approvals if letter.account.contract else []
    text = proof.text(source)
    for approver in {letter.organisation.policy.approver, *(a.approver for a in approvals)} - {""}:
        name = plain(approver)
        for match in re.finditer(re.escape(name), text.plain):
            if _customers_own(proof, name, match, text.plain):
                continue
            why = proof.say("Who approves on our side is for the CSM's eyes: the customer would go round the CSM.")
            yield _finding(proof, match.span(), why, source)


def _customers_own(proof: Proof, title: str, match: re.Match[str], text: str) -> bool:
    """True where the words are the title of a contact, written with their name."""
    for contact in proof.letter.account.contacts:
        if title in plain(contact.title):
            near = text[max(0, match.start() - 16) : match.end() + 16]
            if any(part in near for part in plain(contact.name).split()):
                return True
    owner = proof.letter.account.owner
    return bool(owner and title in plain(owner.title))


def _addresses(proof: Proof, source: Source) -> Iterator[Finding]:
    letter = proof.letter
    allowed = {letter.account.owner.email.lower()} if letter.account.owner else set()
    allowed |= {letter.contact.email.lower()} if letter.contact else set()
    heard = f"{proof.message.plain} {' '.join(proof.sources)}".lower()
    for match in _MAIL.finditer(proof.text(source).plain):
        if match.group().lower() not in allowed and match.group().lower() not in heard:
            why = proof.say("Other people's addresses are not passed on.")
            yield _finding(proof, match.span(), why, source)


def _private(proof: Proof, source: Source) -> Iterator[Finding]:
    """Internal and confided entries, quoted or retold: what a sentence shares with one and with nothing readable."""
    entries = [plain(e) for e in _hidden_texts(proof)]
    if not entries:
        return
    text = proof.text(source)
    joined = "\n".join(entries)
    shared = [s for s in text.sentences if any(p in joined for p in _pieces(s.text))]
    if not shared:
        return
    account = plain(f"{proof.letter.account.name} {proof.letter.account.industry}")
    readable = "\n".join((proof.message.plain, *proof.sources, proof.known_text, account)).lower()
    for sentence in shared:
        for entry in entries:
            if _retells(proof, sentence, entry, readable):
                why = proof.say("This is from an internal note, or was told in confidence.")
                yield _finding(proof, (sentence.start, sentence.end), why, source)
                break


def _hidden_texts(proof: Proof) -> list[str]:
    """What this reader may not read: private history and facts, the public wording (`say`) of an entry left out."""
    contact = proof.letter.contact.name if proof.letter.contact else None
    private = [e.text for e in proof.letter.private if contact is None or e.visibility != contact]
    kinds = ("economics", "approver")
    facts = [f.text for f in proof.facts if not f.readable_by(contact) and f.kind not in kinds]
    return list(dict.fromkeys(t for t in (*private, *facts) if len(t) > 3))


def _pieces(text: str) -> list[str]:
    """The content of a text: pairs of kanji, whole words in katakana and Latin letters, numbers."""
    found: list[str] = []
    for match in _PIECE.finditer(text):
        run = match.group()
        found += [run[n : n + 2] for n in range(len(run) - 1)] if run[0] >= "一" else [run.strip(".,")]
    return found


def _retells(proof: Proof, sentence: Sentence, entry: str, readable: str) -> bool:
    """True where a sentence has two separate things, or a long stretch, from the entry and from nowhere readable."""
    islands, last = 0, -2
    lower = entry.lower()
    people = _people(proof)
    unnamed = sentence.text
    for name in people:
        unnamed = unnamed.replace(name, " " * len(name))
    for match in _PIECE.finditer(unnamed):
        for piece in _pieces(match.group()):
            if piece.lower() not in lower or piece.lower() in readable or proof.words.says("common_words", piece):
                continue
            if proof.words.says("told_in_confidence", piece):
                return True
            islands += match.start() > last + 1
            last = match.end()
            break
    about_somebody = islands == 1 and any(name in sentence.text and name in entry for name in people)
    return islands >= 2 or about_somebody or _long_stretch(unnamed, entry, readable)


def _people(proof: Proof) -> list[str]:
    """The contacts' names, whole ones before their parts."""
    return [n for c in proof.letter.account.contacts for n in (plain(c.name), *plain(c.name).split()) if len(n) > 1]


def _long_stretch(text: str, entry: str, readable: str) -> bool:
    for language, length in _VERBATIM.items():
        for at in range(len(text) - length + 1):
            piece = text[at : at + length]
            if piece.isascii() == (language == "en") and piece in entry and piece.lower() not in readable:
                return True
    return False
