"""Which shifts the file's patterns make: known to the checks before anything is written."""

import datetime as dt
from dataclasses import dataclass

from portability.checks import Check, terms_of
from portability.shape import Entry
from portability.values import day, weekday
from rota.calendar import pattern_days


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """What the checks of bookings need to know of a shift."""

    date: dt.date
    starts: str
    ends: str
    paid_places: int
    parent_places: int
    cancelled: bool = False


def facts_of(entry: Entry, date: dt.date) -> ShiftFacts:
    return ShiftFacts(
        date,
        entry["starts"],
        entry["ends"],
        entry.get("paid_places", 0),
        entry.get("parent_places", 0),
        entry.get("status") == "cancelled",
    )


def pattern_shifts(check: Check) -> dict[tuple[str, dt.date], ShiftFacts]:
    """By (pattern's key, day it was made for), moved and cancelled ones as the file's `shifts` say."""
    made: dict[tuple[str, dt.date], ShiftFacts] = {}
    for key, pattern in check.keys("shift_patterns").items():
        for _term, starts, ends, closures in terms_of(check):
            days = pattern_days(weekday(pattern), (starts, ends), closures, day(pattern, "from"), day(pattern, "until"))
            made |= {(key, date): facts_of(pattern, date) for date in days}
    for shift in check.keys("shifts").values():
        if "pattern" in shift:
            date = day(shift, "date")
            occasion = day(shift, "occasion") or date
            if date is not None and occasion is not None:
                made[shift["pattern"], occasion] = facts_of(shift, date)
    return made


def why_no_shift(check: Check, key: str, date: dt.date) -> str:
    """Why the pattern makes no shift on that day, in a sentence."""
    pattern = check.keys("shift_patterns")[key]
    if date.weekday() != weekday(pattern):
        return f"'{key}' makes no shift on {date}: it is no {pattern['weekday']}"
    for term_key, starts, ends, closures in terms_of(check):
        if not starts <= date <= ends:
            continue
        if any(first <= date <= last for first, last in closures):
            return f"the nursery is closed on {date} (in the term '{term_key}')"
        first, last = pattern.get("from", "the first day"), pattern.get("until", "the last")
        return f"'{key}' makes no shift on {date}: it holds from {first} until {last}"
    return f"'{key}' makes no shift on {date}: it is in no term"
