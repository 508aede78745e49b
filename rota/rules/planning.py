"""May a term's shifts be made, and may a pattern stand beside the others?"""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from nursery.models import Term
from nursery.refusal import Refusal
from rota.models import ShiftPattern


def making_refusal(term: Term) -> Refusal | None:
    """A closed term's figures are settled (domain 03): no shift is added to it."""
    if term.closed_at is None:
        return None
    return Refusal(
        "closed_term",
        _("%(term)s is closed: its figures are settled.") % {"term": term.name},
        _("What comes now belongs into a term that is open."),
        override=False,
    )


def pattern_refusal(pattern: ShiftPattern, others: Iterable[ShiftPattern]) -> Refusal | None:
    """The same work at the same time twice is a slip, or a form sent twice: it would double every shift."""
    for other in others:
        if _same_work(pattern, other) and _meet(pattern, other):
            return Refusal(
                "twin_pattern",
                _("There is such a pattern already: the same duty, room, weekday and times."),
                _("Give this one other times, or dates on which the first does not run."),
                override=False,
            )
    return None


def _same_work(one: ShiftPattern, other: ShiftPattern) -> bool:
    return (one.duty_id, one.room_id, one.weekday, one.starts, one.ends) == (
        other.duty_id,
        other.room_id,
        other.weekday,
        other.starts,
        other.ends,
    )


def _meet(one: ShiftPattern, other: ShiftPattern) -> bool:
    """Whether there is a day on which both run."""
    first = max(one.starts_on or dt.date.min, other.starts_on or dt.date.min)
    return first <= min(one.ends_on or dt.date.max, other.ends_on or dt.date.max)
