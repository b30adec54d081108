"""Which lines of a mail the writer wrote now, which are quoted from earlier mails, and which are a signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTED = re.compile(r"\s*(?:>|》|\|(?!.*\|\s*$)|┃)")
_HEADER = re.compile(
    r"\s*\*?(?:from|sent|to|cc|bcc|date|subject|reply-to|差出人|送信者|送信元|送信日時|受信日時|日時|日付|宛先|件名)\*?\s?:\s?\S?",
    re.I,
)
_BREAK = re.compile(
    r"\s*[-_=*―─━]{2,}\s*(?:original message|forwarded message|begin forwarded|転送(?:された)?メッセージ|転送|元のメッセージ|引用|以下引用)"
    r"|\s*begin forwarded message|\s*_{20,}\s*$|\s*-{3,}\s*.{0,40}(?:さん|様|より).{0,20}-{3,}\s*$",
    re.I,
)
_WROTE = re.compile(
    r"\s*(?:on\b.{4,200}\bwrote:|.{2,120}(?:さんは|さんが|様は|様が|は|が)書きました:?"
    r"|(?:20\d\d年|20\d\d[/-]).{4,80}[<>@].*:|\S.{0,60}(?:さん|様)?のメール(?:より|:))\s*$",
    re.I,
)
_RULER = re.compile(r"\s*(?:[-=_*~#+.・･◆◇□■☆★◎○●―─━═—–‐＊∴∵〜:;]\s?){4,}\s*$")
_DASHES = re.compile(r"\s*--\s*$")
_CONTACT = re.compile(
    r"電話|\btel\b|\bfax\b|携帯|直通|内線|〒|住所|受付時間|営業(?:日|時間)|定休|e-?mail\b|mail:|\bmobile\b|\bphone\b|\bext\.|https?://|www\."
    r"|[\w.+-]+@[\w-]+\.|\+?\d[\d ()-]{8,}\d|\d{2,4}-\d{2,4}-\d{3,4}|\bopen (?:mon|tue|weekdays|daily)|\bunit \d|\b(?:street|road|avenue|suite)\b",
    re.I,
)
_POSITION = re.compile(
    r"(?:株式|有限|合資|合同|合名)会社|\(株\)|\(有\)|(?:社会福祉|医療|学校|一般社団|公益財団|npo|財団|社団|宗教|監査|税理士)法人|協同組合|信用金庫|事務所"
    r"|(?:部|課|係|室|局|科|店|園|院|校|支店|支社|営業所|本部|グループ|チーム)(?=\s|$)|(?:代表|取締役|専務|常務|社長|部長|課長|係長|主任|所長|店長|園長|院長|校長|店主|事務長|施設長|理事)"
    r"|\b(?:ltd|inc|llc|gmbh|plc|co\.|corp|company|manager|director|owner|president|partner|coordinator|head of|officer|"
    r"department|supervisor|administrator|lead|assistant|foreman|dispatcher|bookkeeper|ceo|coo|cfo|cto)\b",
    re.I,
)
_DISCLAIMER = re.compile(
    r"\b(?:this|the content of this|the information in this) (?:e-?mail|mail|message)\b.{0,80}\b(?:confidential|private|intended|for the person|privileged|may not|nobody else)"
    r"|\bif you (?:are not the intended|have received this)|\bplease consider the environment|^sent from my |^get outlook for|iphoneから送信|スマートフォンから送信"
    r"|(?:本|この)(?:電子)?メール(?:に|は|の|および).{0,40}(?:機密|秘密|宛先以外|破棄|受信者)|誤って(?:受信|送信).{0,30}(?:破棄|削除)",
    re.I,
)
_SIGN_OFF = re.compile(
    r"\s*(?:(?:best|kind|warm|warmest|kindest|many|all the)\s?(?:regards|wishes|thanks|best)?|regards|cheers|thanks(?: so much| again| in advance)?|"
    r"thank you|many thanks|sincerely|yours(?: sincerely| faithfully| truly)?|take care|with thanks|ta|rgds|br)\s*[,.!-]*\s*$",
    re.I,
)
_NAME = re.compile(
    r"\s*[-–—]?\s*(?:[A-Z][\w'.-]*(?:\s+[A-Z&][\w'.-]*){0,3}|[一-龯々〆ヶァ-ヴー]{1,6}(?:\s?[一-龯々ぁ-んァ-ヴー]{1,6})?)\s*$"
)
# A name behind the last sentence: 「説明してください。 深津」, "Thank you, Fiona"
_TRAILING = re.compile(
    r"(?:(?<=[。!?！？])[ \t]*|(?<=[.!?])[ \t]+)[-–—]?[ \t]*((?:[一-龯々〆ヶ]{1,4}(?:[ ]?[一-龯々ぁ-んァ-ヴ]{1,4})?|[A-Z][a-z]+(?: [A-Z][a-z]+)?))\s*$"
)

_NO_NAME = re.compile(
    r"笑|苦笑|爆笑|泣|涙|汗|草|以上|敬具|拝|了解|感謝|至急|再送|追伸|Regards|Thanks|Cheers|Best|Please|Help|Urgent|Sorry|OK"
)
# 「出せますか」, 「直したい」: a short last sentence is no name (「あすか」 is one).
_SPEAKS = re.compile(
    r"(?:ます|せん|です|しょう|[ぁ-ん一-龯][るた])か$|(?:ます|です|せん|たい|ない|した|して|れば|けど)$"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Stretches (start, end) of a folded text; what is in none of them is the writer's own."""

    quoted: tuple[tuple[int, int], ...] = ()
    headers: tuple[tuple[int, int], ...] = ()
    signature: tuple[tuple[int, int], ...] = ()

    @property
    def all(self) -> tuple[tuple[int, int], ...]:
        return (*self.quoted, *self.headers, *self.signature)


