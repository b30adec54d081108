"""OpenAI's Batch API against a server on loopback: sent once, found again, read whatever the order, deleted."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.model.openai_batch import OpenAIBatchModel
from assistant.adapters.records import SqlRecords
from assistant.bootstrap_batches import check_engine
from assistant.domain.batch import BatchOptions, BatchRow
from assistant.domain.later import IN_HAND
from assistant.errors import Deferred, Invalid, ModelFailed
from assistant.ports import Prompt
from assistant.settings import Settings
from tests.batch.openai_server import BatchServer, chat
from tests.records.samples import account

pytestmark = pytest.mark.anyio


@pytest.fixture
def provider() -> Iterator[BatchServer]:
    server = BatchServer().start()
    yield server
    server.stop()


@pytest.fixture
async def batch(sqlite_records: SqlRecords) -> str:
    await sqlite_records.put_account(account("a"))
    made = await sqlite_records.begin_batch("0" * 64, "in.jsonl", BatchOptions(engine="openai-batch"))
    await sqlite_records.add_rows(made.id, [BatchRow(n, "a", {"account": "a"}) for n in range(1, 11)])
    return made.id


Make = Callable[..., OpenAIBatchModel]


@pytest.fixture
async def model_of(provider: BatchServer, sqlite_records: SqlRecords, tmp_path: Path) -> AsyncIterator[Make]:
    made: list[OpenAIBatchModel] = []

    def make(**more: Any) -> OpenAIBatchModel:
        environment = {"OPENAI_API_KEY": "sk-0", "OPENAI_BASE_URL": provider.url}
        made.append(OpenAIBatchModel("openai:gpt-5-mini", environment, sqlite_records, tmp_path, poll=0.02, **more))
        return made[-1]

    yield make
    for one in made:
        await one.close()


async def ask(model: OpenAIBatchModel, batch: str, row: int, read: Callable[[str], Any] = str) -> Any:
    """The answer to a row's question, None where it is still to come."""
    token = IN_HAND.set((batch, row))
    try:
        prompt = Prompt("draft", "You help.", f"row {row} 田中様", {}, "draft@1")
        return (await model.ask(prompt, read)).value
    except Deferred:
        return None
    finally:
        IN_HAND.reset(token)


async def rounds(model: OpenAIBatchModel, batch: str, rows: range = range(1, 11), most: int = 20) -> dict[int, Any]:
    """Asks and collects until every row has its answer."""
    for _ in range(most):
        found = {row: await ask(model, batch, row) for row in rows}
        if None not in found.values():
            return found
        await model.collect(batch)
    raise AssertionError(f"not answered after {most} rounds: {found}")


def echo(body: dict[str, Any]) -> str:
    return f"to {body['messages'][-1]['content']}"


async def test_that_every_row_gets_its_own_answer_whatever_the_order(provider: BatchServer, model_of: Make, batch: str):
    provider.answer = echo
    found = await rounds(model_of(), batch)
    assert found == {row: f"to row {row} 田中様" for row in range(1, 11)}
    assert len(provider.batches) == 1
    request = provider.asked[0]
    assert (request["method"], request["url"], request["body"]["model"]) == (
        "POST",
        "/v1/chat/completions",
        "gpt-5-mini",
    )


async def test_that_no_file_is_left_at_the_provider_or_here(
    provider: BatchServer, model_of: Make, batch: str, tmp_path: Path
):
    model = model_of()
    await rounds(model, batch)
    await model.forget(batch)
    assert provider.files == {}
    assert [path for path in tmp_path.rglob("*.jsonl")] == []


async def test_that_a_file_has_no_more_lines_or_bytes_than_is_taken(provider: BatchServer, model_of: Make, batch: str):
    await rounds(model_of(most_lines=4), batch)
    assert len(provider.batches) == 3


async def test_that_bytes_split_a_file_as_well(provider: BatchServer, model_of: Make, batch: str):
    await rounds(model_of(most_bytes=700), batch)
    assert 3 <= len(provider.batches) <= 6


async def test_that_a_process_that_died_while_waiting_is_gone_on_for_without_asking_anew(
    provider: BatchServer, model_of: Make, batch: str
):
    provider.looks = 10**6
    dying = model_of()
    for row in range(1, 11):
        assert await ask(dying, batch, row) is None
    waiting = asyncio.create_task(dying.collect(batch))
    while not provider.batches:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    waiting.cancel()
    provider.looks = 1
    await rounds(model_of(), batch)
    assert len(provider.batches) == 1
    assert len(provider.asked) == 10


async def test_that_what_went_up_unknown_to_us_is_found_by_its_mark(
    provider: BatchServer, model_of: Make, batch: str, sqlite_records: SqlRecords
):
    dying = model_of()
    for row in range(1, 11):
        await ask(dying, batch, row)

    async def dies(id: str, remote: str) -> None:
        raise KeyboardInterrupt

    kept, sqlite_records.later_file_sent = sqlite_records.later_file_sent, dies  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        await dying.collect(batch)
    sqlite_records.later_file_sent = kept  # type: ignore[method-assign]
    await rounds(model_of(), batch)
    assert len(provider.batches) == 1


