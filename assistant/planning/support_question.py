"""They cannot do something, or something is broken: from minus back to zero first, then, apart from it, toward their goal."""

import re

from assistant.domain.situation import Situation
from assistant.knowledge_base import Practice
from assistant.planning import echo, errands, evidence, poor_fit, reporting, retell, saying, terms
from assistant.planning.brief import Brief, Sheet
from assistant.planning.steps import Steps, from_help

# What the contract and the books answer, and no help text.
_OF_THE_PAPERS = re.compile(
    r"(お?支払い?|分割|分納|振込|振り込み|口座|請求(書|日|先)|消費税|インボイス)[^。]{0,24}(か$|たい)|\b(pay(ment)?s?|instal?lments?|invoic\w+|billing|bill(ed)?)\b[^.?]*\?",
    re.IGNORECASE,
)

# Steps after which something is gone or shut, and the words of who asks for it.
_REMOVES = re.compile(
    r"利用停止|削除|消去|初期化|無効に|解約|退会|取り?消|破棄|\b(deactivat\w+|delet\w+|remov\w+|eras\w+|reset\w*|cancel\w*|terminat\w+|purg\w+|disabl\w+)\b",
    re.IGNORECASE,
)
_WANTS_REMOVED = re.compile(
    r"消し|消す|消え|止め|外し|外す|退職|辞め|異動|引き継|いなくな|\b(leaves|leaving|left|stop\w*|switch(ed)? off|undo|clear|gone)\b",
    re.IGNORECASE,
)

# Who writes more than this about a question has said what it is for.
_TOLD = {"ja": 45, "en": 90}
# Everyday matters that need no help text.
_OF_THE_RECORD = ("contract", "hours", "contact", "training", "call")
# So many words a practice must share with a goal to be a step toward it.
_TOWARD = 2


def plan(brief: Brief, sheet: Sheet) -> None:
    solved = support(brief, sheet)
    # Whoever still stands before something broken has no ear for a talk about goals.
    success(brief, sheet, urgent=brief.reading.urgent or not (solved or _asks_how(brief)))
    follow_up(brief, sheet, solved)
    _coach(brief, sheet, solved)


def aside(brief: Brief, sheet: Sheet) -> None:
    """The question as one of several matters: its answer, without a success part of its own."""
    support(brief, sheet)


def only_of_papers(brief: Brief) -> bool:
    """True where all that they ask beside the main matter is how, when or on what paper they pay."""
    asked = [s for s in saying.sentences_of(brief.reading, Situation.support_question) if saying.is_question(s)]
    return bool(asked) and all(_OF_THE_PAPERS.search(s) or terms.asks_how_to_pay(s) for s in asked)


def support(brief: Brief, sheet: Sheet) -> bool:
    """The way out, from the best help text or an earlier resolved ticket; else what will be looked at, and by when."""
    words = echo.matter(brief, sheet, Situation.support_question)
    for text in brief.help:
        unsure = brief.unsure_of(text)
        # Whoever is in a hurry loses time with the wrong steps.
        if unsure and (brief.reading.urgent or brief.reading.serious):
            continue
        if (steps := from_help(brief, sheet, text)) and not (unsure and _harmful(steps, brief)):
            if brief.help_for and (brief.further or len(brief.help_for) > 1):
                words = echo.quoted(brief, sheet, brief.help_for[0]) or words
            urgent = brief.reading.urgent
            sheet.move("support", "steps", s=steps, matter=words, urgent=urgent, unsure=unsure, weight=1)
            _further(brief, sheet)
            if steps.labels_only:
                sheet.warnings.append(
                    "The help text exists in another language; only the names of the buttons are carried over."
                )
            return True
    if not brief.help and (asked_of_us := [s for s in saying.asked(brief.reading) if _OF_THE_PAPERS.search(s)]):
        ask = sheet.ask("ask_what_to_answer", "fact", matter=asked_of_us[0])
        said = echo.quoted(brief, sheet, asked_of_us[0]) or words
        answer = ask.answer or ""
        sheet.move("next_step", "left_open", matter=said, answer=answer, weight=1, _of=Situation.other.value)
        return False
    if past := _earlier_ticket(brief, sheet):
        sheet.move("support", "earlier_ticket", matter=words, day=past[0], told=past[1], weight=1)
    else:
        sheet.move("support", "will_look", matter=words, broken=_broken(brief), how=_asks_how(brief), weight=1)
    if reporting.asks_when(brief.reading) and not past:
        sheet.move("support", "no_date_yet", weight=1, joins=True, _of=Situation.complaint.value)
    if _broken(brief) and not past:
        sheet.move("next_step", "as_i_learn", weight=1)
    asked = sheet.ask("ask_report_by", "time")
    sheet.move("next_step", "report_by", needs=asked.id, by=asked.answer or "", weight=1, joins=True)
    # Where nothing is broken, no screen shows it; what it is for tells whether another way would do.
    how = _asks_how(brief) and not past
    if not how or len(brief.reading.own) <= _TOLD[brief.language]:
        sheet.move("question", "what_for" if how else "what_it_shows", weight=2)
    return False


