"""A worker of the queue alone, for tests: it writes down which range it did, and takes its time.

`python -m tests.batch.hand URL SECONDS`
"""

import asyncio
import os
import sys

import psycopg

from assistant.adapters.queue import PostgresQueue


async def main(url: str, seconds: float) -> None:
    async def work(batch: str, after: int, until: int) -> None:
        await asyncio.sleep(seconds)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            await connection.execute("INSERT INTO done VALUES (%s, %s, %s, %s)", (batch, after, until, os.getpid()))

    print("ready", flush=True)
    await PostgresQueue(url).work(work, 2, asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
