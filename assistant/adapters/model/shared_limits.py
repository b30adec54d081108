"""How much a model is asked at once and in a minute by all processes, on all machines, that share one PostgreSQL.

Places are advisory locks, each held by a connection: whatever becomes of a process, the server gives its places back.
The minute is pyrate-limiter's GCRA over one number in a table, by the database's clock, so that no machine's own counts.
"""

import asyncio
import logging
import random
import zlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from pyrate_limiter import GCRA, Duration, Limiter, Rate, SingleBucketFactory, StateBucket, StateStore, WallClock

from assistant.adapters.model.limits import LONGEST_PAUSE, tokens_wanted
from assistant.adapters.records.engine import database_url
from assistant.adapters.records.faults import unavailable
from assistant.ports import Prompt

# Of a minute's worth, what may go at once: with it, the fullest minute is as much above the limit and no more.
BURST = 1 / 40
# How often a process whose calls all wait looks for a place that another has given back.
_LOOK_SECONDS = 0.05
# A database that restarts is waited for; what it held for us is asked for again.
GONE_SECONDS = 120.0
_AGAIN_SECONDS = 0.5
_TABLE = """
CREATE TABLE IF NOT EXISTS model_limits (name text PRIMARY KEY, state bigint[] NOT NULL DEFAULT '{}')
"""
_NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"
_PLACE = "SELECT n FROM unnest(%s::int[]) AS n WHERE pg_try_advisory_lock(%s, n) LIMIT 1"
_GONE = (psycopg.OperationalError, PoolTimeout, OSError)
_log = logging.getLogger(__name__)


class SharedLimits:
    """Calls at once, and requests and tokens a minute, over all machines; see `limits.Limiting`.

    Args:
        url: of the PostgreSQL database that the processes share.
        model: whose limits they are; another model has its own.
        at_once: calls at once.
        requests_a_minute: None for no limit.
        tokens_a_minute: None for no limit; counted by `limits.tokens_wanted`.
    """

    patient = True

    def __init__(
        self, url: str, model: str, at_once: int, requests_a_minute: int | None = None, tokens_a_minute: int | None = None
    ):  # fmt: skip
        self._url = database_url(url)
        self._conninfo = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._model, self._at_once = model, at_once
        self._wanted = {"requests": requests_a_minute, "tokens": tokens_a_minute}
        self._limiters: dict[str, tuple[Limiter, int]] = {}
        self._pool: AsyncConnectionPool | None = None
        self._places = _Places(self._conninfo, zlib.crc32(f"tomoni:{model}".encode()) - 2**31, at_once)
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def seat(self, prompt: Prompt) -> AsyncIterator[None]:
        """Waits until one more call is within the limits of all machines, and holds a place for it.

        Raises errors.Unavailable where the database stays away.
        """
        async with AsyncExitStack() as stack:
            await self._patiently(lambda: stack.enter_async_context(self._places.one()))
            await self._patiently(lambda: self._in_turn(prompt))
            yield

    async def pause(self, seconds: float) -> None:
        """Lets no machine's next call go for some seconds, as the server asked with a 429."""
        seconds = min(seconds, LONGEST_PAUSE)
        update = f"UPDATE model_limits SET state = ARRAY[greatest(state[1], {_NOW} + %s)] WHERE name = %s"
        await self._patiently(lambda: self._run(update, (round(seconds * 1000), self._name("pause"))))

    async def close(self) -> None:
        """Gives back every place and closes the connections."""
        await self._places.close()
        if self._pool is not None:
            pool, self._pool = self._pool, None
            await pool.close()

    async def _in_turn(self, prompt: Prompt) -> None:
        await self._open()
        for what, left in (("requests", 1), ("tokens", tokens_wanted(prompt))):
            if what not in self._limiters:
                continue
            limiter, most = self._limiters[what]
            # A call may want more than goes at once; it then waits for each piece of it.
            while left > 0:
                await limiter.try_acquire_async(self._model, min(left, most))
                left -= most
        while left := await self._paused():
            await asyncio.sleep(left + random.uniform(0, _LOOK_SECONDS))

    async def _paused(self) -> float:
        """Seconds until a machine may go on."""
        select = f"SELECT greatest(0, coalesce(state[1], 0) - {_NOW}) FROM model_limits WHERE name = %s"
        row = await self._run(select, (self._name("pause"),))
        return float(row[0]) / 1000 if row else 0.0

    def _name(self, what: str) -> str:
        return f"{self._model} {what}"

    async def _run(self, query: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        pool = await self._open()
        async with pool.connection() as connection:
            cursor = await connection.execute(query, values)  # type: ignore[arg-type]
            return await cursor.fetchone() if cursor.description else None

    async def _open(self) -> AsyncConnectionPool:
        async with self._opening:
            if self._pool is None:
                logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
                # A crash may forget the last moments' calls: that is no reason to wait for a disk before each.
                pool: AsyncConnectionPool = AsyncConnectionPool(
                    self._conninfo, min_size=1, max_size=2, open=False, timeout=5.0,
                    check=AsyncConnectionPool.check_connection, kwargs={"options": "-c synchronous_commit=off"},
                )  # fmt: skip
                await pool.open()
                try:
                    await self._make(pool)
                except BaseException:
                    await pool.close()
                    raise
                self._pool = pool
            return self._pool

    async def _make(self, pool: AsyncConnectionPool) -> None:
        async with pool.connection() as connection:
            # Two that make the same table at once would trip over each other, whatever IF NOT EXISTS says.
            await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('tomoni:model_limits', 0))")
            await connection.execute(_TABLE)
            for what in ("pause", *self._wanted):
                insert = "INSERT INTO model_limits (name) VALUES (%s) ON CONFLICT DO NOTHING"
                await connection.execute(insert, (self._name(what),))
        for what, limit in self._wanted.items():
            if limit:
                rate = Rate(limit, Duration.MINUTE, burst=max(1, int(limit * BURST)))
                bucket = StateBucket([rate], GCRA(), _Kept(pool, self._name(what)))
                limiter = Limiter(SingleBucketFactory(bucket, schedule_leak=False), buffer_ms=5)
                self._limiters[what] = limiter, rate.burst

    async def _patiently(self, work: Any) -> Any:
        """Does the work again for as long as a database may take to come back."""
        until = asyncio.get_running_loop().time() + GONE_SECONDS
        while True:
            try:
                return await work()
            except _GONE as fault:
                if asyncio.get_running_loop().time() > until:
                    raise unavailable(fault, self._url.render_as_string(hide_password=True)) from fault
                _log.info("The limits of the model wait for the database (%s).", type(fault).__name__)
                await asyncio.sleep(_AGAIN_SECONDS)


