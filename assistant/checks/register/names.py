"""How the reader is named: the company as on record, the characters of a name, one honorific and no second."""

import re
from collections.abc import Iterator
from functools import cache

from assistant.checks.lexicon import Lexicon
from assistant.checks.register.sheet import Fault, Sheet, any_of, either
from assistant.checks.text import plain

_PERSON = re.compile(r"様|殿(?!堂)")
_KANJI, _KATAKANA, _LATIN = r"一-龯々", r"ァ-ヴー", r"A-Za-z0-9"
_ADDRESSED = r"(?=\s*(?:[様殿]|さま|さん|先生|御中|氏))"


def addressee(sheet: Sheet) -> Iterator[Fault]:
    """The company's name in full as on record, a person's in the record's characters; 様, 御中 or 各位, one of them."""
    if not sheet.to_customer:
        return
    yield from _short_forms(sheet)
    yield from _legal_form(sheet)
    yield from _characters(sheet)
    yield from _two_addressees(sheet)


def _short_forms(sheet: Sheet) -> Iterator[Fault]:
    name = plain(sheet.letter.account.name)
    core = _core(sheet)
    for match in sheet.search(any_of(sheet.words, "register_short_legal_forms")):
        in_head = any(at <= match.start() < at + len(line) for at, line in sheet.head)
        theirs = sheet.text.startswith(core, match.end()) or sheet.text.endswith(core, 0, match.start())
        if match.group() not in name and (in_head or theirs):
            span = match.span()
            if sheet.text.startswith(core, match.end()):
                span = (match.start(), match.end() + len(core))
            elif theirs:
                span = (match.start() - len(core), match.end())
            yield Fault("addressee", span, "The company's name stands in full, as on record.", name)


def _core(sheet: Sheet) -> str:
    name = plain(sheet.letter.account.name)
    return re.sub(either(sheet.words, "register_legal_forms"), "", name).strip() or name


def _legal_form(sheet: Sheet) -> Iterator[Fault]:
    """株式会社 before or behind the name, and no 有限会社 instead: as the record has it."""
    name, core = plain(sheet.letter.account.name), _core(sheet)
    # Most letters name the company as the record does, and nowhere else.
    if core == name or len(core) < 2 or sheet.text.count(core) == sheet.text.count(name):
        return
    legal = either(sheet.words, "register_legal_forms")
    first, last = (_class_of(core[0]), _class_of(core[-1]))
    pattern = re.compile(
        rf"(?:{legal})\s?{re.escape(core)}(?![{last}]|\s?(?:{legal}))|(?<![{first}]){re.escape(core)}\s?(?:{legal})"
    )
    for match in sheet.search(pattern):
        written = re.sub(r"\s", "", match.group())
        if written != re.sub(r"\s", "", name) and written not in re.sub(r"\s", "", name):
            yield Fault("addressee", match.span(), "The company's name stands in full, as on record.", name)


def _class_of(char: str) -> str:
    """The kind of character that would carry a name on past its end; kanji do not, for 御中 and departments follow."""
    return next((c for c in (_KATAKANA, _LATIN) if re.match(f"[{c}]", char)), "\0")


@cache
def _variants(words: Lexicon) -> dict[str, str]:
    """Each variant character to the pattern of its family."""
    return {char: f"[{line}]" for line in words.words("register_variant_characters") for char in line}


@cache
def _one_of_each(words: Lexicon) -> dict[int, str]:
    """Each variant character to the first of its family."""
    return {ord(char): line[0] for line in words.words("register_variant_characters") for char in line}


