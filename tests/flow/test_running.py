"""Drafts in the making: nothing told is lost or out of order, few commits, stopped from anywhere, never without an end."""

import asyncio
import itertools
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event as sql_event

from assistant import event_writer, running
from assistant.adapters.records import SqlRecords
from assistant.domain.draft import Draft
from assistant.errors import Conflict, Invalid, NotFound, Unavailable
from assistant.event_writer import Run
from assistant.running import Running
from assistant.telling import OnEvent
from assistant.texts import say_in
from tests.records.samples import account, draft

pytestmark = pytest.mark.anyio

SAY = say_in("en")
STOPPED = ("failed", {"why": "The draft was stopped."})
INTERRUPTED = ("failed", {"why": "The draft was interrupted before it was finished. Please ask for it again."})
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def records(records: SqlRecords) -> SqlRecords:
    await records.put_account(account())
    return records


@pytest.fixture
async def others(database: str) -> AsyncIterator[SqlRecords]:
    """The same records as another replica opens them."""
    opened = SqlRecords(database)
    await opened.open()
    yield opened
    await opened.close()


@asynccontextmanager
async def desk(records: SqlRecords) -> AsyncIterator[Running]:
    """A process's running drafts, closed at the end."""
    made = Running(records)
    try:
        yield made
    finally:
        await made.close()


def text(append: str, part: int = 0, kind: str = "value") -> tuple[str, dict]:
    return "text", {"part": part, "kind": kind, "append": append}


def writer(records: SqlRecords, id: str, tokens: int = 40, seconds: float = 0.01, version: int = 1):
    """A maker that tells a token now and then, and stores its draft."""

    async def make(tell: OnEvent) -> Draft:
        for n in range(tokens):
            tell(*text(f"{n},"))
            await asyncio.sleep(seconds)
        made = draft(id, version=version)
        await records.save_draft(made, {})
        return made

    return make


async def silent(_tell: OnEvent) -> Draft:
    """A maker whose model does not answer."""
    await asyncio.sleep(600)
    raise AssertionError


async def heard(from_: Running, id: str = "d1", after: int = 0, seconds: float = 20) -> list[tuple[int, str, dict]]:
    async with asyncio.timeout(seconds):
        return [event async for event in from_.follow(id, after, SAY)]


async def until(is_so: Callable[[], object], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not is_so():
            await asyncio.sleep(0.005)


def letter(events: list[tuple[int, str, dict]]) -> str:
    return "".join(data["append"] for _, name, data in events if name == "text")


_told = st.lists(
    st.one_of(
        st.builds(text, st.text(max_size=5), st.integers(0, 2), st.sampled_from(["value", "ask"])),
        st.sampled_from([("stage", {"name": "plan"}), ("replace", {"part": 0, "kind": "value", "text": "x"})]),
        st.none(),  # what waits is put on record here
    )
)


async def _new_run() -> Run:
    return Run("d1", "a", SAY, 0)


@given(_told)
def test_that_merging_keeps_every_word_and_the_order(told):
    run = asyncio.run(_new_run())
    run.take()
    batches: list[list[tuple[str, dict]]] = []
    for item in told:
        if item is None:
            batches.append(list(run.take().events))
        else:
            run.add(*item)
    batches.append(list(run.take().events))

    def by_letter(events) -> list:
        """Each character by itself, so that only where one event ends and the next begins is left out."""
        return [
            (name, data["part"], data["kind"], letter) if name == "text" else (name, data)
            for name, data in events
            for letter in (data["append"] if name == "text" else " ")
        ]

    assert by_letter(e for batch in batches for e in batch) == by_letter(e for e in told if e)
    for batch in batches:
        kinds = [(d["part"], d["kind"]) if name == "text" else None for name, d in batch]
        assert not any(a == b and a is not None for a, b in itertools.pairwise(kinds))


async def test_that_a_letter_is_heard_as_it_was_told_and_ends_with_the_draft(records: SqlRecords):
    async with desk(records) as here, desk(records) as elsewhere:
        await here.begin("d1", "hinata-kiko", writer(records, "d1"), SAY)
        near, far = await asyncio.gather(heard(here), heard(elsewhere))
        assert near == far == await records.events("d1")
        assert letter(near) == "".join(f"{n}," for n in range(40))
        assert near[0] == (1, "stage", {"name": "triage"}) and near[-1][1] == "done"
        assert near[-1][2]["draft"] == (await records.draft("d1"))[0].model_dump(mode="json", by_alias=True)


async def test_that_who_comes_again_gets_exactly_the_rest_wherever_it_was_cut(records: SqlRecords):
    async with desk(records) as here, desk(records) as elsewhere:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=30), SAY)
        whole = await heard(here)
        for after in range(len(whole)):
            assert await heard(here, after=after) == await heard(elsewhere, after=after) == whole[after:]


