"""May a term's shifts be made, and may a pattern stand beside the others?"""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from nursery.dates import DAY, say_day
from nursery.models import Term
from nursery.refusal import Refusal
from rota.models import ShiftPattern
from rota.rules.closed_term import closed_term_refusal


def making_refusal(term: Term) -> Refusal | None:
    """A closed term's figures are settled (domain 03): no shift is added to it."""
    return closed_term_refusal(term)


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


def pattern_change_refusal(
    pattern: ShiftPattern,
    changed: ShiftPattern,
    first: dt.date,
    others: Iterable[ShiftPattern],
    today: dt.date,
) -> Refusal | None:
    """May `pattern` be as `changed` from `first` on, beside `others`?"""
    if refusal := _begun_refusal(first, today):
        return refusal
    if pattern.ends_on is not None and pattern.ends_on < first:
        return Refusal(
            "pattern_over",
            _("This pattern ends on %(day)s, before the change would begin.")
            % {"day": say_day(pattern.ends_on, year=True)},
            _("Choose an earlier day, or add a new pattern."),
            override=False,
        )
    if changed.ends_on is not None and changed.ends_on < first:
        return Refusal(
            "ends_before_change",
            _("The last day is before the change would begin."),
            _("To end the pattern, use “End this pattern”."),
            override=False,
        )
    from_then_on = ShiftPattern(
        duty=changed.duty,
        room=changed.room,
        weekday=changed.weekday,
        starts=changed.starts,
        ends=changed.ends,
        starts_on=max(first, pattern.starts_on or first),
        ends_on=changed.ends_on,
    )
    return pattern_refusal(from_then_on, others)


def pattern_end_refusal(pattern: ShiftPattern, last: dt.date, today: dt.date) -> Refusal | None:
    if refusal := _begun_refusal(last + DAY, today):
        return refusal
    if pattern.starts_on is not None and last < pattern.starts_on - DAY:
        return Refusal(
            "ends_before_start",
            _("This pattern begins on %(day)s only.") % {"day": say_day(pattern.starts_on, year=True)},
            _("Choose a later day."),
            override=False,
        )
    return None


def _begun_refusal(first: dt.date, today: dt.date) -> Refusal | None:
    if first > today:
        return None
    return Refusal(
        "begun",
        _("What has been, and what is on today, stays as it is."),
        _("Choose tomorrow or a later day."),
        override=False,
    )


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