def _characters(sheet: Sheet) -> Iterator[Fault]:
    families = _variants(sheet.words)
    for surname, full in sheet.contacts.items():
        if not any(c in families for c in surname):
            continue
        # Most letters write it as the record does, and nowhere else: then there is nothing to look for.
        one = _one_of_each(sheet.words)
        if sheet.text.translate(one).count(surname.translate(one)) == sheet.text.count(surname):
            continue
        given = re.escape(full[len(surname) :].strip())
        shapes = "".join(families.get(c, re.escape(c)) for c in surname)
        after = rf"(?:\s*{given})?(?=\s*(?:様|さま|さん|殿|先生|{sheet.titles}))"
        for match in sheet.search(re.compile(rf"(?<![{_KANJI}])(?P<name>{shapes}){after}")):
            written = match["name"]
            if written in sheet.contacts or written in sheet.ours or written in plain(sheet.letter.message):
                continue
            why = "The name is written in the record's own characters: %(name)s."
            yield Fault("addressee", match.span("name"), why, surname, values={"name": surname})


def _two_addressees(sheet: Sheet) -> Iterator[Fault]:
    head = [(at, line) for at, line in sheet.head if not re.match(r"\s*\(?(?:cc|写)", line, re.IGNORECASE)]
    person = any(_PERSON.search(line) for _, line in head)
    for at, line in head:
        both = "御中" in line and (person or "各位" in line)
        if both:
            start = at + line.index("御中")
            why = "One honorific for one addressee: 様 for a person, 御中 for an organisation, 各位 for a group."
            mend = "各位" if "各位" in line and not person else "様"
            yield Fault("addressee", (start, start + 2), why, mend)
    surnames = "|".join(re.escape(s) for s in sheet.contacts)
    if surnames and "御中" in sheet.text:
        for match in sheet.search(re.compile(rf"(?:{surnames})(?:\s?[{_KANJI}ぁ-ん]{{1,4}})?\s?御中")):
            why = "One honorific for one addressee: 様 for a person, 御中 for an organisation, 各位 for a group."
            yield Fault("addressee", match.span(), why, re.sub(r"\s?御中$", "様", match.group()))


@cache
def _stacks(words: Lexicon) -> re.Pattern[str]:
    titles, groups = either(words, "register_titles"), either(words, "register_group_words")
    return re.compile(
        rf"(?P<title>{titles})[ ]?(?:様(?![々子式態相変替])|殿(?![堂様])|さま(?!ざま))"
        rf"|(?P<group>(?<!お)(?:{groups})|(?:関係者|保護者|取引先)様?)(?P<all>各位)(?P<more>様|殿)?|各位(?:様|殿|御中)"
    )


def honorific_stack(sheet: Sheet) -> Iterator[Fault]:
    """部長様, 皆様各位: an honorific upon an honorific. お客様各位 is a set phrase, and 部長 佐藤様 is right."""
    if not sheet.to_customer:
        return
    for match in sheet.search(_stacks(sheet.words)):
        if match["title"]:
            yield _titled(sheet, match)
        elif match["all"]:
            group = match["group"]
            if not group.endswith(("様", "さま")) and not match["more"]:
                continue
            mend = re.sub(r"(?:様|さま)$", "", group) + "各位" if group not in ("皆様", "皆さま") else "皆様"
            yield Fault("honorific_stack", match.span(), "各位 already says 様 to each.", mend)
        else:
            yield Fault("honorific_stack", match.span(), "各位 already says 様 to each.", "各位")


def _titled(sheet: Sheet, match: re.Match[str]) -> Fault:
    title = match["title"]
    before = sheet.text[max(0, match.start() - 12) : match.start()]
    names = [s for s in sheet.contacts if re.search(rf"{re.escape(s)}\s?\S{{0,4}}$", before)]
    start = match.start()
    mend = title
    if names:
        name = max(names, key=len)
        start -= len(before) - before.rindex(name)
        mend = f"{name}{title} / {name}様"
    elif known := re.search(rf"(?<![{_KANJI}])[{_KANJI}]{{2,3}}$", before):
        start -= len(known.group())
        mend = f"{known.group()}{title} / {known.group()}様"
    return Fault(
        "honorific_stack", (start, match.end()), "A title is an honorific; 様 behind it is one too many.", mend
    )
