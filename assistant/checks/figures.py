"""Figures in Japanese and English: 1,000万円 = 10,000,000円 = 10 million yen, 3割 = 30%, full width, 漢数字."""

import re
from dataclasses import dataclass

from assistant.checks.text import plain

_DOLLARS = {"A": "AUD", "C": "CAD", "S": "SGD", "NZ": "NZD", "HK": "HKD", "US": "USD"}
MONEY = frozenset({"JPY", "GBP", "EUR", *_DOLLARS.values(), "money"})
_SCALES = {
    "百": 1e2, "千": 1e3, "万": 1e4, "億": 1e8, "兆": 1e12,
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
CURRENCIES = "|".join(sorted(MONEY - {"money"}))
_ANY_DOLLAR = frozenset(_DOLLARS.values())
_SYMBOLS = {"¥": "JPY", "$": "USD", "£": "GBP", "€": "EUR"}
# Unit words → the unit they mean. Time is told apart, working days from days are not: records mix them.
_UNITS = {
    "JPY": "円 yen jpy",
    "USD": "ドル 米ドル dollars dollar usd",
    "GBP": "ポンド pounds pound gbp",
    "EUR": "ユーロ euros euro eur",
    "percent": "% パーセント ポイント percentage\\ points percentage\\ point points point percent per\\ cent pct",
    "times": "倍 times fold x",
    "minute": "分間 分 minutes minute mins min",
    "hour": "時間 hours hour hrs hr",
    "day": "営業日 日間 日 working\\ days working\\ day business\\ days business\\ day days day",
    "week": "週間 週 weeks week",
    "month": "か月 ヶ月 カ月 ヵ月 箇月 months month",
    "year": "年間 年 years year",
    "person": "名様 名 人 席 people users user seats seat persons",
    "count": "件 回 社 台 枚 本 冊 個 拠点 箇所 か所 ヶ所 カ所 園 校 店舗 店 棟 室 部署 部門 チーム 機 便 通 点 票 課 sites site",
}
_UNIT_OF = {w.replace("\\ ", " "): unit for unit, words in _UNITS.items() for w in re.split(r"(?<!\\) ", words)}
_KANJI_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}
_MULTIPLES = {"twice": 2, "doubled": 2, "tripled": 3, "倍増": 2, "半減": 50, "halved": 50}

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_WORD_UNITS = "|".join(sorted((re.escape(w) for w in _UNIT_OF), key=len, reverse=True))
_LATIN_END = r"(?![A-Za-z])"
_FIGURE = re.compile(
    rf"(?P<symbol>(?:US|NZ|HK|A|C|S)?[$£€¥]|(?:{CURRENCIES})\s?)?(?P<number>{_NUMBER})"
    rf"(?P<scaled>(?:[百千万億兆]+(?:{_NUMBER})?)*)"
    rf"(?:\s?(?P<latin>thousand|million|billion|mn|bn|[kKmM]){_LATIN_END})?"
    rf"(?:(?P<wari>割(?:(?P<bu>\d)分)?)|[ \-]?(?P<unit>{_WORD_UNITS})(?![A-Za-z]))?",
    re.IGNORECASE,
)
_KANJI = re.compile(
    r"(?<![一-龯々\d,.])(?P<kanji>[〇一二三四五六七八九十百千]+[万億]?)"
    r"(?:(?P<wari>割(?:(?P<bu>[一二三四五六七八九])分)?)|(?P<unit>%|パーセント|倍|円|時間|日間|か月|ヶ月|カ月|営業日|名|社|件|拠点|園|校|店舗|台))"
)
_ENGLISH = re.compile(
    rf"\b(?P<tens>(?:{'|'.join(_WORDS)})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
    rf"(?: (?P<latin>hundred|thousand|million|billion))?[ -](?P<unit>percent|per cent|times|dollars|pounds|euros|yen|"
    rf"hours?|working days?|business days?|days?|weeks?|months?|years?)\b|\b(?P<multiple>twice|doubled|tripled|halved)\b",
    re.IGNORECASE,
)
_MULTIPLE_JA = re.compile(r"(?P<multiple>倍増|半減)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands in a text.

    `value` in its base unit (円, %, hours …), `step` the smallest step that its notation shows (275万円: 10,000),
    `unit` as in the table above or "" where none is written, `start` and `end` in the normalised text.
    """

    value: float
    step: float
    unit: str
    quote: str
    start: int
    end: int

    @property
    def money(self) -> bool:
        return self.unit in MONEY

    def shows(self, value: float, unit: str = "") -> bool:
        """True where this figure is that value, or the value rounded or cut to the digits shown here.

        Rounding that moves a value by more than a twentieth is no rounding any more but another figure.
        """
        if not fits(self.unit, unit):
            return False
        gap = abs(self.value - value)
        if gap <= 1e-9 * max(1.0, abs(value)):
            return True
        return gap < self.step and gap <= 0.05 * abs(value)


def fits(one: str, other: str) -> bool:
    """True where two units can mean the same: equal, one of them not written, or both a count of things."""
    if one == other or not one or not other:
        return True
    if {one, other} <= {"person", "count"}:
        return True
    if {"USD"} < {one, other} <= _ANY_DOLLAR:
        return True  # a bare $ is the dollar of whoever writes
    return "money" in (one, other) and one in MONEY and other in MONEY


def unit_of(word: str) -> str:
    """The unit that a word of a record means: "営業日" → day, "USD" → USD, "%" → percent; "" where unknown."""
    word = plain(word).strip().lower()
    if word in _UNIT_OF:
        return _UNIT_OF[word]
    return next((unit for w, unit in _UNIT_OF.items() if len(w) > 1 and word.startswith(w)), "")


def spelled(value: float) -> list[str]:
    """How a whole number below a hundred is written in words: 12 → 十二, twelve; others → nothing."""
    if value != int(value) or not 0 < value < 100:
        return []
    tens, ones = divmod(int(value), 10)
    kanji = "〇一二三四五六七八九"
    words = [("" if not tens else "十" if tens == 1 else f"{kanji[tens]}十") + (kanji[ones] if ones else "")]
    by_value = {n: word for word, n in _WORDS.items()}
    if english := by_value.get(int(value)):
        return [*words, english, english.capitalize()]
    return [*words, *(f"{by_value[tens * 10]}{mark}{by_value[ones]}" for mark in " -")]


def figures_in(text: str) -> list[Figure]:
    """The figures of a normalised text, in order. Dates, times of day and numerals of lists are the caller's to mask."""
    found = [_digits(m) for m in _FIGURE.finditer(text)]
    if re.search(r"[一二三四五六七八九十百千倍半]", text):
        found += [_kanji(m) for m in _KANJI.finditer(text)]
        found += [_multiple(m) for m in _MULTIPLE_JA.finditer(text)]
    if re.search(r"[A-Za-z]{3}", text):
        found += [_multiple(m) if m["multiple"] else _english(m) for m in _ENGLISH.finditer(text)]
    found.sort(key=lambda f: f.start)
    return _ranges(found, text)


def _plain_number(text: str) -> tuple[float, float]:
    """A number and the step of its last digit."""
    digits = text.replace(",", "")
    return float(digits), 10.0 ** -len(digits.partition(".")[2])


def _digits(match: re.Match[str]) -> Figure:
    value, step = _plain_number(match["number"])
    if match["scaled"]:
        value, step = _scaled(match["number"] + match["scaled"])
    if latin := match["latin"]:
        value, step = value * _SCALES[latin.lower()], step * _SCALES[latin.lower()]
    unit = ""
    if match["wari"]:
        value, step = value * 10 + float(match["bu"] or 0), 1.0
        unit = "percent"
    elif match["unit"]:
        unit = _UNIT_OF[match["unit"].lower()]
    if symbol := (match["symbol"] or "").strip():
        unit = _DOLLARS.get(symbol[:-1].upper()) or _SYMBOLS.get(symbol[-1], symbol.upper())
    return Figure(value, step, unit, match.group(), match.start(), match.end())


def _scaled(text: str) -> tuple[float, float]:
    """1億2,000万, 2万3千, 126万: the sum of its steps, and the step of the last one."""
    total, step, section = 0.0, 1.0, 0.0
    for number, scale in re.findall(rf"({_NUMBER})([百千万億兆]*)", text):
        value, own = _plain_number(number)
        factor = 1.0
        for char in scale:
            factor *= _SCALES[char]
        step = own * factor
        if scale[-1:] in ("万", "億", "兆"):
            total += (section * factor if section else 0.0) + value * factor
            section = 0.0
        else:
            section += value * factor
    return total + section, step


def _kanji_value(text: str) -> float:
    if re.fullmatch(r"[〇一二三四五六七八九]{2,}", text):
        return float("".join(str(_KANJI_DIGITS[c]) for c in text))
    total, section, digit = 0.0, 0.0, 0.0
    for char in text:
        if char in _KANJI_DIGITS:
            digit = _KANJI_DIGITS[char]
        elif char in "万億":
            total += (section + digit or 1) * _SCALES[char]
            section = digit = 0.0
        else:
            section += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0.0
    return total + section + digit


def _kanji(match: re.Match[str]) -> Figure:
    value, unit = _kanji_value(match["kanji"]), "percent"
    if match["wari"]:
        value = value * 10 + (_KANJI_DIGITS[match["bu"]] if match["bu"] else 0)
    else:
        unit = _UNIT_OF[match["unit"]]
    return Figure(value, 1e4 if match["kanji"][-1] in "万億" else 1.0, unit, match.group(), match.start(), match.end())


def _english(match: re.Match[str]) -> Figure:
    value = float(sum(_WORDS[w] for w in re.split(r"[ -]", match["tens"].lower())))
    factor = {"hundred": 100.0, None: 1.0}.get(match["latin"] and match["latin"].lower())
    value *= factor or _SCALES[match["latin"].lower()]
    unit = _UNIT_OF[match["unit"].lower()]
    return Figure(value, 1.0, unit, match.group(), match.start(), match.end())


def _multiple(match: re.Match[str]) -> Figure:
    word = match["multiple"].lower()
    unit = "percent" if _MULTIPLES[word] == 50 else "times"
    return Figure(float(_MULTIPLES[word]), 1.0, unit, match.group(), match.start(), match.end())


def _ranges(found: list[Figure], text: str) -> list[Figure]:
    """2~3件, 38% → 89, 10 to 6 days: the first takes the unit of the second where it has none of its own."""
    for n in range(len(found) - 2, -1, -1):
        one, two = found[n], found[n + 1]
        between = text[one.end : two.start]
        if not one.unit and two.unit and re.fullmatch(r"\s?(?:~|〜|-|–|→|⇒|->|から|to|and|、)\s?", between):
            found[n] = Figure(one.value, one.step, two.unit, one.quote, one.start, one.end)
    return found
