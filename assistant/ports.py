"""Ports: what the flow and the doors need of the world. Adapters fulfil them; only `bootstrap` picks one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from assistant.domain.account import Account, HistoryEntry
from assistant.domain.conversation import Conversation, Turn
from assistant.domain.draft import Draft
from assistant.domain.fact import Fact
from assistant.domain.organisation import Organisation
from assistant.domain.practice import Practice, PracticeTurn, Sheet
from assistant.domain.proposal import Proposal
from assistant.domain.tallies import Tallies
from assistant.ports_batches import Batches, Later

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class HelpText:
    """A help article of the vendor: `id` is stable over imports (the file's name), `body` plain text with its lines."""

    id: str
    title: str
    body: str
    language: str = "ja"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """What one draft needs of an account, read in one go.

    `account.history` holds what planning reads, newest first: the newest 200 entries, every milestone, every ticket
    that is open or serious, every referral_ask. `facts` are all citable facts of `account`, `private` every internal and
    confided entry. `index` is the stored search index of the whole history and record (see `recall.index`), `revision` changes with
    every change of the account.
    """

    account: Account
    facts: tuple[Fact, ...]
    private: tuple[HistoryEntry, ...]
    index: bytes
    revision: int
    entries: int


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """Another account whose name stands in a text."""

    id: str
    name: str
    quote: str


# What is told while a draft is made: an event's name and its data. It ends with one of ENDINGS.
Event = tuple[str, dict[str, Any]]
ENDINGS = ("done", "failed")


@dataclass(frozen=True, slots=True)
class EventBatch:
    """Events to be appended to a draft's log, where number `after` is still its last."""

    draft: str
    after: int
    events: Sequence[Event]
    account: str | None = None


@dataclass(frozen=True, slots=True)
class EventLog:
    """Where a draft's log of events stands.

    `began` is the number after which the making of the newest version began, `last` the number of the last event,
    `over` whether that event is an ending, `age` the seconds since it was appended by the clock of this machine.
    """

    account: str | None
    began: int
    last: int
    over: bool
    age: float


class Records(Batches, Later, Protocol):
    """Accounts, organisation, help texts, drafts: durable, one writer at a time, the same on SQLite and PostgreSQL."""

    async def open(self) -> None: ...
    async def close(self) -> None: ...

    async def organisation(self) -> Organisation | None: ...
    async def put_organisation(self, organisation: Organisation) -> None: ...

    async def account(self, id: str) -> Account: ...
    async def accounts(
        self, query: str = "", limit: int = 50, after: str | None = None
    ) -> tuple[list[Account], str | None]: ...
    async def put_account(self, account: Account) -> bool: ...
    async def change_account(self, id: str, change: Callable[[Account], Account]) -> Account: ...
    async def merge_accounts(self, accounts: Sequence[Account]) -> list[str]: ...
    async def delete_account(self, id: str) -> None: ...
    async def dossier(self, id: str) -> Dossier: ...
    async def history(self, id: str, keys: Sequence[int]) -> dict[int, HistoryEntry]: ...
    async def telling_history(self, ids: Sequence[str], today: Date, since: Date) -> dict[str, list[HistoryEntry]]: ...
    async def named_in(self, text: str, but: str) -> list[NamedAccount]: ...

    async def help_texts(self) -> list[HelpText]: ...
    async def put_help(self, texts: Sequence[HelpText]) -> list[str]: ...
    async def help_revision(self) -> int: ...

    async def save_draft(self, draft: Draft, request: dict[str, Any]) -> None: ...
    async def draft(self, id: str) -> tuple[Draft, dict[str, Any]]: ...
    async def drafts(
        self, account: str | None = None, limit: int = 50, after: str | None = None
    ) -> tuple[list[Draft], str | None]: ...
    async def versions(self, id: str) -> list[Draft]: ...
    async def save_outcome(self, id: str, used: str, result: str | None) -> None: ...
    async def outcome(self, id: str) -> tuple[str | None, str | None]: ...

    async def tallies(self, since: Date, zone: ZoneInfo) -> Tallies: ...

    async def append_events(
        self, draft: str, events: Sequence[Event], account: str | None = None, after: int | None = None
    ) -> int: ...
    async def append_batches(self, batches: Sequence[EventBatch]) -> None: ...
    async def events(self, draft: str, after: int = 0) -> list[tuple[int, str, dict[str, Any]]]: ...
    async def event_log(self, draft: str) -> EventLog | None: ...
    async def newest_events(self, drafts: Sequence[str]) -> dict[str, int]: ...

    async def begin_conversation(self, id: str, account: str) -> Conversation: ...
    async def conversations(self, account: str, limit: int = 50) -> list[Conversation]: ...
    async def conversation(self, id: str) -> Conversation: ...
    async def add_turn(self, conversation: str, turn: Turn) -> None: ...

    async def answered_proposals(self, draft: str) -> dict[str, tuple[Proposal, bool]]: ...
    async def answer_proposal(self, draft: str, proposal: Proposal, accepted: bool) -> None: ...

    async def begin_practice(self, practice: Practice) -> None: ...
    async def practice(self, id: str, person: str) -> Practice: ...
    async def practices(self, person: str, account: str | None = None, limit: int = 50) -> list[Practice]: ...
    async def add_practice_turns(self, id: str, turns: list[PracticeTurn], sheet: Sheet | None = None) -> None: ...
    async def delete_practices(self, person: str, id: str | None = None) -> int: ...

    async def claim(self, name: str, seconds: float, note: str | None = None) -> bool: ...
    async def unclaim(self, name: str) -> None: ...
    async def claim_note(self, name: str) -> str | None: ...
    async def account_names(self) -> dict[str, str]: ...

    async def drafts_citing(self, kind: str, titles: Sequence[str], limit: int = 20) -> list[Draft]: ...


class Vectors(Protocol):
    """Dense search, where an embedding model is configured: scores 0 to 1 by document id, within one shelf."""

    async def upsert(self, shelf: str, ids: Sequence[str], texts: Sequence[str]) -> None: ...
    async def scores(self, shelf: str, query: str, limit: int = 50) -> dict[str, float]: ...
    async def drop(self, shelf: str) -> None: ...
    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked: one task, rendered from a file of prompts/.

    `task` is the file's name (triage, draft, repair, revise, answer, coaching_notes); `schema` the JSON schema that the
    answer must have, `origin` the file's name, version and hash, `longest` the most tokens that an answer may have.
    """

    task: str
    system: str
    user: str
    schema: dict[str, Any]
    origin: str
    longest: int = 3_000


@dataclass(frozen=True, slots=True)
class Answered(Generic[Read]):
    """A model's answer as it was read, and what all its attempts cost (tokens; 0 where the server did not say)."""

    value: Read
    model: str
    tokens_in: int = 0
    tokens_out: int = 0


class Model(Protocol):
    """A language model, where one is configured.

    `name` is the model's own, `trouble` a msgid and values that say what has to be mended before it answers at all
    (a wrong key, an unknown model), or None.
    """

    @property
    def name(self) -> str: ...
    @property
    def trouble(self) -> tuple[str, dict[str, Any]] | None: ...

    async def ask(
        self, prompt: Prompt, read: Callable[[str], Read], heard: Callable[[str | None], None] | None = None
    ) -> Answered[Read]:
        """Asks until an answer can be read, within a bounded number of attempts and one deadline.

        Args:
            prompt: what is asked.
            read: turns the whole answer into a value; raises ModelFailed where it cannot (structure, empty, language).
            heard: is told each piece of the answer as it comes, and None where the answer begins anew.

        Raises:
            ModelFailed: nothing came that can be read.
        """
        ...

    async def probe(self) -> tuple[str, dict[str, Any]] | None:
        """Asks for a single word: None where the model answers, else what has to be mended, as a msgid and values."""
        ...

    async def close(self) -> None: ...


class LaterModel(Model, Protocol):
    """A model that answers hours later: `ask` raises errors.Deferred until its answer is there."""

    async def collect(self, batch: str) -> None:
        """Sends what was asked for a batch since the last call, and waits until further answers are there.

        Raises:
            ModelFailed: a person has to mend something first (a key, a model's name). Nothing is lost.
        """
        ...

    async def forget(self, batch: str) -> None:
        """The batch is over: what is on its way is called off, and what was kept for it is deleted."""
        ...


class Workers(Protocol):
    """Processes on any number of machines that work on batches, where the records' database can spread work."""

    async def alive(self) -> int: ...
    async def outstanding(self, batch: str) -> int: ...

    async def offer(self, batch: str, ranges: Sequence[tuple[int, int]]) -> None:
        """Offers ranges of a batch's rows: those after the first number, up to the second."""
        ...

    async def withdraw(self, batch: str) -> None:
        """Takes back what no worker has begun."""
        ...

    async def work(
        self, work: Callable[[str, int, int], Awaitable[None]], at_once: int, stopping: asyncio.Event
    ) -> None: ...

    async def close(self) -> None: ...


EventStream = AsyncIterator[tuple[int, str, dict[str, Any]]]