async def test_that_a_reader_that_comes_again_in_the_middle_misses_nothing(records: SqlRecords):
    async with desk(records) as here:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=60), SAY)
        got: list[tuple[int, str, dict]] = []
        async with asyncio.timeout(20):
            while not got or got[-1][1] != "done":
                stream = here.follow("d1", got[-1][0] if got else 0, SAY)
                got.append(await anext(stream))
                await stream.aclose()
        assert got == await records.events("d1")


async def test_that_many_drafts_share_few_commits(records: SqlRecords):
    commits = 0

    @sql_event.listens_for(records.database.engine.sync_engine, "commit")
    def count(_connection):
        nonlocal commits
        commits += 1

    async def make(tell: OnEvent) -> Draft:
        for n in range(40):
            tell(*text(f"{n},"))
            await asyncio.sleep(0.02)
        return draft("d")

    async with desk(records) as here:
        ids = [f"d{n}" for n in range(10)]
        for id in ids:
            await here.begin(id, "hinata-kiko", make, SAY)
        before, began = commits, time.monotonic()
        told = await asyncio.gather(*(heard(here, id) for id in ids))
        ticks = (time.monotonic() - began) / event_writer.BATCH_SECONDS
    assert {letter(events) for events in told} == {"".join(f"{n}," for n in range(40))}
    # 400 tokens were told: no more commits than ticks, besides each draft's first words and its end.
    assert commits - before <= ticks + 2 * len(ids) + 2 < 100


async def test_that_the_first_words_do_not_wait_for_the_next_batch(sqlite_records: SqlRecords, monkeypatch):
    monkeypatch.setattr(event_writer, "BATCH_SECONDS", 60.0)
    monkeypatch.setattr(event_writer, "LOOK_SECONDS", 60.0)
    await sqlite_records.put_account(account())

    async def make(tell: OnEvent) -> Draft:
        tell("stage", {"name": "words"})
        await asyncio.sleep(0.3)
        tell(*text("First "))
        await asyncio.sleep(600)
        raise AssertionError

    async with desk(sqlite_records) as here:
        await here.begin("d1", "hinata-kiko", make, SAY)
        stream = here.follow("d1", 0, SAY)
        async with asyncio.timeout(3):
            while (await anext(stream))[1] != "text":
                pass
        await stream.aclose()


@pytest.mark.parametrize("make", ["writer", "silent"])
async def test_that_a_draft_is_stopped_from_another_replica(records: SqlRecords, others: SqlRecords, make: str):
    cancelled = asyncio.Event()

    async def watched(tell: OnEvent) -> Draft:
        try:
            return await (silent(tell) if make == "silent" else writer(records, "d1", tokens=2000)(tell))
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async with desk(records) as here, desk(others) as elsewhere:
        await here.begin("d1", "hinata-kiko", watched, SAY)
        await asyncio.sleep(0.2)
        await elsewhere.stop("d1", SAY)
        async with asyncio.timeout(5):
            await cancelled.wait()
        near, far = await asyncio.gather(heard(here), heard(elsewhere))
        assert near == far and near[-1][1:] == STOPPED
        assert {name for _, name, _ in near} <= {"stage", "text", "failed"}
        with pytest.raises(NotFound):
            await records.draft("d1")


STOP = """
import asyncio, sys
from assistant.adapters.records import SqlRecords
from assistant.running import Running
from assistant.texts import say_in
async def main(url):
    records = SqlRecords(url)
    await records.open()
    await Running(records).stop("d1", say_in("en"))
    await records.close()
asyncio.run(main(sys.argv[1]))
"""


async def test_that_a_draft_is_stopped_from_another_process(records: SqlRecords, database: str):
    async with desk(records) as here:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=5000), SAY)
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", STOP, database, cwd=ROOT)
        events = await heard(here, seconds=40)
        assert await process.wait() == 0
        assert events[-1][1:] == STOPPED
        told = [data["append"] for _, name, data in events if name == "text"]
        assert "".join(f"{n}," for n in range(5000)).startswith("".join(told)) and told


