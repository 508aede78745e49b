"""Single values as the file writes them."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def day(entry: dict[str, Any], name: str) -> dt.date | None:
    text = entry.get(name)
    return None if text is None else dt.date.fromisoformat(text)


def the_day(entry: dict[str, Any], name: str) -> dt.date:
    return dt.date.fromisoformat(entry[name])


def month(entry: dict[str, Any], name: str) -> dt.date:
    """A month as its first day."""
    return dt.date.fromisoformat(f"{entry[name]}-01")


def clock(entry: dict[str, Any], name: str) -> dt.time:
    return dt.time.fromisoformat(entry[name])


def weekday(entry: dict[str, Any], name: str = "weekday") -> int:
    return WEEKDAYS.index(entry[name])


def number(entry: dict[str, Any], name: str, default: str = "0") -> Decimal:
    return Decimal(entry.get(name, default))


def optional_number(entry: dict[str, Any], name: str) -> Decimal | None:
    text = entry.get(name)
    return None if text is None else Decimal(text)


def say_day(value: dt.date | None) -> str | None:
    return None if value is None else value.isoformat()


def say_clock(value: dt.time) -> str:
    return f"{value:%H:%M}"


def say_local(moment: dt.datetime | None, zone: ZoneInfo) -> str | None:
    """The clock time of a moment in the nursery's own zone."""
    return None if moment is None else say_clock(moment.astimezone(zone).time())


def say_moment(moment: dt.datetime) -> str:
    """2026-09-30T08:00:00Z."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def the_moment(entry: dict[str, Any], name: str) -> dt.datetime:
    return dt.datetime.fromisoformat(entry[name]).astimezone(dt.UTC)


def moment_of(entry: dict[str, Any], name: str) -> dt.datetime | None:
    return the_moment(entry, name) if name in entry else None


def without_blanks(**fields: Any) -> dict[str, Any]:
    """The fields that say something: no None, no empty text or list. A `_` behind a name (`from_`) is dropped."""
    return {name.rstrip("_"): value for name, value in fields.items() if value is not None and value not in ("", [])}
