"""Clock times of a day as instants, and the one thing that can go wrong: clocks that change in between."""

import datetime as dt

from nursery.dates import local_instant
from portability.faults import Step
from portability.sync import Book
from rota.models import Shift


def instants(
    book: Book, date: dt.date, starts: str | None, ends: str | None, *here: Step, whole: Shift | None = None
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The instants of two clock times; where one is None the span of `whole` is meant. A fault where the clocks
    are put forward so that no time is left between them."""
    zone = book.nursery.zone
    starts_at = None if starts is None else local_instant(date, dt.time.fromisoformat(starts), zone)
    ends_at = None if ends is None else local_instant(date, dt.time.fromisoformat(ends), zone)
    first = starts_at or (whole.starts_at if whole else None)
    last = ends_at or (whole.ends_at if whole else None)
    if first is not None and last is not None and last <= first:
        book.faults.add(f"the clocks change on {date}, so that no time is left in it", *here)
    return starts_at, ends_at
