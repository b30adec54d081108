"""Sentences for this customer out of the playbooks: what the desk itself would say in place of what is struck out."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.reading import Reading, SituationHit
from assistant.domain.situation import Situation
from assistant.planning.brief import Brief
from assistant.planning.compose import make
from assistant.red_pen.standing import Standing, standing_of
from assistant.wording.playbook import Playbooks, Words, unmark

# The file of the pen's own sentences in prompts/red_pen/<language>/.
_OWN = "mend"
_SENTENCE = re.compile(r"[^。!?]+[。!?]|.+?[.!?](?=\s|$)", re.DOTALL)


class Borrowed:
    """Looks up sentences, each playbook worded once and only where something is needed of it.

    Args:
        brief: the moment.
        playbooks: prompts/playbooks/.
        pen: prompts/red_pen/, the pen's own sentences.
        short: the text is short, and so are the pen's sentences.
    """

    def __init__(self, brief: Brief, playbooks: Playbooks, pen: Playbooks, short: bool = False):
        self._brief, self._playbooks, self._pen, self._short = brief, playbooks, pen, short
        self._worded: dict[Situation, Words] = {}
        self.standing: Standing = standing_of(brief, brief.language)

    def part(self, situation: Situation, kinds: Sequence[str], sentences: int) -> str:
        """The first sentences of the first part of these kinds in the desk's own letter; "" where it has none.

        A part with a list is not cut: it is no sentence to put into another letter.
        """
        words = self._words(situation)
        texts = (p.text for kind in kinds for p in words.parts if p.kind == kind)
        return next((_first(text, sentences) for text in texts if "\n" not in text), "")

    def own(self, name: str, **inputs: object) -> str:
        """One of the pen's own sentences, in the letter's language."""
        given = {"c": self.standing, "short": self._short, **inputs}
        return unmark(self._pen.say(situation=_OWN, language=self._brief.language, name=name, inputs=given))[0]

    def _words(self, situation: Situation) -> Words:
        if situation not in self._worded:
            brief = replace(self._brief, situation=situation, instruction="", channel="mail")
            if situation is Situation.referral:
                # The wish to be recommended is ours; the customer's mail was about something else.
                alone = Reading(language=brief.language, situations=(SituationHit(situation, 1.0),))
                brief = replace(brief, message="", reading=alone)
            self._worded[situation] = self._playbooks.word(make(brief), seed=brief.account.id)
        return self._worded[situation]


def _first(text: str, sentences: int) -> str:
    found = [match.group() for match in _SENTENCE.finditer(text)]
    return "".join(found[:sentences]).strip() or text
