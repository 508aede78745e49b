"""Moving a nursery file in time. Pure: a document and a day in, a document out."""

import datetime as dt
import re
from collections import defaultdict
from copy import deepcopy
from typing import Any

from nursery.dates import WEEK
from portability.shape import Document, Entry

_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")
_MONTH = re.compile(r"^\d{4}-\d\d$")
_YEAR_IN_NAME = re.compile(r"\s*(?:\([^)]*\d{4}\)|\b\d{4}\b)\s*$")
_HAPPENED = ("contributions", "programme", "fee_relief")  # never dated after today
_LEAVE_OPEN_EVERY = 4  # of the parents' places ahead
GOOD_PART = 2 / 3  # of the first term: something is done, something is ahead


def weeks_to(document: Document, today: dt.date) -> int:
    """By how many weeks to move `document` so that `today` falls on a teaching day, about two thirds into its
    first term."""
    term = min(document["terms"], key=lambda term: term["starts"])
    starts, ends = dt.date.fromisoformat(term["starts"]), dt.date.fromisoformat(term["ends"])
    closures = [
        (dt.date.fromisoformat(c["starts"]), dt.date.fromisoformat(c["ends"])) for c in term.get("closures", [])
    ]
    wish = starts + (ends - starts) * GOOD_PART
    first = starts + dt.timedelta(days=(today - starts).days % 7)
    candidates = [first + WEEK * n for n in range((ends - first).days // 7 + 1)]
    # At a weekend look at the Friday before: that is the week people have in mind.
    open_days = [
        day
        for day in candidates
        if not any(begins <= day - dt.timedelta(days=max(0, day.weekday() - 4)) <= last for begins, last in closures)
    ]
    chosen = min(open_days or candidates, key=lambda day: abs((day - wish).days))
    return (today - chosen).days // 7


def moved(document: Document, weeks: int) -> Document:
    """Every day moved by `weeks`, months of birth with them, and names that carry a year without it."""
    result: Document = _moved(document, WEEK * weeks)
    for part in ("terms", "rooms"):
        for entry in result.get(part, []):
            entry["name"] = _YEAR_IN_NAME.sub("", entry["name"])
    for entry in result.get("programme", []):
        if "note" in entry:
            entry["note"] = entry["note"].partition(",")[0]  # what follows names a month
    return result


def _moved(value: Any, by: dt.timedelta) -> Any:
    match value:
        case dict():
            return {name: _moved(item, by) for name, item in value.items()}
        case list():
            return [_moved(item, by) for item in value]
        case str() if _DAY.match(value):
            return (dt.date.fromisoformat(value) + by).isoformat()
        case str() if _MONTH.match(value):
            # The middle of the month stands for it, so that ages in months stay as near as they can.
            return f"{dt.date.fromisoformat(f'{value}-15') + by:%Y-%m}"
        case _other:
            return value


def as_of(document: Document, today: dt.date) -> Document:
    """What is ahead of `today` is booked at most, some of it open; what is behind stays as it was."""
    result = deepcopy(document)
    kinds = {person["key"]: set(person["roles"]) for person in result["people"]}
    shift_days = {shift["key"]: shift["date"] for shift in result.get("shifts", [])}
    now = today.isoformat()
    kept: list[Entry] = []
    parents_ahead: dict[str, int] = defaultdict(int)
    for booking in result["bookings"]:
        if (booking.get("date") or shift_days[booking["shift"]]) < now:
            kept.append(booking)
            continue
        in_parent_place = booking["place"] == "parent"
        if booking["status"] != "worked" or (in_parent_place and "parent" not in kinds[booking["person"]]):
            continue  # nobody has given up a place yet, so nobody covers either
        if in_parent_place:
            parents_ahead["seen"] += 1
            if parents_ahead["seen"] % _LEAVE_OPEN_EVERY == 0:
                continue
        kept.append({name: value for name, value in booking.items() if name != "confirmed"} | {"status": "booked"})
    result["bookings"] = kept
    for part in _HAPPENED:
        result[part] = [entry for entry in result.get(part, []) if entry["date"] <= now]
    return result


def alive(document: Document, today: dt.date) -> Document:
    """`document` as it would be if it were lived in on `today`."""
    return as_of(moved(document, weeks_to(document, today)), today)
