"""Usage month by month: the figures behind the trend, and behind the small line beside an account's name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from assistant.domain.account import Usage


@dataclass(frozen=True, slots=True)
class Trend:
    """From `before` to `now` over `months` months (0 where there is nothing to compare with).

    `users` is true where active users are counted, false where log-ins a month are.
    """

    before: float
    now: float
    months: int
    users: bool

    @property
    def percent(self) -> float:
        """The change in percent; from nothing to something counts as doubled."""
        if not self.before:
            return 100.0 if self.now else 0.0
        return 100 * (self.now - self.before) / self.before


def monthly(usage: Sequence[Usage], today: Date) -> tuple[dict[int, float], bool]:
    """Usage by month (year × 12 + month - 1), oldest first, and whether it is active users (else log-ins).

    Active users of several days of a month are averaged, log-ins added up. The month that is still running is left
    out, since half a month looks like a fall; so are months to come.
    """
    users: dict[int, list[float]] = defaultdict(list)
    logins: dict[int, float] = defaultdict(float)
    for entry in usage:
        when = entry.month or (entry.date.isoformat()[:7] if entry.date else "")
        # A month may be written that no calendar has.
        if not when or when >= f"{today:%Y-%m}" or when < "0002":
            continue
        month = int(when[:4]) * 12 + int(when[5:]) - 1
        if entry.active_users is not None:
            users[month].append(entry.active_users)
        if entry.logins is not None:
            logins[month] += entry.logins
    counted = {month: sum(values) / len(values) for month, values in users.items()}
    chosen = counted or logins
    return {month: chosen[month] for month in sorted(chosen)}, bool(counted)


def trend(usage: Sequence[Usage], today: Date, months: float, days: float) -> Trend | None:
    """The change over `months` months, or over what there is; None where nothing is on record of the last `days` days."""
    series, users = monthly(usage, today)
    if not series:
        return None
    last = max(series)
    # Its last day, near enough, is where the month ends.
    if (today - Date(last // 12, last % 12 + 1, 28)).days > days:
        return None
    earlier = [month for month in series if last - months <= month < last]
    first = min(earlier, default=last)
    return Trend(series[first], series[last], last - first, users)
