"""Ports of batches: what working through many letters needs of the records."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from assistant.domain.batch import (
    Batch,
    BatchOptions,
    BatchRow,
    BatchTally,
    CompletedProject,
    Outcome,
    RowResult,
    RowState,
    Settled,
)
from assistant.domain.later import LaterAnswer, LaterFile, LaterKey


class Batches(Protocol):
    """Batches and their rows: one durable row a message, its end written once."""

    async def begin_batch(self, digest: str, name: str, options: BatchOptions, again: bool = False) -> Batch:
        """The batch of this file: a new one, or the one that is there.

        One that was cancelled runs again; one that is finished comes as it is, or, with `again`, a new one is begun.
        """
        ...

    async def batch(self, id: str) -> Batch: ...
    async def batches(self, limit: int = 50, after: str | None = None) -> tuple[list[Batch], str | None]: ...
    async def running_batches(self) -> list[Batch]: ...

    async def add_rows(self, batch: str, rows: Sequence[BatchRow]) -> None:
        """Puts rows on record; those that are there already stay as they are."""
        ...

    async def all_rows_added(self, batch: str, count: int) -> None: ...

    async def waiting_rows(
        self, batch: str, after: int = 0, limit: int = 100, until: int | None = None
    ) -> list[BatchRow]:
        """Rows without an end, with numbers after `after` up to `until` (included), in order."""
        ...

    async def finish_rows(self, batch: str, results: Sequence[RowResult]) -> set[int]:
        """Stores the ends of rows with their drafts, in one transaction.

        Returns:
            the rows that were stored; one that has an end already, or whose batch was cancelled, is passed over with
            its draft.
        """
        ...

    async def settle_rows(self, batch: str, settled: Sequence[Settled]) -> None: ...
    async def finish_batch(self, batch: str) -> None: ...
    async def cancel_batch(self, batch: str) -> None: ...
    async def tally(self, batch: str) -> BatchTally: ...

    async def outcomes(self, batch: str, after: int = 0, limit: int = 200) -> list[Outcome]:
        """Rows in the order of the input, with numbers after `after`, those that wait as well."""
        ...

    async def listed_rows(
        self, batch: str, state: RowState | None = None, after: int = 0, limit: int = 50
    ) -> tuple[list[Outcome], int | None]: ...
    async def names_of(self, ids: Sequence[str]) -> dict[str, str]: ...
    async def completed_projects(self, limit: int) -> list[CompletedProject]: ...

    def hold_batch(self, batch: str) -> AbstractAsyncContextManager[bool]:
        """True for the one process at a time that works on a batch; it is let go when the process dies."""
        ...


class Later(Protocol):
    """Questions that a language model answers later; see `domain.later`."""

    async def later_answer(self, batch: str, key: LaterKey) -> LaterAnswer | None: ...
    async def begin_later_file(self, id: str, batch: str, keys: Sequence[LaterKey]) -> None: ...
    async def later_file_sent(self, id: str, remote: str) -> None: ...
    async def later_files(self, batch: str) -> list[LaterFile]: ...
    async def store_later(self, file: LaterFile, answers: Sequence[LaterAnswer]) -> None: ...
    async def end_later_file(self, id: str, count: bool = True) -> None: ...
    async def ask_again(self, batch: str, key: LaterKey) -> None: ...
    async def forget_later(self, batch: str) -> None: ...
