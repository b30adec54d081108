"""Work for many machines: procrastinate on the PostgreSQL of the records, in tables beside theirs.

A job is a range of a batch's rows and nothing else. Which rows still want an end, only the rows themselves say: a job
that is lost, or done twice, costs time and changes nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress

import psycopg
from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from assistant.adapters.records.engine import database_url
from assistant.adapters.records.faults import unavailable

# A worker says so often that it lives; silent for so long, it is dead, and the living look that often for what it left.
HEARTBEAT_SECONDS = 3.0
DEAD_SECONDS = 12.0
LOOK_SECONDS = 4.0
# A job comes back with no notification to the others, so they look as well.
_FETCH_SECONDS = 2.0
# What is on its way when a worker is told to stop may end; then it goes back to the queue.
_GRACE_SECONDS = 5.0
_AGAIN_SECONDS = 1.0
_MOST_ATTEMPTS = 5
_OFFERED_AT_ONCE = 1_000
# Jobs that failed for good stay that long, for whoever looks into why.
_KEPT_HOURS = 72
_TASK = "tomoni.rows"
_FAULTS = (ConnectorException, psycopg.Error, OSError)
_log = logging.getLogger(__name__)

Work = Callable[[str, int, int], Awaitable[None]]


class PostgresQueue:
    """The queue of the records' database; see `ports.Workers`.

    Args:
        url: of the records, on PostgreSQL.
    """

    def __init__(self, url: str):
        self._url = database_url(url)
        self._conninfo = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._app: App | None = None
        self._opening = asyncio.Lock()

    async def alive(self) -> int:
        """How many workers have lately said that they live.

        Raises errors.Unavailable, as every method does where the database cannot be reached.
        """
        query = "SELECT count(*) AS alive FROM procrastinate_workers WHERE last_heartbeat > now() - %(s)s * interval '1 second'"
        with self._faults():
            app = await self._opened()
            return int((await app.connector.execute_query_one_async(query, s=DEAD_SECONDS))["alive"])

    async def outstanding(self, batch: str) -> int:
        """How many ranges of a batch's rows are offered or being worked on."""
        with self._faults():
            app = await self._opened()
            queues = await app.job_manager.list_queues_async(queue=batch)
        return sum(queue["todo"] + queue["doing"] for queue in queues)

    async def offer(self, batch: str, ranges: Sequence[tuple[int, int]]) -> None:
        """Offers ranges of a batch's rows, each (after, until), to the workers."""
        with self._faults():
            app = await self._opened()
            task = app.configure_task(_TASK, queue=batch)
            for start in range(0, len(ranges), _OFFERED_AT_ONCE):
                jobs = [{"batch": batch, "after": a, "until": u} for a, u in ranges[start : start + _OFFERED_AT_ONCE]]
                await task.batch_defer_async(*jobs)

    async def withdraw(self, batch: str) -> None:
        """Takes back what no worker has begun."""
        with self._faults():
            app = await self._opened()
            for job in await app.job_manager.list_jobs_async(queue=batch, status="todo"):
                assert job.id is not None
                await app.job_manager.cancel_job_by_id_async(job.id, delete_job=True)

    async def work(self, work: Work, at_once: int, stopping: asyncio.Event) -> None:
        """Takes ranges of any batch and works on them, until told to stop.

        The queue has a thread and an event loop of its own: drafting takes long turns in the caller's, and a worker
        that only came late to saying that it lives would be taken for dead. A database that goes away is waited for.

        Args:
            work: is given the batch, and the rows: those after the first number, up to the second. Called in the
                caller's event loop.
            at_once: ranges at once.
            stopping: set by whoever wants an end of it.
        """
        here, there = asyncio.get_running_loop(), asyncio.new_event_loop()
        stop = asyncio.Event()

        async def handed_over(batch: str, after: int, until: int) -> None:
            await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_finished(work, batch, after, until), here))

        def run() -> None:
            with asyncio.Runner(loop_factory=lambda: there) as runner:
                runner.run(self._lives(handed_over, at_once, stop))

        living = asyncio.create_task(asyncio.to_thread(run))
        told = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait((living, told), return_when=asyncio.FIRST_COMPLETED)
        finally:
            told.cancel()
            if not living.done():
                there.call_soon_threadsafe(stop.set)
            await asyncio.shield(living)

    async def _lives(self, work: Work, at_once: int, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            with suppress(*_FAULTS):
                # Each time with connections of its own: a pool's old ones come back slowly after a restart.
                async with self._made(work) as app:
                    await self._one_life(app, at_once, stopping)
            if not stopping.is_set():
                _log.warning("The worker lost the database %s and comes back to it.", self._place)
                await asyncio.sleep(_AGAIN_SECONDS)

    async def close(self) -> None:
        """Closes the connections."""
        app, self._app = self._app, None
        if app is not None:
            await app.close_async()

    async def _one_life(self, app: App, at_once: int, stopping: asyncio.Event) -> None:
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=at_once, delete_jobs="successful", install_signal_handlers=False,
                fetch_job_polling_interval=_FETCH_SECONDS, update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=DEAD_SECONDS, shutdown_graceful_timeout=_GRACE_SECONDS,
            )
        )  # fmt: skip
        # Beside the jobs, not as one of them: a worker whose hands are full could not come to it in time.
        taking_over = asyncio.create_task(_take_over(app))
        told = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait((worker, told), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (worker, taking_over, told):
                task.cancel()
            ends = await asyncio.gather(worker, taking_over, told, return_exceptions=True)
        if isinstance(ends[0], Exception):
            raise ends[0]

    async def _opened(self) -> App:
        async with self._opening:
            if self._app is None:
                app = self._new(_nothing)
                await app.open_async()
                try:
                    await self._prepare(app)
                except BaseException:
                    await app.close_async()
                    raise
                self._app = app
            return self._app

    @asynccontextmanager
    async def _made(self, work: Work) -> AsyncIterator[App]:
        app = self._new(work)
        async with app.open_async():
            await self._prepare(app)
            yield app

    def _new(self, work: Work) -> App:
        # What they say at length of a lost database, whoever needs it says in a line.
        for library in ("procrastinate", "psycopg.pool"):
            logging.getLogger(library).setLevel(logging.CRITICAL)
        app = App(connector=PsycopgConnector(conninfo=self._conninfo, min_size=1, max_size=4, timeout=5.0))

        @app.task(name=_TASK, retry=_Again())
        async def rows(batch: str, after: int, until: int) -> None:
            await work(batch, after, until)

        # Without a single periodic task the library stops watching over a worker's heartbeat (procrastinate 3.10).
        @app.periodic(cron="17 * * * *")
        @app.task(name="tomoni.tidy", queue="tidy")
        async def tidy(timestamp: int) -> None:
            await app.job_manager.delete_old_jobs(_KEPT_HOURS, None, True, True, True)

        return app

    async def _prepare(self, app: App) -> None:
        """Makes procrastinate's tables where they are not there; two who come at once take turns."""
        if await app.check_connection_async():
            return
        async with await psycopg.AsyncConnection.connect(self._conninfo) as turn:
            await turn.execute("SELECT pg_advisory_xact_lock(hashtextextended('tomoni:queue', 0))")
            if not await app.check_connection_async():
                await app.schema_manager.apply_schema_async()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except _FAULTS as fault:
            raise unavailable(fault.__cause__ or fault, self._place) from fault

    @property
    def _place(self) -> str:
        return self._url.render_as_string(hide_password=True)


class _Again(BaseRetryStrategy):
    """A range whose work broke off is offered anew: at once where its worker stops, later where it failed."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_in={"seconds": 0})
        return RetryDecision(retry_in={"seconds": 2**job.attempts}) if job.attempts < _MOST_ATTEMPTS else None


async def _take_over(app: App) -> None:
    """Offers anew what dead workers had begun."""
    while True:
        with suppress(*_FAULTS):
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS):
                _log.warning("A dead worker's rows %s are taken over.", job.task_kwargs)
                # Another may have been quicker.
                with suppress(*_FAULTS):
                    await app.job_manager.retry_job(job)
        await asyncio.sleep(LOOK_SECONDS)


async def _finished(work: Work, batch: str, after: int, until: int) -> None:
    try:
        await work(batch, after, until)
    except Exception as fault:
        _log.error("Rows %s to %s of batch %s go back to the queue: %s", after + 1, until, batch, fault)
        raise


async def _nothing(batch: str, after: int, until: int) -> None:
    """Whoever only offers work does none."""
