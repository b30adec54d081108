"""What a CSM put into the conversation: a customer's message, an instruction for the draft, or a question to the coach.

Words are in knowledge/lexicon/turns.yaml; what each list weighs is here. Pure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import KnowledgeError
from assistant.triage.cue_lists import cue_lists
from assistant.triage.cues import Cues, needles
from assistant.triage.folded import fold
from assistant.triage.languages import language_of
from assistant.triage.lexicon import LANGUAGES, read_yaml
from assistant.triage.parts import parts
from assistant.triage.sentences import is_question, sentences

TurnKind = Literal["message", "instruction", "question"]

_MAIL = {"greeting": 3.0, "ours": 2.0, "polite": 1.0}
_COACH = {"asked": 3.0, "about": 2.0, "record": 1.0}
_COACH_ON_DRAFT = {"draft_why": 3.0, "draft_asked": 3.0}
_ORDER = {"order": 3.0, "letter": 1.5, "order_polite": 1.0}
_GROUPS = frozenset({**_MAIL, **_COACH, **_COACH_ON_DRAFT, **_ORDER})
# A mail with a head, quoted lines or a signature is a mail whatever it says.
_QUOTED_MAIL, _SIGNED = 5.0, 3.0
# So much must speak for a question before there is a draft: in doubt, what is pasted first is a message.
_SURE = 2.0
_LONG = {"ja": 120, "en": 240}
_BRIEF = {"ja": 30, "en": 48}
# Words in quotation marks are spoken of: 「お世話になっております」は消して.
_SPOKEN_OF = re.compile(r"「[^」\n]{1,80}」|『[^』\n]{1,80}』|\"[^\"\n]{1,120}\"")
_POLITE_END = re.compile(r"(?:です|ます|ました|ません|でしょう|ください|下さい|せんか)(?:か|が|ね|よ)?\s*[。?!]*\s*$")
# A Japanese question that colleagues ask each other: 「誰が決めるの」「更新日は?」; customers write です・ます.
_PLAIN_QUESTION = re.compile(
    r"(?:の|っけ|かな|だろう|のか|か)?\s*\?\s*$|(?:の|っけ|かな|だろうか?|のか|教えて)[。\s]*$"
)


@dataclass(frozen=True, slots=True)
class TurnCues:
    """The lexicon of turns, ready to be asked: cues by language and list."""

    cues: Mapping[str, Mapping[str, Cues]]

    @classmethod
    def load(cls, folders: Sequence[Path]) -> "TurnCues":
        """From lexicon/turns*.yaml of the knowledge folders; a user's own phrases are added to the built-in ones.

        Raises KnowledgeError where a file is not as it should be.
        """
        return cls(cue_lists(folders, "turns*.yaml", _lists))

    def weigh(self, text: str, language: str, weights: Mapping[str, float]) -> float:
        """The sum of the weights of the lists that have a cue in the text (folded, lower case)."""
        lists = self.cues[language]
        return sum(weight for name, weight in weights.items() if name in lists and lists[name].first(text))


def turn_of(
    text: str, *, drafted: bool, cues: TurnCues, names: Sequence[str] = (), default_language: str = "ja"
) -> TurnKind:
    """What a turn is.

    Args:
        text: as it was typed or pasted.
        drafted: there is a draft in the conversation, which an instruction can change and a question be about.
        cues: the lexicon.
        names: of the people at the customer's: who is asked about by name does not ask himself.
        default_language: where the text is too short to tell.
    """
    folded = fold(text)
    language = language_of(folded.text, default_language)
    bare = _SPOKEN_OF.sub("…", folded.text).lower()
    asks = any(is_question(bare[a:b], language) for a, b in sentences(bare, language)) or _plain(bare, language)
    mail = _like_a_mail(folded.text, language) + cues.weigh(bare, language, _MAIL)
    coach = _like_a_question(bare, language, drafted, cues, names) if asks else 0.0
    if not drafted:
        return "question" if coach >= _SURE and coach > mail else "message"
    order = cues.weigh(bare, language, _ORDER)
    if coach and coach >= order and coach > mail:
        return "question"
    if order > mail:
        return "instruction"
    if mail or coach:
        return "message"
    # Nothing speaks for anything: a word or two after a draft is about the draft.
    brief = len(bare.strip()) <= _BRIEF[language]
    return ("question" if asks else "instruction") if brief else "message"


def _like_a_mail(text: str, language: str) -> float:
    found = parts(text)
    weight = _QUOTED_MAIL if found.headers or found.quoted else 0.0
    weight += _SIGNED if found.signature else 0.0
    return weight + (1.0 if len(text) > _LONG[language] or len(sentences(text, language)) > 3 else 0.0)


def _like_a_question(bare: str, language: str, drafted: bool, cues: TurnCues, names: Sequence[str]) -> float:
    weights = {**_COACH, **_COACH_ON_DRAFT} if drafted else _COACH
    weight = cues.weigh(bare, language, weights) + (1.0 if _plain(bare, language) else 0.0)
    return weight + (2.0 if _named(bare, names) else 0.0)


def _plain(bare: str, language: str) -> bool:
    """True for a Japanese question without です・ます."""
    return language == "ja" and bool(_PLAIN_QUESTION.search(bare)) and not _POLITE_END.search(bare)


def _named(bare: str, names: Sequence[str]) -> bool:
    """True where one of these people is spoken of; who introduces himself (「佐藤です」) is not."""
    for piece in {part for name in names for part in name.lower().split() if len(part) > 1}:
        latin = piece.isascii()
        found = re.search(rf"\b{re.escape(piece)}\b(?! here)" if latin else re.escape(piece) + r"(?!です|と申)", bare)
        if found:
            return True
    return False


def _lists(path: Path) -> list[tuple[str, str, list[str]]]:
    data = read_yaml(path)
    if not isinstance(data, dict) or not set(data) <= set(LANGUAGES):
        raise _fault(path, f"the file holds {', '.join(LANGUAGES)}, each with lists of phrases")
    found = []
    for language, lists in data.items():
        if not isinstance(lists, dict) or not set(lists) <= _GROUPS:
            raise _fault(path, f"'{language}' may hold {', '.join(sorted(_GROUPS))}")
        for name, phrases in lists.items():
            if not isinstance(phrases, list) or not all(isinstance(p, str) and p.strip() for p in phrases):
                raise _fault(path, f"'{language}.{name}' must be a list of phrases")
            for phrase in phrases:
                try:
                    needles(phrase)
                except ValueError as error:
                    raise _fault(path, f"{phrase}: {error}") from error
            found.append((language, name, phrases))
    return found


def _fault(path: Path, why: str) -> KnowledgeError:
    return KnowledgeError("%(file)s: %(why)s", {"file": path.name, "why": why})
