"""An apology at the weight of the matter: named, without a condition, and not lighter than what happened."""

from collections.abc import Iterator

from assistant.checks.register.sheet import Fault, Sheet

# japanese.md, "Weight of an apology": 3 is 「誠に申し訳ございません」, owed where the customer's work was stopped.
_SERIOUS = 3
_OWED_WORDS = "誠に申し訳ございません"
_NAME_IT = "Name what happened, to whose work, and say the regret that it deserves."


def apology_weight(sheet: Sheet) -> Iterator[Fault]:
    """No conditional apology at all; in a complaint, no apology lighter than the harm."""
    if not sheet.to_customer:
        return
    yield from _conditional(sheet)
    if not sheet.complaint:
        return
    weight, span = _heaviest(sheet)
    light = [(m.span(), mend) for m, mend in sheet.found("register_apology_light")]
    if weight < 2 and light:
        span, mend = light[0]
        yield Fault("apology_weight", span, "The apology is lighter than the matter.", mend)
    elif sheet.serious and weight < _SERIOUS:
        yield _too_light(span)
    elif sheet.letter.reading and sheet.letter.reading.feeling == "angry" and weight < 1:
        why = "A customer who is angry finds no word of regret for what happened."
        yield Fault("apology_weight", None, why, hint=_NAME_IT)


def _too_light(span: tuple[int, int] | None) -> Fault:
    if span is None:
        why = "The customer's work or data was harmed, and there is no apology for it."
        return Fault("apology_weight", None, why, _OWED_WORDS)
    return Fault("apology_weight", span, "The apology is lighter than the matter.", _OWED_WORDS)


def _heaviest(sheet: Sheet) -> tuple[int, tuple[int, int] | None]:
    """The weight of the heaviest apology in the letter (0: none), and where it stands."""
    for weight in (4, 3, 2, 1):
        for match, _ in sheet.found(f"register_apology_{weight}"):
            return weight, match.span()
    return 0, None


def _conditional(sheet: Sheet) -> Iterator[Fault]:
    for match, _ in sheet.found("register_conditional_apology"):
        sentence = sheet.sentence_at(match.start())
        before = sentence.bare[: match.start() - sentence.start]
        if sheet.says("register_harm_words", before):
            why = "An apology with an if is none: name what happened, then apologise for it."
            yield Fault("apology_weight", match.span(), why, hint=_NAME_IT)
