"""Which language a message is in, by its script."""

import re

_KANA = re.compile(r"[ぁ-んァ-ヴー]")
_HAN = re.compile(r"[一-龯々]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


def language_of(text: str, default: str) -> str:
    """ "ja" or "en" by script; `default` where too little is said to tell.

    Names of products and places are Latin in Japanese mails, so a tenth of kana outweighs them.
    """
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    latin = sum(len(word) for word in _LATIN.findall(text))
    if kana + han == 0:
        return "en" if latin >= 4 else default
    if latin == 0 or (kana + han) * 5 >= latin:
        return "ja"
    return "en"
