"""Names: found whatever their width, case or kana."""

import re
import unicodedata

from assistant.domain.account import Account

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f]+")


def folded(text: str) -> str:
    """The text without the differences that people do not mean when they search: width, case, kana, spaces."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _UNSEEN.sub("", plain.translate(_KATAKANA_TO_HIRAGANA))


def searchable(account: Account) -> str:
    """What an account is found by: id, name, its contacts' names and readings, folded, one a line."""
    words = [account.id, account.name]
    for contact in account.contacts:
        words += [contact.name, contact.reading]
    return "\n".join(folded(word) for word in words if word)
