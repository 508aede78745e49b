"""Who may say who came, and what a mark may say (domain 02: lead, attendance)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.refusal import Refusal
from rota.models import LIVE, Booking, BookingStatus, PlaceKind, Shift

EARLY = dt.timedelta(minutes=15)  # whoever comes early is marked when they come
LONGEST_REASON = 200

Span = tuple[dt.datetime, dt.datetime]


def leads_of(shift: Shift, bookings: Iterable[Booking]) -> set[int]:
    """The ids of those who run a shift: who is named on it and stands on it, else its paid booked people of the
    highest level on its day; nobody: the manager does. `bookings` come from `rota.queries.levels.with_levels`."""
    there = [b for b in bookings if b.status in LIVE and not b.shadow]
    if shift.lead_id is not None and any(b.person_id == shift.lead_id for b in there):
        return {shift.lead_id}
    paid = [b for b in there if b.kind == PlaceKind.PAID]
    levels = {b.person_id: _level_then(b) for b in paid}
    highest = max(levels.values(), default=None)
    return {person for person, level in levels.items() if level == highest}


def _level_then(booking: Booking) -> int:
    level: int = booking.level_then  # type: ignore[attr-defined]  # an annotation
    return level


def marking_refusal(shift: Shift, bookings: Iterable[Booking], marker: Person, now: dt.datetime) -> Refusal | None:
    if not marker.approves and marker.pk not in leads_of(shift, bookings):
        return Refusal(
            "not_lead",
            _("Only the person who runs this shift, or the manager, marks who came."),
            _("Tell them if something here is not right."),
            override=False,
        )
    if shift.starts_at - EARLY > now:
        return Refusal("not_begun", _("This shift has not begun yet."), _("Mark it once it has."))
    return None


def mark_refusal(booking: Booking, status: BookingStatus) -> Refusal | None:
    if booking.status not in {BookingStatus.BOOKED, BookingStatus.WORKED, BookingStatus.MISSED}:
        return Refusal(
            "not_booked",
            _("This booking was given up before the shift, so there is nothing to mark."),
            _("If they came all the same, mark them as somebody who was not on the rota."),
        )
    return None


def correction_refusal(made_on: dt.date | None, today: dt.date, reason: str) -> Refusal | None:
    """Changing what was said on an earlier day wants a word on why; on the day itself it is a slip put right.

    `made_on`: the day on which it was last said; None: nothing has been said yet.
    """
    if made_on is None or made_on >= today:
        return None
    if not reason.strip():
        return Refusal(
            "reason",
            _("This was marked on an earlier day."),
            _("Say in a few words why it changes, never about anybody’s health."),
            override=False,
        )
    if len(reason) > LONGEST_REASON:
        return Refusal(
            "reason",
            _("That is longer than we can keep."),
            _("Say it in %(n)d characters.") % {"n": LONGEST_REASON},
            override=False,
        )
    return None


def times_refusal(booking: Booking, shift: Shift, breaks: Sequence[Span], now: dt.datetime) -> Refusal | None:
    """When somebody was really there: `booking.there_from` and `there_to` (None: as the shift), and their breaks."""
    came, left = booking.there_from or shift.starts_at, booking.there_to or shift.ends_at
    if booking.there_from is not None and booking.there_from > now:
        return Refusal("came", _("That is still ahead."), _("Mark it when they have come."), override=False)
    if left <= came:
        field = "left" if booking.there_to is not None else "came"
        return Refusal(field, _("They would have left before they came."), _("Look at both times."), override=False)
    ordered = sorted(breaks)
    for starts, ends in ordered:
        if not came <= starts < ends <= left:
            return Refusal(
                "breaks",
                _("A break lies inside the time that they were there, and ends after it begins."),
                _("Look at its times."),
                override=False,
            )
    if any(second[0] < first[1] for first, second in pairwise(ordered)):
        return Refusal("breaks", _("Two breaks overlap."), _("Make them one."), override=False)
    return None
