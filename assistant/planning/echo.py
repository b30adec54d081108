"""The customer's own words, taken up: the sentence that holds the matter, and the circumstance they gave.

Words are quoted as they are and marked as theirs; a sentence with an order, mark-up, a claim or an amount is never quoted.
"""

import re
import unicodedata

from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.planning import echo_cues as cues
from assistant.planning.brief import Brief, Sheet

# A picture before a space ends what was said; a name often follows it.
_AFTER_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]\\s+")


def sentences(reading: Reading) -> list[str]:
    """The writer's own sentences, without punctuation at their end."""
    found = []
    for raw in cues.SENTENCE.findall(_AFTER_EMOJI.sub("\n", reading.own)):
        text = cues.ITEM.sub("", cues.EMOJI.sub("", raw)).strip(" \u3000、,").rstrip("。.")
        if text:
            found.append(text)
    return found


_ADDED = re.compile(
    r"(なお|あと|それと|ちなみに|ところで|別件|追伸|by the way|btw|one more thing|separately)", re.IGNORECASE
)
# Matters that a letter answers on their own, so that their sentences are not taken for another's.
_APART = frozenset(
    {
        Situation.support_question, Situation.complaint, Situation.discount_request, Situation.out_of_scope_request,
        Situation.renewal, Situation.success_definition, Situation.referral, Situation.feedback_request,
    }
)  # fmt: skip


def sentences_of(reading: Reading, situation: Situation) -> list[str]:
    """The sentences that belong to one matter: all but those of other matters that are answered on their own."""

    # What does not work is what the complaint is about, though triage reads it as a matter of support.
    apart = _APART - {Situation.support_question} if situation is Situation.complaint else _APART

    def quotes(wanted: bool) -> list[str]:
        matters = [m for m in reading.matters if (m.situation == situation) == wanted]
        return [unicodedata.normalize("NFKC", m.span.quote) for m in matters if wanted or m.situation in apart]

    found, own, others = sentences(reading), quotes(True), quotes(False)
    theirs = [s for s in found if any(s in quote for quote in others)]
    # "By the way" begins another subject where the matter began before it, whatever triage made of it.
    added = [s for s in found[1:] if _ADDED.match(s) and not any(quote.startswith(s) for quote in own)]
    return [s for s in found if s not in theirs and s not in added] or found


def is_question(sentence: str) -> bool:
    return sentence.endswith("?") or bool(
        re.search(
            r"(か|でしょう|かしら|かねえ?|下さい|ください|お願い(いた)?します|ほしい|欲しい|[いえけせてね]たい|いただきたい|求めます|願います|よろしいの)$",
            sentence,
        )
    )


def asks_how(reading: Reading) -> bool:
    """True where they want to know how, or whether, something is done, and nothing is said to have failed."""
    said = sentences_of(reading, Situation.support_question)
    asked = [s for s in said if is_question(s)]
    return any(cues.WAY.search(s) for s in asked) or (bool(asked) and not any(cues.FAILED.search(s) for s in said))


def asks_a_way(reading: Reading) -> bool:
    """True where a question of the mail asks for a way or a setting in so many words."""
    return any(is_question(s) and (cues.WAY.search(s) or cues.BY_WHAT_WAY.search(s)) for s in sentences(reading))


def asks_the_way(sentence: str) -> bool:
    """True where a sentence asks how, or where, something is done."""
    return bool(cues.WAY.search(sentence))


def tells_of_failure(words: str) -> bool:
    """True where words say that something does not do what it should."""
    return bool(cues.FAILED.search(words))


def introduces(sentence: str) -> bool:
    """True where a sentence only says who is writing."""
    return bool(
        cues.INTRODUCTION.match(sentence)
        or re.match(r"^([A-Z]\w+, \w+( \w+)?|(it's|this is|i'm|i am) [\w ]{2,24})$", sentence, re.IGNORECASE)
    )


# 「一回だけみたいです」 says how it looks; 「見てみたいです」 is a wish.
_WISH = re.compile(
    r"((?<![^て一-龥]み)たい|ほしい|欲しい)(です|のです|んです|と思い?ます|と思っています)?(が|けど|けれど)?$"
)
# "And how do I set that up?" asks for nothing apart from what stands before it.
_AND_ASKS = re.compile(
    r",?\s+and (?=(?:also )?(?:can|could|how|is|are|do|does|what|where|which|who|when)\b)(?![^,;]*\b(?:that|it|this|them|those|so)\b)",
    re.IGNORECASE,
)
# What is told on the way to a question: 「…したいのですが、」
_ON_THE_WAY = re.compile(r"(?:の|ん)です(?:が|けど|けれど)、|ますが、")


def clauses(question: str) -> list[str]:
    """A question whole, and its clauses where it tells something on the way: each may name what is wanted."""
    whole = cues.CONJUNCTION.sub("", question)
    parts = [part for part in _ON_THE_WAY.split(whole) if len(part) >= 8]
    return [whole, *parts] if len(parts) > 1 else [whole]


