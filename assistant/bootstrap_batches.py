"""Settings in, what works through batches out; beside `bootstrap` the only place that picks a vendor."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from copy import copy
from typing import TYPE_CHECKING

from assistant.coach import Coach
from assistant.domain.pause import Pause
from assistant.errors import Invalid
from assistant.ports import LaterModel, Model, Workers
from assistant.settings import Settings, provider_environment

if TYPE_CHECKING:
    from assistant.batching import Batching
    from assistant.domain.batch import Held
    from assistant.domain.draft import DraftRequest
    from assistant.planning.brief import Brief

# Rows in work together where nothing but the records is waited for.
_PLAYBOOKS_AT_ONCE = 4
# Rows with a model that are planned or checked between two looks at the network: after each one, the looks cost too much.
_TURNS = 2
# Processes of one batch, unless it is set; fewer where each could not ask a model so often at once.
_MOST_PROCESSES, _LEAST_AT_ONCE = 4, 16
# A letter of a batch, with all its waiting for limits and for a busy server.
PATIENCE_SECONDS = 24 * 3_600.0
# The engine of batches that answers later.
LATER = "openai-batch"


@asynccontextmanager
async def open_batching(
    coach: Coach, settings: Settings, patience: float = 60.0, at_once: int | None = None, pause: Pause | None = None
) -> "AsyncIterator[Batching]":
    """What works through batches with this coach, on PostgreSQL with the help of workers on other machines.

    Args:
        patience: seconds for which records that cannot be used are waited for.
        at_once: rows in work at once; as many as `rows_at_once` where None.
        pause: where this process itself helps another, the one that both keep; it calls nobody to help it then.
    """
    from assistant.answered_later import AnsweredLater
    from assistant.batching import Batching
    from assistant.hands import Hands, SideBySide
    from assistant.holding.cues import holding_cues
    from assistant.holding.judge import held
    from assistant.spreading import Spreading

    cues = holding_cues(tuple(coach.desk.knowledge.folders))
    helpers, pause = 0 if pause else _helpers(settings), pause or Pause()
    own, theirs = shares(settings, helpers)
    # PostgreSQL is waited for as a model is: there no row waits for another.
    turns = None if shares_database(settings) or not settings.model else asyncio.Semaphore(_TURNS)
    of_batches = patient(coach, own, pause, turns)
    model, workers = of_batches.desk.model, open_workers(settings)

    def judge(brief: "Brief", request: "DraftRequest") -> "Held | None":
        return held(brief, request, cues)

    async with AsyncExitStack() as stack:

        def later() -> Batching:
            by_files = open_later_model(coach, settings)
            stack.push_async_callback(by_files.close)
            return AnsweredLater(by_files, asking(coach, by_files), judge, _PLAYBOOKS_AT_ONCE, patience)

        more = {"at_once": at_once or rows_at_once(own), "patience": patience, "turns": turns}
        more["engines"] = {LATER: later}
        if workers:
            stack.push_async_callback(workers.close)
        if model and of_batches is not coach:
            stack.push_async_callback(model.close)
        if workers:
            yield Spreading(workers, of_batches, judge, **more)
        elif helpers:
            hands = Hands(theirs, helpers, pause)
            stack.push_async_callback(hands.close)
            yield SideBySide(hands, of_batches, judge, **more)
        else:
            yield Batching(of_batches, judge, **more)


def _helpers(settings: Settings) -> int:
    """How many processes help this one with batches: a fast model's letters are more than one core plans and checks.

    What a model may be asked in a minute one process can do, and on PostgreSQL workers help.
    """
    if settings.batch_processes is not None:
        wanted = settings.batch_processes
    elif settings.model and not settings.model_requests_per_minute and not settings.model_tokens_per_minute:
        wanted = min(os.cpu_count() or 1, _MOST_PROCESSES, max(1, settings.model_concurrency // _LEAST_AT_ONCE))
    else:
        wanted = 1
    return 0 if shares_database(settings) else wanted - 1


def shares(settings: Settings, helpers: int) -> tuple[Settings, Settings]:
    """The settings of one process with so many helpers, and of each of them: together they ask a model no more."""
    own, theirs = {}, {}
    for name in ("model_concurrency", "model_requests_per_minute", "model_tokens_per_minute"):
        if whole := getattr(settings, name):
            theirs[name] = max(1, whole // (helpers + 1))
            own[name] = max(1, whole - helpers * theirs[name])
    return settings.model_copy(update=own), settings.model_copy(update=theirs)


def rows_at_once(settings: Settings) -> int:
    """How many rows of batches one process does best at once.

    Where a model is waited for, twice as many as may ask it at once: while some are planned or checked, others ask.
    """
    return 2 * settings.model_concurrency if settings.model else _PLAYBOOKS_AT_ONCE


def patient(
    coach: Coach, settings: Settings, pause: Pause | None = None, turns: asyncio.Semaphore | None = None
) -> Coach:
    """The coach where nobody waits for a single letter: its model is given the time that its limits take.

    On PostgreSQL the limits hold over all machines that share it. Where no model is named, it is the coach itself.
    Where there are `turns`, whoever asks the model gives up its own meanwhile.
    """
    if not settings.model:
        return coach
    from assistant.adapters.model import LangChainModel
    from assistant.adapters.model.limits import Limits

    each = (settings.model_concurrency, settings.model_requests_per_minute, settings.model_tokens_per_minute)
    limits = Limits(*each, patient=True, wanted=pause)
    if shares_database(settings):
        from assistant.adapters.model.shared_limits import SharedLimits

        limits = SharedLimits(settings.records_url, settings.model, *each)
    environment = provider_environment(settings.data)
    model = LangChainModel(settings.model, environment, deadline=settings.model_deadline, limits=limits)
    if turns is None:
        return asking(coach, model)
    from assistant.turns import AskedAside

    return asking(coach, AskedAside(model, turns))


def asking(coach: Coach, model: Model) -> Coach:
    """The same coach with another model, whose letters may take as long as they take."""
    desk = copy(coach.desk)
    desk.model, desk.model_deadline = model, PATIENCE_SECONDS
    return Coach(desk)


def check_engine(engine: str | None, settings: Settings) -> None:
    """Raises Invalid for an engine of batches that nobody knows, or that needs another model than the one set."""
    if engine not in (None, LATER):
        raise Invalid("There is no engine %(engine)s. Leave --engine out, or give openai-batch.", {"engine": engine})
    if engine == LATER and not (settings.model or "").lower().startswith("openai:"):
        text = "The engine openai-batch needs a model of OpenAI: set TOMONI_MODEL to openai:… (it is %(name)s)."
        raise Invalid(text, {"name": settings.model or "–"})


def open_later_model(coach: Coach, settings: Settings) -> LaterModel:
    """The model of OpenAI that TOMONI_MODEL names, asked through files. Raises Invalid where it is another's."""
    check_engine(LATER, settings)
    from assistant.adapters.model.openai_batch import OpenAIBatchModel

    return OpenAIBatchModel(
        settings.model or "", provider_environment(settings.data), coach.records, settings.data,
        poll=settings.openai_batch_poll,
    )  # fmt: skip


def shares_database(settings: Settings) -> bool:
    """Whether the records are such that several machines can share them."""
    return not settings.records_url.startswith("sqlite")


def open_workers(settings: Settings) -> Workers | None:
    """The workers on other machines, where the records' database can reach them."""
    if not shares_database(settings):
        return None
    from assistant.adapters.queue import PostgresQueue

    return PostgresQueue(settings.records_url)
