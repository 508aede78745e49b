"""Marks of children, people who were not on the rota, and naming who runs a shift (domain 02)."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import say_times
from nursery.models import Closure
from nursery.refusal import Refusal
from rota.models import LIVE, Booking, DayMarkKind, Shift, ShiftStatus
from rota.rules.facts import Asker


def child_marking_refusal(
    day: dt.date, today: dt.date, marker: Person, leads: Collection[int], closure: Closure | None
) -> Refusal | None:
    """Children are marked by who runs care in their room that day; ahead (a parent phoned) by the manager alone."""
    if not marker.approves and marker.pk not in leads:
        return Refusal(
            "not_lead",
            _("Only the person who runs care in this room that day, or the manager, marks the children."),
            override=False,
        )
    if closure is not None:
        return Refusal("closed", _("The nursery is closed that day: %(why)s.") % {"why": closure}, override=False)
    if day > today and not marker.approves:
        return Refusal(
            "ahead",
            _("That day is still ahead."),
            _("Tell the manager, who can mark it now."),
            override=False,
        )
    return None


def child_mark_refusal(mark: str, booked: bool, *, belongs: bool) -> Refusal | None:
    """May a child's day say this? `mark` empty: as booked."""
    if mark and not booked and mark == DayMarkKind.AWAY:
        return Refusal("not_booked", _("This child is not booked then, so there is nobody to be away."), override=False)
    if mark == DayMarkKind.EXTRA and booked:
        return Refusal("booked", _("This child is booked then already, so it is no extra session."), override=False)
    if mark == DayMarkKind.EXTRA and not belongs:
        return Refusal("gone", _("This child does not come to the nursery on that day."), override=False)
    return None


def walk_in_refusal(
    shift: Shift,
    asker: Asker,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    closure: Closure | None,
) -> Refusal | None:
    """May somebody who was not on the rota be marked as having been on a shift from `starts_at` to `ends_at`?

    What a duty needs does not stop it, since they came; whether they count is the safety engine's to say.
    """
    name = asker.person.short_name
    if shift.status == ShiftStatus.CANCELLED:
        return Refusal("cancelled", _("This shift has been cancelled."), override=False)
    if closure is not None:
        return Refusal("closed", _("The nursery is closed that day: %(why)s.") % {"why": closure}, override=False)
    if not asker.person.belongs_on(shift.date):
        return Refusal("gone", _("%(name)s is not with the nursery on that day.") % {"name": name}, override=False)
    for busy in asker.busy:
        if not (busy.starts_at < ends_at and starts_at < busy.ends_at):
            continue
        other = busy.shift
        if other is not None and other.pk == shift.pk:
            return Refusal(
                "overlap",
                _("%(name)s stands on this shift already.") % {"name": name},
                _("Mark them there."),
                override=False,
            )
        if other is None:
            return Refusal(
                "overlap",
                _("%(name)s is expected elsewhere at that time.") % {"name": name},
                _("Say from when until when they were really here."),
                override=False,
            )
        return Refusal(
            "overlap",
            _("%(name)s is down for %(duty)s, %(times)s.")
            % {"name": name, "duty": other.duty.name.lower(), "times": say_times(other.starts, other.ends)},
            _("Say there when they left or that they did not come, or give other times here."),
            override=False,
        )
    return None


def beside_refusal(person: Person, beside: Booking | None, extras: Iterable[Booking]) -> Refusal | None:
    """Paid cover beside a parent who does not count: paid people alone, one beside each parent (domain 04)."""
    if beside is None:
        return None
    if not person.is_paid or person.is_parent:
        return Refusal("beside", _("Only paid people stand beside a parent."), _("Leave that empty."), override=False)
    if any(extra.covers_id == beside.pk and extra.status in LIVE for extra in extras):
        return Refusal(
            "beside",
            _("Somebody stands beside %(name)s already.") % {"name": beside.person.short_name},
            _("Choose somebody else, or leave that empty."),
            override=False,
        )
    return None


def naming_refusal(
    shift: Shift, person: Person | None, bookings: Iterable[Booking], now: dt.datetime
) -> Refusal | None:
    """Who runs a shift stands on it; on one that is over nobody is named any more."""
    if shift.ends_at <= now:
        return Refusal("over", _("This shift is over."), _("Whoever ran it has run it."), override=False)
    if person is None:
        return None
    if not any(b.person_id == person.pk and b.status in LIVE and not b.shadow for b in bookings):
        return Refusal(
            "not_on_it",
            _("%(name)s does not stand on this shift.") % {"name": person.short_name},
            _("Choose somebody who does."),
            override=False,
        )
    return None
