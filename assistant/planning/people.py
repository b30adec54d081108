"""Who is written to, and how they and their organisation are called."""

import re
import unicodedata

from assistant.domain.account import Account, Contact
from assistant.domain.organisation import Organisation

_LEGAL = re.compile(
    r"(株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|一般財団法人|公益社団法人|公益財団法人|医療法人社団|医療法人財団"
    r"|医療法人|社会福祉法人|学校法人|宗教法人|特定非営利活動法人|NPO法人|(?:,\s*|\s+)(?:Inc|Ltd|LLC|Co|Corp|GmbH|plc|LLP)\b\.?)",
    re.IGNORECASE,
)

# japanese.md, `organisation_word`: the respectful word for their organisation, by kind.
_WORDS = {
    "company": "貴社", "bank": "貴行", "shinkin": "貴庫", "hospital": "貴院", "school": "貴校", "university": "貴学",
    "kindergarten": "貴園", "public": "貴機関", "association": "貴会", "shop": "貴店", "office": "貴所",
}  # fmt: skip
_SPOKEN = {"貴社": "御社"}

# Where the kind is not on record, the name tells it: first what stands at the end, then the legal form.
_KIND_BY_NAME = (
    (r"信用金庫", "貴庫"), (r"銀行", "貴行"), (r"大学$", "貴学"), (r"(病院|医院|クリニック)", "貴院"), (r"組合", "貴組合"),
    (r"(市|市役所)$", "貴市"), (r"(町|町役場)$", "貴町"), (r"県庁?$", "貴県"), (r"省$", "貴省"),
    (r"(学校|学院|学園)$", "貴校"), (r"(幼稚園|保育園|こども園)$", "貴園"), (r"事務所$", "貴所"),
    (r"法人", "貴法人"), (r"(協会|連盟|商工会)", "貴会"),
)  # fmt: skip


def plain(text: str) -> str:
    """A name for comparing: NFKC, no spaces, case folded."""
    return re.sub(r"[\s・]+", "", unicodedata.normalize("NFKC", text)).casefold()


def short_name(organisation: Organisation, language: str = "") -> str:
    """Our own name as we say it in a greeting, without the legal form; in `language` where it is on record so."""
    named = [getattr(both, language, "") for both in (organisation.short_names, organisation.names)]
    return next(filter(None, named), "") or organisation.short_name or _LEGAL.sub("", organisation.name).strip()


def core_name(name: str) -> str:
    """A company's name without its legal form."""
    return _LEGAL.sub("", name).strip() or name


def at_home(account: Account, language: str) -> str:
    """Their organisation by its own name inside a sentence: わたぐも幼稚園, Harrowmere Property Care.

    貴市 and its kin for a public body, whose name means its citizens as well; "" where the letter cannot say the name.
    """
    if language == "en":
        return "" if is_japanese(account.name) else core_name(account.name)
    if account.kind == "public":
        return organisation_word(account)
    # A corporation's name comes before that of the house that it runs; a branch's number is no house.
    core = core_name(account.name)
    last = re.split(r"[\s\u3000]+", core)[-1]
    return last if is_japanese(core) and is_japanese(last) else core


def organisation_word(account: Account, channel: str = "mail") -> str:
    """貴社 and its kin for this account; 御社 where it is spoken or written in a chat."""
    name = account.name
    word = _WORDS.get(account.kind or "", "")
    if account.kind in ("public", "association") or not word:
        word = next((w for pattern, w in _KIND_BY_NAME if re.search(pattern, name)), word or "貴社")
    return _SPOKEN.get(word, word) if channel != "mail" else word


def surname(name: str) -> str:
    """佐藤 of 「佐藤 健一」; the whole where no space tells."""
    return re.split(r"[\s\u3000]+", name.strip())[0]


def called(name: str) -> str:
    """The name as a Japanese letter says it: the surname; a name in Latin letters whole."""
    return surname(name) if is_japanese(name) else name.strip()


def first_name(name: str) -> str:
    """Fiona of "Fiona Mackie", past a title such as "Dr"."""
    words = [w for w in name.split() if w.rstrip(".").lower() not in ("dr", "mr", "mrs", "ms", "prof")]
    return words[0] if words else name


