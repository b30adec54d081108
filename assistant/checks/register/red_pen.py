"""Rules that only warn: shown to a CSM who asks for the red pen, kept out of a draft's findings."""

import re
from collections.abc import Iterator

from assistant.checks.register.sheet import Fault, Rule, Sheet

_LEAVE = re.compile(r"させて(?:いただ|頂)")
_NO_LEAVE = re.compile(r"(?:送付|調整|報告|拝見|拝読|伺わ)させて(?:いただ|頂)")
_WITHIN = 400
_CUSHION = re.compile(
    r"恐れ入りますが|恐縮(?:です|でございます|ではございます)が|お手数(?:です|ではございます|をおかけ(?:し|いたし)ます)が"
    r"|お忙しいところ|差し支えなければ|申し訳(?:ござい|あり)ませんが|ご多忙"
)
_HOLLOW = re.compile(r"伴走|寄り添|最大化|シームレス|一助|貴重なご意見|の観点から")
_CASUAL = re.compile(
    r"了解(?:です|しました|いたしました)|す(?:み|い)ません|なるほど|のほう(?:を|に|で)(?!が)|よろしかったでしょうか"
)
_SPACED = re.compile(r"[ぁ-んァ-ヴー一-龯] \d[\d,]*(?:\.\d+)?(?!\.)|(?<![\d.])\d[\d,]*(?:\.\d+)?%? (?=[ぁ-んァ-ヴー一-龯])")
_LONG = 80


def sasete(sheet: Sheet) -> Iterator[Fault]:
    """させていただく more than once in 400 characters, or where nobody's leave is asked."""
    last = -_WITHIN - 1
    for match in sheet.search(_LEAVE):
        if match.start() - last <= _WITHIN:
            yield Fault("sasete", match.span(), "させていただく stands close upon another one.", "いたします")
        last = match.start()
    for match in sheet.search(_NO_LEAVE):
        yield Fault(
            "sasete", match.span(), "Nobody's leave is asked here: a plain いたします is politer.", "いたします"
        )


def cushion(sheet: Sheet) -> Iterator[Fault]:
    """One cushion a sentence, two a mail, none twice."""
    seen: list[str] = []
    sentences: set[int] = set()
    for match in sheet.search(_CUSHION):
        start = sheet.sentence_at(match.start()).start
        if start in sentences or match.group() in seen or len(seen) >= 2:
            yield Fault("cushion", match.span(), "One cushion a sentence, two a mail, and none of them twice.")
        seen.append(match.group())
        sentences.add(start)


def hollow(sheet: Sheet) -> Iterator[Fault]:
    """伴走, 寄り添う, 最大化: one a mail at most."""
    for match in list(sheet.search(_HOLLOW))[1:]:
        yield Fault("hollow", match.span(), "A second word that says nothing: name the thing itself.")


def casual(sheet: Sheet) -> Iterator[Fault]:
    """了解, すみません, 〜のほう in a mail."""
    if sheet.mail:
        for match in sheet.search(_CASUAL):
            yield Fault("casual", match.span(), "This is spoken among ourselves.")


def numbers(sheet: Sheet) -> Iterator[Fault]:
    """No space between a figure and the Japanese beside it."""
    for match in sheet.search(_SPACED):
        why = "A figure stands without a space beside Japanese."
        yield Fault("numbers", match.span(), why, match.group().replace(" ", ""))


def rhythm(sheet: Sheet) -> Iterator[Fault]:
    """A sentence of more than 80 characters is read twice."""
    for sentence in sheet.proof.body.sentences:
        if sentence.end <= len(sheet.text) and len(sentence.text.strip()) > _LONG:
            yield Fault("rhythm", (sentence.start, sentence.end), "This sentence is too long to be read at once.")


REGISTER_WARN: tuple[Rule, ...] = (sasete, cushion, hollow, casual, numbers, rhythm)
