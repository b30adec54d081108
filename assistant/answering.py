"""Answers a CSM's question about one account: by the model where there is one, else by extraction."""

import logging
from dataclasses import dataclass
from datetime import date as Date
from functools import cached_property

from assistant.casework import Desk
from assistant.coaching.answers import worded
from assistant.coaching.answers_by_model import (
    AnswerSaid,
    NotesSaid,
    as_answer,
    question_prompt,
    read_answer,
    read_notes,
)
from assistant.coaching.finding import Found, find
from assistant.coaching.questions import Asked, QuestionCues, read_question
from assistant.coaching.record import Entry, entries_of
from assistant.domain.account import Account
from assistant.domain.conversation import Answer
from assistant.domain.draft import Draft
from assistant.domain.situation import Situation
from assistant.errors import Invalid, ModelFailed
from assistant.knowledge_base import Card
from assistant.ports import Answered, Model
from assistant.recall.index import FLOOR, AccountIndex, Hit
from assistant.recall.search import Library
from assistant.texts import say_in
from assistant.triage.folded import fold

# How many hits are looked through for those of a time or a kind.
_HITS = 200
_CARDS = 4
# A question that triage is this sure about ("what do I say to somebody who wants out?") is about that situation.
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """A question with everything that may answer it. `hits` are the index's, best first."""

    asked: Asked
    account: Account
    record: dict[str, Entry]
    hits: list[Hit]
    cards: list[Card]
    found: Found
    draft: Draft | None
    today: Date

    @property
    def language(self) -> str:
        """The answer's: that of the question."""
        return self.asked.language


class Answering:
    """Answers questions. Only the record of the account that is asked about is read, the CSM's internal entries too."""

    def __init__(self, desk: Desk):
        self.desk = desk

    @cached_property
    def _cues(self) -> QuestionCues:
        return QuestionCues.load(self.desk.knowledge.folders)

    async def answer(self, account: str, question: str, draft: Draft | None = None, ui_language: str = "ja") -> Answer:
        """The answer to a question.

        Args:
            account: the account's id.
            question: the CSM's words.
            draft: the last draft of the conversation, which the question may be about.
            ui_language: where the question is too short to tell its language.

        Raises NotFound for an unknown account, Invalid where no organisation is on record.
        """
        known = await self.known(account, question, draft, ui_language)
        why = ""
        if self.desk.model is not None and not known.account.no_model:
            try:
                return await self._by_model(self.desk.model, known)
            except ModelFailed as failed:
                logging.getLogger(__name__).warning("%s", failed)
                why = say_in(known.language)(failed.message, **failed.values)
        return worded(
            self.desk.prompts, known.asked, known.found, known.account, draft, known.today, known.language, why
        )

    async def _by_model(self, model: Model, known: Known) -> Answer:
        """What the model answers. Raises ModelFailed where nothing comes that holds."""
        given = question_prompt(
            self.desk.prompts, known.asked, known.account, known.record, [hit.key for hit in known.hits], known.found,
            known.cards, known.draft, known.today, self.desk.model_context,
        )  # fmt: skip
        read = read_notes if given.prompt.task == "coaching_notes" else read_answer
        answered: Answered[AnswerSaid | NotesSaid] = await model.ask(given.prompt, lambda text: read(text, given))
        return as_answer(answered.value, given, answered.model, (answered.tokens_in, answered.tokens_out))

    async def known(self, account_id: str, question: str, draft: Draft | None, ui_language: str) -> Known:
        """Gathers what may answer a question."""
        desk = self.desk
        organisation = await desk.records.organisation()
        if organisation is None:
            raise Invalid("No organisation is on record yet: import one first.")
        account = await desk.records.account(account_id)
        dossier = await desk.records.dossier(account_id)
        today = desk.today(organisation.time_zone)
        asked = read_question(question, self._cues, today, ui_language)
        library = await desk.library.current()
        hits: list[Hit] = []
        if dossier.index and asked.search:
            hits = AccountIndex.loads(dossier.index).search(library.read(asked.search), _HITS, floor=FLOOR)
        spoken_of = self._cards(library, asked, account, draft)
        cards = self._with_the_drafts(spoken_of, asked, draft)
        record = entries_of(account, asked.language, today)
        found = find(asked, account, record, hits, self._promised, spoken_of, draft)
        return Known(asked, account, record, hits, cards, found, draft, today)

    def _promised(self, words: str) -> bool:
        low = fold(words).lower()
        return any(self._cues.found("promised", low, language) for language in ("ja", "en"))

    def _cards(self, library: Library, asked: Asked, account: Account, draft: Draft | None) -> list[Card]:
        """Principles for a why or how: those that the question's words speak of, and those of its situation."""
        if not (asked.why or asked.how or asked.advice):
            return []
        about: Situation | None = None
        reading = self.desk.read(asked.text, "csm", account, None)
        if reading.situations and reading.situations[0].confidence >= _SURE:
            about = reading.situation if reading.situation is not Situation.other else None
        spoken_of = [card for card, _ in library.principles(asked.text, limit=_CARDS)]
        situation = about or (draft.situation if draft else None)
        situated = [card for card, _ in library.principles(asked.text, situation, limit=_CARDS)]
        # A why is about the words said; a how is about the moment.
        ranked = (*spoken_of, *situated) if asked.why else (*situated, *spoken_of)
        return list({card.id: card for card in ranked}.values())[:_CARDS]

    def _with_the_drafts(self, cards: list[Card], asked: Asked, draft: Draft | None) -> list[Card]:
        """For the model: an answer about the draft must agree with the principles that the draft was made by."""
        if draft is None or not (asked.why or asked.advice):
            return cards
        titles = {c.title for c in draft.citations if c.kind == "principle"}
        made_by = [card for card in self.desk.knowledge.principles.values() if titles & set(card.title.values())]
        both = [card for card in made_by if card in cards]
        return list({card.id: card for card in (*both, *made_by, *cards)}.values())[:_CARDS]
