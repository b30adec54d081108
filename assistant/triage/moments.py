"""Whether a message needs an answer at all, how urgent and how grave it is, and how its writer feels."""

import re
from typing import Literal

from assistant.triage.folded import Folded
from assistant.triage.knowledge import TriageKnowledge
from assistant.triage.sentences import is_question, sentences

NoAnswer = Literal["automatic", "advertising", "courtesy"]
Feeling = Literal["calm", "worried", "angry", "happy"]

# Surer than this of any situation, and a message is more than a courtesy.
_MATTER = 0.5
# 「営業部の宇野です。」, 「望月様」, "Dear Aoi,": who writes to whom.
_NAMING = re.compile(
    r"(?:[^ぁ-ん\s。]{1,20}の|[^。]{2,24}の(?=[^ぁ-ん\s。]{1,8}(?:です|と申)))?[^ぁ-ん。]{1,10}"
    r"(?:です|だ|様|さん|さま|でございます|と申します)[。、,!]?|(?:dear|hi|hello|hey) [\w .]{2,20}[,!.]?"
)
# What ends so names a thing, not the writer: 「頭を下げたのはうちの受付です」, 「これで三度目の障害です」.
_A_THING = re.compile(
    r"(?:[はがをも](?:うち|弊社|当社|私(?:ども|たち)?|御社|貴社|そちら|現場|こちら)|[一二三四五六七八九十0-9]+(?:度|回|件|日|か月|ヶ月|年|週間)目?|これ[がで]|それが|まだ|もう)の[^。]*です"
    r"|の(?:責任|障害|問題|不具合|仕事|側|方|件|話|状態|状況|予定|目標|希望|理由|原因|気持ち|本音|限界|最後|最初|次第|結果|遅れ|まま|とおり|通り|はず|つもり|ため|せい)(?:です|だ)"
)
_LONGEST_COURTESY = {"ja": 45, "en": 90}
# A shorter sentence beside a notice of absence arranges nothing.
_ARRANGES = {"ja": 12, "en": 25}


def no_answer(own: str, whole: str, language: str, knowledge: TriageKnowledge, matter: float = 0.0) -> NoAnswer | None:
    """Why nothing should be sent, or None.

    Args:
        own: the writer's own words (folded, lower case).
        whole: the same with signature: automatic mails and advertising often say there what they are.
        language: of the message.
        knowledge: the cues.
        matter: how sure it is that the message is about something: thanks that report something are no courtesy.
    """
    pieces = sentences(own, language)
    asked = [s for s in pieces if is_question(own[s[0] : s[1]], language)]
    count = {
        thing: _distinct(knowledge, thing, language, whole)
        for thing in ("automatic", "away", "notice", "advertising", "offer")
    }
    if not asked and count["automatic"]:
        return "automatic"
    if not asked and (count["away"] or count["notice"] >= 2) and not _tells_more(own, pieces, language, knowledge):
        return "automatic"
    if count["automatic"] and count["automatic"] + count["away"] + count["notice"] >= 3:
        return "automatic"
    loud = count["advertising"] >= 2 or (count["advertising"] and len(asked) <= 1)
    if loud and (not asked or count["advertising"] + count["offer"] >= 2):
        return "advertising"
    if count["offer"] >= 3:
        return "advertising"
    if (
        matter < _MATTER
        and re.search(r"\w", own)
        and all(_is_courtesy(own[a:b], language, knowledge) for a, b in pieces)
    ):
        return "courtesy"
    return None


def _tells_more(own: str, pieces: list[tuple[int, int]], language: str, knowledge: TriageKnowledge) -> bool:
    """True where a person who will be away arranges something with us: no machine knows who signs what meanwhile."""
    known = ("automatic", "away", "notice", "formula", "courtesy")
    return any(
        len(own[a:b]) >= _ARRANGES[language]
        and not any(knowledge.found("no_answer", thing, language, own[a:b]) for thing in known)
        and not _NAMING.fullmatch(own[a:b].strip())
        for a, b in pieces
    )


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
    return bool(_NAMING.fullmatch(plain) or re.fullmatch(r"[a-z]{2,12}[.,]?", plain))