def addressed(contact: Contact, language: str) -> str:
    """The reader inside a sentence: 佐藤様, or Fiona."""
    return first_name(contact.name) if language == "en" else f"{called(contact.name)}様"


def is_japanese(text: str) -> bool:
    return any("\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" for c in text)


def present(contacts: list[Contact]) -> list[Contact]:
    """The contacts who have not left."""
    return [c for c in contacts if not c.left]


def named(contacts: list[Contact], text: str) -> Contact | None:
    """The contact whom a text names: by full name, else by surname, first name or reading."""
    wanted = plain(text)
    if not wanted:
        return None
    for contact in contacts:
        if plain(contact.name) in wanted or wanted == plain(contact.reading):
            return contact
    # Said alone, a surname of one character is a name; inside other words it would be any character.
    alone = re.sub(r"(様|さま|さん|殿|氏)$", "", wanted)
    exact = [c for c in contacts if alone in {plain(part) for part in c.name.split()}]
    if len(exact) == 1:
        return exact[0]
    hits = [c for c in contacts if any(_stands_in(part, text) for part in c.name.split())]
    return hits[0] if len(hits) == 1 else None


def _stands_in(part: str, text: str) -> bool:
    if len(part) < 2:
        return False
    if is_japanese(part):
        return plain(part) in plain(text)
    return re.search(rf"\b{re.escape(part)}\b", text, re.IGNORECASE) is not None


def addressee(account: Account, wrote: str = "", *hints: str) -> Contact | None:
    """Whom the reply goes to: the writer where on record, else whom the CSM's words name, else the default contact."""
    contacts = present(account.contacts)
    for text in (wrote, *hints):
        if text and (found := named(contacts, text)):
            return found
    return contacts[0] if contacts else None


def full_title(contact: Contact) -> str:
    """情報システム部 部長: the department is left out where the title already says it (営業部長 of 営業部)."""
    department, title = contact.department, contact.title
    if department and title and re.sub(r"[部課室局]$", "", department) in title:
        department = ""
    return " ".join(t for t in (department, title) if t)


_ROMAN = dict(
    zip(
        "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
        "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ",
        [
            "a",
            "i",
            "u",
            "e",
            "o",
            "ka",
            "ki",
            "ku",
            "ke",
            "ko",
            "sa",
            "shi",
            "su",
            "se",
            "so",
            "ta",
            "chi",
            "tsu",
            "te",
            "to",
            "na",
            "ni",
            "nu",
            "ne",
            "no",
            "ha",
            "hi",
            "fu",
            "he",
            "ho",
            "ma",
            "mi",
            "mu",
            "me",
            "mo",
            "ya",
            "yu",
            "yo",
            "ra",
            "ri",
            "ru",
            "re",
            "ro",
            "wa",
            "o",
            "n",
            "ga",
            "gi",
            "gu",
            "ge",
            "go",
            "za",
            "ji",
            "zu",
            "ze",
            "zo",
            "da",
            "ji",
            "zu",
            "de",
            "do",
            "ba",
            "bi",
            "bu",
            "be",
            "bo",
            "pa",
            "pi",
            "pu",
            "pe",
            "po",
        ],
        strict=True,
    )
)


def romanised(reading: str) -> str:
    """Hepburn without long vowels, as names stand on a business card: 「さとう」 Sato, 「きょうこ」 Kyoko."""
    kana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in unicodedata.normalize("NFKC", reading))
    text, double = "", False
    for c in kana:
        if c in "ゃゅょ" and text.endswith("i"):
            stem = text[:-1]
            text = stem + ("" if stem.endswith(("sh", "ch", "j")) else "y") + {"ゃ": "a", "ゅ": "u", "ょ": "o"}[c]
            continue
        if c == "っ":
            double = True
            continue
        sound = _ROMAN.get(c, c)
        text += ("t" if sound.startswith("ch") else sound[0]) + sound if double and sound else sound
        double = False
    text = re.sub(r"ou(?!$)|ou$|oo", "o", text).replace("uu", "u")
    return text.capitalize()
