"""The shifts that patterns would make and that are not there yet."""

import datetime as dt
from collections.abc import Iterable

from nursery.models import Closure, Nursery, Term
from rota.calendar import pattern_days
from rota.models import Shift, ShiftPattern


def missing_shifts(nursery: Nursery, terms: Iterable[Term]) -> list[Shift]:
    """The shifts that the patterns would make and that are not there yet, unsaved, in order: three queries.

    A shift that was moved or cancelled is there: its occasion keeps it from being made again.
    """
    terms = list(terms)
    closures: dict[int, list[tuple[dt.date, dt.date]]] = {term.pk: [] for term in terms}
    for closure in Closure.objects.filter(term__in=terms):
        closures[closure.term_id].append((closure.starts, closure.ends))
    patterns = list(ShiftPattern.objects.select_related("duty", "room").order_by("starts", "key"))
    span = (min((t.starts for t in terms), default=None), max((t.ends for t in terms), default=None))
    there = set(Shift.objects.filter(occasion__range=span).values_list("pattern_id", "occasion")) if terms else set()
    wanted = [
        (day, pattern)
        for term in terms
        for pattern in patterns
        for day in pattern_days(
            pattern.weekday,
            (term.starts, term.ends),
            closures[term.pk],
            pattern.starts_on,
            pattern.ends_on,
        )
        if (pattern.pk, day) not in there
    ]
    return [
        Shift(
            nursery=nursery,
            pattern=pattern,
            occasion=day,
            duty=pattern.duty,
            room=pattern.room,
            date=day,
            starts=pattern.starts,
            ends=pattern.ends,
        ).set_instants(nursery.zone)
        for day, pattern in sorted(wanted, key=lambda pair: (pair[0], pair[1].starts, pair[1].key))
    ]
