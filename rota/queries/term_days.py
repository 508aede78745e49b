"""The terms and closures that days fall in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nursery.models import Closure, Term


@dataclass(frozen=True, slots=True)
class TermDays:
    """The terms that touch a span of days, in order, and the closures inside it."""

    terms: Sequence[Term]
    closures: Sequence[Closure]

    @property
    def last_term(self) -> Term | None:
        return self.terms[-1] if self.terms else None

    def term(self, day: dt.date) -> Term | None:
        return next((term for term in self.terms if term.holds(day)), None)

    def closure(self, day: dt.date) -> Closure | None:
        return next((closure for closure in self.closures if closure.starts <= day <= closure.ends), None)


def term_days(first: dt.date, last: dt.date) -> TermDays:
    """One query, for the days from `first` to `last`, both included."""
    rows = (
        Term.objects.filter(starts__lte=last, ends__gte=first)
        .order_by("starts", "closures__starts")
        .values_list(
            "pk",
            "nursery",
            "key",
            "name",
            "starts",
            "ends",
            "closed_at",
            "closures__starts",
            "closures__ends",
            "closures__name",
        )
    )
    terms: dict[int, Term] = {}
    closures = []
    for pk, nursery, key, name, begins, finishes, closed_at, starts, ends, why in rows:
        if pk not in terms:
            terms[pk] = Term(
                pk=pk, nursery_id=nursery, key=key, name=name, starts=begins, ends=finishes, closed_at=closed_at
            )
        if starts is not None and starts <= last and first <= ends:
            closures.append(Closure(term=terms[pk], starts=starts, ends=ends, name=why))
    return TermDays(list(terms.values()), closures)
