"""The records as one object: what `ports.Records` asks for, on SQLite or PostgreSQL."""

from collections.abc import Callable

from assistant.adapters.records.batch_lists import BatchLists
from assistant.adapters.records.batch_rows import BatchRows
from assistant.adapters.records.batches import Batches
from assistant.adapters.records.citing import Citing
from assistant.adapters.records.claims import Claims
from assistant.adapters.records.conversations import Conversations
from assistant.adapters.records.dossiers import Dossiers, Kept
from assistant.adapters.records.drafts import Drafts
from assistant.adapters.records.engine import Database
from assistant.adapters.records.events import Events
from assistant.adapters.records.helps import Helps
from assistant.adapters.records.insights import Insights
from assistant.adapters.records.later import Later
from assistant.adapters.records.migrate import migrate
from assistant.adapters.records.naming import Naming
from assistant.adapters.records.organisations import Organisations
from assistant.adapters.records.portfolio import Portfolio
from assistant.adapters.records.practices import Practices
from assistant.adapters.records.proposals import Proposals
from assistant.domain.account import Account


def _no_index(account: Account) -> bytes:
    return b""


class SqlRecords(
    Organisations,
    Dossiers,
    Portfolio,
    Naming,
    Helps,
    Drafts,
    Insights,
    Events,
    Conversations,
    Proposals,
    Practices,
    Citing,
    Claims,
    Batches,
    BatchRows,
    BatchLists,
    Later,
):
    """The records of one vendor.

    Args:
        url: `sqlite:///FILE` or `postgresql://…` (with or without a driver's name).
        index: builds an account's search index from its whole record; called in another thread, a pure function.
        index_format: names the form of what `index` builds; indexes stored in another form are built again when read.

    Every method raises errors.Unavailable where the database cannot be used; nothing is then half-written.
    """

    def __init__(self, url: str, index: Callable[[Account], bytes] = _no_index, index_format: str = ""):
        self.database = Database(url)
        self._build = index
        self._format = index_format
        self._kept = Kept()

    async def open(self) -> None:
        """Make ready: the file where there is none, and the tables in the form that this version knows."""
        await migrate(self.database)

    async def close(self) -> None:
        """Close the connections."""
        await self.database.close()
