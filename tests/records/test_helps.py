"""Help texts on record."""

import pytest

from assistant import errors
from assistant.adapters.records import SqlRecords
from assistant.ports import HelpText

pytestmark = pytest.mark.anyio


async def test_that_help_texts_come_back_by_id(records: SqlRecords):
    texts = [
        HelpText("print", "印刷", "1. 開く\n2. 押す", "ja", "print.md"),
        HelpText("export.en", "Export\x00", "a", "en"),
    ]
    assert await records.put_help(texts) == ["taken", "taken"]
    assert await records.help_texts() == [texts[1], texts[0]]


async def test_that_the_revision_changes_only_with_the_texts(records: SqlRecords):
    revisions = [await records.help_revision()]
    for body in ("一", "一", "二"):
        await records.put_help([HelpText("print", "印刷", body)])
        revisions.append(await records.help_revision())
    assert len(set(revisions)) == 3 and revisions[1] == revisions[2]


async def test_that_only_the_text_that_differs_is_taken(records: SqlRecords):
    await records.put_help([HelpText("a", "A", "x"), HelpText("b", "B", "x")])
    assert await records.put_help([HelpText("a", "A", "x"), HelpText("b", "B", "y")]) == ["unchanged", "taken"]
    twice = [HelpText("c", "C", "first"), HelpText("c", "C", "second"), HelpText("c", "C", "second")]
    assert await records.put_help(twice) == ["taken", "taken", "unchanged"]
    assert [t.body for t in await records.help_texts()] == ["x", "y", "second"]


@pytest.mark.parametrize("id", ["../x", "a/b", "a\\b", "", ".hidden", "a\x00"])
async def test_that_an_id_that_reads_as_a_path_is_refused_and_nothing_stored(records: SqlRecords, id: str):
    with pytest.raises(errors.Invalid):
        await records.put_help([HelpText("fine", "A", "x"), HelpText(id, "A", "x")])
    assert await records.help_texts() == []
