"""They say "that thing" and no more: which one is meant is asked, with the likeliest one on record offered."""

import re

from assistant.domain.account import HistoryEntry
from assistant.domain.reading import Reading
from assistant.planning import retell, saying, tickets
from assistant.planning.brief import Brief, Sheet

_FLAGS = re.IGNORECASE
_POINTS = re.compile(
    r"あれ|それ|これ|あの件|その件|この件|例の|(この前|この間|先日|先週|さっき|前回|以前)の(件|話|お話|もの|やつ|あれ)|\b(that|this|the) (thing|one|stuff|matter|issue|point|business)\b|\bthe (thing|one|stuff|matter) from\b|\bwhat we (discussed|talked about|said|agreed)\b|\b(it|that)\b",
    _FLAGS,
)
# What such a mail says besides, and what tells of no thing.
_EMPTY = re.compile(
    r"お世話|お願い|ありがとう|すみません|よろしく|この前|この間|先日|先週|前回|以前|例の|一度|一回|承知|了解|確認|対応|連絡|返事|返信|報告|進め|件|話|状況|進捗|結果|今|後|前|方|何|度|回|様|私|急|早|見|聞|言|思|大丈夫|問題|無事|同|形|内容|通|存|致|申|上|下|頂|待|続|次第|次",
)
_EMPTY_EN = re.compile(
    r"about|again|agreed|ahead|all|also|and|any|anything|manage|managed|sort|sorted|are|back|been|but|can|could|cheers|did"
    r"|discussed|dear|does|doing|done|fine|for|from|get|getting|give|go|going|good|great|happened|has"
    r"|have|having|hear|heard|hello|hey|hi|how|i|i'd|i'll|i'm|if|is|issue|it|its|it's|just|know|last"
    r"|let|look|matter|me|mentioned|more|morning|my|next|news|no|not|now|of|off|ok|okay|on|one|or"
    r"|other|our|out|past|please|point|proceed|quick|re|said|same|say|see|so|sorry|still|stuff|talked"
    r"|talking|thank|thanks|that|that's|the|them|then|there|thing|this|to|today|together|try|tuesday"
    r"|monday|wednesday|thursday|friday|up|update|us|was|way|we|week|weeks|well|what|what's|when"
    r"|where|which|will|with|work|working|works|would|yes|yesterday|yet|you|your",
    _FLAGS,
)
_RECENT_DAYS = 60


def unclear(reading: Reading) -> bool:
    """True where a mail points at something and names nothing that would tell what."""
    said = [s for s in saying.sentences(reading) if not saying.introduces(s)]
    text = " ".join(said)
    if not said or len(text) > 140 or reading.claims or reading.orders:
        return False
    pointing = [s for s in said if _POINTS.search(s)]
    return bool(pointing) and all(_names_nothing(s) for s in said if s in pointing or saying.is_question(s))


def _names_nothing(sentence: str) -> bool:
    if re.search(r"[ぁ-んァ-ヶ一-龥]", sentence):
        rest = _EMPTY.sub("", re.sub(r"^[一-龥]{1,4}(です|様|さん)[、。]?", "", sentence))
        return not re.search(r"[一-龥ァ-ヶー]{2,}|[A-Za-z]{3,}|[一-龥]", rest)
    words = [w.strip("'") for w in re.findall(r"[A-Za-z][\w']*", sentence)]
    return all(_EMPTY_EN.fullmatch(w) for w in words)


def ask(brief: Brief, sheet: Sheet, also_waiting: bool = False) -> None:
    """Says that we want to be sure which one, and offers the likeliest; the CSM may know without asking."""
    entry = likeliest(brief)
    told = _told(brief, sheet, entry) if entry else ""
    csm = sheet.ask("ask_which_one", "fact", matter=brief.reading.own.strip()[:80])
    day = brief.day(entry.date, weekday=False) if entry and told else ""
    sheet.move(
        "question",
        "which_one",
        told=told,
        day=day,
        answer=csm.answer or "",
        sorry=also_waiting,
        weight=1,
        _of="everyday",
    )
    sheet.note("which_one", "two-questions-before-every-answer")


def likeliest(brief: Brief) -> HistoryEntry | None:
    """The newest open ticket, else the newest ticket of late: what they most likely mean."""
    tickets = [e for e in retell.shared_entries(brief) if e.kind == "ticket"]
    open_ones = [e for e in tickets if e.status == "open"]
    late = [e for e in tickets if (brief.today - e.date).days <= _RECENT_DAYS]
    return next(iter(open_ones), None) or next(iter(late), None)


def _told(brief: Brief, sheet: Sheet, entry: HistoryEntry) -> str:
    words = tickets.topic(entry, brief.language)
    if not words or not brief.in_language(words) or len(words) > (60 if brief.language == "ja" else 140):
        return ""
    return sheet.cite("account", f"ticket:{entry.date}", words, title=entry.text[:40], source=entry.date.isoformat())
