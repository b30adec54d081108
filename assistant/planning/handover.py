"""A contact goes or another comes: thanks to the one who goes, the story of the results for the one who takes over."""

import re

from assistant.planning import asked_of_record, common, echo, everyday_answers, evidence, retell, saying
from assistant.planning.brief import Brief, Sheet
from assistant.planning.errands import Errand

# The writer goes, not somebody they tell of.
_OWN = re.compile(
    r"私(が|は|も|、|の後任)|(異動|転勤|退職|休職)(する|に|と)?(こと(に|と)|な(り|る))|(異動|転勤|退職)(いた)?し(ます|まし)|産休|育休|お世話にな(りまし|った)|\b(i'm|i am|i'll|i will|my (last day|successor|replacement))\b|\b(taking|takes|take) over (from me|my)\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"(担当|窓口)?の?[一-龥]{1,4}(さん|様|が|は)[^。]{0,16}(異動|転勤|退職|産休|育休|休職)|\b(?!i\b)\w+ (is|was) (leaving|retiring|moving)",
    re.IGNORECASE,
)
_NEXT_JA = re.compile(
    r"後任[はにがの、]{1,2}(?:[^。、]{0,12}の)?([一-龥々ァ-ヶー]{1,6}?)(?:\(|さん|様|で|が|に|と|を)|担当が?、?([一-龥々]{1,4})(?:さん|様)?に(?:代|変|替|かわ)|([一-龥々]{1,4})(?:さん)?(?:が|に)引き?継"
)
_NEXT_EN = re.compile(
    r"\b([A-Z]\w+)(?: [A-Z]\w+)? (?:will be|is|becomes) (?:my|the) (?:successor|replacement)|\b(?:successor|replacement|new (?:point of )?contact)(?: is| will be|,)? ([A-Z]\w+)|\b([A-Z]\w+)(?: [A-Z]\w+)? (?:is taking|takes|will take|will be taking) over|\bhand(?:ing)?(?: |-)?over to ([A-Z]\w+)"
)

# The writer is the one who comes.
_TAKES_OVER = re.compile(
    r"(私|わたくし|当方)が、?[^。]{0,12}(窓口|担当|引き?継)|担当(に|と)なりました|\b(i'm|i am|i'll be|i will be|i have|i've) (now )?(taking over|taken over|the new|your new)\b|\bi (will |now )?(take|took) over\b|\bi'll take over\b",
    re.IGNORECASE,
)


def plan(brief: Brief, sheet: Sheet, errand: Errand) -> None:
    """Their own change of hands: nothing of it is a complaint, and nobody is asked what to answer to the news itself."""
    own = brief.reading.own
    leaves = bool(_OWN.search(own)) and not (_OF_ANOTHER.search(own) and "後任" not in own)
    takes = bool(_TAKES_OVER.search(own))
    words = echo.quoted(brief, sheet, errand.sentence)
    deed = retell.deed(brief, sheet) if leaves else None
    leaves = leaves and not takes
    name = "" if takes else _successor(brief, sheet)
    sheet.move(
        "thanks",
        "handover_told",
        takes=takes,
        matter=words,
        leaves=leaves,
        deed=deed.words if deed else "",
        weight=1,
        _of="everyday",
    )
    kpi = evidence.goal_kpi(brief, sheet, brief.goal)
    if kpi and kpi.measured:
        sheet.move("value", "handover_story", takes=takes, k=kpi, name=name, weight=1, _of="everyday")
    title = "支援の方針" if brief.language == "ja" else "Policy"
    classes = [
        sheet.cite("policy", f"included:{text}", text, title=title)
        for text in everyday_answers.included(brief, asked_of_record.TRAINING)
    ]
    told = {e for e in map(lambda s: asked_of_record.in_sentence(s, own), saying.sentences(brief.reading)) if e}
    if classes and "training" not in told:
        sheet.move("support", "handover_class", takes=takes, included=classes[0], name=name, weight=1, _of="everyday")
    talk = "meeting" in brief.organisation.policy.may_promise
    sheet.move(
        "next_step",
        "handover_next",
        takes=takes,
        name=name,
        period=common.period(brief) if talk else "",
        weight=1,
        _of="everyday",
    )
    sheet.note("errand", "success-map", kind="successor")


def _successor(brief: Brief, sheet: Sheet) -> str:
    """Who takes over, by the name they use; "" where they name nobody."""
    pattern = _NEXT_JA if brief.language == "ja" else _NEXT_EN
    match = pattern.search(brief.reading.own)
    name = next((g for g in match.groups() if g), "") if match else ""
    return echo.cited(sheet, name) if name not in ("", "私", "者", "方", "担当", "She", "He", "They", "Who") else ""
