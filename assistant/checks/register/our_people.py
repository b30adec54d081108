"""Our own people before the customer: without honorific, the title before the name, and 申し伝える towards them."""

import re
from collections.abc import Iterator
from functools import cache

from assistant.checks.lexicon import Lexicon
from assistant.checks.register.sheet import Fault, Sheet, any_of, either

_US = r"(?:弊社|当社|小社|私ども|わたくしども|手前ども|うち)"
_GROUP = r"(?:[^\s、。「」()様]{0,12}?(?:部|課|室|係|局|チーム|グループ|担当|窓口|サポート|センター|支店|営業所|開発|技術|営業|代表))?"
_HONOURS = r"さん|様|さま|氏|くん|君"
_RESPECT = r"(?:おっしゃ|いらっしゃ|ご覧にな|お越しにな|お見えにな|お帰りにな|なさい|召し上が)"


@cache
def _named(words: Lexicon) -> re.Pattern[str]:
    """弊社の営業部の山本部長: somebody of ours, whoever it is."""
    titles = either(words, "register_titles")
    return re.compile(
        rf"{_US}[ の]?{_GROUP}[ の]?[ ]?(?:(?:{titles})の)?(?P<name>[一-龯々ヶ]{{1,4}}?)(?P<given>[ ][一-龯ぁ-ん]{{1,3}})?"
        rf"(?P<honour>{titles}|{_HONOURS})(?![一-龯]{{0,2}}(?:会|室|職|席|級))"
    )


@cache
def _ours(words: Lexicon, names: tuple[str, ...]) -> re.Pattern[str]:
    """高橋部長, 高橋さん: somebody of ours whose name is on record."""
    titles = either(words, "register_titles")
    known = "|".join(map(re.escape, names))
    return re.compile(
        rf"(?<![一-龯々ァ-ヴー])(?P<name>{known})(?P<given>[ ]?[一-龯ぁ-ん]{{1,3}}?)?[ ]?(?P<honour>{titles}|{_HONOURS})(?!子|々)"
    )


@cache
def _told(words: Lexicon, names: tuple[str, ...]) -> re.Pattern[str]:
    people = "|".join([*words.words("register_humble_to_ours"), *map(re.escape, names)])
    courtesies = either(words, "register_courtesy_nouns")
    return re.compile(
        rf"(?:{people})(?:の者|たち)?(?:に対して|に|へ)(?:は|も)?[、]?(?:[^、。\n様]{{0,12}}を)?(?<!を)?(?P<verb>申し?上げ)"
        rf"(?<!(?:{'|'.join(c for c in courtesies.split('|') if len(c) == 2)})申し上げ)"
    )


def uchi_soto(sheet: Sheet) -> Iterator[Fault]:
    """Nobody of ours is raised before the customer; in a memo among colleagues everybody may be."""
    if not sheet.to_customer:
        return
    yield from _raised(sheet)
    yield from _humble(sheet)
    yield from _respected(sheet)


def _raised(sheet: Sheet) -> Iterator[Fault]:
    patterns = [_named(sheet.words)] + ([_ours(sheet.words, sheet.ours)] if sheet.ours else [])
    seen: set[int] = set()
    for pattern in patterns:
        for match in sheet.search(pattern):
            name, honour = match["name"], match["honour"]
            if match.start("name") in seen or name in sheet.contacts or not _is_name(sheet, name, honour):
                continue
            seen.add(match.start("name"))
            titled = not re.fullmatch(_HONOURS, honour)
            why = "Our own people stand without honorific, the title before the name."
            mend = f"{honour}の{name}" if titled else name
            yield Fault("uchi_soto", (match.start("name"), match.end()), why, mend)


def _is_name(sheet: Sheet, name: str, honour: str) -> bool:
    """True for a person's name; 営業 of 営業部長 is none, nor is 東京 of 東京支店長."""
    if name in sheet.ours:
        return True
    if re.fullmatch(either(sheet.words, "register_single_role_words"), name):
        return False
    if any_of(sheet.words, "register_role_words").search(name) or re.search(sheet.titles, name):
        return False
    return honour not in either(sheet.words, "register_place_titles").split("|") and len(name) > 1


def _humble(sheet: Sheet) -> Iterator[Fault]:
    for match in sheet.search(_told(sheet.words, sheet.ours)):
        if any(name in match.group() for name in sheet.contacts):
            continue
        why = "申し上げる raises the one who hears it; towards our own people it is 申し伝える."
        yield Fault("uchi_soto", match.span(), why, match.group()[: -len(match["verb"])] + "申し伝え")


def _respected(sheet: Sheet) -> Iterator[Fault]:
    if not re.search(_RESPECT, sheet.text):
        return  # A pattern with everybody's names is not compiled for nothing.
    titles, names = sheet.titles, "|".join(map(re.escape, sheet.ours)) or r"\0"
    person = (
        rf"{_US}の?(?:{titles}|社員|担当者?|上司|責任者|開発|スタッフ|者)(?:の[一-龯]{{1,4}})?|(?<![一-龯])(?:{names})"
    )
    for match in sheet.search(
        re.compile(rf"(?:{person})(?:が|も|は)[、]?[^。、\n様がはさ]{{0,8}}(?P<verb>{_RESPECT})")
    ):
        why = "Verbs of respect are for the customer; our own people do things humbly."
        yield Fault("uchi_soto", match.span("verb"), why)
