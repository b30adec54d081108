"""No price, discount or free work that neither the policy nor an approval on record holds; hard or in soft words."""

import re
from collections.abc import Iterator

from assistant.checks.figures import Figure
from assistant.checks.ledger import Ledger, same_kind
from assistant.checks.proof import Hit, Proof
from assistant.checks.records import approved, included, traded
from assistant.checks.text import Sentence
from assistant.domain.draft import Finding

CODES = ("concession",)

# "31 hours down to 12": below this a bare number is no amount by itself.
_NO_AMOUNT = 100

# A negation that gives: what we do not take is a grant, not a refusal.
_CHARGED_NOTHING = re.compile(
    r"悪いようには(?:いた)?しません|(?:構い|かまい)ません|(?:いただ|頂)かない|(?:いただ|頂|かか)[きり]?ません|(?:頂戴|ちょうだい|発生|請求)(?:いた)?しません|(?:won't|will not|not|never) be (?:billed|charged|invoiced)|no need to pay|(?:don't|won't) (?:need|have) to pay|\b(?:no|without)\b(?=[\w\s]* (?:charge|cost|fee))",
    re.IGNORECASE,
)


def check(proof: Proof) -> Iterator[Finding]:
    """Grants in body and subject: an amount given as ours, a grant in plain words, or in a soft phrase."""
    if not proof.to_customer:
        return
    for source in ("subject", "body"):
        for hit in proof.hits("grant", source):
            if not _passes(proof, hit):
                yield _finding(
                    proof, source, hit, proof.say("This grants what neither the policy nor an approval holds.")
                )
        for group in ("share_of_price", "free_extra"):
            for hit in proof.hits(group, source):
                if not _is_no_gift(proof, hit, group):
                    why = proof.say("This grants what neither the policy nor an approval holds.")
                    yield _finding(proof, source, hit, why)
        for hit in proof.hits("giving", source):
            if not _passes(proof, hit) and not _gives_nothing(proof, hit):
                why = proof.say("This grants what neither the policy nor an approval holds.")
                yield _finding(proof, source, hit, why)
        for hit in proof.hits("soft_grant", source):
            if not _passes(proof, hit, soft=True):
                yield _finding(proof, source, hit, proof.say("A soft phrase is heard as a yes: it opens the price."))
        for hit in proof.hits("soft_grant_of_price", source):
            if proof.words.says("price_words", hit.sentence.bare) and not _passes(proof, hit, soft=True):
                yield _finding(proof, source, hit, proof.say("A soft phrase is heard as a yes: it opens the price."))
        yield from _amounts(proof, source)


def _finding(proof: Proof, source, hit: Hit, why: str) -> Finding:
    hint = proof.say("Say the decision plainly, and offer a trade of the policy against something, or none.")
    return proof.finding(CODES[0], (hit.start, hit.end), why, hint, source)


def _amounts(proof: Proof, source) -> Iterator[Finding]:
    """Amounts that the letter puts forward as the new terms."""
    ledger = Ledger(proof)
    text = proof.text(source)
    for figure in proof.figures(source):
        if not (figure.money or figure.unit in ("percent", "")) or figure.value < 1:
            continue
        sentence = text.sentence_at(figure.start)
        if not figure.unit and figure.value < _NO_AMOUNT and not proof.words.says("price_words", sentence.bare):
            continue
        words = _as_terms(proof, figure, sentence)
        if (
            words is None
            or proof.words.says("effect_words", sentence.bare)
            or _on_record(proof, ledger, figure, sentence)
        ):
            continue
        hit = Hit(figure.quote, figure.start, max(figure.end, words), sentence)
        if not _passes(proof, hit):
            why = proof.say(
                "%(figure)s stands here as our price, and the record does not hold it.", figure=figure.quote
            )
            yield _finding(proof, source, hit, why)


def _as_terms(proof: Proof, figure: Figure, sentence: Sentence) -> int | None:
    """Where the words end that make the figure our offer; None where they do not."""
    at = figure.start - sentence.start
    after = sentence.bare[figure.end - sentence.start :]
    for entry in proof.words.phrases("amount_given_after"):
        priced = figure.money or figure.unit == "percent" or proof.words.says("price_words", sentence.bare)
        if priced and (match := entry.pattern.match(after)):
            return figure.end + match.end()
    for match in proof.words.found("amount_given_before", sentence.bare[:at]):
        if match.end() >= at - 2:
            return figure.end
    return None


