"""What recall finds for one message: help texts, the account's own tickets, what worked elsewhere."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.domain.account import HistoryEntry
from assistant.domain.organisation import readable
from assistant.domain.situation import Situation
from assistant.errors import Unavailable
from assistant.knowledge_base import KnowledgeBase
from assistant.planning import loose_ends, saying
from assistant.planning.brief import SURE_ENOUGH, Brief
from assistant.planning.compose import second_matters
from assistant.ports import Dossier, HelpText, Records, Vectors
from assistant.recall.index import ANSWER_FLOOR, AccountIndex
from assistant.recall.query import Query
from assistant.recall.search import Library
from assistant.symptoms import symptoms_of

# So many articles are looked at until some fit the trouble that is told of.
_LOOKED_AT = 6
# An article that answers a further question nearly as well as the best one does answers it by the same steps.
_AS_GOOD = 0.8
# Below this, an article beside the one that answers the first question is not even shown as the nearest.
_NEAR = 0.4
# In a mail that is none of the situations, an article is plain where the way is asked for, else beyond this.
_PLAIN = 0.6
# Situations whose answer may rest on a help text: how to do something, or how to take one's data along.
_ANSWERED_BY_HELP = (Situation.support_question, Situation.cancellation, Situation.complaint, Situation.low_usage)


# A help text with the evidence that it answers.
_Hit = tuple[HelpText, float]


class Shelves:
    """The searchable library, made again when the help texts have changed."""

    def __init__(
        self, records: Records, knowledge: KnowledgeBase, folder: Path | None = None,
        vectors: Vectors | None = None, weight: float = 0.6,
    ):  # fmt: skip
        self._records, self._knowledge = records, knowledge
        self._folder, self._vectors, self._weight = folder, vectors, weight
        self._library: Library | None = None
        self._revision = -1

    async def current(self) -> Library:
        revision = await self._records.help_revision()
        if self._library is None or revision != self._revision:
            texts = await self._records.help_texts()
            shelves = self._knowledge
            if self._library is None:
                self._library = Library(
                    shelves.principles, shelves.practices, texts, shelves.lexicon, self._weight, self._folder
                )
            else:
                self._library.put_help(texts)
            self._revision = revision
            await self._embed(self._library)
        return self._library

    def forget(self) -> None:
        """The cards have changed: the library is made again when it is next asked for."""
        self._library = None

    def help(
        self, library: Library, query: str | Query, brief: Brief, limit: int, dense: dict[str, float] | None = None,
        alone: str = "",
    ) -> list[tuple[HelpText, float]]:  # fmt: skip
        """The articles that answer a question in the mail's language; none on another kind of trouble than the mail tells of.

        What a question that stands `alone` surely asks for may have nothing to do with the trouble told beside it.
        """
        symptoms, own = symptoms_of(tuple(self._knowledge.folders)), brief.reading.own

        def fits(text: HelpText, sure: float) -> bool:
            apart = bool(alone) and sure >= SURE_ENOUGH
            return symptoms.fit(alone if apart else own, text.title, text.body)

        found = library.help(query, brief.language, limit=_LOOKED_AT, dense=dense)
        return [(text, sure) for text, sure in found if fits(text, sure)][:limit]

    async def _embed(self, library: Library) -> None:
        """Keeps the vectors in step with the texts; where they fail, words alone are searched, and the log says so."""
        if self._vectors is None:
            return
        try:
            for shelf, texts in library.documents.items():
                await self._vectors.upsert(shelf, list(texts), list(texts.values()))
        except Unavailable as error:
            logging.getLogger(__name__).warning("%s", error)

    async def close(self) -> None:
        if self._vectors is not None:
            await self._vectors.close()

    async def dense(self, shelf: str, query: str) -> dict[str, float] | None:
        """Scores by meaning where an embedding model is configured, else None."""
        return await self._vectors.scores(shelf, query) if self._vectors else None


async def recalled(shelf: Shelves, records: Records, brief: Brief, dossier: Dossier) -> tuple[Brief, tuple[str, ...]]:
    """The brief with the help texts, tickets and practices that speak to the message.

    Returns:
        The brief, and the texts that the words of a letter may rest on besides the account's record.
    """
    asking = brief.reading.own or brief.instruction
    library = await shelf.current()
    query = library.read(asking) if asking else None
    names = {
        brief.situation,
        *(h.name for h in brief.reading.situations if h.confidence >= 0.5),
        *second_matters(brief),
    }
    texts, sure, answered, further = [], {}, (), []
    if query and names & set(_ANSWERED_BY_HELP):
        asked = " ".join(m.span.quote for m in brief.reading.matters if m.situation in _ANSWERED_BY_HELP)
        dense = await shelf.dense("help", asked or asking)
        failing = _failing(brief)
        hits = shelf.help(library, failing, brief, 3, dense) if failing else []
        hits = hits or shelf.help(library, query if asked in ("", asking) else asked, brief, 3, dense)
        if brief.situation is Situation.cancellation:
            # Beside a notice, how to take the data along is one of several things asked for.
            things = [thing for point in loose_ends.points(brief.reading) for thing in loose_ends.things(point)]
            hits += [hit for thing in things for hit in shelf.help(library, thing, brief, 2)]
        elif Situation.support_question in names:
            hits, answered, others = _each_its_own(shelf, library, brief, hits)
            further = [(question, hit[0] if hit else None) for question, hit in others]
            sure = {hit[0].id: hit[1] for _, hit in others if hit}
        texts, sure = [text for text, _ in hits], {**sure, **{text.id: evidence for text, evidence in hits}}
    elif query and brief.situation is Situation.other and brief.replying:
        plain = _plain(shelf, library, brief)
        further = [(sentence, text) for sentence, (text, _) in plain]
        sure = {text.id: evidence for _, (text, evidence) in plain}
    past: list[HistoryEntry] = []
    if query and dossier.index:
        hits = AccountIndex.loads(dossier.index).search(query, limit=8, among={"ticket"}, floor=ANSWER_FLOOR)
        keys = [int(hit.key.split(":")[1]) for hit in hits if hit.key.startswith("history:")]
        found = await records.history(brief.account.id, keys)
        past = [found[key] for key in keys if key in found]
        past = [e for e in past if library.speaks_of(f"{e.text} {e.say or ''}", asking)]
    practices = []
    if query and Situation.support_question in names and not brief.closed_lane:
        practices = [p for p, _ in library.practices(query, brief.account.industry, limit=2)]
    policy = brief.organisation.policy
    said = [brief.organisation.signature, brief.organisation.support_hours, policy.extra_work, *policy.included_support]
    said += [a.name for a in policy.alternatives] + [a.when for a in policy.alternatives] + [brief.organisation.purpose]
    said += [t.offer for t in policy.trades] + [t.for_ for t in policy.trades]
    material = [readable(t, lang, brief.organisation.language) for t in said for lang in ("ja", "en")]
    material += [f"{t.title}\n{t.body}" for t in texts]
    material += [p.setting[brief.language] + p.effect[brief.language] + p.trade[brief.language] for p in practices]
    material += [f"{t.title}\n{t.body}" for _, t in further if t]
    found = replace(
        brief, help=texts, help_sure=sure, help_for=answered, further=further, past=past, practices=practices
    )
    return found, tuple(m for m in material if m)


def _failing(brief: Brief) -> str:
    """What they say goes wrong, where the mail says more: an article on the rest of it mends nothing."""
    told = saying.sentences(brief.reading)
    failing = [s for s in told if saying.tells_of_failure(s)]
    return " ".join(failing) if brief.situation is Situation.support_question and len(failing) < len(told) else ""


def _each_its_own(
    shelf: Shelves, library: Library, brief: Brief, whole: Sequence[_Hit]
) -> tuple[Sequence[_Hit], tuple[str, ...], list[tuple[str, _Hit | None]]]:
    """Each question of a mail with the article that answers it best; `whole` is what the whole mail found.

    Returns:
        The articles that the letter answers with first; the questions that they answer; and the others, each with its
        own article, or None where nothing on the shelf answers it.
    """
    beside = [m for m in brief.reading.matters if m.situation in second_matters(brief)]
    if brief.situation is not Situation.support_question:
        beside = [m for m in brief.reading.matters if m.situation is not Situation.support_question]
    questions = [q for q in saying.asked(brief.reading) if not any(q in m.span.quote for m in beside)]

    questions = [question for question in questions if not saying.asks_advice(question)]

    def found_by(question: str) -> Sequence[_Hit]:
        ways = [shelf.help(library, words, brief, 3, alone=question) for words in saying.clauses(question)]
        return max(ways, key=lambda found: found[0][1] if found else 0.0)

    each = [(question, found_by(question)) for question in questions]
    hit = [(question, hits) for question, hits in each if hits]
    if not hit:
        asked = [question for question, _ in each]
        return whole, tuple(asked[:1]), [(question, None) for question in asked[1:]] if whole else []
    known = {text.id: evidence for text, evidence in whole}
    if len(each) == 1:
        # The sentence that asks says more of what is wanted than what is told around it.
        text, evidence = hit[0][1][0]
        better = not whole or max(evidence, known.get(text.id, 0.0)) >= whole[0][1]
        own = [(text, max(sure, known.get(text.id, 0.0))) for text, sure in hit[0][1]]
        return own if better else whole, (hit[0][0],), []
    settled = [pair for pair in hit if pair[1][0][1] >= SURE_ENOUGH]
    head, hits = settled[0] if settled else max(hit, key=lambda pair: pair[1][0][1])
    first, evidence = hits[0]
    answered, others = [head], list[tuple[str, _Hit | None]]()
    for question, its in each:
        if question == head:
            continue
        best = its[0] if its and its[0][1] >= _NEAR else None
        same = any(text.id == first.id and sure >= _AS_GOOD * its[0][1] for text, sure in its)
        if same or (best is None and library.speaks_of(f"{first.title}\n{first.body}", question)):
            answered.append(question)
        else:
            others.append((question, best))
    return [(first, max(evidence, known.get(first.id, 0.0)))], tuple(answered), others


def _plain(shelf: Shelves, library: Library, brief: Brief) -> list[tuple[str, _Hit]]:
    """Of a mail that is none of the situations: what it asks, or says to fail, that an article plainly answers."""
    asked = saying.asked(brief.reading)
    failing = [s for s in saying.sentences(brief.reading) if s not in asked and saying.tells_of_failure(s)]
    found: dict[str, tuple[str, _Hit]] = {}
    for sentence in [*asked, *failing]:
        bound = SURE_ENOUGH if saying.asks_the_way(sentence) else _PLAIN
        for hit in shelf.help(library, sentence, brief, 1, alone=sentence):
            if hit[1] >= bound:
                found.setdefault(hit[0].id, (sentence, hit))
    return list(found.values())
