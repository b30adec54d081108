"""We cannot make them succeed: said honestly, what would serve them better, an end in good order."""

import re

from assistant.domain.situation import Situation
from assistant.planning import echo
from assistant.planning.brief import Brief, Sheet

_NOT_OFFERED = re.compile(
    r"(ない|できない|対応していない|対象外|未対応|範囲外|含まれない)(旨|と|こと|。|$)|\b(not (supported|possible|offered|available)|no such|cannot|does not)\b"
)


def plan(brief: Brief, sheet: Sheet) -> None:
    goal = brief.goal
    need = goal.statement if goal and brief.in_language(goal.statement) else ""
    words = echo.matter(brief, sheet, Situation.poor_fit)
    product = brief.contract.product
    sheet.move("thanks", "straight_answer", matter=words, replying=brief.replying, weight=1)
    known = _answered_before(brief)
    if known or _never_moved(brief):
        told = brief.day(known, weekday=False) if known else ""
        sheet.move("boundary", "cannot_do_this", need=need, product=product, told=told, weight=1)
    else:
        asked = sheet.ask("ask_can_product", "choice", need=need)
        sheet.move("boundary", "what_it_is_for", need=need, product=product, weight=1)
        sheet.move("boundary", "answer_on_fit", needs=asked.id, answer=asked.answer or "", weight=1, joins=True)
    sheet.move("boundary", "what_serves_better", need=need, alternatives=alternatives(brief, sheet), weight=1)
    end = brief.contract.renewal
    shown = ""
    if end and end >= brief.today:
        title = "契約" if brief.language == "ja" else "Contract"
        shown = sheet.cite("account", "contract:renewal", brief.day(end), title=title, quote=end.isoformat())
    sheet.move("next_step", "in_good_order", end=shown, day=brief.day(brief.business_day(5)), product=product, weight=1)
    sheet.note("honest_no", "do-not-sell-what-cannot-succeed")
    sheet.note("name_the_better_fit", "recommend-another-product")
    sheet.note("no_workaround", "sunk-cost")


def aside(brief: Brief, sheet: Sheet) -> None:
    """A question of fit beside another matter: the honest word, no more."""
    goal = brief.goal
    need = goal.statement if goal and brief.in_language(goal.statement) else ""
    sheet.move("boundary", "what_it_is_for", need=need, product=brief.contract.product)


def _answered_before(brief: Brief):
    """The day on which we told them that the product does not do it, if the record says so."""
    for entry in brief.account.history:
        if entry.kind in ("ticket", "email", "call", "meeting") and _NOT_OFFERED.search(entry.text):
            return entry.date
    return None


def _never_moved(brief: Brief) -> bool:
    goal = brief.goal
    return bool(goal and goal.current is not None and goal.current == goal.baseline and goal.target not in (None, goal.current))


def alternatives(brief: Brief, sheet: Sheet) -> list[dict[str, str]]:
    """Other vendors' products that the policy lets us name, those first whose case fits the message."""
    found = []
    for n, item in enumerate(brief.organisation.policy.alternatives):
        name, when = brief.read(item.name), brief.read(item.when)
        if not name:
            continue
        need = brief.reading.own + " ".join(g.statement for g in brief.account.goals)
        fit = len({when[i : i + 2] for i in range(len(when) - 1)} & {need[i : i + 2] for i in range(len(need) - 1)})
        title = "方針" if brief.language == "ja" else "Policy"
        found.append((fit, {"name": sheet.cite("policy", f"alternative:{n}", name, title=title, quote=f"{name} / {when}"), "when": when}))
    found.sort(key=lambda pair: -pair[0])
    return [item for fit, item in found[:1] if fit >= 2]
