"""Business days of the vendor: weekends, public holidays, the turn of the year in Japan, the vendor's own days off."""

from datetime import date as Date
from functools import lru_cache

from assistant.domain.organisation import Organisation


@lru_cache(maxsize=64)
def _public_holidays(country: str, year: int) -> frozenset[Date]:
    # The library takes a tenth of a second to import; most letters promise no day.
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def _own(organisation: Organisation, day: Date) -> bool:
    for entry in organisation.holidays:
        first, _, last = entry.partition("/")
        try:
            if Date.fromisoformat(first) <= day <= Date.fromisoformat(last or first):
                return True
        except ValueError:
            continue
    return False


def is_workday(day: Date, organisation: Organisation) -> bool:
    """True where the vendor works on that day.

    Japanese offices are closed from 29 December to 3 January, which the law on public holidays does not say.
    """
    if day.weekday() >= 5 or _own(organisation, day):
        return False
    if organisation.country == "JP" and ((day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)):
        return False
    return day not in _public_holidays(organisation.country, day.year)
