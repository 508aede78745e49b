"""Days, weeks and clock times in a nursery's own time zone."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)
# A moment in an address, exactly: PostgreSQL keeps microseconds.
_EPOCH, _TICK = dt.datetime(1970, 1, 1, tzinfo=dt.UTC), dt.timedelta(microseconds=1)


def local_instant(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The UTC instant of a wall-clock time on a day in `zone`.

    A time that the clock change skips is read with the offset before the change, one that it repeats is the
    first of the two (PEP 495, fold=0).
    """
    return dt.datetime.combine(day, clock, tzinfo=zone).astimezone(dt.UTC)


def local_day(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    return moment.astimezone(zone).date()


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from `first` to `last`, both included."""
    while first <= last:
        yield first
        first += DAY


def parse_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def tick_of(moment: dt.datetime) -> int:
    """Microseconds since 1970: a moment in an address."""
    return (moment - _EPOCH) // _TICK


def moment_of(tick: str | int) -> dt.datetime | None:
    """What `tick_of` said; None for what can be no moment."""
    try:
        return _EPOCH + int(tick) * _TICK
    except (ValueError, OverflowError):
        return None


def say_day(day: dt.date, *, year: bool = False) -> str:
    """A day as people say it: "Tue 9 Sep"."""
    return date_format(day, "D j M Y" if year else "D j M")


def say_times(starts: dt.time, ends: dt.time) -> str:
    """ "09:00–13:00"."""
    return f"{starts:%H:%M}–{ends:%H:%M}"


def say_near_day(day: dt.date, today: dt.date) -> str:
    """Relative only within two days (design/look): "Today", "Tomorrow", else "Tue 9 Sep"."""
    match (day - today).days:
        case 0:
            return pgettext("a day", "Today")
        case 1:
            return pgettext("a day", "Tomorrow")
        case -1:
            return pgettext("a day", "Yesterday")
        case _other:
            return say_day(day, year=abs((day - today).days) > 300)


def say_moment(moment: dt.datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return _("%(day)s, %(time)s") % {"day": say_day(local.date()), "time": f"{local:%H:%M}"}


def now() -> dt.datetime:
    """The clock, for views, tasks and commands; everything below them is handed the time."""
    return timezone.now()
