"""Who may book a place (domain 02, Booking).

Each rule is stated once, here. The same list greys the button on the week, fills the shift's page and runs again
under the lock. Adding a rule: one function, one line in BOOKING_RULES, one test.
"""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from nursery.dates import local_day, say_day, say_times
from nursery.models import ClearanceKind
from nursery.refusal import Refusal
from rota.models import ShiftStatus
from rota.rules.facts import Question

BookingRule = Callable[[Question], Refusal | None]


def cancelled_refusal(question: Question) -> Refusal | None:
    if question.post.shift.status == ShiftStatus.CANCELLED:
        return Refusal("cancelled", _("This shift has been cancelled."), _("Look at the week for another one."))
    return None


def closed_refusal(question: Question) -> Refusal | None:
    closure = question.post.closure
    if closure is not None:
        return Refusal(
            "closed",
            _("The nursery is closed that day: %(why)s.") % {"why": closure},
            _("Look at another week."),
        )
    return None


def begun_refusal(question: Question) -> Refusal | None:
    shift = question.post.shift
    if shift.ends_at <= question.now:
        return Refusal(
            "over",
            _("This shift is over."),
            _("If you were there, tell the manager, who can mark it."),
        )
    if shift.starts_at <= question.now:
        return Refusal("begun", _("This shift has begun."), _("If you can still help, tell the person who runs it."))
    return None


def taken_refusal(question: Question) -> Refusal | None:
    holder = question.post.holder
    if holder is None:
        return None
    if holder.person_id == question.asker.person.pk:
        return Refusal("mine", _("This one is yours already."), override=False)
    return Refusal(
        "taken",
        _("Just taken by %(name)s, thank you.") % {"name": holder.person.short_name},
        _("Look at the week for another place."),
        override=False,
    )


def overlap_refusal(question: Question) -> Refusal | None:
    """Nobody is in two places at once; across nurseries, times alone are known and nothing else is told."""
    shift = question.post.shift
    for busy in question.asker.busy:
        if not busy.overlaps(shift):
            continue
        if busy.shift is not None and busy.shift.pk == shift.pk:
            return Refusal(
                "overlap",
                _("You already have a place on this shift."),
                _("One person, one place: leave this one for somebody else."),
                override=False,
            )
        other = busy.shift
        if other is None:
            return Refusal(
                "overlap",
                _("You are expected at another nursery at that time."),
                _("Choose another time, or ask for cover there first."),
                override=False,
            )
        return Refusal(
            "overlap",
            _("You are already booked for %(duty)s on %(day)s, %(times)s.")
            % {
                "duty": other.duty.name.lower(),
                "day": say_day(other.date),
                "times": say_times(other.starts, other.ends),
            },
            _("Give that one over first, or choose another time."),
            override=False,
        )
    return None


def clearance_refusal(question: Question) -> Refusal | None:
    """The duty's own `needs`, each on the shift's day."""
    shift, asker = question.post.shift, question.asker
    for kind in asker.missing_for(shift):
        name = ClearanceKind(kind).label
        ended = asker.last_clearance(kind)
        if ended is not None and ended.ends is not None and ended.ends < shift.date:
            past = ended.ends < local_day(question.now, question.nursery.zone)
            day = say_day(ended.ends, year=abs((ended.ends - shift.date).days) > 300)
            sentence = (
                _("You can’t book this one yet: your %(clearance)s ended on %(day)s.")
                if past
                else _("You can’t book this one yet: your %(clearance)s ends on %(day)s, before this shift.")
            ) % {"clearance": name, "day": day}
            way_on = _("Renew it and tell the manager, or take a shift that does not need it.")
        else:
            sentence = _("You can’t book this one yet: %(duty)s needs %(clearance)s, and none is recorded for you.") % {
                "duty": shift.duty.name.lower(),
                "clearance": name,
            }
            way_on = _("Ask the manager about it, or take a shift that does not need it.")
        return Refusal("clearance", sentence, way_on)
    return None


def not_open_yet_refusal(question: Question) -> Refusal | None:
    opens_days = question.nursery.policy.booking_opens_days
    if opens_days is None:
        return None
    shift = question.post.shift
    opens_on = shift.date - dt.timedelta(days=opens_days)
    if local_day(question.now, question.nursery.zone) >= opens_on:
        return None
    return Refusal(
        "not_open_yet",
        _("Booking for this shift opens on %(day)s.") % {"day": say_day(opens_on)},
        _("Come back then, or take an earlier one."),
    )


BOOKING_RULES: list[BookingRule] = [
    cancelled_refusal,
    closed_refusal,
    begun_refusal,
    taken_refusal,
    overlap_refusal,
    clearance_refusal,
    not_open_yet_refusal,
]
# Taking over from somebody who asks: the place is held until the manager's yes, and time is short anyway.
COVER_RULES: list[BookingRule] = [
    cancelled_refusal,
    closed_refusal,
    begun_refusal,
    overlap_refusal,
    clearance_refusal,
]


def first_refusal(rules: list[BookingRule], question: Question) -> Refusal | None:
    return next((refusal for rule in rules if (refusal := rule(question)) is not None), None)


def booking_refusal(question: Question) -> Refusal | None:
    """Why `question.asker` may not have the place, or None. Says nothing of whose kind of place it is."""
    return first_refusal(BOOKING_RULES, question)


def cover_refusal(question: Question) -> Refusal | None:
    """Why the asker may not take the place over from its holder, or None."""
    return first_refusal(COVER_RULES, question)
