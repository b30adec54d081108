"""The archive of a batch's mails: each as its draft's own mail, read page by page whatever the number of letters."""

import io
from zipfile import ZipFile

import pytest

from assistant.batch_files import results
from assistant.coach import Coach
from assistant.domain.account import Contact
from assistant.domain.batch import BatchOptions, BatchRow, RowResult, RowState
from assistant.domain.draft import DraftRequest
from assistant.sending import mail, outgoing
from assistant.texts import Say

pytestmark = pytest.mark.anyio

MANY = 250
SECOND = Contact(name="蓮見 光太郎", email="hasumi@second.example")


async def archived(coach: Coach, rows: int) -> tuple[dict[str, bytes], int]:
    """The mails of a batch of that many rows for three customers, and how often the records were read for them."""
    account = await coach.records.account("c-000002")
    await coach.records.put_account(account.model_copy(update={"contacts": [*account.contacts, SECOND]}))
    wrote = "いつもお世話になっております。蓮見です。\n来月の更新について教えてください。\n\n蓮見 光太郎"
    requests = [
        DraftRequest(account="c-000000", situation="renewal"),  # type: ignore[arg-type]
        DraftRequest(account="c-000001", message=wrote, situation="renewal"),  # type: ignore[arg-type]
        DraftRequest(account="c-000002", message=wrote, situation="renewal"),  # type: ignore[arg-type]
    ]
    made = [(await coach.draft(request), request.model_dump(mode="json", by_alias=True)) for request in requests]
    batch = await coach.records.begin_batch(f"{rows:064}", "in.jsonl", BatchOptions("ja"))
    await coach.records.add_rows(batch.id, [BatchRow(n, requests[n % 3].account, {}) for n in range(1, rows + 1)])
    await coach.records.all_rows_added(batch.id, rows)
    ends = [
        RowResult(n, RowState.drafted, None, made[n % 3][0].model_copy(update={"id": f"d{n}"}), made[n % 3][1])
        for n in range(1, rows + 1)
    ]
    await coach.records.finish_rows(batch.id, ends)
    batch = await coach.records.batch(batch.id)

    database, read, reads = coach.records.database, coach.records.database.read, 0  # type: ignore[attr-defined]

    def counted():
        nonlocal reads
        reads += 1
        return read()

    database.read = counted
    try:
        whole = b"".join([piece async for piece in results(coach.desk, batch, "zip", Say("ja"))])
    finally:
        database.read = read
    with ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}, reads


async def test_that_every_letter_is_the_mail_that_its_draft_gives(coach: Coach):
    found, _ = await archived(coach, 3)
    for n, account in ((1, "c-000001"), (2, "c-000002"), (3, "c-000000")):
        assert found.pop(f"{n}-{account}.eml") == mail(await outgoing(coach.desk, f"d{n}"))
    assert found == {}
    second = (await outgoing(coach.desk, "d2")).to
    assert second and second.email == SECOND.email, "the one who wrote is written to"


async def test_that_the_records_are_read_once_a_page_and_not_once_a_letter(coach: Coach):
    found, reads = await archived(coach, MANY)
    assert len(found) == MANY
    assert reads <= 12