def _on_record(proof: Proof, ledger: Ledger, figure: Figure, sentence: Sentence) -> bool:
    """True for the price as it is, and for what an approval on record makes of it."""
    if figure.unit == "percent":
        return approved(proof, _neighbours(proof, sentence), figure.value)
    entries = [e for e in (*ledger.record, *ledger.computed) if e.of in ("price", "")]
    return any(same_kind(figure, e) and figure.shows(e.value, e.unit) for e in entries if figure.unit)


def stands(proof: Proof, hit: Hit) -> bool:
    """True for what only looks like a grant: a refusal, a demand retold, an approval or a trade as it stands."""
    return _passes(proof, hit, soft=True)


def _passes(proof: Proof, hit: Hit, soft: bool = False, own_no: bool = False) -> bool:
    """Refusals, the customer's demand retold, trades of the policy, approvals as they stand, what is included.

    `soft`: a trade or what is included excuses no soft phrase. `own_no`: the phrase gives by a negation of its own.
    """
    sentence = hit.sentence
    clause = _clause(hit)
    said = clause[len(hit.text) :] if own_no else _CHARGED_NOTHING.sub("", clause)
    if proof.words.says("refused", said) or proof.words.says("demand_retold", clause):
        return True
    if proof.words.says("refused_before", _opening(hit)):
        return True
    percent = _percent(proof, sentence, hit)
    if approved(proof, _neighbours(proof, sentence), percent):
        return True
    against = proof.words.says("against_something", sentence.bare) or traded(proof, sentence.bare)
    if percent is not None and against:
        return percent <= proof.letter.organisation.policy.max_discount_percent
    if soft:
        return False
    near = _neighbours(proof, sentence)
    if percent is None and traded(proof, near):
        return True
    if proof.words.says("free_words", hit.text) and included(proof, sentence.bare):
        return True
    smaller = proof.words.says("smaller_scope", sentence.bare) and not proof.words.says("free_words", hit.text)
    return percent is None and not re.search(r"\d", hit.text) and smaller


def _is_no_gift(proof: Proof, hit: Hit, group: str) -> bool:
    """For a share of the price, and for extras given: what else passes than other grants."""
    if group == "share_of_price":
        told = {
            "share_of_work": hit.before + hit.text,
            "effect_words": _clause(hit),
            "smaller_scope": hit.sentence.bare,
        }
        return any(proof.words.says(words, text) for words, text in told.items()) or _passes(proof, hit)
    return proof.words.says("free_fine", hit.sentence.bare) or _passes(proof, hit, own_no=True)


def _clause(hit: Hit) -> str:
    """From the phrase to the end of its clause: a no that comes after 「が、」 or "but" belongs to something else."""
    words = hit.text + hit.after
    end = re.search(
        r"(?:が|けれども?|ものの|一方で?|代わりに|ので|ため)、|;|,? \bbut\b|,? \bhowever\b", words[len(hit.text) :]
    )
    return words[: len(hit.text) + end.start()] if end else words


def _opening(hit: Hit) -> str:
    """The words before the phrase in its own clause."""
    return re.split(r"(?:が|けれども?|ものの)、|;|\bbut\b|\bhowever\b|, (?=we|I|so)", hit.before)[-1]


def _gives_nothing(proof: Proof, hit: Hit) -> bool:
    """True where the clause only names the giving: it asks, thanks, or does not end in a statement of ours."""
    clause = _clause(hit)
    return proof.words.says("asked_of_them", clause) or not re.search(
        r"(?:ます|ました|です|でした|ましょう|ませ|ません)(?:ね|よ|ので|から)?[、。!]?\s*$|(?:ます|です)(?:ので|から)、",
        clause,
    )


def _percent(proof: Proof, sentence: Sentence, hit: Hit) -> float | None:
    """The largest percentage of a sentence: where one of several is more than was approved, that one counts.

    A half is 50; other fractions are told so seldom in whole percents that they count as the largest there is.
    """
    if proof.words.says("share_words", hit.text):
        return 50.0 if proof.words.says("half_words", hit.text) else 100.0
    values = [
        figure.value
        for source in ("body", "subject") if sentence in proof.text(source).sentences
        for figure in proof.figures(source)
        if figure.unit == "percent" and sentence.start <= figure.start < sentence.end
    ]  # fmt: skip
    return max(values, default=None)


def _neighbours(proof: Proof, sentence: Sentence) -> str:
    for source in ("body", "subject"):
        text = proof.text(source)
        if sentence in text.sentences:
            start, end = text.paragraph_at(sentence.start)
            return text.bare[max(start, sentence.start - 120) : min(end, sentence.end + 120)]
    return sentence.bare
