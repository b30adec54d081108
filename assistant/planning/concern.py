"""Unease about results or adoption: named, the facts so far, the nearest cause on record, a small next step."""

import re
from datetime import date as Date

from assistant.domain import display
from assistant.domain.reading import Reading
from assistant.domain.situation import Situation
from assistant.planning import common, discount_request, echo, evidence, reporting, retell
from assistant.planning.brief import Brief, Sheet
from assistant.planning.deadlines import needed_by

_IN_TIME = re.compile(
    r"間に合|期限|満了|までに|見立て|見込み|in time|on track|deadline|by the end|make it", re.IGNORECASE
)


_WORTH = re.compile(
    r"価値|いくら|費用対効果|投資|元(が|は)取|見合|割に合|値する|\d万?円|払って|見返り|効果額|数字(?:しか|だけ|で)(?:見|語|話|説明|示)|(?:何|どれだけ|どう)が?変わった|\b(worth|value|money|paying|pay for|roi|getting (for|out of)|(got|had) for|done for us|saved|brought us)\b",
    re.IGNORECASE,
)

_TO_SHOW = re.compile(
    r"[1一]枚|見せられる|(役員会?|理事会?|取締役会?|会議|議会|総会|社長|専務|常務|院長|園長|所長|部長|上司|本社|本部)(で|に|から|より)(は|も)?「[^」\n]{0,60}」(と|って)[^。\n]{0,6}(聞|言|問|尋)|(説明|報告)(できる|する|に使える)(材料|資料|数字|中身)|(役員会?|理事会?|取締役会?|経営会議|会議|幹部|議会|監査|総会|社長|専務|常務|院長|園長|所長|部長|課長|上司|上|本社|本部)[^。\n]{0,24}(説明|報告|資料|見せ|出す|聞かれ|言われ)|説明(しろ|せよ|を求め)|報告(しろ|書)"
    r"|\b(lines?|figures|numbers|points|slide|page)\b[^.?\n]{0,20}\b(i|we) can (read out|show|present|put)\b|\b(present|report|speak|answer|minutes with) (to |with )?(the|our|my) (board|trustees|governors|committee|directors?|owners?|partners|council)\b|\bminutes with (the|our|my) (board|trustees|governors|committee|owners?)\b"
    r"|\b(something|anything) (i|we) can (forward|show|send|share|pass on)|\bone[- ]pager?\b|\b(ceo|cfo|boss|board|director|chair\w*|owner|head office)\b[^.?\n]{0,30}\b(wants?|asks?|asked|asking|needs?|to know)\b",
    re.IGNORECASE,
)


def to_show(reading: Reading) -> bool:
    """True where they have to account for it to those above them."""
    return bool(_TO_SHOW.search(reading.own)) or reporting.answers_above(reading)


# Who asks for the terms, or for a paper that only a renewal needs, wants the terms.
_TERMS = re.compile(
    r"年額|条件|期限|見積|更新|料金|単価|\b(renew\w*|terms|quote|notice|per seat|sign(ing)?)\b", re.IGNORECASE
)


def only_to_show(reading: Reading) -> bool:
    """True where what they must tell those above is all that they ask: nothing of terms beside it."""
    return worth_to_show(reading) and not _TERMS.search(reading.own)


def worth_to_show(reading: Reading) -> bool:
    """True where they have to tell those above them what it brings: no complaint, and no wish for a lower fee."""
    own = reading.own
    return (
        to_show(reading) and bool(_WORTH.search(own)) and not (reading.serious or discount_request.says_less(reading))
    )