async def test_that_stopping_here_stops_the_model_call(records: SqlRecords):
    async with desk(records) as here:
        await here.begin("d1", "hinata-kiko", silent, SAY)
        await here.stop("d1", SAY)
        assert [event[1:] for event in await heard(here)] == [("stage", {"name": "triage"}), STOPPED]


async def test_that_a_draft_that_is_done_stays_as_it_is_when_it_is_stopped(records: SqlRecords):
    async with desk(records) as here, desk(records) as elsewhere:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=2), SAY)
        whole = await heard(here)
        for replica in (here, elsewhere):
            await replica.stop("d1", SAY)
        assert await records.events("d1") == whole and whole[-1][1] == "done"
        with pytest.raises(NotFound):
            await here.stop("nobody", SAY)


async def test_that_readers_of_a_maker_that_died_are_told_once(records: SqlRecords, monkeypatch):
    monkeypatch.setattr(running, "SILENCE_SECONDS", 0.5)
    await records.append_events("d1", [("stage", {"name": "triage"}), text("Dear")], "hinata-kiko")
    async with desk(records) as one, desk(records) as other:
        first, second = await asyncio.gather(heard(one), heard(other))
        assert first == second == await records.events("d1")
        assert [event[1:] for event in first][1:] == [text("Dear"), INTERRUPTED]


async def test_that_a_maker_that_died_long_ago_is_not_waited_for(records: SqlRecords, monkeypatch):
    monkeypatch.setattr(running, "CLOCKS_SECONDS", -1000.0)
    await records.append_events("d1", [("stage", {"name": "triage"})], "hinata-kiko")
    async with desk(records) as here:
        assert (await heard(here, seconds=5))[-1][1:] == INTERRUPTED
        # It was given up, so it can be begun anew.
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=1), SAY)
        assert (await heard(here, after=2))[-1][1] == "done"


DIE = """
import asyncio, os, signal, sys
from assistant.adapters.records import SqlRecords
from assistant.running import Running
from assistant.texts import say_in
async def make(tell):
    tell("text", {"part": 0, "kind": "value", "append": "Dear"})
    await asyncio.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)
async def main(url):
    records = SqlRecords(url)
    await records.open()
    await Running(records).begin("d1", "hinata-kiko", make, say_in("en"))
    await asyncio.sleep(60)
asyncio.run(main(sys.argv[1]))
"""


async def test_that_a_killed_process_leaves_its_readers_with_an_end(records: SqlRecords, database: str, monkeypatch):
    monkeypatch.setattr(running, "SILENCE_SECONDS", 0.5)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", DIE, database, cwd=ROOT, stderr=subprocess.DEVNULL
    )
    assert await process.wait() < 0
    async with desk(records) as here:
        assert [event[1:] for event in await heard(here)][1:] == [text("Dear"), INTERRUPTED]


async def test_that_a_maker_that_is_only_slow_is_not_taken_for_dead(records: SqlRecords, monkeypatch):
    monkeypatch.setattr(event_writer, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(event_writer, "ALIVE_SECONDS", 0.1)
    monkeypatch.setattr(running, "SILENCE_SECONDS", 1.0)

    async def slow(_tell: OnEvent) -> Draft:
        await asyncio.sleep(2.5)
        return draft()

    async with desk(records) as here, desk(records) as elsewhere:
        await here.begin("d1", "hinata-kiko", slow, SAY)
        near, far = await asyncio.gather(heard(here), heard(elsewhere))
        assert near == far
        assert [name for _, name, _ in near] == ["stage", "done"]


async def test_that_a_maker_that_was_given_up_stops_and_adds_nothing(records: SqlRecords):
    async with desk(records) as here:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=2000), SAY)
        await until(lambda: here._runs["d1"].spoke)
        log = await records.event_log("d1")
        while log and not log.over:
            with suppress(Conflict):
                await records.append_events("d1", [INTERRUPTED], "hinata-kiko", log.last)
            log = await records.event_log("d1")
        await until(lambda: not here._runs)
        assert [name for _, name, _ in await records.events("d1")].count("failed") == 1
        assert (await heard(here))[-1][1:] == INTERRUPTED


