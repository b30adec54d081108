"""An everyday errand answered: taken up in their words, what the record holds said, what only the CSM knows asked."""

import re
import unicodedata

from assistant.domain.situation import Situation
from assistant.planning import (
    asked_of_record,
    common,
    echo,
    errands,
    everyday_answers,
    evidence,
    handover,
    loose_ends,
    passed_on,
    saying,
    terms,
    tickets,
    which_one,
)
from assistant.planning.brief import Brief, Sheet
from assistant.planning.deadlines import needed_by
from assistant.planning.errands import Errand
from assistant.planning.steps import Steps, from_help

_PEOPLE = re.compile(
    r"[0-9一二三四五六七八九十]+\s*(名|人|席)|\b(\d+|two|three|four|five|six|seven|eight|ten|twelve|fourteen|fifteen|twenty)\b[^.?]{0,16}\b(people|users|staff|seats)\b",
    re.IGNORECASE,
)
# Another name on the paper is no other paper.
_ADDRESSEE = re.compile(r"宛名|宛先|名義|但し書き?|\b(addressed|made out) to\b|\bname on\b", re.IGNORECASE)
# Where one of these stands, the letter says how it goes on.
_GOES_ON = {"left_open", "also_asked", "csm_says", "next_step"}
_BY_ITSELF = (asked_of_record.KINDS - {"invoice", "compliance"}) | {"successor"}
# Said of a thing that does not do what it should.
_AMISS = re.compile(
    r"エラー|不具合|止まっ|消え|固ま|真っ白|(開|動|届|映|入|送|押|つなが|反映|保存)[かきけさせられでえ]{1,4}(ない|ません)|\b(can't|won't|cannot|doesn't|errors?|fail\w*|stuck|broken|crash\w*|(is|are|gone|went) missing)\b",
    re.IGNORECASE,
)
# So many further wishes are taken up by their words.
_LEFT = 2


def plan(brief: Brief, sheet: Sheet, errand: Errand) -> None:
    """The letter to a mail that runs one errand, with what they ask beside it."""
    if errand.kind in ("invoice", "compliance"):
        passed_on.plan(brief, sheet, errand)
    elif errand.kind == "successor":
        handover.plan(brief, sheet, errand)
    elif errand.kind in asked_of_record.KINDS and _on_record(brief, sheet, errand):
        pass
    else:
        words = echo.quoted(brief, sheet, errand.sentence) or echo.matter(brief, sheet, Situation.other)
        if errand.kind == "follow_up":
            _follow_up(brief, sheet, words)
        elif errand.kind == "growth":
            _growth(brief, sheet, errand, words)
        else:
            _take_up(brief, sheet, errand, words)
    also(brief, sheet, errand)
    names = [move.name for move in sheet.moves]
    if "handover_next" in names:
        sheet.moves.append(sheet.moves.pop(names.index("handover_next")))
    elif errand.kind in asked_of_record.KINDS and not _GOES_ON & {*names, *(m.kind for m in sheet.moves)}:
        sheet.move("next_step", "anything_else", weight=2, _of="everyday")


def _on_record(brief: Brief, sheet: Sheet, errand: Errand) -> bool:
    """Says what the record holds; false where it holds nothing of it, and the CSM has to say it all."""
    kind = errand.kind
    by = needed_by(brief.reading)
    if brief.language == "ja" and kind in ("contract", "hours", "contact"):
        sheet.move("thanks", "asked_thanks", weight=1, _of="everyday")
    if not everyday_answers.answer(brief, sheet, kind, by):  # type: ignore[arg-type]
        sheet.moves[:] = [move for move in sheet.moves if move.name != "asked_thanks"]
        return False
    if kind != "call":
        sheet.note("errand", "own-the-question", kind=kind)
    return True