def _harmful(steps: Steps, brief: Brief) -> bool:
    """True for steps that stop or remove something, where nothing of the kind was asked for."""
    own = brief.reading.own
    removes = _REMOVES.search(" ".join([steps.title, *steps.steps]))
    return bool(removes) and not (_REMOVES.search(own) or _WANTS_REMOVED.search(own))


def _further(brief: Brief, sheet: Sheet) -> None:
    """The questions that the first help text leaves open: steps of their own, else what I find out."""
    for question, text in brief.further[:2]:
        # What the record answers is said in a part of its own.
        if text is None and errands.in_sentence(question, brief.reading.own) in _OF_THE_RECORD:
            continue
        words = echo.quoted(brief, sheet, question)
        if not words:
            continue
        unsure = text is not None and brief.unsure_of(text)
        steps = from_help(brief, sheet, text) if text else None
        if steps and not (unsure and (_harmful(steps, brief) or brief.reading.urgent)):
            sheet.move("support", "steps_too", s=steps, matter=words, unsure=unsure, weight=1)
            continue
        asked = sheet.ask("ask_what_to_answer", "fact", matter=question)
        sheet.move("support", "left_to_find_out", matter=words, answer=asked.answer or "", weight=1)


def _asks_how(brief: Brief) -> bool:
    """True where they want to know how, or whether, something is done, and nothing is said to have failed."""
    return saying.asks_how(brief.reading)


def _broken(brief: Brief) -> bool:
    return brief.reading.serious or brief.reading.feeling == "angry"


def _earlier_ticket(brief: Brief, sheet: Sheet) -> tuple[str, str] | None:
    """The newest resolved ticket that recall found and that carries words for the customer."""
    for entry in brief.past:
        if entry.kind == "ticket" and entry.status == "resolved" and entry.say and brief.in_language(entry.say):
            told = sheet.cite(
                "account", f"ticket:{entry.date}", entry.say.rstrip("。."), title=entry.text[:40], quote=entry.say,
                source=entry.date.isoformat(),
            )  # fmt: skip
            return brief.day(entry.date, weekday=False), told
    return None


def success(brief: Brief, sheet: Sheet, urgent: bool) -> None:
    """One step toward a goal of theirs, in a part of its own; a line where it is urgent, nothing while it is grave."""
    if brief.closed_lane:
        return
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    started = None if kpi else retell.own_words(brief, sheet)
    practice = None if urgent else _practice(brief, told=bool(kpi or started))
    shown = None
    if practice:
        language = brief.language
        shown = {
            "setting": practice.setting[language].strip(),
            "effect": practice.effect[language].strip(),
            "trade": practice.trade[language],
        }
        sheet.cite(
            "help",
            f"practice:{practice.id}",
            practice.setting[language],
            title=practice.trade[language],
            source=practice.id,
        )
    if kpi:
        sheet.move("success", "toward_goal", k=kpi, urgent=urgent, practice=shown, weight=1)
    elif started:
        sheet.move("success", "toward_wish", started=started, urgent=urgent, weight=1)
    elif shown:
        sheet.move("success", "practice_alone", practice=shown)


def _practice(brief: Brief, told: bool) -> Practice | None:
    """What worked elsewhere, where it fits: in their own or a kindred trade, or toward the goal that is spoken of.

    Another trade's way with something else helps nobody; it stands only where nothing of theirs can be told.
    """
    goal = f"{brief.goal.kpi} {brief.goal.statement}" if brief.goal else ""

    def fits(practice: Practice) -> bool:
        told_of = f"{practice.setting[brief.language]} {practice.effect[brief.language]}"
        trade = poor_fit.shared_words(brief.account.industry, " ".join(practice.trade.values()))
        return bool(trade) or poor_fit.shared_words(goal, told_of) >= _TOWARD

    return next((p for p in brief.practices if fits(p)), None if told else next(iter(brief.practices), None))


def follow_up(brief: Brief, sheet: Sheet, solved: bool) -> None:
    if solved:
        sheet.move("next_step", "if_it_stops", urgent=brief.reading.urgent, weight=2)


def _coach(brief: Brief, sheet: Sheet, solved: bool) -> None:
    if not solved:
        sheet.note("no_steps_on_record", "own-the-question")
    else:
        sheet.note("steps_first", "teach-the-direct-way", urgent=brief.reading.urgent)
    if brief.closed_lane:
        sheet.note("lane_closed", "support-and-success")
    elif brief.goal:
        sheet.note("tie_to_goal", "minus-to-zero-or-plus", goal=brief.goal.statement or brief.goal.kpi)
    else:
        sheet.note("no_goal_on_record", "observe-and-define-success")
