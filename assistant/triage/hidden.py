"""What stands in a message without being seen, and what is written in it for machines."""

import base64
import binascii
import codecs
import html
import re
from dataclasses import dataclass
from urllib.parse import unquote

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]+|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}"
)
_TAGS = (
    "a|abbr|article|b|base|blockquote|body|br|button|center|code|div|embed|em|font|footer|form|h[1-6]|head|header|hr|"
    "html|i|iframe|img|input|li|link|meta|object|ol|p|pre|script|section|select|span|strong|style|svg|table|tbody|td|"
    "textarea|th|thead|title|tr|u|ul|video"
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_MARKUP = re.compile(
    rf"<(script|style)\b[^>]{{0,2000}}>.*?(?:</\1\s*>|\Z)|</?(?:{_TAGS})(?:\s[^<>]{{0,2000}})?/?>"
    r"|!\[[^\]\n]{0,200}\]\([^)\n]{1,500}\)|\[[^\]\n]{1,200}\]\((?:https?:|javascript:|data:)[^)\n]{1,500}\)|\bjavascript:\S+",
    re.S | re.I,
)
# How a chat writes whom it calls: <!channel>, <@U024BE7LH>, <#C024BE7LR|general>. Nobody typed these marks.
_MENTION = re.compile(
    r"<(?:!(?:channel|here|everyone|subteam\^\w{1,20})|[@#][A-Z0-9]{6,20})(?:\|[^<>\n]{0,80})?>|(?<![\w.])@(?:channel|here|everyone)\b"
)
# A cell that begins so is run by spreadsheets: a function call, or a DDE command.
_FORMULA = re.compile(
    r"^[ \t\"']*[=+@＝＋＠-](?:[A-Za-zＡ-Ｚａ-ｚ][A-Za-z0-9Ａ-Ｚａ-ｚ_.]{1,30}[(（][^\n]*|[A-Za-z]+\|[^\n]*)", re.M
)
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_=%.-])[A-Za-z0-9+/_-]{20,}={0,2}(?![A-Za-z0-9+/_=-])")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:0x)?(?:[0-9a-fA-F]{2}[ :,]?){12,}(?![0-9A-Za-z])")
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2}|&#x?[0-9A-Fa-f]{2,6};|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}){6,}")
_URL = re.compile(r"https?://\S+", re.I)
# Joined emoji and the flags of nations hold invisible characters by design: every phone writes them.
_EMOJI_JOINED = re.compile(
    "(?<=[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f])\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
)
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")


@dataclass(frozen=True, slots=True)
class Unseen:
    """Stretches of a message (start, end) that are not seen when it is read.

    `characters` are invisible, `comments` are HTML comments, `encoded` are texts in a code; `markup` is every tag,
    formula or script; `mentions` are a chat's marks for whom it calls. `readable` pairs a stretch with the words it holds once made visible.
    """

    characters: tuple[tuple[int, int], ...] = ()
    comments: tuple[tuple[int, int], ...] = ()
    encoded: tuple[tuple[int, int], ...] = ()
    markup: tuple[tuple[int, int], ...] = ()
    mentions: tuple[tuple[int, int], ...] = ()
    readable: tuple[tuple[tuple[int, int], str], ...] = ()


def unseen(message: str) -> Unseen:
    """Find what is hidden in a message, and what is mark-up in it."""
    characters, smuggled = _characters(message)
    comments = [m.span() for m in _COMMENT.finditer(message)] if "<!--" in message else []
    markup = [*comments]
    markup += [m.span() for m in _MARKUP.finditer(message) if not _inside(m.span(), comments)]
    markup += [m.span() for m in _FORMULA.finditer(message) if not _inside(m.span(), markup)]
    encoded = _encoded(message, [*markup, *(m.span() for m in _URL.finditer(message))])
    readable = [(at, message[at[0] + 4 : at[1]].removesuffix("-->").strip()) for at in comments]
    return Unseen(
        characters=tuple(characters),
        comments=tuple(comments),
        encoded=tuple(at for at, _ in encoded),
        markup=tuple(sorted(markup)),
        mentions=tuple(m.span() for m in _MENTION.finditer(message)) if "<" in message or "@" in message else (),
        readable=(*readable, *encoded, *smuggled),
    )


def rotated(text: str) -> str:
    """The text with its Latin letters thirteen places on."""
    return codecs.encode(text, "rot13")


def _characters(message: str) -> tuple[list[tuple[int, int]], list[tuple[tuple[int, int], str]]]:
    if message.isascii() and message.isprintable():
        return [], []
    fine = {i for pattern in (_EMOJI_JOINED, _FLAG) for m in pattern.finditer(message) for i in range(*m.span())}
    found, smuggled = [], []
    for match in _INVISIBLE.finditer(message):
        start, end = match.span()
        if start == 0 and message[0] == "\ufeff":
            start = 1
        if start >= end or all(i in fine for i in range(start, end)):
            continue
        found.append((start, end))
        text = "".join(chr(ord(c) - 0xE0000) for c in match[0] if 0xE0020 <= ord(c) < 0xE007F)
        if text:
            smuggled.append(((start, end), text))
    return found, smuggled


def _encoded(message: str, known: list[tuple[int, int]]) -> list[tuple[tuple[int, int], str]]:
    found: list[tuple[tuple[int, int], str]] = []
    for pattern, decode in ((_HEX, _from_hex), (_BASE64, _from_base64), (_ESCAPED, _from_escapes)):
        for match in pattern.finditer(message):
            if _inside(match.span(), known) or _inside(match.span(), [at for at, _ in found]):
                continue
            text = decode(match[0])
            if _is_language(text):
                found.append((match.span(), text))
    return found


def _from_hex(code: str) -> str:
    digits = re.sub(r"[^0-9a-fA-F]", "", code.removeprefix("0x"))
    return _text(bytes.fromhex(digits[: len(digits) // 2 * 2]))


def _from_base64(code: str) -> str:
    plain = code.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _text(base64.b64decode(plain + "=" * (-len(plain) % 4)))
    except (binascii.Error, ValueError):
        return ""


def _from_escapes(code: str) -> str:
    if code.startswith("%"):
        return unquote(code)
    if code.startswith("&"):
        return html.unescape(code)
    return re.sub(r"\\[ux]([0-9A-Fa-f]+)", lambda m: chr(int(m[1], 16)), code)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _is_language(text: str) -> bool:
    """True where a decoded text is words that a person wrote; keys, tokens and pictures are not."""
    if not text or sum(c.isprintable() or c.isspace() for c in text) < 0.95 * len(text):
        return False
    return (
        len(re.findall(r"[ぁ-んァ-ヶ一-龯]", text)) >= 4 or len(re.findall(r"\b[A-Za-z']{2,}(?=[\s.,!?]|$)", text)) >= 3
    )


def _inside(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] < end for start, end in others)
