"""A happy customer, or one who offers to introduce somebody: no begging; one concrete person in one situation."""

from datetime import timedelta

from assistant.domain.account import HistoryEntry
from assistant.domain.situation import Situation
from assistant.planning import common, echo, evidence, people, project_completion, retell, tickets
from assistant.planning.brief import Brief, Sheet

_PAUSE_DAYS = 90
_BEFORE_RENEWAL_DAYS = 45


def plan(brief: Brief, sheet: Sheet) -> None:
    if brief.replying:
        _offered(brief, sheet)
    else:
        _ours(brief, sheet)


def aside(brief: Brief, sheet: Sheet) -> None:
    """An offer to introduce somebody beside another matter: thanks, and that it is theirs to decide."""
    sheet.move("thanks", "offer_accepted", matter=echo.matter(brief, sheet, Situation.referral))


def _offered(brief: Brief, sheet: Sheet) -> None:
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    sheet.move("thanks", "offer_accepted", matter=echo.matter(brief, sheet, Situation.referral), weight=1)
    if tickets.serious(brief):
        # Nobody is to lend their name while something of ours fails them.
        sheet.move("next_step", "first_put_right", weight=1)
        sheet.note("accept_with_thanks", "recommendation-stakes-reputation")
        sheet.note("not_now", "help-a-friend-not-referral-begging", reason="ticket")
        return
    good = kpi if kpi and kpi.moved and not kpi.worse else None
    # Nobody vouches for what they have not used yet.
    if good or brief.contract.start or brief.account.usage or brief.account.project:
        sheet.move("referral", "three_lines", k=good, product=brief.product, weight=1)
    sheet.move("referral", "their_good_name", weight=1)
    sheet.move("next_step", "made_easy", weight=1)
    sheet.note("accept_with_thanks", "recommendation-stakes-reputation")
    sheet.note("vouch_only_for_own", "from-fear-to-social-gain")


def _ours(brief: Brief, sheet: Sheet) -> None:
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    good = kpi if kpi and kpi.moved and not kpi.worse else None
    told = retell.deed(brief, sheet)
    money = evidence.money(brief, sheet) if not good else None
    who = people.addressed(brief.contact, brief.language) if brief.contact else ""
    team = people.at_home(brief.account, brief.language)
    sheet.move("thanks", "fresh_result", k=good, m=money, deed=told.words if told else "", who=who, team=team, weight=1)
    why = not_now(brief)
    if why:
        sheet.note("not_now", "help-a-friend-not-referral-begging", reason=why)
    elif good or money or told:
        lower = bool(
            brief.goal
            and brief.goal.target is not None
            and brief.goal.baseline is not None
            and brief.goal.target < brief.goal.baseline
        )
        industry = brief.account.industry if brief.in_language(brief.account.industry) else ""
        sheet.move(
            "referral",
            "one_person_one_situation",
            k=good,
            lower=lower,
            industry=industry.split("(")[0],
            started=retell.own_words(brief, sheet),
            team=team,
            weight=1,
        )
        sheet.move("referral", "their_good_name", weight=2)
    else:
        sheet.note("nothing_to_recommend_yet", "why-people-recommend")
    sheet.move(
        "next_step",
        "goes_on_anyway",
        k=kpi if kpi and kpi.gap else None,
        day=common.in_days(brief, 30),
        weight=1,
    )
    sheet.note("plant_not_ask", "help-a-friend-not-referral-begging")
    sheet.note("vouch_only_for_own", "from-fear-to-social-gain")


def _recent_ask(history: list[HistoryEntry], brief: Brief) -> bool:
    return any(e.kind == "referral_ask" and (brief.today - e.date).days < _PAUSE_DAYS for e in history)


def not_now(brief: Brief) -> str:
    """Why a referral is not to be brought up now; "" where it may."""
    renewal = brief.contract.renewal
    if brief.closed_lane or project_completion.open_tickets(brief):
        return "ticket"
    if _recent_ask(brief.account.history, brief):
        return "asked"
    if brief.account.kind in ("public",):
        return "public"
    if renewal and timedelta(0) <= renewal - brief.today <= timedelta(days=_BEFORE_RENEWAL_DAYS):
        return "renewal"
    return ""
