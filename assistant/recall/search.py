"""The library: principles, help texts and practices, ranked for a question, with a floor under what counts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.domain.situation import Situation
from assistant.knowledge_base import Card, Practice
from assistant.ports import HelpText
from assistant.recall import analyse
from assistant.recall.asked_for import objects, speak_of
from assistant.recall.kept import Kept
from assistant.recall.lexical import Scores, Shelf
from assistant.recall.lexicon import Lexicon
from assistant.recall.query import Query, read_query
from assistant.recall.titles import Titles, twin

# Title and phrasings against body; chosen on the dev half, as are the floors (docs/retrieval.md).
FIELDS = (1.6, 1.0)
HELP_FLOOR = 0.33
# Below the floor one article counts all the same: where the mail says so much of its title, and the next one lags so far.
LEAD_FLOOR, LEAD_TITLE, LEAD = 0.24, 0.25, 1.5
PRACTICE_FLOOR = 0.27
PRINCIPLE_FLOOR = 0.40
DENSE_FLOOR = 0.5
# So much of the thing asked for must stand in an article, unless its evidence is that plain.
SPOKEN_OF, PLAINLY = 0.15, 0.6
# A card written for the situation at hand, a practice from the customer's own trade.
SITUATION_FACTOR = 1.5
TRADE_FACTOR = 1.2

ShelfName = Literal["principles", "practices", "help"]


class Library:
    """What the vendor and the method know, searched by words, and by meaning where vectors are configured.

    Every search takes `dense`, the vectors' scores by id for this question and shelf (see `ports.Vectors`), or None.
    Both sides are brought to the same range for each question and added with the configured weight; rank fusion with
    equal weights was measured to lose.

    Args:
        principles, practices: the cards by id, as `KnowledgeBase` holds them.
        help_texts: the vendor's articles.
        lexicon: the files of knowledge/lexicon/ by name, as `KnowledgeBase.lexicon`.
        embeddings_weight: the share of the vectors in a joined score, 0 to 1.
        folder: where built indexes are kept between starts, or None.
    """

    def __init__(
        self,
        principles: Mapping[str, Card],
        practices: Mapping[str, Practice],
        help_texts: Sequence[HelpText] = (),
        lexicon: Mapping[str, Any] | None = None,
        embeddings_weight: float = 0.6,
        folder: Path | None = None,
    ):
        self._kept = Kept(folder)
        self._weight = embeddings_weight
        self._words = Lexicon.of(lexicon or {})
        self._cards = principles
        self._practices = practices
        self._shelves = {
            "principles": self._shelf("principles", {id: _card_texts(c) for id, c in principles.items()}),
            "practices": self._shelf("practices", {id: (_topics(p), "") for id, p in practices.items()}),
        }
        for shelf in self._shelves.values():
            shelf.bilingual = True
        self._trades = {
            id: [frozenset(analyse.terms(words)) for words in practice.trade.values()]
            for id, practice in practices.items()
        }
        self.put_help(help_texts)

    def put_help(self, texts: Sequence[HelpText]) -> None:
        """Takes these articles in place of the earlier ones (after an import)."""
        self._help = {text.id: text for text in texts}
        self._lexicon = self._words.with_labels(text.body for text in texts)
        shelf = self._shelf("help", {text.id: (text.title, text.body) for text in self._help.values()})
        self._titles = Titles({text.id: text.title for text in self._help.values()}, shelf)
        self._shelves["help"] = shelf

    def _shelf(self, name: str, texts: Mapping[str, tuple[str, str]]) -> Shelf:
        fields = [[title for title, _ in texts.values()], [body for _, body in texts.values()]]
        return self._kept.shelf(name, list(texts), fields, FIELDS)

    @property
    def documents(self) -> dict[str, dict[str, str]]:
        """The texts to be embedded: by shelf (principles, help, practices) and id."""
        return {
            "principles": {id: "\n".join(_card_texts(card)) for id, card in self._cards.items()},
            "practices": {id: "\n".join([_topics(p), *p.setting.values()]) for id, p in self._practices.items()},
            "help": {id: f"{text.title}\n{text.body}" for id, text in self._help.items()},
        }

    def read(self, text: str) -> Query:
        """A question with its synonyms and its words in the other language; also for `AccountIndex.search`."""
        return read_query(text, self._lexicon)

    def ranked(
        self,
        shelf: ShelfName,
        query: str | Query,
        dense: Mapping[str, float] | None = None,
        favoured: Mapping[str, float] | None = None,
    ) -> list[tuple[str, float]]:
        """The ids of one shelf that have anything to do with a question, best first, each with its evidence.

        Args:
            favoured: by id, what multiplies a text's rank (never its evidence).
        """
        texts = self._shelves[shelf]
        query = self.read(query) if isinstance(query, str) else query
        scores = texts.scores(query)
        ranking = self._joined(texts, scores, dense)
        evidence = scores.share
        if shelf == "help":
            evidence = (evidence + self._titles.said(query)) / 2
            ranking = ranking + evidence
        if dense:
            near = np.array([dense.get(key, 0.0) for key in texts.keys])
            evidence = np.where(near >= DENSE_FLOOR, np.maximum(evidence, near), evidence)
        if favoured:
            ranking = ranking * np.array([favoured.get(key, 1.0) for key in texts.keys])
        order = np.argsort(-ranking, kind="stable")
        return [(texts.keys[n], float(evidence[n])) for n in order if ranking[n] > 0]

    def _joined(self, shelf: Shelf, scores: Scores, dense: Mapping[str, float] | None) -> np.ndarray:
        lexical = scores.score / max(scores.score.max(initial=0.0), 1e-9)
        if not dense:
            return lexical
        low, high = min(dense.values()), max(dense.values())
        near = {id: (score - low) / (high - low) if high > low else 1.0 for id, score in dense.items()}
        meaning = np.array([near.get(key, 0.0) for key in shelf.keys])
        return self._weight * meaning + (1 - self._weight) * lexical

    def principles(
        self,
        query: str | Query,
        situation: Situation | None = None,
        limit: int = 5,
        dense: Mapping[str, float] | None = None,
    ) -> list[tuple[Card, float]]:
        """The cards that fit a moment, best first, with their evidence.

        With a situation, its cards come before equally good others and none of them is lost to the floor: in the
        situation they hold whatever the wording. Cards of other situations must be plainly spoken of.
        """
        favoured = {id: SITUATION_FACTOR for id, card in self._cards.items() if situation in card.situations}
        ranked = self.ranked("principles", query, dense, favoured)
        kept = [(self._cards[id], s) for id, s in ranked if id in favoured or s >= PRINCIPLE_FLOOR]
        seen = {card.id for card, _ in kept}
        return [*kept, *((self._cards[id], 0.0) for id in favoured if id not in seen)][:limit]

    def help(
        self, query: str | Query, language: str, limit: int = 3, dense: Mapping[str, float] | None = None
    ) -> list[tuple[HelpText, float]]:
        """The articles that answer a question, best first; none where the best is not good enough.

        Where an article is there in several languages, the one in `language` stands for all of them.
        """
        query = self.read(query) if isinstance(query, str) else query
        ranked = self.ranked("help", query, dense)
        wanted = [self.read(words) for words in objects(query.text)]
        if wanted and ranked and ranked[0][1] < PLAINLY:
            about = self._about(wanted)
            ranked = [(id, evidence) for id, evidence in ranked if evidence >= PLAINLY or twin(id) in about]
        found: dict[str, tuple[HelpText, float]] = {}
        for id, evidence in _above(HELP_FLOOR, ranked) or self._leading(ranked, query):
            text, name = self._help[id], twin(id)
            if name not in found:
                found[name] = (self._in_language(name, language) or text, evidence)
        return list(found.values())[:limit]

    def _leading(self, ranked: Sequence[tuple[str, float]], query: Query) -> list[tuple[str, float]]:
        """The one article that stands out though it is below the floor; none where another comes near it."""
        if not ranked or ranked[0][1] < LEAD_FLOOR:
            return []
        first, evidence = ranked[0]
        others = [e for id, e in ranked if twin(id) != twin(first)]
        said = self._titles.said(query)[self._shelves["help"].keys.index(first)]
        return [ranked[0]] if said >= LEAD_TITLE and evidence >= LEAD * max(others, default=0.0) else []

    def speaks_of(self, text: str, question: str) -> bool:
        """False where a text says nothing of the thing that a question wants something done with."""
        wanted = [self.read(words) for words in objects(question)]
        return not wanted or speak_of(text, wanted)

    def _about(self, wanted: Sequence[Query]) -> set[str]:
        """The articles that speak of one of these things, in whatever words or language."""
        shelf = self._shelves["help"]
        shares = np.max([shelf.share_of(one) for one in wanted], axis=0)
        return {twin(id) for id, share in zip(shelf.keys, shares.tolist(), strict=True) if share >= SPOKEN_OF}

    def _in_language(self, name: str, language: str) -> HelpText | None:
        return next((t for t in self._help.values() if t.language == language and twin(t.id) == name), None)

    def practices(
        self, query: str | Query, industry: str = "", limit: int = 2, dense: Mapping[str, float] | None = None
    ) -> list[tuple[Practice, float]]:
        """What worked elsewhere on this topic, best first; one from the customer's own trade first among equals."""
        trade = frozenset(analyse.terms(industry))
        favoured = {
            id: TRADE_FACTOR for id, trades in self._trades.items() if any(not trade.isdisjoint(own) for own in trades)
        }
        ranked = _above(PRACTICE_FLOOR, self.ranked("practices", query, dense, favoured))
        return [(self._practices[id], evidence) for id, evidence in ranked[:limit]]


def _above(floor: float, ranked: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """The hits above a floor; none where the best one is below it, for then a lesser one is a chance hit."""
    if not ranked or ranked[0][1] < floor:
        return []
    return [(id, evidence) for id, evidence in ranked if evidence >= floor]


def _card_texts(card: Card) -> tuple[str, str]:
    phrasings = [p for phrases in card.phrasings.values() for p in phrases]
    lines = [line for part in (card.do, card.avoid) for language in part.values() for line in language]
    return "\n".join([*card.title.values(), *phrasings]), "\n".join([*card.idea.values(), *lines])


def _topics(practice: Practice) -> str:
    """What a practice is chosen by; its other words speak of the trade it comes from."""
    return " ".join(word for words in practice.topics.values() for word in words)
