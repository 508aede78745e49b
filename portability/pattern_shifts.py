"""Which shifts the file's patterns make: known to the checks before anything is written."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from nursery.dates import DAY, monday_of
from portability.checks import Check, terms_of
from portability.faults import Step
from portability.shape import Entry
from portability.values import day, the_day, weekday
from rota.calendar import pattern_days
from rota.models import ShiftStatus

NAMES_SHIFT = {"pattern": "shift_patterns", "shift": "shifts"}  # the fields by which an entry may name a shift
Occasion = tuple[str, dt.date]  # a pattern's key, and the day for which it makes a shift


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """What the checks of bookings need to know of a shift. `name` is the same for one shift however it is named."""

    name: tuple[Any, ...]
    date: dt.date
    starts: str
    ends: str
    paid_places: int
    parent_places: int
    cancelled: bool = False


def facts_of(entry: Entry, date: dt.date, *name: Any) -> ShiftFacts:
    return ShiftFacts(
        name,
        date,
        entry["starts"],
        entry["ends"],
        entry.get("paid_places", 0),
        entry.get("parent_places", 0),
        entry.get("status") == ShiftStatus.CANCELLED,
    )


def made_by_patterns(check: Check) -> dict[Occasion, Entry]:
    """Each occasion with its pattern: one on each of the pattern's weekdays inside a term, outside closures."""
    made: dict[Occasion, Entry] = {}
    for key, pattern in check.keys("shift_patterns").items():
        own = day(pattern, "from"), day(pattern, "until")
        for _term, starts, ends, closures in terms_of(check):
            made |= {(key, date): pattern for date in pattern_days(weekday(pattern), (starts, ends), closures, *own)}
    return made


def occasions_of(check: Check) -> dict[str, Occasion]:
    """For the key of each pattern's shift that `shifts` lists, which shift of the pattern it is.

    A moved shift may say its `occasion`; else it is its pattern's shift of that day, or else of that week.
    """
    made = made_by_patterns(check)
    listed = {key: shift for key, shift in check.keys("shifts").items() if "pattern" in shift}
    found: dict[str, Occasion] = {}
    for key, shift in listed.items():
        date = the_day(shift, "date")
        said = day(shift, "occasion") or (date if (shift["pattern"], date) in made else None)
        if said is not None:
            found[key] = (shift["pattern"], said)
    taken = set(found.values())
    for key, shift in listed.items():
        if key not in found:
            date = the_day(shift, "date")
            found[key] = next(
                (
                    occasion
                    for n in range(7)
                    if (occasion := (str(shift["pattern"]), monday_of(date) + DAY * n)) in made
                    and occasion not in taken
                ),
                (shift["pattern"], date),
            )
            taken.add(found[key])
    return found


@dataclass(frozen=True, slots=True)
class Shifts:
    """All the shifts of a file, as its bookings name them."""

    by_key: dict[str, ShiftFacts]
    by_occasion: dict[Occasion, ShiftFacts]
    by_moved_day: dict[Occasion, ShiftFacts]

    def named(self, entry: Entry) -> ShiftFacts | None:
        """The shift that a booking names, by `shift` or by `pattern` and `date`."""
        if "shift" in entry:
            return self.by_key.get(entry["shift"])
        return self.of_pattern(entry["pattern"], the_day(entry, "date"))

    def of_pattern(self, key: str, date: dt.date) -> ShiftFacts | None:
        """By the day for which it was made, else by the day to which it was moved."""
        return self.by_occasion.get((key, date)) or self.by_moved_day.get((key, date))


def all_shifts(check: Check) -> Shifts:
    """Those that the patterns make, moved and cancelled as `shifts` says, and the one-off ones."""
    by_occasion = {
        occasion: facts_of(pattern, occasion[1], *occasion) for occasion, pattern in made_by_patterns(check).items()
    }
    occasions = occasions_of(check)
    by_key: dict[str, ShiftFacts] = {}
    by_moved_day: dict[Occasion, ShiftFacts] = {}
    for key, shift in check.keys("shifts").items():
        date = the_day(shift, "date")
        occasion = occasions.get(key)
        by_key[key] = facts_of(shift, date, *(occasion or (key,)))
        if occasion is not None:
            by_occasion[occasion] = by_key[key]
            by_moved_day[occasion[0], date] = by_key[key]
    return Shifts(by_key, by_occasion, by_moved_day)


def why_no_shift(check: Check, key: str, date: dt.date) -> str | None:
    """Why the pattern makes no shift on that day, in a sentence; None where something broken may make one."""
    if any(not isinstance(one, dict) or one.get("pattern") == key for one in check.broken("shifts").values()):
        return None
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
    return None if check.broken("terms") else f"'{key}' makes no shift on {date}: it is in no term"


def shift_named(check: Check, entry: Entry, shifts: Shifts, *here: Step) -> ShiftFacts | None:
    """The shift that an entry names by `shift`, or by `pattern` and `date`; None after a fault."""
    if "shift" not in entry:
        if check.refers(entry, "pattern", "shift_patterns", *here) is None:
            return None
        shift = shifts.named(entry)
        if shift is None and (why := why_no_shift(check, entry["pattern"], the_day(entry, "date"))):
            check.fault(why, *here, "date")
        return shift
    listed = check.refers(entry, "shift", "shifts", *here)
    if listed is None:
        return None
    if entry.get("date", listed["date"]) != listed["date"]:
        check.fault(f"'{entry['shift']}' is on {listed['date']}", *here, "date")
    if entry.get("pattern", listed.get("pattern")) != listed.get("pattern"):
        check.fault(f"'{entry['shift']}' is no shift of this pattern", *here, "pattern")
    return shifts.named(entry)
