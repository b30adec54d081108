"""Bytes to text: the encodings files come in from Excel and editors in Japan."""

import codecs
import re

from assistant.adapters.readers.faults import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STRAY = re.compile("[\udc80-\udcff]")
_ASCII = bytes(range(128))
_KANA = re.compile("[ぁ-んァ-ヶ]")
_HALF_KANA = re.compile("[｡-ﾟ]")
# With more stray bytes than this share of its non-ASCII bytes a file is in another encoding, not damaged: Japanese in
# one encoding read as another has strays in every second character.
_DAMAGE = 0.1
_SAMPLE = 100_000


def decode(name: str, data: bytes, declared: str | None = None) -> str:
    """The text of a file, with line ends as they are.

    Single damaged bytes stay in the text as lone surrogates, so that the row that holds them can be refused by name
    while the others are taken.

    Args:
        name: the file's name, for the sentence of the error.
        declared: the encoding that the file itself names (HTML), tried where it is no UTF-8.

    Raises:
        Unreadable: the file holds no text in an encoding that is known.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(name, data, encoding)
    if data.startswith(b"\x1b$") or b"\x1b$B" in data[:4096]:
        return _strictly(name, data, "iso2022_jp")
    if b"\x00" in data[:4096]:
        return _strictly(name, data, "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be")
    for encoding in ["utf-8", *([declared] if declared else [])]:
        text = _nearly(data, encoding)
        if text is not None:
            return text
    return _japanese(data) or _guessed(name, data)


def _strictly(name: str, data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeError:
        text = "\x00"
    if "\x00" in text:
        raise Unreadable("%(file)s cannot be read as text. Save it as UTF-8 and import it again.", file=name)
    return text


def _nearly(data: bytes, encoding: str) -> str | None:
    """The text where it is in this encoding but for a few damaged bytes, else None."""
    try:
        return data.decode(encoding)
    except LookupError:
        return None
    except UnicodeError as error:
        start = max(0, getattr(error, "start", 0) - _SAMPLE)
    sample = data[start : start + 2 * _SAMPLE]
    # Where the sample was cut out of the file, a character may have been cut in two.
    cut = 4 if len(sample) < len(data) else 0
    try:
        strays = len(_STRAY.findall(sample.decode(encoding, "surrogateescape")))
        if strays - cut > len(sample.translate(None, _ASCII)) * _DAMAGE:
            return None
        return data.decode(encoding, "surrogateescape")
    except UnicodeError:
        return None


def _japanese(data: bytes) -> str | None:
    """CP932 (what Excel in Japan calls CSV) or EUC-JP; bytes of EUC-JP read as CP932 are mostly half-width katakana."""
    cp932 = _nearly(data, "cp932")
    if cp932 is None:
        return _nearly(data, "euc_jp")
    sample = cp932[:_SAMPLE]
    if len(_HALF_KANA.findall(sample)) <= sum(char > "\x7f" for char in sample) / 2:
        return cp932
    euc = _nearly(data, "euc_jp")
    return euc if euc is not None and _KANA.search(euc) else cp932


def _guessed(name: str, data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:1_000_000]).best()
    if best is None:
        raise Unreadable("%(file)s cannot be read as text. Save it as UTF-8 and import it again.", file=name)
    return _strictly(name, data, best.encoding)