def formulas(own: Folded, language: str, knowledge: TriageKnowledge) -> list[tuple[int, int]]:
    """Sentences that every mail opens or closes with (greetings, the writer's name): they say nothing of the matter."""
    low = own.lower()
    found = []
    for start, end in sentences(low, language):
        plain = low[start:end]
        said = sum(b - a for a, b in _apart(knowledge.found("no_answer", "formula", language, plain)))
        if said >= 0.7 * len(plain) or (_NAMING.fullmatch(plain) and not _A_THING.search(plain)):
            found.append((start, end))
    return found


def _apart(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that overlap an earlier one left out."""
    kept: list[tuple[int, int]] = []
    for start, end in stretches:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def urgent(own: str, language: str, knowledge: TriageKnowledge) -> bool:
    """True where the writer cannot wait; a mere date is not urgent without a question or a need, nor is 急ぎません."""
    calm = knowledge.found("tone", "unhurried", language, own)
    hurried = knowledge.found("tone", "urgent", language, own)
    return any(not any(a < end and start < b for a, b in calm) for start, end in hurried)


def serious(own: str, language: str, knowledge: TriageKnowledge) -> bool:
    """True where the customer's work or data is harmed; a question how to delete or restore something is not."""
    places = knowledge.found("tone", "serious", language, own)
    return any(
        any(a <= start < b for start, _ in places) and not _only_asks_how(own[a:b], language)
        for a, b in (sentences(own, language) if places else [])
    )


# A leak that is feared, guarded against or asked about in general has not happened.
_FEARED = {
    "ja": re.compile(
        r"(漏え?い|漏洩|流出|不正アクセス|不正ログイン|乗っ取り|ウイルス|事故)[^。]{0,14}(心配|不安|懸念|恐れて|怖|気にして|気になって|対策|防止|防ぐ|防ぎ|備え|時の|の(とき|際|場合)|への対応|保険)"
    ),
    "en": re.compile(
        r"\b(worr\w+|concern\w*|nervous|afraid|prevent\w*|protect\w*|against|polic(?:y|ies)|measures|in case of|in the event of|compl(?:y|iance|iant)|questionnaire|notif(?:y|ied))\b.{0,60}(leak|breach|gdpr|privacy|hack|ransomware)"
        r"|(leak|breach|gdpr|privacy|hack|ransomware)\w*.{0,40}\b(worr\w+|concern\w*|polic(?:y|ies)|measures|procedures?|insurance|notice|compl(?:y|iance|iant)|questions?|statement)\b"
    ),
}
_HAPPENED = {
    "ja": re.compile(
        r"(漏え?い|漏洩|流出|アクセス|ログイン|感染|漏れ|盗まれ|乗っ取られ)(が(あり|起き|発生)|し(た|て(しま|い))|しまし|されて|された|てしま|た(の|よう|と))"
    ),
    "en": re.compile(
        r"\b(was|were|has been|have been|had been|got|just) (leaked|breached|hacked|exposed|stolen|compromised)|\b(had|there was|there has been|suffered) (a|an|another) \w* ?(leak|breach|hack)"
    ),
}


def _only_asks_how(sentence: str, language: str) -> bool:
    if _FEARED[language].search(sentence) and not _HAPPENED[language].search(sentence):
        return True
    if language == "ja":
        return bool(
            re.search(
                r"(?:方法|やり方|手順|たい(?:です|の|と)|消し方|でしょうか|ますか|できますか|かもしれ|ないか(?:不安|心配)|ません(?:か|よね)|(?:る|れる|れて)(?:のは|のも|のが|と|は)(?:困|怖|避け|嫌|まず))",
                sentence,
            )
        ) and not re.search(r"(?:ました|しまい|しまった|ている|てる|てい(?:ます|て))", sentence)
    return bool(
        re.search(
            r"\b(?:how (?:do|can|to)|want to|would like to|can i|afraid of|if (?:we|i|it)|might|could)\b", sentence
        )
    )


def corrections(own: str, language: str, knowledge: TriageKnowledge) -> list[tuple[int, int]]:
    """Sentences that put something right in what we wrote: a figure, a place, a name. What is agreed or paid is none."""
    if not knowledge.found("tone", "correction", language, own):
        return []
    return [
        (start, end)
        for start, end in sentences(own, language)
        if knowledge.found("tone", "correction", language, own[start:end])
        and not knowledge.found("tone", "no_correction", language, own[start:end])
    ]


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