async def test_that_what_never_went_up_goes_up_once(
    provider: BatchServer, model_of: Make, batch: str, monkeypatch: pytest.MonkeyPatch
):
    dying = model_of()
    for row in range(1, 11):
        await ask(dying, batch, row)
    with monkeypatch.context() as patch:
        patch.setattr("openai.resources.batches.AsyncBatches.create", _dies)
        with pytest.raises(KeyboardInterrupt):
            await dying.collect(batch)
    assert provider.names and not provider.batches
    left = list(provider.files)
    await rounds(model_of(), batch)
    assert len(provider.asked) == 10
    assert set(left) <= set(provider.deleted)


async def _dies(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


async def test_that_a_lost_answer_does_not_have_the_same_made_twice(provider: BatchServer, model_of: Make, batch: str):
    provider.drop = True
    await rounds(model_of(), batch)
    assert len(provider.batches) == 1


async def test_that_lines_that_failed_or_expired_are_sent_again_and_no_others(
    provider: BatchServer, model_of: Make, batch: str
):
    failed: set[str] = set()

    def answer(body: dict[str, Any]) -> str | tuple[int, Any]:
        text = body["messages"][-1]["content"]
        if text.startswith("row 3") and text not in failed:
            failed.add(text)
            return 503, {"error": {"message": "overloaded"}}
        return echo(body)

    provider.answer, provider.expires = answer, True
    found = await rounds(model_of(), batch)
    assert found[3] == "to row 3 田中様"
    counts = [
        sum(asked["body"]["messages"][-1]["content"].startswith(f"row {n} ") for asked in provider.asked)
        for n in (1, 3, 9)
    ]
    assert counts == [1, 2, 1]


@pytest.mark.parametrize(
    "said, kind, times",
    [
        ((503, {"error": {"message": "overloaded"}}), "server", 3),
        ((400, {"error": {"message": "no", "code": "content_filter"}}), "refused", 1),
        ((200, chat("", {}, "length")), "endless", 3),
        ((200, chat("", {})), "empty", 3),
    ],
)
async def test_that_a_question_that_is_never_answered_ends_in_a_fault(
    provider: BatchServer, model_of: Make, batch: str, said: Any, kind: str, times: int
):
    provider.answer = lambda body: said
    model = model_of()
    with pytest.raises(ModelFailed) as fault:
        await rounds(model, batch, range(1, 2))
    assert fault.value.kind == kind
    assert len(provider.asked) == times


async def test_that_an_answer_that_cannot_be_read_is_asked_for_once_more(
    provider: BatchServer, model_of: Make, batch: str
):
    def read(text: str) -> str:
        raise ValueError

    model = model_of()
    for _ in range(2):
        assert await ask(model, batch, 1, read) is None
        await model.collect(batch)
    with pytest.raises(ModelFailed, match="form"):
        await ask(model, batch, 1, read)
    assert len(provider.asked) == 2


async def test_that_smaller_files_go_up_where_too_much_would_wait(provider: BatchServer, model_of: Make, batch: str):
    provider.most_waiting, provider.answer = 4, echo
    found = await rounds(model_of(), batch)
    assert found[10] == "to row 10 田中様"
    assert len(provider.asked) == 10


async def test_that_a_wrong_key_is_said_and_nothing_is_lost(provider: BatchServer, model_of: Make, batch: str):
    model = model_of()
    assert await ask(model, batch, 1) is None
    provider.refuse = 401
    with pytest.raises(ModelFailed) as fault:
        await model.collect(batch)
    assert fault.value.kind == "key"
    provider.refuse = 0
    assert (await rounds(model, batch, range(1, 2)))[1] == "ok"


async def test_that_a_batch_that_is_called_off_is_called_off_at_the_provider(
    provider: BatchServer, model_of: Make, batch: str
):
    provider.looks = 10**6
    model = model_of()
    await ask(model, batch, 1)
    waiting = asyncio.create_task(model.collect(batch))
    while not provider.batches:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await model.forget(batch)
    assert [kept.status for kept in provider.batches.values()] == ["cancelled"]
    assert provider.files == {}


@pytest.mark.parametrize(
    "engine, model", [("openai-batch", None), ("openai-batch", "anthropic:claude"), ("pigeons", "openai:gpt-5-mini")]
)
def test_that_an_engine_that_is_not_to_be_had_is_refused_before_anything_begins(engine: str, model: str | None):
    with pytest.raises(Invalid):
        check_engine(engine, Settings(model=model))


async def test_that_answers_go_with_the_account(
    provider: BatchServer, model_of: Make, batch: str, sqlite_records: SqlRecords
):
    await rounds(model_of(), batch)
    await sqlite_records.delete_account("a")
    from sqlalchemy import func, select

    from assistant.adapters.records.schema import later_questions

    async with sqlite_records.database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(later_questions)) == 0
