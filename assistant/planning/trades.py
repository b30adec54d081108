"""Trades from the policy: each offered exactly so, against what it asks."""

import re
from dataclasses import dataclass

from assistant.domain.organisation import Trade
from assistant.planning.brief import Brief, Sheet


@dataclass(frozen=True, slots=True)
class TradeShown:
    offer: str
    against: str


# Trades as vendors write them in Japanese, and how an English letter says them; figures are carried over.
_ENGLISH = (
    (
        r"^(\d+)\s*(?:か|ヶ|ケ|カ|箇)月(?:の)?契約での価格据え置き$",
        r"a price held for the whole of a contract of \1 months",
    ),
    (r"^(\d+)\s*年(?:の)?契約での価格据え置き$", r"a price held for the whole of a contract of \1 years"),
    (r"^(\d+)\s*年(?:の)?契約.*据え?置き?.*$", r"a price held for the whole of a contract of \1 years"),
    (r"^.*(利用者数|ユーザー数|席数|ライセンス数|ID数).*減ら.*$", "a contract for fewer users"),
    (r"^.*(下位|小さい|ライト)(の)?プラン.*$", "a move to a smaller plan"),
    (r"^.*(操作|活用)?(講座|講習|研修|勉強会)\s*(\d+)\s*回(の追加)?$", r"\3 additional training session(s)"),
    (r"^年(額)?一括(払い|前払い).*$", "payment for the year in advance"),
)
_ENGLISH_FOR = (
    (r"契約期間の延長|複数年|長期契約", "a longer term"),
    (r"範囲の縮小|利用者数の削減|縮小", "a smaller scope"),
    (r"導入事例|事例の公開|事例への", "a published case study"),
    (r"一括|前払い", "payment in advance"),
    (r"紹介", "an introduction"),
)


def _translated(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for pattern, english in table:
        if re.search(pattern, text):
            said = re.sub(pattern, english, text) if "\\" in english else english
            return said.replace("1 additional training session(s)", "one additional training session").replace(
                "(s)", "s"
            )
    return ""


def trades_for(brief: Brief, sheet: Sheet, limit: int) -> list[TradeShown]:
    """The first trades of the policy in the letter's language; one without a counterpart is no trade."""
    found: list[TradeShown] = []
    for n, trade in enumerate(brief.organisation.policy.trades):
        offer, against = brief.read(trade.offer), brief.read(trade.for_)
        if not offer and brief.language == "en":
            offer, against = _english(trade)
        if not offer or not against or not _fits(brief, trade):
            continue
        title = "値引きの方針" if brief.language == "ja" else "Policy"
        quote = f"{_any(trade.offer)} ⇔ {_any(trade.for_)}"
        found.append(TradeShown(sheet.cite("policy", f"trade:{n}", offer, title=title, quote=quote), against))
        if len(found) == limit:
            return found
    if not found and brief.organisation.policy.trades:
        sheet.warnings.append("The policy's trades exist in another language only; they stay out of the letter.")
    return found


def _any(text: object) -> str:
    return text if isinstance(text, str) else str(getattr(text, "ja", "") or getattr(text, "en", ""))


def _english(trade: Trade) -> tuple[str, str]:
    return _translated(_any(trade.offer), _ENGLISH), _translated(_any(trade.for_), _ENGLISH_FOR)


def _fits(brief: Brief, trade: Trade) -> bool:
    """Fewer users is no offer to somebody who has three, nor on a project without seats."""
    if re.search("利用者数|ユーザー数|席数|ライセンス数|seats|users", _any(trade.offer)):
        return (brief.contract.seats or 0) >= 5
    return True
