"""May one shift be added, moved, cancelled or brought back, for itself?"""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nursery.dates import say_day
from nursery.models import Closure, Term
from nursery.refusal import Refusal
from rota.models import Shift
from rota.rules.planning import making_refusal


def day_refusal(
    starts_at: dt.datetime, day: dt.date, now: dt.datetime, closure: Closure | None, term: Term | None
) -> Refusal | None:
    """May a shift be on that day? `closure` and `term` are those that the day falls in."""
    if starts_at <= now:
        return Refusal(
            "gone_by",
            _("That moment has gone by."),
            _("Choose a later one; what has been is marked, not planned."),
            override=False,
        )
    if closure is not None:
        return Refusal(
            "closed",
            _("The nursery is closed on %(day)s: %(why)s.") % {"day": say_day(day), "why": closure},
            _("Choose another day, or change the closure first."),
            override=False,
        )
    return making_refusal(term) if term is not None else None


def touching_refusal(shift: Shift, now: dt.datetime, term: Term | None) -> Refusal | None:
    """May this shift be changed at all?"""
    if shift.starts_at <= now:
        return Refusal("begun", _("This shift has begun, so it stays as it is."), override=False)
    return making_refusal(term) if term is not None else None


def cancelled_already_refusal(shift: Shift) -> Refusal | None:
    if shift.is_cancelled:
        return Refusal("cancelled", _("This shift is cancelled."), _("Bring it back first."), override=False)
    return None


def elsewhere_refusal(names: Sequence[str]) -> Refusal | None:
    """Whoever is booked on the shift must be free at its new time."""
    if not names:
        return None
    said = ngettext(
        "%(names)s is expected elsewhere at that time.", "%(names)s are expected elsewhere at that time.", len(names)
    )
    return Refusal(
        "overlap",
        said % {"names": ", ".join(names)},
        _("Choose another time, or take them out of this shift first."),
        override=False,
    )
