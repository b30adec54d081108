"""Whether a message needs an answer at all, how urgent and how grave it is, and how its writer feels."""

import re
from typing import Literal

from assistant.triage.knowledge import TriageKnowledge
from assistant.triage.sentences import is_question, sentences

NoAnswer = Literal["automatic", "advertising", "courtesy"]
Feeling = Literal["calm", "worried", "angry", "happy"]

_LONGEST_COURTESY = {"ja": 45, "en": 90}


def no_answer(own: str, whole: str, language: str, knowledge: TriageKnowledge) -> NoAnswer | None:
    """Why nothing should be sent, or None.

    Args:
        own: the writer's own words (folded, lower case).
        whole: the same with signature: automatic mails and advertising often say there what they are.
        language: of the message.
        knowledge: the cues.
    """
    pieces = sentences(own, language)
    asked = [s for s in pieces if is_question(own[s[0] : s[1]], language)]
    count = {
        thing: _distinct(knowledge, thing, language, whole) for thing in ("automatic", "notice", "advertising", "offer")
    }
    if not asked and (count["automatic"] or count["notice"] >= 2):
        return "automatic"
    if count["automatic"] and count["automatic"] + count["notice"] >= 3:
        return "automatic"
    loud = count["advertising"] >= 2 or (count["advertising"] and len(asked) <= 1)
    if loud and (not asked or count["advertising"] + count["offer"] >= 2):
        return "advertising"
    if count["offer"] >= 3:
        return "advertising"
    if re.search(r"\w", own) and all(_is_courtesy(own[a:b], language, knowledge) for a, b in pieces):
        return "courtesy"
    return None


def _distinct(knowledge: TriageKnowledge, thing: str, language: str, text: str) -> int:
    """How many cues stand in a text, those inside one another counted once."""
    count, reach = 0, -1
    for start, end in knowledge.found("no_answer", thing, language, text):
        if start >= reach:
            count += 1
        reach = max(reach, end)
    return count


def _is_courtesy(sentence: str, language: str, knowledge: TriageKnowledge) -> bool:
    plain = sentence.strip()
    if not re.search(r"\w", plain):
        return True
    if len(plain) > _LONGEST_COURTESY[language] or is_question(plain, language):
        return False
    if knowledge.found("no_answer", "substance", language, plain):
        return False
    if knowledge.found("no_answer", "courtesy", language, plain):
        return True
    # 「宇野です。」 or "Dear Aoi," says nothing yet.
    return bool(re.fullmatch(r".{1,14}(?:です|様|さん|さま)[。、]?|(?:dear |hi |hello )?[\w ]{2,20},?", plain))


def urgent(own: str, language: str, knowledge: TriageKnowledge) -> bool:
    """True where the writer cannot wait; a mere date is not urgent without a question or a need."""
    return bool(knowledge.found("tone", "urgent", language, own))


def serious(own: str, language: str, knowledge: TriageKnowledge) -> bool:
    """True where the customer's work or data is harmed; a question how to delete or restore something is not."""
    return any(
        knowledge.found("tone", "serious", language, own[a:b]) and not _only_asks_how(own[a:b], language)
        for a, b in sentences(own, language)
    )


def _only_asks_how(sentence: str, language: str) -> bool:
    if language == "ja":
        return bool(
            re.search(
                r"(?:方法|やり方|手順|たい(?:です|の|と)|消し方|でしょうか|できますか|かもしれ|ないか(?:不安|心配)|ません(?:か|よね))",
                sentence,
            )
        ) and not re.search(r"(?:ました|しまい|しまった|ている|てる|てい(?:ます|て))", sentence)
    return bool(
        re.search(
            r"\b(?:how (?:do|can|to)|want to|would like to|can i|afraid of|if (?:we|i|it)|might|could)\b", sentence
        )
    )


def feeling(own: str, language: str, knowledge: TriageKnowledge, situation: str) -> Feeling:
    """The writer's mood: the strongest of anger, worry and joy, else calm."""
    found = {mood: _distinct_tone(knowledge, mood, language, own) for mood in ("angry", "worried", "happy")}
    if situation == "complaint" or found["angry"] > max(found["happy"], found["worried"] - 1):
        return "angry" if found["angry"] or situation == "complaint" else "calm"
    if found["worried"] and (situation == "concern" or found["worried"] >= found["happy"]):
        return "worried"
    if situation == "concern":
        return "worried"
    return "happy" if found["happy"] else "calm"


def _distinct_tone(knowledge: TriageKnowledge, mood: str, language: str, own: str) -> int:
    return len({start for start, _ in knowledge.found("tone", mood, language, own)})
