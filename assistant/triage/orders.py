"""Orders to whoever or whatever writes the reply: in plain words, in false dialogues and settings, and in disguise."""

import re
from collections.abc import Iterable, Iterator

from assistant.domain.reading import Span
from assistant.triage.folded import Folded, fold
from assistant.triage.heard import Heard
from assistant.triage.hidden import Unseen, rotated
from assistant.triage.sentences import sentences

_ROLE = re.compile(
    r"^[\s>|#*\[(<「【《]*(?:/?\b(?:system|assistant|developer|admin(?:istrator)?|root|writer|drafter|ai|bot|llm|model|instructions?|prompt|override)\b"
    r"|システム|アシスタント|開発者|管理者|運営|指示|命令|人工知能|自動追記|追記|重要指示|プロンプト|備考|自動処理)"
    r"[\s_-]*(?:message|prompt|note|override|メッセージ|プロンプト|指示|通知|命令|\([^)]{1,12}\))?\s*[\])>」】》:|]+\s*(?P<rest>.+)$",
    re.I,
)
_MACHINE = re.compile(
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext)\|?>?|\[/?INST\]|<</?SYS>>|^#{2,}\s*(?:instruction|response|指示)"
    r"|[\"']?(?:tool_calls?|function_call|tool_use|tool_name|tool|function|action)[\"']?\s*:\s*[\"'{\[]"
    r"|[\"']?role[\"']?\s*:\s*[\"']?(?:system|assistant|developer)\b|</?(?:instructions?|function_calls?|tool_calls?|system|tool|invoke|prompt)\b[^>\n]{0,200}>"
    r"|\b(?:max_discount|discount_limit|approve_refund|issue_credit|auto_approve)\b",
    re.I | re.M,
)
_PAIRED = re.compile(
    r"<(instructions?|function_calls?|tool_calls?|system|tool|invoke|prompt)\b[^>\n]{0,200}>.{0,2000}?</\1\s*>"
    r"|<<sys>>.{0,2000}?<</sys>>|\[inst\].{0,2000}?\[/inst\]",
    re.I | re.S,
)
_SETTING = re.compile(
    r"(?:^|[\s/;,])[\"']?(?:tone|persona|discount|concession|approved?|refund|override|action|content|style|output|credit|waive|trust)[\"']?\s*[:=]\s*\S",
    re.I,
)
# The head of a turn in a dialogue, alone in its line or before what is said.
_TURN = re.compile(
    r"^[ \t>|]*(?P<mark>#{1,6}[ \t]*|\*\*|\[|【|<\|?|=+[ \t]*)?(?P<role>system|assistant|user|human|developer|ai|bot|model|customer|"
    r"アシスタント|システム|ユーザー|利用者|開発者|顧客|ai助手|助手|用户)(?P<end>[ \t]*(?:\*\*|\]|】|\|?>|=+)?[ \t]*:?)[ \t]*(?P<rest>[^\n]*)$",
    re.I | re.M,
)
_THEIRS = re.compile(r"user|human|customer|ユーザー|利用者|顧客|用户", re.I)
_ENGLISH = re.compile(r"\b(?:the|and|your|you|that|all|say|is|to|of|reply|ignore|in|previous|instructions)\b")
_JOINED = str.maketrans("аеорсухіѕјԁһӏɡοαερνικ", "aeopcyxisjdhlgoaepvik")
_LEET = str.maketrans("013457@$", "oieastas")
_DIGITS_IN_WORDS = re.compile(r"[a-z]{1,40}[013457@$][a-z]{1,40}|\b[013457@$][a-z]{3,}")
_SPACED_KANA = re.compile(r"(?<=[ぁ-んァ-ヶ一-龯「」『』]) (?=[ぁ-んァ-ヶ一-龯「」『』])")
_BACKWARDS_KANA = re.compile(r"いさだく|すまし|てい書|てしに|信返に|事返に")
_MIRROR = str.maketrans("「」『』()", "」「』『)(")


def orders(
    visible: Folded, unseen: Unseen, language: str, heard: Heard, trusted: Iterable[tuple[int, int]] = ()
) -> list[Span]:
    """Directions to whoever or whatever writes the reply, wherever they stand: quoted, hidden and encoded ones too.

    Args:
        visible: the message without what is not seen, quoted mail included.
        unseen: what is hidden in it.
        language: of the message.
        heard: the rules, and what was heard so far.
        trusted: stretches (start, end) of the text in which plain words are no orders: a CSM's own note may well say
            what the reply should hold.
    """
    trusted = tuple(trusted)
    message, low = visible.message, visible.lower()
    found = [
        Span(message[a:b], a, b) for (a, b), text in unseen.readable if _is_order_unseen(text, (a, b), unseen, heard)
    ]
    places = [*_turns(low), *_settings(low), *(m.span() for m in _PAIRED.finditer(low))]
    low = _PAIRED.sub(lambda m: " " * len(m[0]), low)
    places += _for_machines(low, language)
    places += [
        at
        for at in _lines_and_sentences(low, language)
        if not _inside(at, trusted) and _is_order(low[slice(*at)], heard)
    ]
    return _merged([*found, *(visible.span(*at) for at in places)], message)


