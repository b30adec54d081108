"""The days on which nobody of the vendor works: national holidays, the turn of the year, its own."""

import json
from contextlib import suppress
from datetime import date as Date
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from assistant.domain.organisation import Organisation


class ClosedDays:
    """A country's holidays by a library, kept in a file: loading the library for every command takes a tenth of it.

    Args:
        folder: where they are kept, or None. Anything in the folder may be deleted at any time.
    """

    def __init__(self, folder: Path | None = None):
        self._folder = folder
        self._known: dict[tuple[str, int], frozenset[Date]] = {}

    def __call__(self, organisation: Organisation, today: Date) -> frozenset[Date]:
        """Days from `today` on for a year and a half on which nobody of ours works."""
        years = (today.year, today.year + 1)
        found = set().union(*(self._national(organisation.country or "JP", year) for year in years))
        if organisation.country == "JP":
            for year in (today.year - 1, *years):
                found |= {Date(year, 12, d) for d in (29, 30, 31)} | {Date(year + 1, 1, d) for d in (1, 2, 3)}
        for span in organisation.holidays:
            first, _, last = span.partition("/")
            try:
                start, end = Date.fromisoformat(first.strip()), Date.fromisoformat((last or first).strip())
            except ValueError:
                continue
            found |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
        return frozenset(found)

    def _national(self, country: str, year: int) -> frozenset[Date]:
        if (country, year) not in self._known:
            self._known[country, year] = self._kept(country, year)
        return self._known[country, year]

    def _kept(self, country: str, year: int) -> frozenset[Date]:
        if self._folder is None or not country.isalnum():
            return _by_library(country, year)
        path = self._folder / f"holidays-{country}-{year}-{self._version}.json"
        with suppress(OSError, ValueError, TypeError):
            return frozenset(Date.fromisoformat(day) for day in json.loads(path.read_text(encoding="utf-8")))
        days = _by_library(country, year)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_text(json.dumps(sorted(day.isoformat() for day in days)), encoding="utf-8")
            part.replace(path)
        return days

    @cached_property
    def _version(self) -> str:
        """The library's: laws change, and a new version knows."""
        from importlib.metadata import version

        return version("holidays")


def _by_library(country: str, year: int) -> frozenset[Date]:
    """A country's holidays; none where the library does not know the country."""
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()