async def test_that_closing_stops_what_runs_and_tells_its_readers(records: SqlRecords):
    async with desk(records) as here:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=2000), SAY)
        await here.begin("d2", "hinata-kiko", silent, SAY)
        near = [asyncio.create_task(heard(here, id)) for id in ("d1", "d2")]
        await asyncio.sleep(0.2)
        await here.close()
        for id, events in zip(("d1", "d2"), await asyncio.gather(*near), strict=True):
            assert events[-1][1:] == INTERRUPTED and events == await records.events(id)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (
            Invalid("There is neither a message nor a situation to answer."),
            "There is neither a message nor a situation",
        ),
        (RuntimeError("secret"), "The draft could not be made."),
    ],
)
async def test_that_a_maker_that_fails_says_why_and_no_more(records: SqlRecords, fault: Exception, why: str):
    async def fails(tell: OnEvent) -> Draft:
        tell(*text("Dear"))
        raise fault

    async with desk(records) as here:
        await here.begin("d1", "hinata-kiko", fails, SAY)
        ((_, _, said), (_, name, data)) = (await heard(here))[1:]
        assert said["append"] == "Dear" and name == "failed" and data["why"].startswith(why)


async def test_that_a_fault_of_the_records_ends_the_draft_and_is_told(records: SqlRecords, monkeypatch):
    whole, faults = records.append_batches, [None, Unavailable("The disk is full.")]

    async def append(batches):
        if faults and (fault := faults.pop(0)):
            raise fault
        await whole(batches)

    monkeypatch.setattr(records, "append_batches", append)
    async with desk(records) as here:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=2000), SAY)
        events = await heard(here)
        assert events[-1][1:] == ("failed", {"why": "The disk is full."})
        # What had been told before the fault is not lost with it.
        assert letter(events).startswith("0,") and events == await records.events("d1")


async def test_that_readers_here_are_told_even_where_the_records_stay_broken(records: SqlRecords, monkeypatch):
    async def append(_batches):
        raise Unavailable("The disk is full.")

    async with desk(records) as here:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=2000), SAY)
        monkeypatch.setattr(records, "append_batches", append)
        assert (await heard(here))[-1][1:] == ("failed", {"why": "The disk is full."})


async def test_that_a_draft_ends_when_its_account_is_deleted_and_leaves_nothing_behind(records: SqlRecords):
    async with desk(records) as here:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=2000), SAY)
        await asyncio.sleep(0.2)
        reader = asyncio.create_task(heard(here))
        await records.delete_account("hinata-kiko")
        assert (await reader)[-1][1:] == ("failed", {"why": "No account hinata-kiko is on record."})
        assert await records.events("d1") == []


async def test_that_a_further_version_goes_on_in_the_same_log(records: SqlRecords):
    async with desk(records) as here, desk(records) as elsewhere:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=5), SAY)
        first = await heard(here)
        await elsewhere.begin("d1", "hinata-kiko", writer(records, "d1", tokens=5, version=2), SAY)
        log = await records.event_log("d1")
        assert log and log.began == len(first)
        second = await heard(here, after=log.began)
        assert second[0][:2] == (len(first) + 1, "stage") and second[-1][2]["draft"]["version"] == 2


async def test_that_a_further_version_of_one_that_was_left_unfinished_can_be_made(records: SqlRecords, monkeypatch):
    monkeypatch.setattr(running, "CLOCKS_SECONDS", -1000.0)
    await records.append_events("d1", [("stage", {"name": "triage"}), text("Dear")], "hinata-kiko")
    async with desk(records) as here:
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=1), SAY)
        log = await records.event_log("d1")
        assert log and log.began == 3
        assert [name for _, name, _ in await heard(here, after=log.began)] == ["stage", "text", "done"]


async def test_that_a_draft_for_an_unknown_account_is_not_begun(records: SqlRecords):
    async with desk(records) as here:
        with pytest.raises(NotFound):
            await here.begin("d1", "nobody", silent, SAY)
        assert await records.events("d1") == []
        await here.begin("d1", "hinata-kiko", writer(records, "d1", tokens=1), SAY)
        assert (await heard(here))[-1][1] == "done"


async def test_that_a_draft_is_made_by_one_at_a_time(records: SqlRecords):
    async with desk(records) as here, desk(records) as elsewhere:
        await here.begin("d1", "hinata-kiko", silent, SAY)
        for replica in (here, elsewhere):
            with pytest.raises(Conflict):
                await replica.begin("d1", "hinata-kiko", silent, SAY)
        await here.stop("d1", SAY)
        await heard(here)
        await until(lambda: not here._runs)
        await elsewhere.begin("d1", "hinata-kiko", writer(records, "d1", tokens=1), SAY)
        assert (await heard(elsewhere, after=2))[-1][1] == "done"