def _inside(at: tuple[int, int], stretches: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= at[0] and at[1] <= end for start, end in stretches)


def _lines_and_sentences(text: str, language: str) -> list[tuple[int, int]]:
    lines = [m.span() for m in re.finditer(r"[^\n]+", text) if _ROLE.match(m[0])]
    return lines + sentences(text, language, by_line=True)


def _is_order(sentence: str, heard: Heard) -> bool:
    plain = re.sub(r"^[\s>|*]+", "", sentence)
    if heard.says("orders", plain) or heard.looks_like("orders", plain):
        return True
    role = _ROLE.match(plain)
    if role and len(role["rest"]) >= 6 and heard.says("commands", role["rest"]):
        return True
    return any(heard.says("orders", other) for other in _undisguised(plain))


def _undisguised(text: str) -> Iterator[str]:
    """What the sentence may say beneath a disguise: letters turned, swapped, spaced out, written backwards."""
    if text.isascii() and len(_ENGLISH.findall(text)) < 2:
        for other in (rotated(text), text[::-1]):
            if len(_ENGLISH.findall(other)) >= 2:
                yield other
    if text.isascii() and text.count(" ") * 2.2 > len(text) > 12:
        yield _ungapped(text)
    if len(_DIGITS_IN_WORDS.findall(text)) >= 2:
        yield text.translate(_LEET)
    if not text.isascii():
        yield from _undisguised_wide(text)


def _ungapped(text: str) -> str:
    """Words again, where single blanks stand between letters and wider ones between words."""
    words = re.split(r"\s{2,}", text.strip())
    joined = [re.sub(r"\b(\w) (?=\w\b)", r"\1", word) for word in words]
    return re.sub(r"(ignore|disregard|all|previous|prior|above|reply|with)(?=\w)", r"\1 ", " ".join(joined))


def _undisguised_wide(text: str) -> Iterator[str]:
    if (joined := text.translate(_JOINED)) != text and re.search(r"[a-z]{3}", text):
        yield joined
    if len(spread := _SPACED_KANA.sub("", text)) < 0.7 * len(text):
        yield spread
    if _BACKWARDS_KANA.search(text):
        yield text[::-1].translate(_MIRROR)
    if not re.search(r"[ぁ-ん一-龯]", text) and len(re.findall(r"[ァ-ヶ]", text)) >= 10:
        yield "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def _turns(low: str) -> Iterator[tuple[int, int]]:
    """False turns of a dialogue: what we are said to have said, with the names of the speakers."""
    turns = [m for m in _TURN.finditer(low) if (m["mark"] and m["mark"] != "[") or m["end"].strip() or not m["rest"]]
    ours = [m for m in turns if not _THEIRS.match(m["role"])]
    if not ours or not any((m["mark"] or "").startswith(("#", "<", "*", "=")) or len(turns) > 1 for m in ours):
        return
    for turn in turns:
        if _THEIRS.match(turn["role"]):
            yield turn.start(), turn.start("rest")
        elif turn["rest"]:
            yield turn.span()
        else:
            after = [m.start() for m in turns if m.start() > turn.end()]
            blank = low.find("\n\n", turn.end())
            yield turn.start(), min([*after, blank if blank >= 0 else len(low)])


def _for_machines(low: str, language: str) -> Iterator[tuple[int, int]]:
    """The sentences that hold the mark of a program."""
    marks = [m.start() for m in _MACHINE.finditer(low)]
    for start, end in sentences(low, language, by_line=True) if marks else ():
        if any(start <= mark < end for mark in marks):
            yield start, end


def _settings(low: str) -> Iterator[tuple[int, int]]:
    """Lines that pretend to be a configuration: two settings or more in the message."""
    found = list(_SETTING.finditer(low))
    for match in found if len(found) >= 2 else ():
        yield _line_at(low, match.end() - 1)


def _is_order_unseen(text: str, at: tuple[int, int], unseen: Unseen, heard: Heard) -> bool:
    """A sentence in a code or in invisible characters is meant for a machine; a comment only where it commands."""
    if at not in unseen.comments:
        return True
    plain = fold(text).lower()
    if plain.startswith(("[if", "[endif", "/*")):
        return False
    lines = plain.splitlines()
    return bool(_ROLE.match(plain)) or any(heard.says(kind, line) for line in lines for kind in ("orders", "commands"))


def _line_at(text: str, at: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end


def _merged(spans: list[Span], message: str) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if merged and span.start <= merged[-1].end:
            end = max(merged[-1].end, span.end)
            merged[-1] = Span(message[merged[-1].start : end], merged[-1].start, end)
        elif span.quote:
            merged.append(span)
    return merged
