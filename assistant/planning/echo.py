"""The customer's own words, taken up: the sentence that holds the matter, and the circumstance they gave.

Words are quoted as they are and marked as theirs; a sentence with an order, mark-up, a claim or an amount is never quoted.
"""

import re

from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.planning import echo_cues as cues
from assistant.planning import saying
from assistant.planning.brief import Brief, Sheet


def _names_only(sentence: str) -> bool:
    """True for a line such as 「榎本様」 or "Marina Manager, Saltmarsh Marina": names and titles, nothing said."""
    if re.search(r"(様|さん|さま|殿|御中|各位)$", sentence):
        return True
    if re.search(r"[一-龥ァ-ヶ]", sentence):
        return not re.search(r"[ぁ-ん]", sentence)
    words = re.findall(r"[A-Za-z][\w'-]*", sentence)
    return 2 <= len(words) <= 8 and all(w[0].isupper() or w.lower() in ("of", "and", "the", "for") for w in words)


def _warned(reading: Reading) -> list[str]:
    """The words of the mail that the CSM is warned of."""
    spans = [*reading.orders, *(c.span for c in reading.claims), *(p.span for p in reading.probes), *reading.defames]
    return [s.quote for s in spans]


def warned(reading: Reading) -> bool:
    """True where the CSM is warned of words in the mail."""
    return bool(_warned(reading) or reading.hidden or reading.markup)


def safe(sentence: str, reading: Reading) -> bool:
    """True where quoting the sentence neither follows, concedes nor repeats anything that was smuggled in."""
    if any(cues.TURNING.search(s.quote) for s in reading.hidden):
        return False
    warned = _warned(reading)
    quotes = [*warned, *(s.quote for s in (*reading.markup, *reading.hidden, *reading.doubtful))]
    plain = saying.bare(sentence)
    if any(plain in quote or quote in plain for quote in map(saying.bare, quotes) if quote):
        return False
    # Beside a warned sentence, what points back at it or stands for it is part of it.
    asks_for_it = bool(reading.claims) and saying.is_question(sentence) and len(sentence) < 40
    if warned and (cues.POINTING.search(sentence) or len(plain) < 8 or asks_for_it):
        return False
    return not (cues.BINDING.search(sentence) or cues.KANA_ONLY.match(sentence) or cues.ADDRESS.search(sentence))


def quotable(sentence: str, reading: Reading) -> bool:
    """True where a sentence says something of theirs that a letter may repeat."""
    if _names_only(sentence) or not safe(sentence, reading):
        return False
    plain = saying.without_greeting(sentence).rstrip("? !")
    # A courtesy before a question is cut off; what is nothing else is passed over.
    opening = cues.OPENING.match(plain) or (cues.CONJUNCTION.match(plain) if saying.is_question(plain) else None)
    if opening and len(plain) - opening.end() >= 8:
        plain = plain[opening.end() :]
    return len(plain) >= 5 and not (
        cues.CALL.search(plain)
        or cues.PLEASANTRY.search(plain)
        or saying.introduces(plain)
        or cues.AMOUNT.search(plain)
    )


def trim(sentence: str, language: str) -> str:
    """A sentence without its opening and its tail, short enough to be quoted; "" where it is not."""
    text = sentence.rstrip("? !") if language == "ja" else sentence.rstrip(" !")
    if language == "ja":
        text = cues.CONJUNCTION.sub("", cues.VOCATIVE.sub("", text))
        while (shorter := cues.TAIL.sub("", text)) != text and len(shorter) >= 6:
            text = shorter
        text = re.sub("』と$", "』", text.replace("「", "『").replace("」", "』"))
    else:
        text = re.sub(r"^(?:and|but|so|also),? (?=\w)", "", saying.without_greeting(text), flags=re.IGNORECASE)
        for opening in (cues.SELF, cues.OPENING):
            if (match := opening.match(text)) and len(text) - match.end() >= 8:
                text = text[match.end() :]
    limit = cues.LIMIT[language]
    if len(text) <= limit:
        return text if _closed(text) else ""
    pieces = re.split(r"(?<=[、,])\s*", text)
    while len(pieces) > 1 and len("".join(pieces)) > limit:
        # A Japanese sentence says at its end what an English one says at its beginning.
        pieces = pieces[1:] if language == "ja" else pieces[:-1]
    shorter = " ".join(pieces).rstrip(",") if language == "en" else "".join(pieces)
    return shorter if 6 <= len(shorter) <= limit and _closed(shorter) else ""


