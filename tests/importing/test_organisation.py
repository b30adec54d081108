"""The organisation from its file."""

import json

import pytest

from assistant.importing import ImportReport, import_organisation
from assistant.planning.people import short_name
from assistant.texts import Say
from tests.importing.samples import FakeRecords

pytestmark = pytest.mark.anyio


async def imported(data: object, records: FakeRecords | None = None) -> ImportReport:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return await import_organisation("o.json", raw, records or FakeRecords(), Say("en"))  # type: ignore[arg-type]


async def test_that_texts_come_in_one_language_or_in_two() -> None:
    records = FakeRecords()
    trades = [{"offer": {"ja": "据え置き"}, "for": "2年契約"}]
    vendor = {"name": "V", "purpose": {"ja": "時間", "en": "time"}, "signature": "V", "policy": {"trades": trades}}
    report = await imported(vendor, records)
    assert (report.taken, report.ignored_columns) == (1, [])
    assert (records.vendor.purpose.en, records.vendor.policy.trades[0].for_) == ("time", "2年契約")
    assert (await imported(vendor, records)).unchanged == 1


async def test_that_a_vendor_may_go_by_a_name_in_each_language() -> None:
    records = FakeRecords()
    vendor = {
        "name": {"ja": "株式会社いりえ", "en": "Irie Systems, Inc."},
        "short_name": {"ja": "いりえ", "en": "Irie"},
    }
    report = await imported(vendor, records)
    assert (report.taken, report.refused, report.ignored_columns) == (1, 0, [])
    assert (records.vendor.name, records.vendor.short_name) == ("株式会社いりえ", "いりえ")
    assert [short_name(records.vendor, language) for language in ("ja", "en")] == ["いりえ", "Irie"]
    assert records.vendor.all_names == ("株式会社いりえ", "いりえ", "Irie Systems, Inc.", "Irie")
    assert (await imported(vendor, records)).unchanged == 1


async def test_that_unknown_fields_are_left_out_and_named() -> None:
    report = await imported({"name": "V", "zip": 1, "policy": {"trades": [{"offer": {"fr": "x"}, "y": 2}]}})
    assert report.taken == 1
    assert report.ignored_columns == ["zip", "policy.trades.offer.fr", "policy.trades.y"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"short_name": "V"}, "`name` is missing."),
        ({"name": "V", "policy": {"max_discount_percent": 200}}, "`policy.max_discount_percent` is above 100: 200."),
        ({"name": "V", "policy": {"extra_work": 5}}, "`policy.extra_work` is not text: 5."),
        ({"name": "V", "purpose": {"ja": "a" * 20_001}}, "`purpose.ja` has more than 20000 characters."),
        ({"name": "V", "purpose": "a" * 20_001}, "`purpose` has more than 20000 characters."),
        ({"name": "V", "language": "fr"}, "`language` is not one of ja, en: fr."),
        ({"name": "V", "holidays": "x"}, "`holidays` is not a list: x."),
        ([1], "o.json holds no organisation."),
        (b"{", "Line 1, column 2 of o.json is not valid JSON."),
        (b"", "o.json is empty."),
    ],
)
async def test_that_a_wrong_field_is_refused_by_name(data: object, why: str) -> None:
    records = FakeRecords()
    report = await imported(data, records)
    assert [row.why for row in report.rows] == [why]
    assert (report.refused, records.vendor) == (1, None)
