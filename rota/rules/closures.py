"""May a closure or a term be so?"""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from nursery.dates import say_day
from nursery.models import Closure, Term
from nursery.refusal import Refusal
from rota.rules.planning import making_refusal

LONGEST_TERM = dt.timedelta(days=3 * 366)


def closure_refusal(
    starts: dt.date, ends: dt.date, term: Term | None, today: dt.date, was: Closure | None = None
) -> Refusal | None:
    """May the nursery be closed from `starts` to `ends`, in `term`, which holds the first of these days?

    `was` is the closure that is changed. What has been, and today, stays as it was.
    """
    if term is None:
        return Refusal(
            "no_term",
            _("%(day)s is in no term.") % {"day": say_day(starts, year=True)},
            _("The nursery is closed between terms anyway. Choose a day inside one."),
            override=False,
        )
    if refusal := making_refusal(term):
        return refusal
    if ends > term.ends:
        return Refusal(
            "outside_term",
            _("%(term)s ends on %(day)s, before this closure does.")
            % {"term": term.name, "day": say_day(term.ends, year=True)},
            _("Between terms the nursery is closed anyway. End it with the term, or choose one term."),
            override=False,
        )
    if was is not None and was.starts <= today:
        if starts != was.starts or ends < min(today, was.ends):
            return Refusal(
                "begun",
                _("This closure has begun, so the days that have been stay closed."),
                _("Change its end alone, to today or later."),
                override=False,
            )
        return None
    return None if starts > today else _begun()


def closure_removal_refusal(closure: Closure, term: Term, today: dt.date) -> Refusal | None:
    if refusal := making_refusal(term):
        return refusal
    if closure.starts <= today:
        return Refusal(
            "begun",
            _("This closure has begun, so the days that have been stay closed."),
            _("End it today instead."),
            override=False,
        )
    return None


def term_refusal(
    starts: dt.date, ends: dt.date, others: Iterable[Term], today: dt.date, was: Term | None = None
) -> Refusal | None:
    """May a term run from `starts` to `ends`, beside `others`? `was` is the term that is changed."""
    for other in others:
        if (was is None or other.pk != was.pk) and other.starts <= ends and starts <= other.ends:
            return Refusal(
                "terms_overlap",
                _("%(term)s runs from %(first)s to %(last)s, and terms never overlap.")
                % {
                    "term": other.name,
                    "first": say_day(other.starts, year=True),
                    "last": say_day(other.ends, year=True),
                },
                _("Choose other dates, or change that term first."),
                override=False,
            )
    if ends - starts > LONGEST_TERM:
        return Refusal(
            "too_long", _("That is more than three years."), _("Choose an earlier last day."), override=False
        )
    if was is None:
        return None
    if refusal := making_refusal(was):
        return refusal
    if starts != was.starts and min(starts, was.starts) <= today:
        return Refusal(
            "begun",
            _("What has been stays as it was, so the first day can only move among days to come."),
            _("Leave the first day as it is, or choose a later one."),
            override=False,
        )
    if ends != was.ends and min(ends, was.ends) < today:
        return Refusal(
            "begun",
            _("What has been stays as it was, so the last day can only move among days to come."),
            _("Leave the last day as it is, or choose a later one."),
            override=False,
        )
    return None


def _begun() -> Refusal:
    return Refusal(
        "begun",
        _("What has been, and what is on today, stays as it is."),
        _("Choose tomorrow or a later day."),
        override=False,
    )
