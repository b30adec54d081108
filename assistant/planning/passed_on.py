"""What another department of ours answers: a bill to be put right, questions of security, law and privacy.

Every point of theirs is kept, in their words and in their order; nothing is conceded, refused or answered from guess.
"""

import re
import unicodedata

from assistant.planning import asked_of_record, deadlines, echo, everyday_answers, saying
from assistant.planning.brief import Brief, Sheet
from assistant.planning.errands import Errand

_MARK = re.compile(r"(?:^|(?<=[\s、,。:;(]))\(?([1-9])(?:[.):、]\s*|(?=[^\d\s年月日%点件つ名人台分か本回校時/.,:)]))")
# What closes a list: 「を11月30日までに書面でいただきたい」, "by Friday".
_LIST_END_JA = re.compile(
    r"[、,]?\s*((に|を|は|が|の|など|以上|について|つき)[^、]{0,3})?((?:\d{1,2}月)?\d{1,2}日|今週|来週|今月|月末|書面|メール)?[^、()]{0,12}(ください|下さい|いただきた|いただけ|お願い|教え|知りた|伺い|頂きた|求め)[^。]*$"
)
_HEAD_EN = re.compile(r"^[^:]{0,120}:\s*", re.DOTALL)
_MOST = 8


def plan(brief: Brief, sheet: Sheet, errand: Errand) -> None:
    """Takes up every point, says who is asked and by when they need it; the answer itself is the CSM's to give."""
    kind = errand.kind
    own = everyday_answers.said(brief, kind)  # type: ignore[arg-type]
    points = [echo.cited(sheet, p) for p in _points(brief, own)]
    bill = {asked_of_record.bill_is(s) for s in own} if kind == "invoice" else set()
    sheet.move("thanks", "points_taken_up", kind=kind, points=points, bill=sorted(bill), weight=1, _of="everyday")
    asked = sheet.ask("ask_what_to_answer", "fact", matter=" / ".join(_points(brief, own)) or errand.sentence)
    sheet.move("facts", "csm_says", needs=asked.id, answer=asked.answer or "", weight=1)
    by = deadlines.needed_by(brief.reading)
    done = asked.answer is not None
    sheet.move(
        "next_step",
        "passed_on",
        kind=kind,
        bill=sorted(bill),
        by=by,
        answered=done,
        many=len(points) > 1,
        weight=1,
        _of="everyday",
    )
    sheet.note("errand", "own-the-question", kind=kind)


def _points(brief: Brief, sentences: list[str]) -> list[str]:
    """Their points one by one: of a numbered list its items, of a list behind a colon its parts, else the sentences."""
    told = [s for s in sentences if not asked_of_record.points_back(s)] or sentences
    quotable = [s for s in told if echo.safe(s, brief.reading) and brief.in_language(s)]
    found: list[str] = []
    for sentence in quotable:
        parts = _items(sentence) or _behind_colon(sentence)
        found += parts or [echo.trim(saying.without_greeting(sentence), brief.language)]
    return [p for p in dict.fromkeys(found) if p][:_MOST]


def _items(sentence: str) -> list[str]:
    """The items of a list numbered inside a sentence; none where the numbers do not count up from one."""
    text = unicodedata.normalize("NFKC", sentence)
    marks = list(_MARK.finditer(text))
    # The number before the first item may have been taken off with the sentence's own.
    first = 2 if marks and marks[0][1] == "2" else 1
    if len(marks) + first < 3 or [m[1] for m in marks] != [str(first + n) for n in range(len(marks))]:
        return []
    starts = ([0] if first == 2 else []) + [m.end() for m in marks]
    ends = [m.start() for m in marks[2 - first :]] + [len(text)]
    items = [text[start:end].strip(" 、,;(\u3000") for start, end in zip(starts, ends, strict=True)]
    items[-1] = _LIST_END_JA.sub("", items[-1]).strip(" 、,;")
    return [_closed(item) for item in items if item]


def _closed(item: str) -> str:
    return f"{item})" if item.count("(") > item.count(")") else item


def _behind_colon(sentence: str) -> list[str]:
    if ":" not in sentence or not sentence.isascii():
        return []
    parts = re.split(
        r",\s+and\s+|;\s*(?:and\s+)?|,\s+|\s+and\s+(?=(?:where|which|whether|what|who|how|if)\b)",
        _HEAD_EN.sub("", sentence),
    )
    return [p.strip(" .?") for p in parts if len(p.strip()) >= 4] if len(parts) > 1 else []