@dataclass(slots=True)
class _Line:
    text: str
    start: int
    end: int
    kind: str = "own"


def parts(text: str, names: Sequence[str] = ()) -> Parts:
    """Split a mail into what was written now and what was not.

    Args:
        text: the folded mail.
        names: names of people at the customer's, which may stand alone below a text.
    """
    lines = _lines(text)
    _mark_quoted(lines)
    _mark_signature(lines, names)
    trailing = _trailing_name(text, lines, names)
    found: dict[str, list[tuple[int, int]]] = {"quoted": [], "header": [], "signature": [*trailing]}
    for line in lines:
        if line.kind != "own":
            found[line.kind].append((line.start, line.end))
    return Parts(tuple(found["quoted"]), tuple(found["header"]), tuple(sorted(found["signature"])))


def _lines(text: str) -> list[_Line]:
    lines, at = [], 0
    for piece in text.splitlines(keepends=True):
        lines.append(_Line(piece.rstrip("\n"), at, at + len(piece)))
        at += len(piece)
    return lines


def _mark_quoted(lines: list[_Line]) -> None:
    i = 0
    while i < len(lines):
        line = lines[i]
        joined = line.text if i + 1 >= len(lines) else f"{line.text} {lines[i + 1].text}"
        if _QUOTED.match(line.text):
            line.kind = "quoted"
        elif (wrote := bool(_WROTE.match(line.text))) or (line.text.lower().startswith("on ") and _WROTE.match(joined)):
            below = i + (1 if wrote else 2)
            for part in lines[i:below]:
                part.kind = "quoted"
            rest = next((x for x in lines[below:] if x.text.strip()), None)
            if rest is None or not _QUOTED.match(rest.text):
                _quote_rest(lines, below)
                return
            i = below
            continue
        elif _BREAK.match(line.text) or _header_block(lines, i) >= 2:
            if any(x.kind == "own" and x.text.strip() for x in lines[:i]):
                _quote_rest(lines, i)
                return
            # A mail pasted with its head: the head is no text, what follows is the message.
            size = max(1, _header_block(lines, i))
            for part in lines[i : i + size]:
                part.kind = "header"
            i += size
            continue
        i += 1


def _header_block(lines: list[_Line], at: int) -> int:
    size = 0
    while at + size < len(lines) and _HEADER.match(lines[at + size].text):
        size += 1
    return size