class _Kept(StateStore):
    """The number of one limit, in a row that is locked while it is read, reckoned and written."""

    is_async = True
    # The wait comes from the database's clock; this one only carries it.
    default_clock = WallClock()

    def __init__(self, pool: AsyncConnectionPool, name: str):
        self._pool, self._name = pool, name

    async def check(self, algorithm: Any, rates: list[Rate], now: int, weight: int) -> Any:
        async with self._pool.connection() as connection:
            select = f"SELECT state, {_NOW} FROM model_limits WHERE name = %s FOR UPDATE"
            row = await (await connection.execute(select, (self._name,))).fetchone()  # type: ignore[arg-type]
            kept, by_database = row or ([], now)
            state = tuple(kept) if len(kept) == len(rates) else algorithm.initial(rates)
            state, decision = algorithm.step(rates, state, int(by_database), weight)
            if decision.allowed:
                update = "UPDATE model_limits SET state = %s WHERE name = %s"
                await connection.execute(update, (list(state), self._name))
            return decision

    async def read(self, algorithm: Any, rates: list[Rate]) -> Any:
        async with self._pool.connection() as connection:
            cursor = await connection.execute("SELECT state FROM model_limits WHERE name = %s", (self._name,))
            row = await cursor.fetchone()
            return tuple(row[0]) if row and row[0] else algorithm.initial(rates)

    async def reset(self) -> None:
        async with self._pool.connection() as connection:
            await connection.execute("UPDATE model_limits SET state = '{}' WHERE name = %s", (self._name,))


class _Places:
    """A fixed number of places over all machines, each an advisory lock of this process's one connection."""

    def __init__(self, conninfo: str, key: int, number: int):
        self._conninfo, self._key, self._number = conninfo, key, number
        self._held: set[int] = set()
        self._connection: psycopg.AsyncConnection[Any] | None = None
        # The calls of this process take turns, so that one alone asks the database.
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        connection, place = await self._take()
        try:
            yield
        finally:
            # Whoever is cancelled gives back as well.
            await asyncio.shield(asyncio.ensure_future(self._give_back(connection, place)))

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        self._held.clear()
        if connection is not None:
            await connection.close()

    async def _take(self) -> tuple[Any, int]:
        async with self._turn:
            while True:
                attempt = asyncio.ensure_future(self._attempt())
                try:
                    taken = await asyncio.shield(attempt)
                except asyncio.CancelledError:
                    with suppress(*_GONE):
                        if (late := await attempt) is not None:
                            await self._give_back(*late)
                    raise
                if taken is not None:
                    return taken
                await asyncio.sleep(_LOOK_SECONDS * random.uniform(0.5, 1.5))

    async def _attempt(self) -> tuple[Any, int] | None:
        if self._connection is None or self._connection.closed:
            # With the connection went its locks.
            self._held.clear()
            self._connection = await psycopg.AsyncConnection.connect(
                self._conninfo, autocommit=True, connect_timeout=5, keepalives_idle=10, keepalives_interval=5
            )
        connection = self._connection
        free = [n for n in range(self._number) if n not in self._held]
        random.shuffle(free)
        row = await (await connection.execute(_PLACE, (free, self._key))).fetchone() if free else None
        if row is None:
            return None
        self._held.add(row[0])
        return connection, row[0]

    async def _give_back(self, connection: Any, place: int) -> None:
        with suppress(psycopg.Error, OSError):
            await connection.execute("SELECT pg_advisory_unlock(%s, %s)", (self._key, place))
        if connection is self._connection:
            self._held.discard(place)
