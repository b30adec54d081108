"""貴社 and its kin: the word that fits the kind of organisation, the written form in a mail, one form in one text."""

import re
from collections.abc import Iterator
from functools import cache

from assistant.checks.lexicon import Lexicon
from assistant.checks.register.sheet import Fault, Sheet
from assistant.checks.text import plain, without_legal_form

_KINDS = (
    "company", "bank", "shinkin", "hospital", "school", "university", "kindergarten", "city", "town", "village",
    "ward", "prefecture", "ministry", "public", "union", "association", "corporation", "shop", "office",
)  # fmt: skip
# A letter of the alphabet of kanji behind the word makes another word of it: 貴会社, 貴学校, 貴行事.
_NOT_GOING_ON = r"(?![社校院園舗員場事動政館名長])"
_SPOKEN = re.compile(r"御(?:社|行|庫|院|校|学|園|会|所|店|組合|法人|市|省)" + _NOT_GOING_ON)
_LONGEST_NAME = 20
_OURS = re.compile(r"(?:我が社|わが社|うちの会社|(?:弊社|当社)様(?!式))")


@cache
def _words_of(words: Lexicon) -> dict[str, tuple[str, ...]]:
    return {kind: words.words(f"register_word_{kind}") for kind in _KINDS}


@cache
def _written(words: Lexicon) -> re.Pattern[str]:
    known = {w for group in _words_of(words).values() for w in group}
    return re.compile(f"(?:{'|'.join(sorted(known, key=len, reverse=True))}){_NOT_GOING_ON}")


def _by_name(words: Lexicon, name: str) -> str:
    for line in words.words("register_kind_by_name"):
        pattern, _, kind = line.rpartition(" = ")
        if re.search(pattern, name):
            return kind
    return ""


def fitting(sheet: Sheet) -> tuple[str, ...]:
    """The words that fit this customer, the usual one first; () where the record does not tell."""
    account, words = sheet.letter.account, _words_of(sheet.words)
    name = plain(account.name)
    named = _by_name(sheet.words, name)
    kind = account.kind or named
    if not kind:
        return ()
    fit = words[kind]
    if kind in ("public", "association") and named:
        fit = (*words[named], *fit)
    if named == "company" and kind not in ("bank", "company"):
        # A shop or a home that is run as a company is called by either word.
        fit = (*fit, "貴社")
    if account.kind == "company" and named not in ("company", ""):
        fit = (*fit, *words[named])
    return tuple(dict.fromkeys(fit))


def _in_a_name(sheet: Sheet, match: re.Match[str]) -> bool:
    """Whether the word is a piece of a name on record: 御園商店."""
    letter = sheet.letter
    names = [letter.account.name, *letter.organisation.all_names, *(c.name for c in letter.account.contacts)]
    pieces = {piece for name in names for piece in without_legal_form(name).split() if match.group() in piece}
    around = sheet.text[max(0, match.start() - _LONGEST_NAME) : match.end() + _LONGEST_NAME]
    return any(piece in around for piece in pieces)


def organisation_word(sheet: Sheet) -> Iterator[Fault]:
    """In a mail 貴社 (by kind 貴行, 貴院 …), never 御社; ours is 弊社; one form from beginning to end."""
    if not sheet.mail or not sheet.to_customer:
        return
    fit = fitting(sheet)
    usual = fit[0] if fit else ""
    for match in sheet.search(_SPOKEN):
        if _in_a_name(sheet, match):
            continue
        mend = usual or "貴" + match.group()[1:]
        yield Fault("organisation_word", match.span(), "御社 and its kin are spoken; a mail writes 貴社.", mend)
    for match in sheet.search(_OURS):
        yield Fault("organisation_word", match.span(), "Before the customer our own company is 弊社.", "弊社")
    first = ""
    for match in sheet.search(_written(sheet.words)):
        if fit and match.group() not in fit:
            why = "The word does not fit this kind of organisation."
            yield Fault("organisation_word", match.span(), why, usual)
        elif first and match.group() != first:
            why = "One form for the customer's organisation in one text: here %(first)s stands already."
            yield Fault("organisation_word", match.span(), why, first, values={"first": first})
        else:
            first = match.group()
