"""Respect and humility at the right verb, and once."""

import re
from collections.abc import Iterator
from functools import cache

from assistant.checks.lexicon import Lexicon
from assistant.checks.register.sheet import Fault, Sheet, either

_TAIL = re.compile(r"まし(?:たら|た)?|ます|る|た|て")
_PLEASE = r"(?:ください|下さい|くださ(?:いませ|って)|ほしい)"
_STEM_ENDS = "いきぎしじちにびみりえけげせぜてでねべめれ"
_ASK = r"(?:いただ(?=[きくけいこ])|頂(?=[きくけいこ])|もら(?=[いえう]))"


def double_keigo(sheet: Sheet) -> Iterator[Fault]:
    """ご覧になられる, おっしゃられる. お伺いする, お見えになる, お召し上がりになる and 〜ていらっしゃる are right."""
    for match, _ in sheet.found("register_double_keigo"):
        tail = _TAIL.match(sheet.text, match.end())
        ending = tail.group() if tail else ""
        mend = _once(match.group(), ending)
        yield Fault(
            "double_keigo", (match.start(), match.end() + len(ending)), "Two honours on one verb: one is enough.", mend
        )


def _once(verb: str, tail: str) -> str:
    """おっしゃられ + ました → おっしゃいました: the verb of respect without られ."""
    stem = verb[:-2]
    if tail in ("た", "て"):
        return stem + "っ" + tail
    if tail == "る":
        return stem + "る"
    polite = "い" if stem.endswith(("おっしゃ", "仰", "いらっしゃ", "なさ", "くださ")) else "り"
    return stem + polite + tail


@cache
def _asked(words: Lexicon) -> re.Pattern[str]:
    """ご確認してください, お送りしていただく: asked of the customer with our humble ご〜する."""
    adorned = either(words, "register_beautified")
    # A verb before して ends in its い- or え-row: お送りして, お知らせして, but not お安くして.
    stem = rf"(?:[一-龯]{{1,3}}[ぁ-ん]{{0,2}}?|[一-龯]{{1,2}}[ぁ-ん]{{0,2}}[一-龯][ぁ-ん]?)[{_STEM_ENDS}]"
    return re.compile(
        rf"(?!{adorned})(?P<act>[ご御](?:[一-龯]{{2,4}}|覧)|お{stem})(?:し|致し|いたし)て(?P<ask>{_PLEASE}|{_ASK})"
    )


@cache
def _able(words: Lexicon) -> re.Pattern[str]:
    """ご利用できます, お使いできません."""
    acts, shared = either(words, "register_customer_acts"), either(words, "register_shared_acts")
    verbs = either(words, "register_customer_verbs")
    return re.compile(
        rf"(?P<act>[ご御](?P<own>{acts})|[ご御](?P<shared>{shared})|お(?P<verb>{verbs}))(?:が|も|は)?(?:でき|出来)(?P<tail>ます|る|ない|ません|ました|まし|なか|れば|ず)"
    )


def wrong_direction(sheet: Sheet) -> Iterator[Fault]:
    """The customer's act in our humble form. ご確認ください, ご利用いただけます and our own ご案内できます are right."""
    why = "This is the customer's act, put in the humble form that is ours."
    for match in sheet.search(_asked(sheet.words)):
        ask = match["ask"]
        mend = match["act"] + ("いただ" if ask[0] in "いも頂" else "ください")
        yield Fault("wrong_direction", match.span(), why, mend)
    for match in sheet.search(_able(sheet.words)):
        if match["shared"] and _ours_to_do(sheet, match):
            continue
        tail = match["tail"]
        mend = match["act"] + "いただけ" + ("なかった" if tail == "なか" else "なく" if tail == "ず" else tail)
        yield Fault("wrong_direction", match.span(), why, mend)
    for match, mend in sheet.found("register_wrong_direction"):
        yield Fault("wrong_direction", match.span(), why, mend)


def _ours_to_do(sheet: Sheet, match: re.Match[str]) -> bool:
    """True where the sentence makes it our act, or tells what we found (ご入金を確認できました)."""
    sentence = sheet.sentence_at(match.start())
    if sheet.says("register_ours_here", sentence.bare[: match.start() - sentence.start]):
        return True
    after = sheet.text[match.end() : match.end() + 8]
    return match["tail"] in ("ました", "まし") and not re.match(r"(?:でしょう)?か|たら|たでしょう", after)


@cache
def _sa(words: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?P<stem>{either(words, 'register_sa_in')})さ(?P<rest>せて(?:いただ|頂|くださ|下さ|もら))")


def sa_in(sheet: Sheet) -> Iterator[Fault]:
    """送らさせていただく: a さ too many."""
    for match in sheet.search(_sa(sheet.words)):
        yield Fault(
            "sasete", match.span(), "There is a さ too many before せていただく.", match["stem"] + match["rest"]
        )
