"""Names of people and organisations: how a record and a letter may write the same one."""

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.checks.proof import Proof
from assistant.checks.text import plain, without_legal_form

# Variants of one character in names; which of them is right is a matter of the register.
_VARIANTS = str.maketrans(
    "髙﨑邉邊齋齊斎濵濱澤嶋嶌廣國櫻眞龍髮惠德曾栁桺", "高崎辺辺斉斉斉浜浜沢島島広国桜真竜髪恵徳曽柳柳"
)
_LEGAL_EN = re.compile(
    r"\b(?:inc|incorporated|ltd|limited|llc|llp|plc|corp|corporation|co|company|gmbh|ag|sa|sarl|bv|nv|pty|pte|kk|holdings?|group)\b\.?",
    re.IGNORECASE,
)
_TITLES = [
    "代表取締役社長",
    "代表取締役",
    "取締役",
    "常務取締役",
    "専務取締役",
    "統括園長",
    "副園長",
    "園長",
    "院長",
    "副院長",
    "校長",
    "教頭",
    "理事長",
    "理事",
    "事務長",
    "事務局長",
    "支店長",
    "支社長",
    "営業所長",
    "所長",
    "工場長",
    "店長",
    "副店長",
    "店主",
    "室長",
    "本部長",
    "副本部長",
    "事業部長",
    "部長",
    "副部長",
    "次長",
    "課長",
    "副課長",
    "課長代理",
    "係長",
    "主任",
    "班長",
    "主査",
    "主幹",
    "リーダー",
    "マネージャー",
    "マネジャー",
    "マネージャ",
    "チーフ",
    "社長",
    "副社長",
    "会長",
    "専務",
    "常務",
    "顧問",
    "参与",
    "局長",
    "館長",
    "隊長",
    "組合長",
    "先生",
    "教授",
    "准教授",
    "博士",
    "師長",
    "看護師長",
    "技師長",
    "船長",
    "女将",
    "若女将",
    "支配人",
    "総支配人",
    "料理長",
    "住職",
    "議員",
    "市長",
    "町長",
    "村長",
    "区長",
    "担当",
    "ご担当",
    "担当者",
]
TITLES = tuple(sorted(_TITLES, key=len, reverse=True))
_TITLE = "|".join(TITLES)


@lru_cache(maxsize=4096)
def same_form(name: str) -> str:
    """A name in the one form in which names are compared: width, variants and spaces put aside, lower case."""
    return re.sub(r"[\s・.,'’-]+", "", plain(name).translate(_VARIANTS)).lower()


@lru_cache(maxsize=4096)
def core(company: str) -> str:
    """A company's name without its legal form: 株式会社みなとフーズ and (株)みなとフーズ are both みなとフーズ."""
    text = without_legal_form(company)
    shorter = _LEGAL_EN.sub("", text)
    return same_form(shorter) or same_form(text)


@lru_cache(maxsize=4096)
def forms(name: str) -> tuple[str, ...]:
    """The ways in which a letter may call a person of that name: whole, family name, given name."""
    parts = re.split(r"[\s・]+", plain(name).strip())
    cut = parts if len(parts) > 1 else []
    if not cut and re.fullmatch(r"[一-龯々]{3,6}[ぁ-んァ-ヴー]*", parts[0]):
        cut = [parts[0][:n] for n in range(1, len(parts[0]))]
    return same_form(name), *map(same_form, cut)


# Several checks ask for those of the letter in hand.
@lru_cache(maxsize=4)
def known_people(proof: Proof) -> frozenset[str]:
    """Every form of every name that the record, the message's sender or the vendor gives."""
    account = proof.letter.account
    names = [name for c in account.contacts for name in (c.name, c.reading) if name]
    if account.owner:
        names += [account.owner.name, account.owner.name_latin]
    if proof.letter.contact:
        names.append(proof.letter.contact.name)
    if proof.letter.reading and proof.letter.reading.sender.name:
        names.append(proof.letter.reading.sender.name)
    names += [o.confirmed_by for o in account.outcomes]
    parts = {
        same_form(part)
        for name in names
        for part in re.split(r"[\s・]+", plain(name).strip())[:2]
        if " " in plain(name)
    }
    # A family name that is known as a whole is not cut into names that nobody has: 高見沢 is no 高見.
    whole = {same_form(name) for name in names} & parts
    cut = (name for name in names if name and same_form(name) not in whole)
    return frozenset({form for name in cut for form in forms(name) if form} | whole)


# One pattern for every name: a batch meets a new name in every letter, and compiling one for each took a third of its time.
_JOINED = re.compile(r"[一-龯々ァ-ヴーA-Za-z]")
_NAME_ENDS = re.compile(rf"様|さま|さん|殿|氏|先生|{_TITLE}|[^一-龯々ァ-ヴーA-Za-z]|$")


def spoken_of(name: str, texts: Iterable[str]) -> bool:
    """True where a text has this name as a name: by itself, or before a title, never as a part of a longer one."""
    return any(_stands_in(name, text) for text in texts)


def _stands_in(name: str, text: str) -> bool:
    if name.isascii():
        name, text = name.lower(), text.lower()
    at = text.find(name)
    while at >= 0:
        if not (at and _JOINED.match(text, at - 1)) and _NAME_ENDS.match(text, at + len(name)):
            return True
        at = text.find(name, at + 1)
    return False
