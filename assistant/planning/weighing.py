"""Which situation a mail is treated as: what triage heard, weighed by the record."""

import re
from datetime import date as Date

from assistant.domain.account import Account
from assistant.domain.reading import Reading, SituationHit
from assistant.domain.situation import Situation
from assistant.planning import concern, errands, good_news, liked, only_errands, our_word, poor_fit, saying, tickets

# What may be a matter of use, or of trouble that is on record already.
_ON_USE = (Situation.support_question, Situation.concern, Situation.other)
# Whoever leaves has decided; our broken word is owned beside that.
_STANDS = (Situation.complaint, Situation.cancellation, Situation.internal_persuasion)

# A mail that has to account to those above sounds like these: the giving, the asking for work, the money of it.
_MAY_ACCOUNT = (
    Situation.referral, Situation.out_of_scope_request, Situation.renewal, Situation.other, Situation.feedback_request,
)  # fmt: skip

# Letters that refuse, end, price, reproach, ask for trust or congratulate: what they say cannot be taken back. By
# likeness alone, without a word of the mail that speaks for it, a situation must be this sure to get one; with a word,
# this sure. Of the cases under tests/evals and the shared ones, every mail below the bounds is another situation or
# one that the cautious letter does no harm to.
_COMMITS = frozenset(
    {
        Situation.out_of_scope_request, Situation.cancellation, Situation.poor_fit, Situation.discount_request,
        Situation.referral, Situation.project_completion, Situation.renewal, Situation.low_usage,
        Situation.feedback_request,
    }
)  # fmt: skip
# These ask and explain; a wrong one is a lesser harm.
_LISTENS = frozenset({Situation.complaint, Situation.concern, Situation.success_definition})
_BY_LIKENESS, _BY_WORDS, _LISTENING, _GOOD_BYE = 0.5, 0.3, 0.4, 0.75
# Situations as near as this to the first are as likely.
_TIE = 0.05


_OR_ELSE = re.compile(
    r"(でき|なら|無理|だめ|ダメ|難し)[^。]{0,6}(なら|ようなら|場合は|ければ)[^。]{0,16}(考え|やめ|解約|見直|更新|他社|続け)|でなければ[^。]{0,10}(更新|続け|契約)"
    r"|\b(otherwise|or else|if not|if you can't|unless)\b[^.?]{0,40}\b(leav\w+|cancel\w*|elsewhere|look around|reconsider|rethink|switch\w*|not renew|won't renew)\b",
    re.IGNORECASE,
)


def weighed(reading: Reading, account: Account, today: Date | None = None, from_customer: bool = True) -> Situation:
    """The strongest situation, weighed by the record: unease about what we said the product does not do is poor fit.

    A mail that only runs an errand is none of the situations, whichever its words sound like; a wish beside praise is
    an idea of theirs, not work asked of us. Our own word not kept, and our silence, come before what is asked beside.
    """
    if from_customer and reading.situation not in _STANDS and our_word.rebuked(reading, today):
        return Situation.complaint
    if from_customer and reading.situation in _ON_USE and _of_the_fault(reading, account):
        return Situation.complaint
    if reading.situation is Situation.complaint and our_word.only_of_others(reading):
        return Situation.support_question if saying.asks_a_way(reading) else Situation.other
    if reading.situation in (Situation.discount_request, Situation.other) and errands.presses_for_free_work(reading):
        return Situation.out_of_scope_request
    uneasy = (Situation.concern, Situation.renewal, Situation.low_usage)
    possible = any(hit.name is Situation.poor_fit for hit in reading.situations)
    if reading.situation in uneasy and poor_fit.told_not_offered(account, reading.own, 1 if possible else 2):
        return Situation.poor_fit
    # A wish on which they make their staying depend is no idea that we pass on with thanks.
    if reading.situation is Situation.feedback_request and _OR_ELSE.search(reading.own):
        return Situation.poor_fit if poor_fit.told_not_offered(account, reading.own, 1) else Situation.concern
    leaving = (Situation.cancellation, Situation.referral, Situation.other, Situation.discount_request)
    if reading.situation in leaving and poor_fit.wants_another(reading.own) and not _decided(reading):
        return Situation.poor_fit
    told = poor_fit.told_not_offered(account, reading.own)
    if reading.situation is Situation.poor_fit and not told and _wonders_over_use(reading):
        return Situation.low_usage
    asked_for = (Situation.out_of_scope_request, Situation.support_question, Situation.other)
    if reading.situation in (Situation.complaint, Situation.discount_request) and concern.worth_to_show(reading):
        return Situation.concern
    if reading.situation in _MAY_ACCOUNT and concern.only_to_show(reading):
        return Situation.concern
    if reading.situation is Situation.cancellation and errands.stops_a_log_in(reading):
        return Situation.support_question
    if any(probe.kind == "other_customer" for probe in reading.probes) and not _sure(reading):
        return Situation.other
    wants_a_way = reading.situation is Situation.support_question and saying.asks_how(reading)
    idea = reading.situation in asked_for and not (wants_a_way or reading.serious)
    if idea and liked.praises_with_a_wish(reading):
        return Situation.feedback_request
    if reading.situation is Situation.project_completion and today and _long_done(account, today):
        further = (hit.name for hit in reading.situations[1:] if hit.confidence >= _LIKELY)
        return next(further, Situation.other)
    nothing_to_do = good_news.only_news(reading) and not liked.praises_with_a_wish(reading) and not _finished(reading)
    if only_errands.asks_of_use_beside(reading) and not reading.claims:
        return Situation.support_question
    return Situation.other if nothing_to_do or only_errands.errand_of(reading) else _dared(reading)


