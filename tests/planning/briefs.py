"""Briefs made by hand, for tests of the plan."""

from datetime import date

from assistant.domain.account import Account
from assistant.domain.organisation import Organisation
from assistant.domain.reading import Reading, SituationHit
from assistant.domain.situation import Situation
from assistant.planning import people
from assistant.planning.brief import Brief, Sheet

ORGANISATION = Organisation.model_validate(
    {
        "name": "株式会社ソラマメ",
        "policy": {
            "approver": "営業本部長",
            "trades": [
                {"offer": "2年契約での価格据え置き", "for": "契約期間の延長"},
                {"offer": "操作講座1回の追加", "for": ""},
            ],
            "extra_work": "個別の開発は見積のうえ有償",
        },
    }
)


def brief(account: dict, message: str = "", situation: Situation = Situation.discount_request, **fields) -> Brief:
    """A brief for an account given as JSON would give it."""
    made = Account.model_validate({"id": "a", "name": "株式会社カブ", "language": "ja", **account})
    reading = Reading(language="ja", own=message, situations=(SituationHit(situation, 0.9),))
    values = {"language": made.language or "ja", "today": date(2026, 11, 24), "message": message, **fields}
    return Brief(
        account=made, organisation=ORGANISATION, reading=reading, situation=situation,
        contact=people.addressee(made), **values,
    )  # fmt: skip


def sheet(**account) -> Sheet:
    return Sheet(brief(account))