def _closed(text: str) -> bool:
    """False where a quotation inside was cut in two."""
    return text.count("『") == text.count("』")


def cited(sheet: Sheet, words: str) -> str:
    """Words of the mail as a citation."""
    if not words:
        return ""
    title = "お客様のメール" if sheet.brief.language == "ja" else "The customer's message"
    return sheet.cite("message", f"message:{words}", words, title=title)


def matter(brief: Brief, sheet: Sheet, situation: Situation) -> str:
    """The sentence that holds the matter, trimmed and cited; "" where none can be quoted."""
    if not brief.replying:
        return ""
    told = [cue for hit in brief.reading.situations if hit.name == situation for cue in hit.because]
    found = [
        s for s in saying.sentences_of(brief.reading, situation) if quotable(s, brief.reading) and brief.in_language(s)
    ]
    # People say what happened first; what follows explains it.
    order = {s: n for n, s in reversed(list(enumerate(found)))}
    wanted = situation in _ASKED_FOR or (situation is Situation.support_question and saying.asks_how(brief.reading))
    ranked = sorted(found, key=lambda s: order[s] * 0.15 - _telling(s, situation, wanted, told))
    return next((cited(sheet, words) for s in ranked if (words := trim(s, brief.language))), "")


# Where the matter is something asked for; elsewhere what happened says more than the question about it.
_ASKED_FOR = (
    Situation.out_of_scope_request, Situation.discount_request, Situation.success_definition, Situation.other,
)  # fmt: skip


def _telling(sentence: str, situation: Situation, wanted: bool, told: list[str]) -> float:
    # "Where would you start?" asks, and says nothing of what.
    japanese = any("\u3040" <= c <= "\u30ff" for c in sentence)
    asked = saying.is_question(sentence) and len(sentence) >= (10 if japanese else 26)
    score = 1.0 if asked == wanted else 0.0
    score += min(len(sentence), 40) / 40
    # What happened says more than how it is felt.
    if situation in (Situation.complaint, Situation.support_question) and cues.FAILED.search(sentence):
        score += 0.4
    # Of a mail on the term, what it says of the term; elsewhere a cue only tips the scale.
    tips = 1.2 if situation is Situation.renewal else 0.3
    return score + (tips if any(c and c in sentence for c in told) else 0.0)


def circumstance(brief: Brief, sheet: Sheet, situation: Situation) -> str:
    """What they told of their own position beside the demand itself; "" where they told nothing."""
    if not brief.replying:
        return ""
    told = [cue for hit in brief.reading.situations if hit.name == situation for cue in hit.because]
    for sentence in saying.sentences_of(brief.reading, situation):
        if not quotable(sentence, brief.reading) or saying.is_question(sentence) or not brief.in_language(sentence):
            continue
        if any(c in sentence for c in told if len(c) >= 3) and len(sentence) < 12:
            continue
        if words := trim(sentence, brief.language):
            return cited(sheet, words)
    return ""


def quoted(brief: Brief, sheet: Sheet, sentence: str) -> str:
    """One sentence of theirs, trimmed and cited; "" where it is too long to quote, or not to be repeated."""
    if brief.sender == "customer" and not safe(sentence, brief.reading):
        return ""
    return cited(sheet, trim(sentence, brief.language))


def harm(brief: Brief, sheet: Sheet, but: str) -> str:
    """What it did to them, in their words, where they told it apart from the matter itself."""
    for sentence in saying.sentences(brief.reading):
        words = trim(sentence, brief.language)
        if not words or words in but or saying.is_question(sentence) or not quotable(sentence, brief.reading):
            continue
        if cues.HARM.search(sentence) and brief.in_language(sentence):
            return cited(sheet, words)
    return ""