def _quote_rest(lines: list[_Line], at: int) -> None:
    for line in lines[at:]:
        line.kind = "quoted"


def _mark_signature(lines: list[_Line], names: Sequence[str]) -> None:
    own = [line for line in lines if line.kind == "own"]
    for i, line in enumerate(own):
        if _DISCLAIMER.search(line.text):
            line.kind = "signature"
        elif _DASHES.match(line.text) and any(x.text.strip() for x in own[:i]):
            for below in own[i:]:
                below.kind = "signature"
            break
    _mark_ruled(own)
    _mark_closing(own, names)


def _mark_ruled(own: list[_Line]) -> None:
    rulers = [i for i, line in enumerate(own) if _RULER.match(line.text)]
    for i in reversed(rulers):
        after = next((j for j in rulers if j > i), len(own))
        inside = [x for x in own[i + 1 : after] if x.text.strip()]
        if inside and len(inside) <= 10 and _looks_signed(inside):
            for line in own[i : min(after + 1, len(own))]:
                line.kind = "signature"
    for i in rulers:
        own[i].kind = "signature"


def _looks_signed(block: list[_Line]) -> bool:
    signs = sum(bool(_CONTACT.search(x.text)) + bool(_POSITION.search(x.text)) + (x.kind == "signature") for x in block)
    speaking = sum(
        bool(re.search(r"[。?？]|(?:です|ます)$|[.!]\s*$", x.text)) and not _CONTACT.search(x.text) for x in block
    )
    return signs >= 1 and speaking <= len(block) // 3


def _mark_closing(own: list[_Line], names: Sequence[str]) -> None:
    """The last paragraphs, from below, as long as they are a signature."""
    left = [line for line in own if line.kind == "own"]
    while left:
        while left and not left[-1].text.strip():
            left.pop()
        first = len(left)
        while first and left[first - 1].text.strip():
            first -= 1
        block = left[first:]
        if not block:
            return
        for i, line in enumerate(block):
            below = block[i:]
            if (i or first) and _is_closing(below, names):
                for part in below:
                    part.kind = "signature"
                break
            if not line.text.strip():
                break
        else:
            return
        if block[0].kind != "signature":
            return
        left = left[:first]


def _is_closing(block: list[_Line], names: Sequence[str]) -> bool:
    if len(block) > 8 or any(len(x.text) > 70 for x in block):
        return False
    texts = [x.text for x in block]
    if _SIGN_OFF.match(texts[0]):
        return len(texts) == 1 or all(_NAME.match(t) or _CONTACT.search(t) or _POSITION.search(t) for t in texts[1:])
    if any(re.search(r"[。?？!！]|(?:です|ます|ました|ません)$", t) for t in texts):
        return False
    if len(texts) == 1:
        return _is_name(texts[0], names)
    signs = [bool(_CONTACT.search(t) or _POSITION.search(t) or _NAME.match(t) or _is_name(t, names)) for t in texts]
    return all(signs) and (any(_CONTACT.search(t) or _POSITION.search(t) for t in texts) or _is_name(texts[0], names))


def _is_name(line: str, names: Sequence[str]) -> bool:
    plain = re.sub(r"[\s\-–—]", "", line).lower()
    if not plain:
        return False
    known = {piece.lower() for name in names for piece in (re.sub(r"\s", "", name), *name.split())}
    return plain in known or bool(re.fullmatch(r"\s*[-–—]?\s*[A-Z][a-z]+(?: [A-Z][a-z]+)?\s*", line))


def _trailing_name(text: str, lines: list[_Line], names: Sequence[str]) -> list[tuple[int, int]]:
    own = [line for line in lines if line.kind == "own" and line.text.strip()]
    if not own:
        return []
    last = own[-1]
    match = _TRAILING.search(last.text)
    if not match or not match.start(1) or _SPEAKS.search(match[1]):
        return []
    if not _is_name(match[1], names) and (len(match[1]) < 2 or _NO_NAME.match(match[1])):
        return []
    return [(last.start + match.start(1), last.start + match.end(1))]
