"""Calling out: for which place, who may answer, and when it is over (domain 02)."""

import datetime as dt

from django.utils.translation import gettext as _

from nursery.dates import local_day
from nursery.refusal import Refusal
from rota.models import BookingStatus, CallOut, CallOutStatus
from rota.rules.booking import (
    BookingRule,
    cancelled_refusal,
    clearance_refusal,
    closed_refusal,
    first_refusal,
    over_refusal,
    overlap_refusal,
    taken_refusal,
)
from rota.rules.facts import Question

DAYS_AHEAD = 7  # further ahead there is time for the week to fill a place

# Whoever answers may come to a shift that runs: the manager has said yes to that by calling out.
_ANSWER_RULES: list[BookingRule] = [
    cancelled_refusal,
    closed_refusal,
    over_refusal,
    taken_refusal,
    overlap_refusal,
    clearance_refusal,
]


def answer_refusal(question: Question) -> Refusal | None:
    """Why `question.asker` may not answer a call for the place, or None. A place whose holder gives it over counts
    as free: hand in the question without its holder."""
    return first_refusal(_ANSWER_RULES, question)


def call_out_refusal(question: Question) -> Refusal | None:
    """May the place be called out; `asker` is who would start it. A holder who can still come keeps it from being."""
    post = question.post
    shift = post.shift
    if refusal := cancelled_refusal(question) or closed_refusal(question) or over_refusal(question):
        return refusal
    if (shift.date - local_day(question.now, question.nursery.zone)).days > DAYS_AHEAD:
        return Refusal(
            "far_ahead",
            _("This shift is more than %(days)d days ahead.") % {"days": DAYS_AHEAD},
            _("There is time: the week shows the place to everybody who could take it."),
            override=False,
        )
    holder = post.holder
    if holder is None:
        return None
    if holder.status != BookingStatus.BOOKED or shift.starts_at <= question.now:
        return Refusal(
            "held",
            _("%(name)s is down for this place.") % {"name": holder.person.short_name},
            _("If they did not come, mark that first."),
            override=False,
        )
    return None


def call_out_ended_refusal(call_out: CallOut, now: dt.datetime) -> Refusal | None:
    match call_out.status:
        case CallOutStatus.FILLED:
            return filled()
        case CallOutStatus.STOPPED:
            return Refusal(
                "stopped",
                _("Nobody is needed for this one any more, thank you."),
                _("Look at the week for another place."),
                override=False,
            )
    if call_out.place.shift.ends_at <= now:
        return Refusal("over", _("This shift is over, thank you."), override=False)
    return None


def filled() -> Refusal:
    """To everybody who answers after the first."""
    return Refusal("filled", _("Filled, thank you."), _("Look at the week for another place."), override=False)
