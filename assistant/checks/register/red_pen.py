"""Rules that only warn: shown to a CSM who asks for the red pen, kept out of a draft's findings."""

import re
from collections.abc import Iterator

from assistant.checks.register.organisation_word import fitting
from assistant.checks.register.sheet import Fault, Rule, Sheet

_LEAVE = re.compile(
    r"(?P<polite>[ごお])?(?P<act>[一-龯]{2,6})?(?:を)?させて(?:いただ|頂)(?P<tail>き(?:ます|ました|たく|、)|けますと|ければ|いて)"
)
_NO_LEAVE = re.compile(r"送付|調整|報告|連絡|確認|案内|説明|回答|返信|対応|共有|用意|準備|手配|作成|提出|送信")
# 拝見 and its kin are humble by themselves; leave is asked of nobody.
_HUMBLE_TWICE = re.compile(
    r"(?P<verb>拝見|拝読|拝聴|拝受|拝借)(?:を)?させて(?:いただ|頂)(?P<tail>き(?:ます|ました|、)|いて)|伺わせて(?:いただ|頂)(?P<go>き(?:ます|ました|、)|いて)"
)
_PLAINLY = {"きます": "いたします", "きました": "いたしました", "き、": "いたし、", "いて": "いたして"}
_GO = {"きます": "伺います", "きました": "伺いました", "き、": "伺い、", "いて": "伺って"}
_WITHIN = 400
_CUSHION = re.compile(
    r"恐れ入りますが|恐縮(?:です|でございます|ではございます)が|お手数(?:です|ではございます|をおかけ(?:し|いたし)ます)が"
    r"|お忙しいところ(?!、?(?:誠に|大変)?恐れ入りますが)|差し支えなければ|申し訳(?:ござい|あり)ませんが|ご多忙"
)
_HOLLOW = re.compile(
    r"伴走|寄り添|最大化|シームレス|一助|貴重なご意見|の観点から|ソリューション|シナジー|付加価値|Win-?Win|ウィンウィン",
    re.IGNORECASE,
)
_CASUAL = re.compile(
    r"了解(?:です|しました|いたしました|致しました)|す(?:み|い)ません|なるほど|(?:こちら|以上|内容|形|金額|資料|日程)(?:が|は|に)[^。、\n]{0,8}になります(?=[。!]|$)|以上の(?:形|内容|金額)になります|ぶっちゃけ|とりあえず|ちょっと|やっぱり|全然|(?<!私)(?<!弊社)(?<!当社)(?<!ども)(?<!側)のほう(?:を(?!お?選|先|優先|見直|変え|改め)|で(?!す|しょ|ござ))|よろしかったでしょうか"
)
_WRITTEN = {
    "了解です": "承知いたしました", "了解しました": "承知いたしました", "了解いたしました": "承知いたしました",
    "了解致しました": "承知いたしました", "よろしかったでしょうか": "よろしいでしょうか", "とりあえず": "まずは",
    "ちょっと": "少し", "やっぱり": "やはり", "のほうで": "で", "のほうを": "を",
}  # fmt: skip
_ITEM = re.compile(r"[ \t]*(?:[・*•-]|[0-9]+[.)])")
_SPACED = re.compile(
    r"[ぁ-んァ-ヴー一-龯] (?!0\d)\d[\d,]*(?:\.\d+)?%?(?![\d.])(?: [ぁ-んァ-ヴー一-龯])?|(?<![\d.-])\d[\d,]*(?:\.\d+)?%? [ぁ-んァ-ヴー一-龯]"
)
_LONG = 80
_EMOJI = re.compile(
    "[\U0001f300-\U0001faff\u2600-\u27bf]|[!]+(?=\\s|$|[ぁ-んァ-ヴー一-龯「」])|w{2,}(?=$|\\n|。)|\\((?:笑|汗|泣)\\)"
)
_THEIRS = re.compile(
    r"(?:貴社|御社|貴店|貴院|貴園|貴校)?(?P<word>お客様|お客さま)(?:から|へ|に|の|が|は)[^。\n、]{0,12}(?:注文|ご注文|クレーム|来店|ご来店|売上|接客|お問い合わせ|問い合わせ)"
)
_ENDING = re.compile(r"(ください|存じます|おります|(?<!お願い)いたします)[。!]?$")
_BUT = re.compile(r"ます(?:が|けれども)、")
_ASIDE = re.compile(r"\([^()\n]*\)|「[^「」\n]*」")
_CHAT_MOST = 250


