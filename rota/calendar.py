"""Which days a weekly pattern makes a shift on: one on each of its weekdays inside a term, outside closures."""

import datetime as dt
from collections.abc import Iterable

from nursery.dates import WEEK

Span = tuple[dt.date, dt.date]  # both days included


def pattern_days(
    weekday: int,
    term: Span,
    closures: Iterable[Span] = (),
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> list[dt.date]:
    """The days, in order. `weekday` is 0 for Monday; `starts_on` and `ends_on` are the pattern's own (None: open)."""
    first = max(term[0], starts_on or term[0])
    last = min(term[1], ends_on or term[1])
    closed = list(closures)
    day = first + dt.timedelta(days=(weekday - first.weekday()) % 7)
    days = []
    while day <= last:
        if not any(starts <= day <= ends for starts, ends in closed):
            days.append(day)
        day += WEEK
    return days
