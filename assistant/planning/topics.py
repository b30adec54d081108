"""What a sentence of the record is about, in a few words that can stand in a letter."""

import re

_EMPTY_TOPICS = (
    "残り",
    "課題",
    "問題",
    "次",
    "今後",
    "原因",
    "現状",
    "使い方",
    "状況",
    "first contact",
    "it",
    "they",
    "this",
)
_PEOPLE = re.compile(r"(士|者|員|長|師|手|スタッフ|メンバー|ドライバー|担当|先生|方|部署|支店|店舗)$")
_VERBAL = re.compile(r"[うくすつぬむるたい]$")


_NO_NAMES = frozenset(
    [
        "The",
        "A",
        "An",
        "Some",
        "No",
        "Only",
        "All",
        "Most",
        "You",
        "Your",
        "We",
        "Our",
        "They",
        "Their",
        "There",
        "This",
        "That",
        "These",
        "Those",
        "It",
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Half",
        "Many",
        "Few",
        "Several",
        "Each",
        "Every",
        "Nobody",
        "Everyone",
        "Everybody",
        "Both",
    ]
)


def topic_of(sentence: str, language: str) -> str:
    """The thing a sentence is about: 「西営業所の返却記録」 of 「西営業所の返却記録が遅い」.

    What is not done yet is told as what is to be done: 「運転士は未登録」 is 「運転士の皆様の登録」.
    """
    if language == "ja":
        return _japanese_topic(sentence)
    if len(sentence) <= 70 and not re.match(r"(it|they|this|he|she|we)\b", sentence, re.IGNORECASE):
        first, _, rest = sentence.partition(" ")
        return f"{first.lower() if first in _NO_NAMES else first} {rest}".strip()
    match = re.match(r"^(.{3,50}?) (?:is|are|was|were|remains?|comes?|came|still|takes?|has|have)\b", sentence)
    topic = match[1] if match and not re.search(r"\b(that|you|we|told|said)\b", match[1]) else ""
    return "" if topic.lower() in _EMPTY_TOPICS else topic[:1].lower() + topic[1:]


def _japanese_topic(sentence: str) -> str:
    if match := re.match(r"^(.{2,16}?)(?:のみ|だけ)(?:が|の)?([一-龥ァ-ヶー]{2,6})$", sentence):
        return f"{match[1]}以外の皆様の{match[2]}"
    # A particle stands behind a noun: the 「も」 of 「つもり」 is none, and no topic is torn at it.
    match = re.match(
        r"^(.{1,29}?[一-龥々ァ-ヶーA-Za-z0-9)]|.{0,28}?[一-龥][りれえけきしみち])(?:が|は|も)(.+)$", sentence
    )
    if not match:
        return sentence if len(sentence) <= 24 and not _VERBAL.search(sentence) else ""
    topic, rest = match[1], match[2].strip(" 、")
    # 「11月6日の会議で、件数」: the thing stands behind the comma.
    topic = topic.rpartition("、")[2] or topic
    if topic in _EMPTY_TOPICS:
        return rest if len(rest) <= 24 and not _VERBAL.search(rest) else ""
    if undone := re.match(r"^(?:まだ)?未([一-龥]{2,4})$", rest):
        return f"{topic}{'の皆様' if _PEOPLE.search(topic) else ''}の{undone[1]}"
    return topic
