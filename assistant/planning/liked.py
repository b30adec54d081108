"""What they like, and what would be nicer still: praise with a small wish is an idea of theirs, no work asked of us."""

import re

from assistant.domain.reading import Reading
from assistant.planning import echo, saying
from assistant.planning.brief import Brief, Sheet

_SMALL_WISH = re.compile(
    r"欲を(言|い)えば|わがままを(言|い)え|(だと|なら|ると|れば|たら)[^。]{0,6}(嬉し|うれし|ありがた|最高|なお(良|よ)|もっと(良|よ))|もっと(嬉し|うれし|助か)"
    r"|\b(tiny|small|little|one) wish\b|\b(would|'d) be (nice|lovely|great|brilliant|even better|the icing)\b|\bwish ?list\b|\bif i (could|may|might) wish\b|\b(only|small|tiny) (niggle|suggestion|thing i'd)\b",
    re.I,
)


def praises_with_a_wish(reading: Reading) -> bool:
    """True where they say what they like and, in passing, what would be nicer still: a wish, no work asked of us."""
    said = saying.sentences(reading)
    wishes = [s for s in said if _SMALL_WISH.search(s)]
    praise = reading.feeling == "happy" or any(_LIKED.search(s) for s in said if s not in wishes)
    return bool(wishes) and praise


def small_wish(brief: Brief, sheet: Sheet) -> str:
    """What would be nicer still, in their words; "" where they wish nothing in passing."""
    found = [s for s in saying.sentences(brief.reading) if _SMALL_WISH.search(s) and echo.quotable(s, brief.reading)]
    return echo.cited(sheet, echo.trim(found[0], brief.language)) if found and brief.in_language(found[0]) else ""


_HARD = re.compile(
    r"小さ(い|すぎ|く)|大きすぎ|見にく|見づら|わかりにく|分かりにく|使いにく|使いづら|押しにく|打ちにく|まぶし|暗い|遅い|重い|長い|面倒|手間|困|不便|足りな|多すぎ|できな|迷(い|う)"
    r"|\b(too (small|big|slow|long|many|bright|dark|much)|hard to|difficult|clunky|confus\w+|slow|awkward|fiddly|annoy\w+|miss(ing)?|can't|doesn't|tedious)\b",
    re.I,
)


def hard_for_them(brief: Brief, sheet: Sheet) -> list[str]:
    """What they say is hard, two at most, in their words."""
    found = [s for s in saying.sentences(brief.reading) if _HARD.search(s) and not _LIKED.search(s)]
    said = [echo.trim(s, brief.language) for s in found if echo.quotable(s, brief.reading) and brief.in_language(s)]
    said = [
        re.sub(r"^(ただ|でも|しかし|あと|それと|一方で?)、?|^(but|only|also),? ", "", s, flags=re.I) for s in said if s
    ]
    return [echo.cited(sheet, words) for words in said[:2]]


_LIKED = re.compile(
    r"助か|好評|評判|よかった|良かった|便利|楽に|嬉し|うれし|見やすく|早くなり|気に入|love|great|brilliant|fantastic|useful|helps?\b|helped|I'd keep|works well|working well|stopped (moaning|complaining|grumbling)|(never|didn't) think i'd (say|write)|like (how|that|the)",
    re.I,
)


def liked(brief: Brief, sheet: Sheet, but: str) -> str:
    """What they say they like, beside what they would have otherwise."""
    for sentence in saying.sentences(brief.reading):
        # What they ask for or miss is no praise, whichever word of praise it is asked with.
        praise = _LIKED.search(sentence) and not (saying.is_question(sentence) or _HARD.search(sentence))
        words = echo.trim(sentence, brief.language) if praise and echo.quotable(sentence, brief.reading) else ""
        if words and words not in but and brief.in_language(words):
            return echo.cited(sheet, words)
    return ""
