"""Words that a customer should not find in a letter, and times that are none."""

import re
from collections.abc import Iterator

from assistant.checks.register.sheet import Fault, Sheet
from assistant.checks.text import plain

_DAY = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}日|\d{1,2}/\d{1,2}|本日|今日|明日|明後日|[月火水木金土日]曜|翌営業日")
_LEAVE_OUT = "Leave it out, or say what it means for the customer."
_HOUR = re.compile(r"\d{1,2}時|\d{1,2}:\d{2}|正午")


def inside_words(sheet: Sheet) -> Iterator[Fault]:
    """Words of our own trade; a customer who uses the word himself, or measures it, may read it.

    Our approver's name and title are the matter of `confidentiality`.
    """
    if not sheet.to_customer:
        return
    theirs = ""
    for match, mend in sheet.found("register_inside_words"):
        theirs = theirs or _their_words(sheet)
        if match.group() not in theirs:
            yield Fault("inside_words", match.span(), "This word is ours among ourselves.", mend, _LEAVE_OUT)


def _their_words(sheet: Sheet) -> str:
    account = sheet.letter.account
    features = [name for use in account.usage for name in use.features]
    goals = [f"{goal.statement} {goal.kpi}" for goal in account.goals]
    product = [account.contract.product, account.contract.plan] if account.contract else []
    named = [account.name, account.industry, *(f"{c.title} {c.department}" for c in account.contacts)]
    texts = [sheet.letter.message, *features, *goals, *product, *named, *(o.statement for o in account.outcomes)]
    return plain("\n".join(texts))


def looking_down(sheet: Sheet) -> Iterator[Fault]:
    """あなた, 期待しています, 評価, ご苦労: praise and advice from above."""
    if not sheet.to_customer:
        return
    why = "Said to a customer, this looks down on them."
    for match, mend in sheet.found("register_looking_down"):
        yield Fault("looking_down", match.span(), why, mend, "Say what helped, and thank for it.")
    for match, mend in sheet.found("register_should"):
        if not sheet.says("register_own_should", sheet.sentence_at(match.start()).bare):
            yield Fault("looking_down", match.span(), why, mend)


def vague_time(sheet: Sheet) -> Iterator[Fault]:
    """追って, 近日中 in answer to a complaint: only with the day and the hour in the same sentence."""
    if not sheet.complaint or not sheet.to_customer:
        return
    for match, _ in sheet.found("register_vague_time"):
        sentence = sheet.sentence_at(match.start()).text
        if not (_DAY.search(sentence) and _HOUR.search(sentence)):
            why = "A customer who complains is told day and hour of the next word."
            yield Fault("vague_time", match.span(), why, hint="Name the day and the hour, and who reports.")


def season(sheet: Sheet) -> Iterator[Fault]:
    """ご清栄, 平素は格別の, 晩秋の候: none of it above an apology."""
    if not sheet.complaint or not sheet.to_customer:
        return
    for match, mend in sheet.found("register_season"):
        why = "Formal greetings have no place beside a complaint."
        yield Fault("season", match.span(), why, mend, "Leave it out.")
