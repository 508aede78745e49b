"""The manager puts somebody in a place, on a shift as a shadow, or takes them out (domain 02: the manager may override
any refusal except an overlap, with a reason that is kept)."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from nursery.models import Term
from nursery.refusal import Refusal
from rota.models import Booking, BookingStatus
from rota.rules.booking import (
    BOOKING_RULES,
    BookingRule,
    absent_refusal,
    begun_refusal,
    cancelled_refusal,
    closed_refusal,
    first_refusal,
    overlap_refusal,
    settled_refusal,
)
from rota.rules.closed_term import closed_term_refusal
from rota.rules.facts import Question


def not_a_member_refusal(question: Question) -> Refusal | None:
    person, day = question.asker.person, question.post.shift.date
    if person.belongs_on(day):
        return None
    return Refusal(
        "not_a_member",
        _("%(name)s does not belong to the nursery on that day.") % {"name": person.short_name},
        _("Choose somebody else."),
        override=False,
    )


ASSIGNING_RULES: list[BookingRule] = [not_a_member_refusal, *BOOKING_RULES]
# A shadow learns: nobody relies on them, so that clearances, windows and limits of booking do not ask after them.
SHADOW_RULES: list[BookingRule] = [
    not_a_member_refusal,
    settled_refusal,
    cancelled_refusal,
    closed_refusal,
    begun_refusal,
    absent_refusal,
    overlap_refusal,
]


def standing_against(question: Question) -> list[Refusal]:
    """All that stands against putting `question.asker` in the place, what cannot be put aside first."""
    found = [refusal for rule in ASSIGNING_RULES if (refusal := rule(question)) is not None]
    return sorted(found, key=lambda refusal: refusal.override)


def may_be_put_aside(refusals: Sequence[Refusal]) -> bool:
    return all(refusal.override for refusal in refusals)


def assigning_refusal(refusals: Sequence[Refusal], reason: str) -> Refusal | None:
    """Of `standing_against`: what still does so once the manager has given `reason` (or "")."""
    if not refusals:
        return None
    if may_be_put_aside(refusals) and reason.strip():
        return None
    return refusals[0]


def shadow_refusal(question: Question) -> Refusal | None:
    return first_refusal(SHADOW_RULES, question)


def release_refusal(booking: Booking, now: dt.datetime, term: Term | None) -> Refusal | None:
    """Whether the manager may take somebody out; `term` is the shift's own."""
    if refusal := closed_term_refusal(term):
        return refusal
    if booking.status != BookingStatus.BOOKED:
        return Refusal(
            "not_down",
            _("%(name)s is not booked here any more.") % {"name": booking.person.short_name},
            _("There is nothing to do."),
            override=False,
        )
    if booking.shift.starts_at <= now:
        return Refusal(
            "release_begun",
            _("This shift has begun."),
            _("Mark that they did not come instead."),
            override=False,
        )
    return None