def sasete(sheet: Sheet) -> Iterator[Fault]:
    """させていただく more than once in 400 characters, or where nobody's leave is asked."""
    last = -_WITHIN - 1
    for match in sheet.search(_LEAVE):
        act, tail = match["act"] or "", match["tail"]
        if "拝" in act:
            continue
        mend = f"{match['polite'] or ''}{act}{_PLAINLY[tail]}" if act and tail in _PLAINLY else ""
        if _NO_LEAVE.search(act):
            why = "Nobody's leave is asked here: a plain いたします is politer."
            yield Fault("sasete", match.span(), why, mend, "Say it with いたします.")
        elif match.start() - last <= _WITHIN:
            why = "させていただく stands close upon another one."
            yield Fault("sasete", match.span(), why, mend, "Say it with いたします.")
        last = match.start()


def humble_twice(sheet: Sheet) -> Iterator[Fault]:
    """拝見させていただく, 伺わせていただく: humble upon humble."""
    for match in sheet.search(_HUMBLE_TWICE):
        mend = _GO[match["go"]] if match["go"] else match["verb"] + _PLAINLY[match["tail"]]
        yield Fault("double_keigo", match.span(), "Humble twice over: once is enough.", mend)


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
            yield Fault("casual", match.span(), "This is spoken among ourselves.", _WRITTEN.get(match.group(), ""))
        for match in sheet.search(_EMOJI):
            yield Fault(
                "casual",
                match.span(),
                "A mail does without exclamation marks and emoji.",
                "。" if "!" in match.group() else "",
            )


def numbers(sheet: Sheet) -> Iterator[Fault]:
    """No space between a figure and the Japanese beside it."""
    for match in sheet.search(_SPACED):
        line = sheet.text[sheet.text.rfind("\n", 0, match.start()) + 1 : match.start() + 1]
        if _ITEM.match(line):
            # In a list the space stands between what is counted and its figure.
            continue
        why = "A figure stands without a space beside Japanese."
        yield Fault("numbers", match.span(), why, match.group().replace(" ", ""))


def rhythm(sheet: Sheet) -> Iterator[Fault]:
    """A sentence over 80 characters; one ending three times running; two 〜ますが in a sentence."""
    endings: list[str] = []
    for sentence in sheet.proof.body.sentences:
        text = sentence.text.strip()
        if sentence.end > len(sheet.text):
            break
        span = (sentence.start, sentence.end)
        if len(_ASIDE.sub("", text)) > _LONG:
            yield Fault("rhythm", span, "This sentence is too long to be read at once.", hint="Make two of it.")
        elif len(_BUT.findall(_CUSHION.sub("", sentence.bare))) > 1:
            yield Fault("rhythm", span, "Two turns with 〜ますが in one sentence.", hint="Make two of it.")
        ending = _ENDING.search(text)
        # What is heard three times running; ます alone is how every sentence ends.
        endings = [*endings[-2:], ending[1] if ending else ""]
        if len(endings) == 3 and len(set(endings)) == 1 and endings[0]:
            yield Fault(
                "rhythm",
                span,
                "The third sentence running with the same ending.",
                hint="End one of them in another way.",
            )
            endings = []


def whose_customer(sheet: Sheet) -> Iterator[Fault]:
    """お客様 for the reader and for the reader's customers in one text: theirs are 貴社のお客様 or お得意先."""
    both = [m for m in sheet.search(_THEIRS) if not re.match(r"貴|御", m.group())]
    reader = re.search(r"お客様(?:のご契約|のご利用|には|各位|番号|専用|相談)", sheet.text)
    if both and reader and sheet.to_customer:
        for match in both:
            why = "お客様 is the reader here and somebody else there."
            yield Fault("whose_customer", match.span("word"), why, f"{(fitting(sheet) or ('貴社',))[0]}のお客様")


def channel(sheet: Sheet) -> Iterator[Fault]:
    """A chat: no signature, no full address, 250 characters; prices and serious apologies go by mail."""
    if sheet.letter.channel != "chat" or not sheet.to_customer:
        return
    body = sheet.proof.body
    if len(body.plain.strip()) > _CHAT_MOST:
        hint = "Answer first, one matter a message; the rest goes by mail."
        yield Fault("channel", None, "A chat message of more than 250 characters is put off.", hint=hint)
    if sheet.complaint and sheet.serious and len(body.plain.strip()) > _CHAT_MOST // 2:
        hint = "Call first; the mail follows."
        yield Fault("channel", None, "A serious apology is not for a chat.", hint=hint)
    for match in re.finditer(r"(?m)^(?:株式会社.{1,20}|電話.{5,20}|TEL.{5,20})$", body.plain):
        yield Fault("channel", match.span(), "A chat has no address and no signature.", hint="Leave it out.")


REGISTER_WARN: tuple[Rule, ...] = (
    sasete, humble_twice, cushion, hollow, casual, numbers, rhythm, whose_customer, channel,
)  # fmt: skip
