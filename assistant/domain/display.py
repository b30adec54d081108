"""Display forms of figures and dates, Japanese and English: one form for one value, wherever it is shown."""

from datetime import date as Date

_WEEKDAYS = "月火水木金土日"
_SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "AUD": "A$", "CAD": "C$", "SGD": "S$"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# A date further off than this is shown with its year (japanese.md, `calendar`).
_YEAR_SHOWN_DAYS = 92


def number(value: float, digits: int = 2) -> str:
    """1234.5 as "1,234.5": separated by thousands, at most `digits` decimals, no trailing zeros."""
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: float, currency: str, language: str) -> str:
    """An amount: 2,754,000円, ¥2,754,000, $36,450, CHF 1,200 (and 36,450米ドル in Japanese)."""
    amount = number(value)
    if currency in ("JPY", ""):
        return f"{amount}円" if language == "ja" else f"¥{amount}"
    if symbol := _SYMBOLS.get(currency):
        return f"{symbol}{amount}"
    return f"{currency} {amount}"


_TAX = {"ja": {"excluded": "税抜", "included": "税込"}, "en": {"excluded": "before tax", "included": "including tax"}}


def tax(kind: str | None, language: str) -> str:
    """税抜, or "before tax"; "" where the record does not say."""
    return _TAX[language].get(kind or "", "")


def day(value: Date, language: str, today: Date | None = None, weekday: bool = True) -> str:
    """11月27日(金), or Friday 27 November; with the year where it lies more than three months from `today`."""
    with_year = today is None or abs((value - today).days) > _YEAR_SHOWN_DAYS
    if language == "ja":
        text = f"{value.year}年{value.month}月{value.day}日" if with_year else f"{value.month}月{value.day}日"
        return f"{text}({_WEEKDAYS[value.weekday()]})" if weekday else text
    text = f"{value.day} {_MONTHS[value.month - 1]}" + (f" {value.year}" if with_year else "")
    return f"{value:%A} {text}" if weekday else text


def month(value: Date, language: str) -> str:
    """9月, or September."""
    return f"{value.month}月" if language == "ja" else _MONTHS[value.month - 1]


def measured(value: float, unit: str, language: str) -> str:
    """A value with its unit: 2.2日, 57%, 6 working days."""
    amount = number(value)
    if not unit:
        return amount
    if unit in ("%", "\uff05"):
        return f"{amount}%"
    if language == "ja":
        return f"{amount}{unit}"
    if amount == "1" and unit.endswith("s") and not unit.endswith("ss"):
        unit = unit[:-1]
    return f"{amount} {unit}" if unit[0].isascii() and unit[0].isalpha() else f"{amount}{unit}"


def ratio(value: float, language: str) -> str:
    """2.0倍, or "2.0 times": one decimal (japanese.md, `numbers`), rounded down so that it never claims too much."""
    shown = f"{int(value * 10) / 10:.1f}"
    return f"{shown}倍" if language == "ja" else f"{shown} times"
