"""A shift as every message of the rota says it, and a made-up one for previews."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nursery.dates import DAY, local_day, say_day, say_near_day, say_times
from nursery.models import Closure, Nursery, Room
from reminders.letters import absolute
from rota.models import Duty, Place, Shift

FRIDAY = 4
MOST_LINES = 20  # in one letter; the rest is on the page of one's own shifts


def shift_words(shift: Shift, nursery: Nursery, now: dt.datetime, place: Place | None = None) -> dict[str, Any]:
    """`shift` with its duty and room fetched. The day is relative within two days and always dated as well,
    because a mail may be read a day late; `when` is it inside a sentence."""
    today = local_day(now, nursery.zone)
    return {
        "near_day": spoken_day(shift.date, today),
        "when": spoken_day(shift.date, today, inside=True),
        "day": say_day(shift.date),
        "times": say_times(shift.starts, shift.ends),
        "duty": shift.duty.name.lower(),
        "room": shift.room.name if shift.room is not None else "",
        "link": week_link(nursery, shift, place),
    }


def say_when(shift: Shift) -> str:
    return f"{say_day(shift.date)}, {say_times(shift.starts, shift.ends)}"


def shift_line(shift: Shift) -> str:
    """ "Wed 7 Oct, 09:30–13:30: care, Bluebell Room"."""
    where = f", {shift.room.name}" if shift.room is not None else ""
    return f"{say_when(shift)}: {shift.duty.name.lower()}{where}"


def listed_shifts(shifts: Sequence[Shift], nursery: Nursery) -> dict[str, Any]:
    """Several of one's own shifts in one letter, the first of them first; at least one."""
    return list_words([shift_line(shift) for shift in shifts], say_when(shifts[0]), nursery)


def list_words(lines: Sequence[str], first: str, nursery: Nursery) -> dict[str, Any]:
    return {
        "lines": lines[:MOST_LINES],
        "more": max(0, len(lines) - MOST_LINES),
        "count": len(lines),
        "first": first,
        "others": len(lines) - 1,
        "link": absolute(reverse("rota:my_shifts", args=[nursery.slug])),
    }


def spoken_day(day: dt.date, today: dt.date, *, inside: bool = False) -> str:
    """ "Tomorrow, Wed 7 Oct", or "Fri 9 Oct" where it is further off; `inside` a sentence "tomorrow, Wed 7 Oct"."""
    near, dated = say_near_day(day, today), say_day(day)
    if near == dated or abs((day - today).days) > 1:
        return near
    return f"{near[0].lower() if inside else near[0]}{near[1:]}, {dated}"


def week_link(nursery: Nursery, shift: Shift, place: Place | None = None) -> str:
    """The week that shows the shift; at the place, where there is one."""
    week = reverse("rota:week", args=[nursery.slug])
    at = f"#place-{place.public_id}" if place is not None else ""
    return absolute(f"{week}?day={shift.date.isoformat()}{at}")


def sample_words(nursery: Nursery, now: dt.datetime, *, days_ahead: int = 1) -> dict[str, Any]:
    return shift_words(sample_shift(nursery, now, days_ahead=days_ahead), nursery, now)


def sample_shift(nursery: Nursery, now: dt.datetime, *, days_ahead: int = 1) -> Shift:
    day = local_day(now, nursery.zone) + days_ahead * DAY
    while days_ahead > 1 and day.weekday() > FRIDAY:
        day += DAY
    return Shift(
        nursery=nursery,
        duty=Duty(nursery=nursery, name=_("Care")),
        room=Room(nursery=nursery, name=_("Garden room")),
        date=day,
        starts=dt.time(9),
        ends=dt.time(13),
    )


def is_to_come(shift: Shift, now: dt.datetime) -> bool:
    return (
        shift.starts_at > now
        and not shift.is_cancelled
        and not Closure.objects.filter(starts__lte=shift.date, ends__gte=shift.date).exists()
    )