def also(brief: Brief, sheet: Sheet, errand: Errand | None = None) -> None:
    """What they ask or wish beside what the letter has taken up so far: how to do it where a text says so."""
    by, own = needed_by(brief.reading), brief.reading.own
    answered = errand is not None and any(ask.answer for ask in sheet.asks)
    told: set[str | None] = {errand.kind} if errand else set()
    # A letter that the record answers has asked the CSM nothing of what stands beside.
    by_itself = errand is not None and errand.kind in _BY_ITSELF
    steps = _steps_for(brief, sheet)
    left = 0
    taken = [saying.bare(c.quote) for c in sheet.citations.values() if c.kind == "message"]
    # Beside an answer on use the other matters get parts of their own; beside an errand nothing does.
    here = (brief.situation, Situation.other)
    beside = brief.reading.matters if brief.situation is Situation.support_question else ()
    apart = [m.span.quote for m in beside if m.situation not in here]
    for sentence in saying.sentences(brief.reading):
        plain = saying.bare(sentence)
        if any(sentence in quote for quote in apart):
            continue
        kind = errands.in_sentence(sentence, own)
        if kind in told:
            continue
        if kind in asked_of_record.KINDS and everyday_answers.answer(brief, sheet, kind):  # type: ignore[arg-type]
            told.add(kind)
            continue
        if answered and not by_itself:
            continue
        amiss = by_itself and bool(_AMISS.search(sentence))
        wanted = (
            wants_something(sentence) or kind in asked_of_record.KINDS or amiss
        ) and not asked_of_record.points_back(sentence)
        if not wanted or any(t in plain or plain in t for t in taken) or (by and by in sentence):
            continue
        if errand and sentence == errand.sentence:
            continue
        if errand and errand.kind == "growth" and terms.of_the_contract(sentence):
            continue
        said = echo.quoted(brief, sheet, saying.without_greeting(sentence))
        text = next((text for question, text in brief.further if question in sentence), None)
        if said and text and (own_steps := from_help(brief, sheet, text)):
            inputs = {"s": own_steps, "matter": said, "unsure": False, "_of": Situation.support_question.value}
            sheet.move("support", "steps_too", weight=1, **inputs)
        elif said and steps and any(sentence in quote for quote in steps[2]):
            inputs = {"s": steps[0], "matter": said, "unsure": steps[1], "_of": Situation.support_question.value}
            sheet.move("support", "steps_too", weight=1, **inputs)
            steps = None
        elif said and by_itself and left <= _LEFT:
            left += 1
            ask = sheet.ask("ask_what_to_answer", "fact", matter=sentence)
            answer = ask.answer or ""
            sheet.move("next_step", "left_open", matter=said, answer=answer, weight=1, _of=Situation.other.value)
        elif said and left < _LEFT:
            ask = sheet.ask("ask_what_to_answer", "fact", matter=sentence)
            if ask.answer:
                sheet.move("facts", "left_open", matter=said, answer=ask.answer, weight=1, _of=Situation.other.value)
                continue
            inputs = {"matter": said, "kind": kind or "", "more": left > 0, "_of": Situation.other.value}
            sheet.move("next_step", "also_asked", weight=2, **inputs)
            left += 1


def _steps_for(brief: Brief, sheet: Sheet) -> tuple[Steps, bool, list[str]] | None:
    """The steps of the best help text, whether it is only the nearest, and the words of the mail that it answers."""
    asked = [m.span.quote for m in brief.reading.matters if m.situation is Situation.support_question]
    for text in brief.help if asked else ():
        if steps := from_help(brief, sheet, text):
            return steps, brief.unsure_of(text), [unicodedata.normalize("NFKC", quote) for quote in asked]
    return None


