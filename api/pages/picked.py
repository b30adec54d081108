"""Which account a page begins with: the one that its address names."""

from typing import Annotated

from fastapi import Depends, Query

from api.voice import TheCoach
from assistant.domain.account import Account
from assistant.errors import NotFound


async def _named(coach: TheCoach, account: Annotated[str, Query(max_length=64)] = "") -> Account | None:
    if not account:
        return None
    try:
        return await coach.records.account(account)
    except NotFound:
        return None


PickedAccount = Annotated[Account | None, Depends(_named)]
