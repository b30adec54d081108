"""What the history tells, in words that a customer may read.

A CRM entry is written for colleagues. Where it has no `say`, only three things are taken from it, and only from what the
customer was part of: words set in quotation marks, a deed of the reader, and the topic of an open point.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date as Date

from assistant.domain import display
from assistant.domain.account import Contact, HistoryEntry
from assistant.domain.facts import visibility_of
from assistant.planning import people, topics
from assistant.planning.brief import Brief, Sheet

_SHARED_KINDS = ("meeting", "milestone", "call", "email", "ticket")
_SENTENCE = re.compile(r"[^。.!?\n;]+(?:\.(?=\d)[^。.!?\n;]+)*")
_QUOTED = re.compile('「([^」]{6,80})」|["“]([^"”]{12,160})["”]')

# What a CSM notes about people and money for colleagues: never the seed of a customer's sentence.
_DELICATE = re.compile(
    "不満|機嫌|怒|クレーム|値引|値下|予算|単価|競合|他社|解約|温度感|決裁|評価|社内|内々|本音|うわさ|疲弊|退職|異動|稟議|赤字|粗利|揉め|無償|無料|サービスで|特例|内密|まだ話していない|保留|有償"
    r"|discount|budget|rival|competitor|churn|angry|upset|unhappy|annoyed|margin|politic|fired|resign|cancel|free of charge|for free|as a favou?r|goodwill|confidential|off the record",
    re.IGNORECASE,
)
_OPEN_POINT = re.compile(
    "未(?!来)|遅|抜け|がち|届かない|減らない|まま|残り|残る|残って|課題|漏れ|できていない|足りない|進まない|滞|少ない|不在|待ち|ばらつ|のみ|(?<!一度)(?<!今回)(?<!それ)だけ|手作業|手入力|二重|紙の"
    r"|\b(late|slow|lags?|lagging|rarely|seldom|slips?|skips?|misses|missed|not|no longer|haven't|hasn't|isn't|aren't|missing|waiting|backlog|behind|unregistered|still|pending|manual|manually|only|by hand|twice)\b",
    re.IGNORECASE,
)
# Why they started, as a colleague noted it: 「きっかけは…」, 「…したいとのこと」, "Wants to …".
_WISH_JA = re.compile(
    r"(?:きっかけは|目的は|狙いは|ねらいは)(.{4,40}?)(?:との(?:こと|ご?(?:要望|希望|相談)))?$|(.{4,40}?たい)(?:との|という)"
)
_WISH_EN = re.compile(r"\b(?:wants?|hopes?|aims?|would like|wish(?:es)?|plans?|looking) to (.{6,90})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """Something of the history in words for the reader; `day` and `month` in their display forms, `kind` of the entry.
    `quoted` is false where the words are a colleague's account of a wish, not the customer's own."""

    words: str
    day: str
    month: str
    kind: str
    date: Date
    quoted: bool = True


def shared_entries(brief: Brief) -> list[HistoryEntry]:
    """The entries this reader may be told of, newest first."""
    reader = brief.contact.name if brief.contact else ""
    found = [e for e in brief.account.history if e.kind in _SHARED_KINDS and visibility_of(e) in ("account", reader)]
    return sorted(found, key=lambda e: e.date, reverse=True)


def sentences(text: str) -> list[str]:
    return [s.strip() for s in _SENTENCE.findall(unicodedata.normalize("NFKC", text)) if s.strip()]


def _told(brief: Brief, sheet: Sheet, entry: HistoryEntry, words: str) -> Told:
    key = f"history:{entry.date}:{entry.kind}:{entry.text[:40]}"
    cited = sheet.cite(
        "account", key, words, title=entry.text[:40], quote=entry.say or entry.text, source=entry.date.isoformat()
    )
    month = display.month(entry.date, brief.language)
    if entry.date.year != brief.today.year:
        month = f"{entry.date.year}年{month}" if brief.language == "ja" else f"{month} {entry.date.year}"
    return Told(cited, brief.day(entry.date, weekday=False), month, entry.kind, entry.date)


def delicate(text: str) -> bool:
    """True for what a colleague noted about people, money or work of ours that cost nothing."""
    return bool(_DELICATE.search(text))


_BEGINNING_DAYS = 60


def own_words(brief: Brief, sheet: Sheet) -> Told | None:
    """What they said they wanted, as the record quotes it: the oldest such words, which is why they started."""
    told = [e for e in reversed(shared_entries(brief)) if e.kind != "ticket"]
    # Later words are about something else than the beginning.
    oldest_first = [e for e in told if (e.date - told[0].date).days <= _BEGINNING_DAYS]
    for entry in oldest_first:
        for match in _QUOTED.finditer(entry.text):
            words = match[1] or match[2]
            if brief.in_language(words) and not _DELICATE.search(words):
                return _told(brief, sheet, entry, words)
    for entry in oldest_first:
        for sentence in sentences(entry.text):
            wish = _WISH_JA.search(sentence) if brief.language == "ja" else _WISH_EN.search(sentence)
            words = next((g for g in wish.groups() if g), "") if wish else ""
            if words and brief.in_language(words) and not _DELICATE.search(sentence):
                return replace(_told(brief, sheet, entry, words.strip(" 、")), quoted=False)
    return None


def said(brief: Brief, sheet: Sheet, limit: int = 1) -> list[Told]:
    """The newest entries that carry words for the customer (`say`), as whole sentences."""
    found = [e for e in shared_entries(brief) if e.say and brief.in_language(e.say)]
    return [_told(brief, sheet, e, (e.say or "").rstrip("。.")) for e in found[:limit]]


_DOES = re.compile(r"\s*(?:が|は|も)、?(.+)$")
_BEFORE_NAME = 14


def _done_by(sentence: str, names: tuple[str, ...], titles: tuple[str, ...]) -> str:
    """What stands behind somebody's name with titles and particle, near the sentence's beginning.

    Without a pattern of its own for every name: compiling one takes longer than all the rest.
    """
    titles = tuple(sorted((t for t in (*titles, "さん", "様") if t), key=len, reverse=True))
    for name in filter(None, names):
        at = sentence.find(name, 0, _BEFORE_NAME + len(name))
        if at < 0:
            continue
        rest = sentence[at + len(name) :].lstrip()
        while title := next((t for t in titles if rest.startswith(t)), ""):
            rest = rest[len(title) :]
        if match := _DOES.match(rest):
            return match[1]
    return ""


def _japanese_deed(sentence: str, names: tuple[str, ...], titles: tuple[str, ...]) -> str:
    act = _done_by(sentence, names, titles).strip(" 、")
    if not act:
        return ""
    if polite := re.match(r"^(.+[てで])(くれた|くださった|いただいた|くれました|くださいました|いただきました)$", act):
        return polite[1]
    # 「ご説明くださいました」 is a deed by its noun: 「ご説明くださったこと」.
    if honoured := re.match(r"^(.*[一-龥ァ-ヶー]{2})(くださった|くださいました|いただいた|いただきました)$", act):
        return honoured[1]
    act = re.sub(r"しました$", "した", act)
    # A note often ends in the noun of what was done: 「一緒に入力」.
    if re.search(r"[をに、て][^をに、]{0,6}[一-龥]{2}$", act):
        act += "した"
    match = re.search(r"(た|だ)$", act)
    return act[:-1] + {"た": "て", "だ": "で"}[match[1]] if match and len(act) >= 5 else ""


_ROUTINE = re.compile(
    r"^(confirmed|agreed|asked|replied|attended|joined|requested|reported|noted|approved|accepted|called|mailed|emailed)\b"
)


def _english_deed(sentence: str, first: str) -> str:
    match = re.match(
        rf"^{re.escape(first)}(?: \w+)? ((?:\w+ed|ran|took|went|held|wrote|rewrote|drew|redrew|cut|spent|read|chose|paid|laid|bought|fought|swept|threw|overcame|showed|led|built|kept|made|brought|gave|met|sat|stood|won|got|taught|spoke|drove|found|set|put|told)\b.+)$",
        sentence,
    )
    if not match or _ROUTINE.match(match[1]):
        return ""
    # What is told of the reader is told to the reader.
    act = re.sub(r"\b(himself|herself|themselves)\b", "yourself", match[1])
    return re.sub(r"\b(his|her own|his own)\b", "your", act)


def deed(brief: Brief, sheet: Sheet) -> Told | None:
    """What this reader did for it, to be thanked for: in Japanese as a te-form (「各園で話を聞いて」), in English after "you".

    The newest act that is not routine; `say` first, as it was written to be read.
    """
    contact = brief.contact
    if contact is None:
        return None
    for entry in shared_entries(brief):
        for sentence in sentences(entry.say or "") + sentences(entry.text):
            if act := _of_today(brief, entry, _deed_in(brief, sentence, contact)):
                return _told(brief, sheet, entry, act)
    return None


_CLAUSE = re.compile(r",? and (?=[^,]*\d)|, (?=[^,]*\d)")


def _of_today(brief: Brief, entry: HistoryEntry, act: str) -> str:
    """A deed without a value of a goal that a later one has overtaken; "" where nothing is left of it."""
    past = {
        display.number(value)
        for goal in brief.account.goals if goal.as_of and goal.as_of > entry.date
        for value in (goal.baseline, *(r.value for r in goal.readings))
        if value is not None and value != goal.current
    }  # fmt: skip
    if not past & set(re.findall(r"\d[\d,.]*(?<![,.])", act)):
        return act
    kept = _CLAUSE.split(act)[0] if brief.language == "en" else ""
    return "" if re.search(r"\d", kept) else kept


def _deed_in(brief: Brief, sentence: str, contact: Contact) -> str:
    if not brief.in_language(sentence) or _DELICATE.search(sentence):
        return ""
    if brief.language == "en":
        return _english_deed(sentence, people.first_name(contact.name))
    # 「統括園長」 is written as 「園長」 too.
    short = re.findall(
        r"(?:部長|課長|係長|園長|院長|所長|社長|専務|常務|店主|校長|教頭|室長|工場長|主任|理事長|理事|局長|師長|店長|女将|支店長)",
        contact.title,
    )
    titles = (contact.title, *short)
    deed_words = _japanese_deed(sentence, (contact.name, people.surname(contact.name)), titles)
    routine = re.search(r"(確認|了承|連絡|出席|参加|返信|回答|依頼|希望|質問)(し?て)?$", deed_words)
    return "" if routine else deed_words


def left_at(brief: Brief, sheet: Sheet) -> Told | None:
    """Where things were left: the newest thing done together, where no open point tells more."""
    for entry in shared_entries(brief):
        for sentence in sentences(entry.say or entry.text)[:1]:
            short = 5 <= len(sentence) <= (30 if brief.language == "ja" else 70)
            noun = brief.language == "en" or re.search(r"[一-龥ァ-ヶー]$", sentence)
            if short and noun and brief.in_language(sentence) and not _DELICATE.search(sentence):
                words = sentence if brief.language == "ja" else sentence[:1].lower() + sentence[1:]
                return _told(brief, sheet, entry, words)
    return None


def open_points(brief: Brief, sheet: Sheet, limit: int = 1) -> list[Told]:
    """Topics that the last meetings left open, newest first: things, not people's failings."""
    found: list[Told] = []
    for entry in shared_entries(brief):
        if (entry.kind == "ticket" and entry.status != "open") or (not entry.say and delicate(entry.text)):
            continue
        for sentence in sorted(
            sentences(entry.say or entry.text), key=lambda s: any(w in s for w in ("のみ", "だけ", "Only ", "only "))
        ):
            if not _OPEN_POINT.search(sentence) or _DELICATE.search(sentence) or not brief.in_language(sentence):
                continue
            topic = topics.topic_of(sentence, brief.language)
            if topic and "「" not in topic:
                found.append(_told(brief, sheet, entry, topic))
            if len(found) >= limit:
                return found
    return found