def asked(reading: Reading) -> list[str]:
    """What a mail asks or wishes, one question each; calls for an answer and words too short to say of what are none."""
    found = []
    for sentence in map(without_greeting, sentences(reading)):
        for part in _AND_ASKS.split(sentence) if sentence.isascii() else [sentence]:
            whole = len(part) >= (20 if part.isascii() else 10)
            if whole and (is_question(sentence) or _WISH.search(part)) and not only_a_call(part):
                found.append(part.strip())
    return found


def wishes(sentence: str) -> bool:
    """True where a sentence ends in a wish of theirs."""
    return bool(_WISH.search(sentence))


def asks_advice(sentence: str) -> bool:
    """True for a bare call for advice, which says what it is about only together with the sentence before it."""
    return bool(cues.ADVICE.search(sentence))


def without_greeting(sentence: str) -> str:
    """A sentence without the greeting before it on the same line, where a whole one is left."""
    found = cues.GREETED.match(sentence)
    return sentence[found.end() :] if found and len(sentence) - found.end() >= 15 else sentence


def only_a_call(sentence: str) -> bool:
    """True for a courtesy or a call for an answer, which asks for nothing of its own."""
    sentence = without_greeting(sentence)
    return bool(cues.CALL.search(sentence) or cues.PLEASANTRY.search(sentence) or introduces(sentence))


def _names_only(sentence: str) -> bool:
    """True for a line such as 「榎本様」 or "Marina Manager, Saltmarsh Marina": names and titles, nothing said."""
    if re.search(r"(様|さん|さま|殿|御中|各位)$", sentence):
        return True
    if re.search(r"[一-龥ァ-ヶ]", sentence):
        return not re.search(r"[ぁ-ん]", sentence)
    words = re.findall(r"[A-Za-z][\w'-]*", sentence)
    return 2 <= len(words) <= 8 and all(w[0].isupper() or w.lower() in ("of", "and", "the", "for") for w in words)


def bare(text: str) -> str:
    """Words alone, to compare what may be quoted with other spaces and marks."""
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


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
    plain = bare(sentence)
    if any(plain in quote or quote in plain for quote in map(bare, quotes) if quote):
        return False
    # Beside a warned sentence, what points back at it or stands for it is part of it.
    asks_for_it = bool(reading.claims) and is_question(sentence) and len(sentence) < 40
    if warned and (cues.POINTING.search(sentence) or len(plain) < 8 or asks_for_it):
        return False
    return not (cues.BINDING.search(sentence) or cues.KANA_ONLY.match(sentence) or cues.ADDRESS.search(sentence))


def quotable(sentence: str, reading: Reading) -> bool:
    """True where a sentence says something of theirs that a letter may repeat."""
    if _names_only(sentence) or not safe(sentence, reading):
        return False
    plain = without_greeting(sentence).rstrip("? !")
    # A courtesy before a question is cut off; what is nothing else is passed over.
    opening = cues.OPENING.match(plain) or (cues.CONJUNCTION.match(plain) if is_question(plain) else None)
    if opening and len(plain) - opening.end() >= 8:
        plain = plain[opening.end() :]
    return len(plain) >= 5 and not (
        cues.CALL.search(plain) or cues.PLEASANTRY.search(plain) or introduces(plain) or cues.AMOUNT.search(plain)
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
        text = re.sub(r"^(?:and|but|so|also),? (?=\w)", "", without_greeting(text), flags=re.IGNORECASE)
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
    found = [s for s in sentences_of(brief.reading, situation) if quotable(s, brief.reading) and brief.in_language(s)]
    # People say what happened first; what follows explains it.
    order = {s: n for n, s in reversed(list(enumerate(found)))}
    wanted = situation in _ASKED_FOR or (situation is Situation.support_question and asks_how(brief.reading))
    ranked = sorted(found, key=lambda s: order[s] * 0.15 - _telling(s, situation, wanted, told))
    return next((cited(sheet, words) for s in ranked if (words := trim(s, brief.language))), "")


# Where the matter is something asked for; elsewhere what happened says more than the question about it.
_ASKED_FOR = (
    Situation.out_of_scope_request, Situation.discount_request, Situation.success_definition, Situation.other,
)  # fmt: skip


def _telling(sentence: str, situation: Situation, wanted: bool, told: list[str]) -> float:
    # "Where would you start?" asks, and says nothing of what.
    japanese = any("\u3040" <= c <= "\u30ff" for c in sentence)
    asked = is_question(sentence) and len(sentence) >= (10 if japanese else 26)
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
    for sentence in sentences_of(brief.reading, situation):
        if not quotable(sentence, brief.reading) or is_question(sentence) or not brief.in_language(sentence):
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
    for sentence in sentences(brief.reading):
        words = trim(sentence, brief.language)
        if not words or words in but or is_question(sentence) or not quotable(sentence, brief.reading):
            continue
        if cues.HARM.search(sentence) and brief.in_language(sentence):
            return cited(sheet, words)
    return ""