def plan(brief: Brief, sheet: Sheet) -> None:
    words = echo.matter(brief, sheet, Situation.concern)
    sheet.move("thanks", "unease_named", matter=words, weight=1)
    if doubted := evidence.doubted(brief, sheet):
        sheet.move("facts", "our_estimate", e=doubted, weight=1)
        sheet.move("next_step", "check_it_together", period=common.period(brief, 2, 6), weight=1)
        sheet.note("estimate_unconfirmed", "show-the-effect-in-figures", estimate=doubted.statement)
        return
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    above = to_show(brief.reading)
    in_time = bool(_IN_TIME.search(brief.reading.own)) and not above
    started = None if kpi else retell.own_words(brief, sheet)
    # Whoever asks what it is worth is told the strongest that is confirmed.
    shown = evidence.money(brief, sheet) if _WORTH.search(brief.reading.own) else None
    if shown:
        sheet.move("value", "worth_so_far", m=shown, weight=1)
    sheet.move("facts", "where_we_stand", k=kpi, in_time=in_time, started=started, usage=usage(brief, sheet), weight=1)
    points = retell.open_points(brief, sheet)
    point = points[0] if points else None
    if point:
        sheet.move("facts", "nearest_cause", point=point, joins=True, weight=1)
    # Who has to show it to others needs something to show, not a talk about what worries them.
    if above and (shown or (kpi and kpi.moved)):
        sheet.move("next_step", "page_to_show", by=needed_by(brief.reading), weight=1)
        _coach(brief, sheet, kpi is not None and kpi.measured)
        return
    sheet.move("question", "what_worries_most", has_kpi=kpi is not None and kpi.measured)
    sheet.move("next_step", "small_step", point=point, period=common.period(brief, 2, 6), kpi=kpi, weight=1)
    _coach(brief, sheet, kpi is not None and kpi.measured)


def aside(brief: Brief, sheet: Sheet) -> None:
    """The unease beside another matter: where things stand, in a sentence or two."""
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    sheet.move("facts", "where_we_stand", k=kpi, in_time=False, started=None, usage="")


def usage(brief: Brief, sheet: Sheet) -> str:
    """Active users of the newest month beside the seats: 10月は19席のうち17名; "" where either is unknown."""
    months = sorted(
        (u for u in brief.account.usage if u.month and u.active_users is not None), key=lambda u: u.month or ""
    )
    seats = brief.contract.seats
    if not months or not seats or (months[-1].active_users or 0) > seats:
        return ""
    newest = months[-1]
    n = int((newest.month or "")[5:])
    if brief.language == "ja":
        words = f"{n}月は{seats}席のうち{newest.active_users}名"
    else:
        words = (
            f"{newest.active_users} of {seats} people used it in {display.month(Date(brief.today.year, n, 1), 'en')}"
        )
    title = "利用状況" if brief.language == "ja" else "Usage"
    return sheet.cite("account", f"usage:{newest.month}", words, title=title, quote=words, source=newest.month or "")


def falling_use(brief: Brief, sheet: Sheet) -> str:
    """People, else log-ins, of the newest month beside the month before: 10月にお使いになった方は3名(9月は9名); "" unless fewer."""
    months = sorted((u for u in brief.account.usage if u.month), key=lambda u: u.month or "")[-2:]
    if len(months) < 2 or not months[1].month or not months[0].month:
        return ""
    worded = (
        ("active_users", "にお使いになった方は", "名", "{} people used it in {}"),
        ("logins", "のログインは", "回", "there were {} log-ins in {}"),
    )
    for field, said, unit, in_english in worded:
        before, now = getattr(months[0], field), getattr(months[1], field)
        if before is None or now is None or now >= before:
            continue
        last, first = (Date(int(u.month[:4]), int(u.month[5:]), 1) for u in (months[1], months[0]) if u.month)
        if brief.language == "ja":
            words = f"{last.month}月{said}{now}{unit}({first.month}月は{before}{unit})"
        else:
            words = (
                f"{in_english.format(now, display.month(last, 'en'))}, after {before} in {display.month(first, 'en')}"
            )
        title = "利用状況" if brief.language == "ja" else "Usage"
        return sheet.cite(
            "account", f"usage:{months[1].month}", words, title=title, quote=words, source=months[1].month
        )
    return ""


def _coach(brief: Brief, sheet: Sheet, measured: bool) -> None:
    if measured:
        sheet.note("facts_before_comfort", "outcomes-over-survey-scores")
    else:
        sheet.note("no_measure_yet", "observe-and-define-success")
    sheet.note("who_else_worries", "success-is-a-business-result")
    if evidence.estimates(brief.account.outcomes):
        sheet.note(
            "estimate_unconfirmed",
            "show-the-effect-in-figures",
            estimate=evidence.estimates(brief.account.outcomes)[0].statement,
        )
