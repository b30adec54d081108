"""Accounts and drafts to put on record."""

from typing import Any

from assistant.domain.account import Account
from assistant.domain.draft import Draft
from assistant.domain.situation import Situation


def account(id: str = "hinata-kiko", name: str = "株式会社ひなた機工", **fields: Any) -> Account:
    """An account with only the fields that are given."""
    return Account.model_validate({"id": id, "name": name, **fields})


def entry(date: str = "2026-05-01", kind: str = "meeting", text: str = "定例会", **fields: Any) -> dict[str, Any]:
    """A history entry as a record writes it."""
    return {"date": date, "kind": kind, "text": text, **fields}


def draft(id: str = "d1", account: str = "hinata-kiko", **fields: Any) -> Draft:
    """A draft with a body."""
    return Draft(id=id, account=account, **{"situation": Situation.renewal, "language": "ja", "body": "本文", **fields})


FULL = account(
    kind="company",
    language="ja",
    industry="機械加工",
    domains=["hinata.example"],
    contacts=[{"name": "森田 徹", "reading": "もりた とおる", "role": "decision_maker"}, {"name": "Ｊａｎｅ Ｄｏｅ"}],
    owner={"name": "西 真央"},
    contract={
        "plan": "Standard",
        "annual_price": 960000,
        "currency": "JPY",
        "approvals": [{"what": "5%", "percent": 5}],
    },
    goals=[{"id": "g1", "statement": "段取りを短く", "current": 4, "readings": [{"date": "2026-03-31", "value": 6}]}],
    outcomes=[{"id": "o1", "statement": "残業の削減", "annual_value": 500000}],
    usage=[{"month": "2026-04", "active_users": 12, "features": {"検索": 3}}],
    history=[entry("2026-04-01", text="開始"), entry("2026-05-01", "ticket", "印刷が崩れる", status="open")],
    project={"name": "導入", "results": ["全拠点で稼働"]},
    economics={"gross_margin": 0.4},
)
