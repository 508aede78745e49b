"""May a rate be added, changed or taken out? What a closed term's figures stand on is settled (domain 03)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from costs.models import Rate
from nursery.dates import DAY, say_day
from nursery.models import Term
from nursery.refusal import Refusal

Days = tuple[dt.date, dt.date]  # first and last, both included


def span_from(starts: dt.date, others: Iterable[dt.date]) -> Days:
    """The days on which a rate that begins on `starts` holds, among others of its key and estimate that begin on
    `others`: until the day before the next, or for ever."""
    later = [day for day in others if day > starts]
    return starts, min(later) - DAY if later else dt.date.max


def rate_spans(rates: Iterable[Rate]) -> dict[tuple[str, str, dt.date], Days]:
    """By key, scenario and first day: the days on which each of `rates` holds. A scenario's own rate goes before one
    for all, but both hold: either may be what a figure stands on."""
    starts: dict[tuple[str, str], list[dt.date]] = defaultdict(list)
    for rate in rates:
        starts[rate.key, rate.scenario].append(rate.starts)
    return {(*which, day): span_from(day, days) for which, days in starts.items() for day in days}


def settled_rate_refusal(spans: Iterable[Days], closed: Iterable[Term]) -> Refusal | None:
    """`spans` are the days on which the rate holds, before and after the change; `closed` are the closed terms."""
    terms = list(closed)
    days = list(spans)
    for term in terms:
        if any(first <= term.ends and term.starts <= last for first, last in days):
            free = max(each.ends for each in terms) + DAY
            return Refusal(
                "closed_term",
                _("%(term)s is closed, and its figures stand on what held then.") % {"term": term.name},
                _("Add one from %(day)s, or enter a correction.") % {"day": say_day(free, year=True)},
                override=False,
            )
    return None


def same_day_refusal(starts: dt.date, others: Iterable[dt.date]) -> Refusal | None:
    """Two rates of one key and estimate cannot begin on one day."""
    if starts not in set(others):
        return None
    return Refusal(
        "same_day",
        _("There is one from %(day)s already, for the same estimate.") % {"day": say_day(starts, year=True)},
        _("Change that one, or choose another day."),
        override=False,
    )
