"""Accounts: list, read, replace, delete with everything derived."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.voice import TheCoach
from assistant.domain.account import Account, AccountId
from assistant.errors import Invalid

router = APIRouter(prefix="/api/accounts")

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=200)]


@router.get("")
async def listed(
    coach: TheCoach, query: Annotated[str, Query(max_length=200)] = "", limit: Limit = 50, after: Cursor = None
) -> dict[str, Any]:
    """A page of the accounts whose id or name holds `query`."""
    accounts, following = await coach.records.accounts(query, limit, after)
    return {"accounts": accounts, "next": following}


@router.get("/{id}")
async def get(id: AccountId, coach: TheCoach) -> Account:
    """One account, whole."""
    return await coach.records.account(id)


@router.put("/{id}")
async def put(id: AccountId, account: Account, coach: TheCoach) -> Account:
    """Replace the whole account."""
    if account.id != id:
        reason = "is not the id of the address"
        raise Invalid("The account in the request has another id than the address.", fields={"id": reason})
    await coach.records.put_account(account)
    return account


@router.delete("/{id}", status_code=204)
async def delete(id: AccountId, coach: TheCoach) -> None:
    """Remove the account and everything derived from it."""
    await coach.records.delete_account(id)
