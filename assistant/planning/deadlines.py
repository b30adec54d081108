"""By when they need something, in their own words."""

import re

from assistant.domain.reading import Reading

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = rf"(?:(?:next |this )?(?:mon|tues|wednes|thurs|fri)day(?:,? (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: {_MONTH})?)?|(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?|(?:the )?\d{{1,2}}(?:st|nd|rd|th)|tomorrow|tonight|today|(?:the )?(?:end|close) of (?:(?:the|this|next) )?(?:day|business|play|week|month|year))\b"
_BY_JA = re.compile(
    r"((?:\d{1,2}月)?\d{1,2}日|\d{1,2}/\d{1,2}|本日中|今日中|今週(?:中|末)?|来週(?:中|末|の?[月火水木金]曜日?)?|[月火水木金]曜日?|今月(?:中|末)|月末|年内|年末|明日|明後日)(?:\([月火水木金土日]\))?(?:まで(?!の)|(?<=[中内])に)|(?:期限|締め?切り?|〆切)[はが、:]?[^。]{0,6}?((?:\d{1,2}月)?\d{1,2}日|今週末|来週末|月末)"
)
_BY_EN = re.compile(rf"\b(?:by|deadline is|due on|before|no later than|until) ({_DAY})", re.IGNORECASE)
# "I need it Friday" names the day and no more.
_FOR_EN = re.compile(
    rf"\b(?:need\w*|want\w*|due|have)\b[^.?]{{0,24}}?\b((?:next |this )?(?:mon|tues|wednes|thurs|fri)day|tomorrow|today)\b|\b({_DAY})$",
    re.IGNORECASE,
)


def needed_by(reading: Reading, but: str = "") -> str:
    """By when they need it, in their words; "" where they do not say, or where `but` says it already."""
    if any("\u3040" <= c <= "\u30ff" for c in reading.own):
        match = _BY_JA.search(reading.own)
    else:
        match = _BY_EN.search(reading.own) or _FOR_EN.search(reading.own)
    words = next((g for g in match.groups() if g), "") if match else ""
    return words if words and words not in but else ""
