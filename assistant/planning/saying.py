"""What a mail says and asks, sentence by sentence."""

import re
import unicodedata

from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.planning import echo_cues as cues

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


def bare(text: str) -> str:
    """Words alone, to compare what may be quoted with other spaces and marks."""
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