_WONDERS = re.compile(
    r"(のかな|かなあ?|かも)(…|。|、|$|しれ)|でしょうか|\b(maybe|perhaps|i wonder|wondering)\b", re.IGNORECASE
)


_DECIDED = re.compile(
    r"(解約|退会|終了|やめ|終え)(し|いた|る|ること|さ)?[^。]{0,6}(ます|ました|決め|決定)(?!か)|\b(decided|decision|cancel our|terminate|our notice|we are leaving)\b",
    re.IGNORECASE,
)


def _decided(reading: Reading) -> bool:
    """True where they tell us that they leave, whatever they ask beside it."""
    return reading.situation is Situation.cancellation and bool(_DECIDED.search(reading.own))


def _wonders_over_use(reading: Reading) -> bool:
    """True where people do not use it, and it is only wondered whether it suits them: use is what can be helped."""
    unused = any(hit.name is Situation.low_usage and hit.because for hit in reading.situations)
    doubts = [m.span.quote for m in reading.matters if m.situation is Situation.poor_fit]
    return unused and bool(doubts) and all(_WONDERS.search(quote) for quote in doubts)


def _dared(reading: Reading) -> Situation:
    """The strongest situation, where it is more than a guess; else one as likely that words speak for, else `other`."""
    first = reading.situations[0] if reading.situations else None
    if first is None or reading.no_answer:
        return reading.situation
    near = [hit for hit in reading.situations[1:] if hit.because and hit.confidence >= first.confidence - _TIE]
    if first.name is Situation.other:
        # What is asked beside a word of routine is what they want to know.
        return next((hit.name for hit in near if hit.name is Situation.support_question), first.name)
    if _holds(reading, first):
        return first.name
    return next((hit.name for hit in near if _holds(reading, hit)), Situation.other)


def _holds(reading: Reading, hit: SituationHit) -> bool:
    """True where a situation is sure enough for what its letter says."""
    # Nobody is said good-bye to by a mere likeness.
    if hit.name is Situation.cancellation and not hit.because and hit.confidence < _GOOD_BYE:
        return False
    if hit.name in _COMMITS:
        return hit.confidence >= (_BY_WORDS if hit.because else _BY_LIKENESS)
    if hit.name in _LISTENS and not (hit.because or reading.serious or concern.to_show(reading)):
        return hit.confidence >= _LISTENING
    return True


# So long after the completion a mail that names it is about something else, and nobody is congratulated.
_DONE_DAYS = 60
_LIKELY = 0.2


def _long_done(account: Account, today: Date) -> bool:
    project = account.project
    return bool(project and project.completed and (today - project.completed).days > _DONE_DAYS)


# Still, again, that matter: whoever says so speaks of what was told before.
_STILL = re.compile(r"まだ|いまだ|未だ|また|あの件|の件|\b(still|yet|again|that problem)\b", re.IGNORECASE)


def _finished(reading: Reading) -> bool:
    """True where words tell that a project came to its end: thanks for that are an occasion of their own."""
    first = reading.situations[0] if reading.situations else None
    return bool(first and first.name is Situation.project_completion and first.because)


def _of_the_fault(reading: Reading, account: Account) -> bool:
    told = saying.tells_of_failure(reading.own) and not saying.asks_a_way(reading)
    return told and tickets.of_the_fault(account, reading.own, bool(_STILL.search(reading.own)))


def _sure(reading: Reading) -> bool:
    """True where words, and not likeness alone, speak for the strongest situation."""
    return any(hit.name is reading.situation and hit.because for hit in reading.situations)