def _growth(brief: Brief, sheet: Sheet, errand: Errand, words: str) -> None:
    """They grow: glad with them, the terms as they stand, what we need to know; what it adds is for the CSM to say."""
    contract = brief.contract
    sheet.move("thanks", "growth_welcomed", matter=words, place=not saying.is_question(errand.sentence), weight=1)
    plan = contract.plan if brief.in_language(contract.plan) or contract.plan.isascii() else ""
    # What was paid once for a project is no fee that grows.
    price = evidence.price_shown(brief, sheet) if contract.annual_price else ""
    sheet.move(
        "value", "terms_today", price=price, tax=contract.tax or "", plan=plan, seats=contract.seats or 0, weight=1
    )
    fee = terms.asks_the_fee(brief.reading.own) or errand.sentence
    asked = sheet.ask("ask_what_to_answer", "fact", matter=fee)
    sheet.move("facts", "what_it_adds", answer=asked.answer or "", weight=1)
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    people_told = bool(_PEOPLE.search(brief.reading.own))
    sheet.move("question", "to_work_it_out", people_told=people_told, k=kpi, weight=1)
    support = [s for s in map(brief.read, brief.organisation.policy.included_support) if s and brief.in_language(s)]
    # New people learn in a class; it is named first where there is one.
    support.sort(key=lambda text: not asked_of_record.TRAINING.search(text))
    sheet.move("next_step", "growth_next", support=support[:2], period=common.period(brief), weight=1)
    sheet.note("errand", "success-map", kind="growth")


def _take_up(brief: Brief, sheet: Sheet, errand: Errand, words: str) -> None:
    meeting = errands.MEETING.search(brief.reading.own) if errand.kind == "date" else None
    named = meeting[0] if meeting and meeting[0] not in errand.sentence else ""
    sheet.move("thanks", "errand_taken_up", kind=errand.kind, matter=words, meeting=named, weight=1)
    kpi = evidence.goal_kpi(brief, sheet, brief.goal) if errand.kind == "figures" else None
    if kpi and kpi.current:
        sheet.move("facts", "newest_figure", k=kpi, weight=1)
    asked = sheet.ask("ask_what_to_answer", "fact", matter=errand.sentence)
    sheet.move("facts", "csm_says", needs=asked.id, answer=asked.answer or "", weight=1)
    by = needed_by(brief.reading, errand.sentence) if errand.kind in ("document", "figures") else ""
    kind = "addressee" if errand.kind == "document" and _ADDRESSEE.search(errand.sentence) else errand.kind
    sheet.move("next_step", "errand_next", kind=kind, by=by, answered=asked.answer is not None, weight=1)
    sheet.note("errand", "own-the-question", kind=errand.kind)


def _follow_up(brief: Brief, sheet: Sheet, words: str) -> None:
    """They have waited: owned as our delay, what the record says of it, and when they hear."""
    if which_one.unclear(brief.reading):
        which_one.ask(brief, sheet, also_waiting=True)
        return
    sheet.move("apology", "kept_waiting", matter=words, weight=1)
    meant = tickets.stands_for(brief)
    if ticket := tickets.waiting_for(brief, after_it=True) or (meant[0] if meant else None):
        tickets.tell_open(brief, sheet, ticket)
    asked = sheet.ask("ask_report_by", "time")
    sheet.move("next_step", "how_far", weight=1)
    sheet.move("next_step", "report_by", needs=asked.id, by=asked.answer or "", weight=1, joins=True)
    sheet.note("errand", "own-the-question", kind="follow_up")


_ALSO = re.compile(
    r"(幸いです|助かります|ありがたいです|(?<![^て一-龥]み)たいです)$|^(also,? )?(please|could|can) \w+", re.IGNORECASE
)


def wants_something(sentence: str) -> bool:
    """True where a sentence asks or wishes for something, and says what."""
    asks = saying.is_question(sentence) or _ALSO.search(sentence)
    # An address that was cut at its dots leaves single words behind.
    whole = len(sentence) >= 8 and not (sentence.isascii() and " " not in sentence)
    return bool(asks) and whole and not (saying.only_a_call(sentence) or loose_ends.looks_back(sentence))
