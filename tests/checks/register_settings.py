"""The vendor, the customers and the moments in which the sentences of register_sentences.jsonl stand."""

import json
from dataclasses import replace
from datetime import date as Date
from pathlib import Path

from assistant.checks.letter import Letter
from assistant.closed_days import ClosedDays
from assistant.domain.account import Account
from assistant.domain.organisation import Organisation
from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.texts import Say

CLOSED_DAYS = ClosedDays()
SENTENCES = Path(__file__).parent / "register_sentences.jsonl"
WARNINGS = Path(__file__).parent / "register_warnings.jsonl"
TODAY = Date(2026, 11, 24)

VENDOR = Organisation(
    name="株式会社トモビキ",
    short_name="トモビキ",
    signature="株式会社トモビキ カスタマーサクセス部\n電話 03-0000-0000",
)

_CUSTOMER = {
    "id": "hinata-seika",
    "name": "株式会社ひなた製菓",
    "language": "ja",
    "contacts": [
        {"name": "髙木 良平", "title": "部長", "department": "製造部"},
        {"name": "江﨑 美和", "title": "主任", "department": "品質管理課"},
        {"name": "森田 一", "title": ""},
    ],
    "owner": {"name": "荻野 真帆", "title": "カスタマーサクセス担当"},
    "contract": {"product": "日報ノート", "annual_price": 1200000, "currency": "JPY", "tax": "excluded"},
    "history": [{"date": "2026-09-10", "kind": "meeting", "text": "定例会。締めは3日短縮。", "by": "久保田 悟"}],
}

_ORGANISATIONS = {
    "bank": ("bank", "株式会社みやこ銀行"),
    "shinkin": ("shinkin", "みさき信用金庫"),
    "hospital": ("hospital", "医療法人清和会 みどり病院"),
    "school": ("school", "学校法人北星学園 北星高等学校"),
    "kindergarten": ("kindergarten", "学校法人若葉学園 わかば幼稚園"),
    "university": ("university", "国立大学法人湊大学"),
    "city": ("public", "浅葱市"),
    "association": ("association", "一般社団法人朝凪観光協会"),
    "shop": ("shop", "有限会社こだま文具店"),
    "office": ("office", "佐伯社会保険労務士事務所"),
}

_PAST = {
    "recorded": [
        ("ticket", "11月20日の更新で入った設定の誤りが原因。同日に復旧。"),
        ("email", "10月分の二重請求を確認し、11月20日にご返金。"),
    ],
    "planned": [("meeting", "日報の一括承認は12月15日の更新で追加する予定とご案内。")],
}

_MOMENTS = {
    "complaint": (Situation.complaint, Reading(language="ja")),
    "serious": (Situation.complaint, Reading(language="ja", serious=True, feeling="angry")),
    "angry": (Situation.complaint, Reading(language="ja", feeling="angry")),
    "recorded": (Situation.complaint, Reading(language="ja")),
    "concern": (Situation.concern, Reading(language="ja")),
    "discount": (Situation.discount_request, Reading(language="ja")),
    "scope": (Situation.out_of_scope_request, Reading(language="ja")),
}


def letter_in(setting: str, body: str) -> Letter:
    """A letter with this body in one of the settings of the table.

    Raises:
        ValueError: where the setting is none of the table's.
    """
    record = dict(_CUSTOMER)
    if setting in _ORGANISATIONS:
        kind, name = _ORGANISATIONS[setting]
        record |= {"kind": kind, "name": name, "contacts": [{"name": "相良 遥", "title": "事務長"}]}
    for kind, text in _PAST.get(setting, ()):
        record["history"] = [*record["history"], {"date": "2026-11-21", "kind": kind, "text": text}]
    letter = Letter(
        body=body, subject="", language="ja", say=Say("en"), account=Account.model_validate(record),
        organisation=VENDOR, today=TODAY, closed=CLOSED_DAYS(VENDOR, TODAY),
    )  # fmt: skip
    if setting in _MOMENTS:
        situation, reading = _MOMENTS[setting]
        return replace(letter, situation=situation, reading=reading)
    others = {
        "mail": {},
        "chat": {"channel": "chat"},
        "call": {"channel": "call"},
        "colleague": {"audience": "colleague"},
        "file": {"answers": ("手順書.pdf を添付する",)},
        "ltv": {"message": "LTVを毎月集計したいのですが、どこで見られますか。"},
        **{key: {} for key in (*_ORGANISATIONS, *_PAST)},
    }
    if setting not in others:
        raise ValueError(setting)
    return replace(letter, **others[setting])


def sentences(table: Path = SENTENCES) -> list[dict]:
    """The rows of a table: text, setting, and the rules that it breaks."""
    return [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()]
