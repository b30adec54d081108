"""The queue on a real PostgreSQL, with real workers that are killed."""

import asyncio
import signal
import subprocess
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from assistant.adapters.queue import PostgresQueue
from tests.batch.conftest import wait_until

Run = Callable[..., subprocess.Popen[bytes]]


def make_done(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE done (batch text, after int, until int, pid int)")


def done(url: str) -> list[tuple[int, int]]:
    """The ranges that are done, and by whom."""
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT after, pid FROM done ORDER BY after, pid").fetchall()


async def _with_queue(url: str, use: Callable[[PostgresQueue], Any]) -> Any:
    queue = PostgresQueue(url)
    try:
        return await use(queue)
    finally:
        await queue.close()


def with_queue(url: str, use: Callable[[PostgresQueue], Any]) -> Any:
    return asyncio.run(_with_queue(url, use))


def alive(url: str) -> int:
    return with_queue(url, PostgresQueue.alive)


RANGES = [(n * 10, n * 10 + 10) for n in range(8)]


def test_that_what_is_offered_is_done_once_and_leaves_nothing_behind(shared_database: str, run: Run):
    make_done(shared_database)
    for _ in range(2):
        run("tests.batch.hand", shared_database, "0.05")
    with_queue(shared_database, lambda q: q.offer("b1", RANGES))
    wait_until(lambda: len(done(shared_database)) >= 8, 60)
    wait_until(lambda: with_queue(shared_database, lambda q: q.outstanding("b1")) == 0, 60)
    assert [after for after, _ in done(shared_database)] == [after for after, _ in RANGES]
    wait_until(lambda: alive(shared_database) == 2, 60)


def test_that_many_who_come_at_once_make_one_queue(shared_database: str):
    async def together() -> list[int]:
        queues = [PostgresQueue(shared_database) for _ in range(6)]
        try:
            return await asyncio.gather(*(queue.alive() for queue in queues))
        finally:
            await asyncio.gather(*(queue.close() for queue in queues))

    assert asyncio.run(together()) == [0] * 6


def test_that_what_nobody_began_can_be_taken_back(shared_database: str):
    async def use(queue: PostgresQueue) -> list[int]:
        await queue.offer("b1", RANGES)
        await queue.offer("b2", RANGES)
        before = await queue.outstanding("b1")
        await queue.withdraw("b1")
        return [before, await queue.outstanding("b1"), await queue.outstanding("b2")]

    assert with_queue(shared_database, use) == [8, 0, 8]


def test_that_a_worker_that_is_told_to_stop_gives_its_rows_back_at_once(shared_database: str, run: Run):
    make_done(shared_database)
    leaving = run("tests.batch.hand", shared_database, "600", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with_queue(shared_database, lambda q: q.offer("b1", RANGES[:2]))

    def doing() -> int:
        with psycopg.connect(shared_database) as c:
            row = c.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'").fetchone()
            return row[0] if row else 0

    wait_until(lambda: doing() == 2, 60)
    leaving.send_signal(signal.SIGINT)
    wait_until(lambda: doing() == 0 and alive(shared_database) == 0, 60)
    assert with_queue(shared_database, lambda q: q.outstanding("b1")) == 2


@pytest.mark.slow
def test_that_the_rows_of_a_killed_worker_are_taken_over_within_thirty_seconds(shared_database: str, run: Run):
    make_done(shared_database)
    dying = run("tests.batch.hand", shared_database, "600")
    with_queue(shared_database, lambda q: q.offer("b1", RANGES[:2]))
    wait_until(lambda: alive(shared_database) == 1, 60)
    wait_until(lambda: with_queue(shared_database, lambda q: q.outstanding("b1")) == 2, 60)
    run("tests.batch.hand", shared_database, "0.05")
    wait_until(lambda: alive(shared_database) == 2, 60)
    dying.kill()
    took = wait_until(lambda: len(done(shared_database)) == 2, 30, "nobody took over")
    assert took < 30


@pytest.mark.slow
def test_that_workers_outlive_a_database_that_is_gone_for_ten_seconds(mortal_server: Any, run: Run):
    url = mortal_server.get_uri()
    make_done(url)
    run("tests.batch.hand", url, "0.4")
    many = [(n, n + 1) for n in range(80)]
    with_queue(url, lambda q: q.offer("b1", many))
    wait_until(lambda: len(done(url)) >= 5, 60)
    mortal_server.stop()
    time.sleep(10)
    mortal_server.start()
    wait_until(lambda: {after for after, _ in done(url)} == set(range(80)), 60, "the worker did not come back")
