"""Limits towards a model that all machines share, on a real PostgreSQL."""

import asyncio
import time
from contextlib import AsyncExitStack
from typing import Any

import psycopg
import pytest

from assistant.adapters.model.limits import tokens_wanted
from assistant.adapters.model.shared_limits import BURST, SharedLimits
from assistant.ports import Prompt

pytestmark = pytest.mark.anyio
SMALL = Prompt(task="draft", system="", user="こんにちは", schema={}, origin="", longest=20)


@pytest.fixture
def shared(shared_database: str) -> str:
    return shared_database


async def calls_of(
    limits: SharedLimits, number: int, times: list[float], seconds: float, prompt: Prompt = SMALL
) -> None:
    """So many callers that ask again and again for some seconds, and when each of their calls went."""
    until = time.monotonic() + seconds

    async def caller() -> None:
        while time.monotonic() < until:
            async with limits.seat(prompt):
                times.append(time.monotonic())

    async with asyncio.timeout(seconds + 0.5):
        tasks = [asyncio.create_task(caller()) for _ in range(number)]
        await asyncio.sleep(seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_that_two_machines_together_hold_no_more_places_than_one_may(shared: str):
    machines = [SharedLimits(shared, "m", 3) for _ in range(2)]
    now = most = 0

    async def call(limits: SharedLimits) -> None:
        nonlocal now, most
        async with limits.seat(SMALL):
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.05)
            now -= 1

    await asyncio.gather(*(call(machines[n % 2]) for n in range(20)))
    assert most == 3
    for limits in machines:
        await limits.close()


async def test_that_a_place_comes_back_whatever_becomes_of_its_process(shared: str):
    dead, living = SharedLimits(shared, "m", 1), SharedLimits(shared, "m", 1)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(dead.seat(SMALL))
        waiting = asyncio.create_task(living.seat(SMALL).__aenter__())
        await asyncio.sleep(0.3)
        assert not waiting.done()
        with psycopg.connect(shared, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
        await asyncio.wait_for(waiting, 5)
    for limits in (dead, living):
        await limits.close()


async def test_that_one_who_is_called_off_gives_the_place_back(shared: str):
    limits = SharedLimits(shared, "m", 1)
    async with limits.seat(SMALL):
        waiting = asyncio.create_task(limits.seat(SMALL).__aenter__())
        await asyncio.sleep(0.1)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(2):
        async with limits.seat(SMALL):
            pass
    await limits.close()


@pytest.mark.parametrize("what", ["requests", "tokens"])
async def test_that_all_machines_together_keep_to_the_minute_within_five_in_a_hundred(shared: str, what: str):
    seconds, a_minute = 6.0, 1_200
    wanted = a_minute if what == "requests" else a_minute * 16
    machines = [SharedLimits(shared, "m", 32, **{f"{what}_a_minute": wanted}) for _ in range(2)]
    for limits in machines:
        async with limits.seat(SMALL):
            pass
    times: list[float] = []
    await asyncio.gather(*(calls_of(limits, 8, times, seconds) for limits in machines))
    each = 1 if what == "requests" else tokens_wanted(SMALL)
    # What may go at once in the beginning counts as well: over a whole minute it is a fortieth.
    allowed = wanted * seconds / 60 + wanted * BURST
    assert 0.95 <= len(times) * each / allowed <= 1.05
    for limits in machines:
        await limits.close()


async def test_that_a_refusal_of_one_machine_slows_all_of_them(shared: str):
    one, other = SharedLimits(shared, "m", 8), SharedLimits(shared, "m", 8)
    async with other.seat(SMALL):
        pass
    began = time.monotonic()
    await one.pause(1.5)
    async with other.seat(SMALL):
        assert time.monotonic() - began >= 1.4
    for limits in (one, other):
        await limits.close()


async def test_that_another_model_has_limits_of_its_own(shared: str):
    one, other = SharedLimits(shared, "m", 1), SharedLimits(shared, "n", 1)
    await one.pause(30)
    async with asyncio.timeout(3), other.seat(SMALL):
        pass
    for limits in (one, other):
        await limits.close()


async def test_that_a_call_that_wants_more_than_goes_at_once_waits_for_all_of_it(shared: str):
    limits = SharedLimits(shared, "m", 4, tokens_a_minute=60_000)
    large = Prompt(task="draft", system="", user="", schema={}, origin="", longest=6_000)
    async with limits.seat(large):
        pass
    began = time.monotonic()
    async with limits.seat(large):
        # 3,000 tokens at a thousand a second, of which 1,500 may go at once.
        assert 2.5 <= time.monotonic() - began <= 5.0
    await limits.close()


@pytest.mark.slow
async def test_that_limits_hold_after_the_database_was_gone(mortal_server: Any):
    limits = SharedLimits(mortal_server.get_uri(), "m", 2, requests_a_minute=600)
    async with limits.seat(SMALL):
        await asyncio.to_thread(mortal_server.stop)
        waiting = asyncio.create_task(calls_of(limits, 4, times := [], 10.0))
        await asyncio.sleep(2)
        assert times == []
        await asyncio.to_thread(mortal_server.start)
        began = time.monotonic()
    await waiting
    assert 10 <= len(times) <= 10 * (time.monotonic() - began) + 600 * BURST + 1
    await limits.close()
