"""The terms, the patterns, and what planning a term would make."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from nursery.models import Closure, Nursery, Term
from nursery.refusal import Refusal
from rota.models import Shift, ShiftPattern
from rota.queries.preview import NotFilled, preview_of
from rota.queries.proposal import Proposal, propose_making
from rota.queries.situation import world_as_it_is
from rota.rules.planning import making_refusal


@dataclass(frozen=True, slots=True)
class New:
    """What one pattern would add to a term."""

    pattern: ShiftPattern
    days: list[dt.date]  # never empty

    @property
    def first(self) -> dt.date:
        return self.days[0]

    @property
    def last(self) -> dt.date:
        return self.days[-1]


@dataclass(frozen=True, slots=True)
class TermPlan:
    """A term with what making its shifts would make."""

    term: Term
    closures: list[Closure]
    there: int  # shifts that it has already
    new: list[New]
    filled: int  # of their places, by standing turns
    not_filled: list[NotFilled]
    refusal: Refusal | None  # why none may be made
    today: dt.date

    @property
    def missing(self) -> int:
        return sum(len(new.days) for new in self.new)

    @property
    def gone_by(self) -> int:
        """How many of the missing ones would lie in the past."""
        return sum(day < self.today for new in self.new for day in new.days)

    @property
    def closed_days(self) -> int:
        return sum((c.ends - c.starts).days + 1 for c in self.closures)

    @property
    def is_over(self) -> bool:
        return self.term.ends < self.today

    @property
    def is_on(self) -> bool:
        return self.term.holds(self.today)


def term_plans(nursery: Nursery, now: dt.datetime, today: dt.date) -> list[TermPlan]:
    """The present term, those to come, then those that are over, the latest first: seventeen queries at most."""
    there = (
        Shift.objects.filter(date__range=(OuterRef("starts"), OuterRef("ends")))
        .order_by()
        .values("nursery")
        .annotate(n=Count("pk"))
        .values("n")
    )
    terms = list(
        Term.objects.annotate(shifts_there=Coalesce(Subquery(there), 0))
        .prefetch_related(Prefetch("closures", Closure.objects.order_by("starts", "pk")))
        .order_by("starts")
    )
    ahead = [term for term in terms if term.ends >= today]
    making = preview_of(propose_making(nursery, now, world_as_it_is(), [term.pk for term in terms]))
    new = _new_by_term(making.proposal, terms)
    return [
        TermPlan(
            term,
            list(term.closures.all()),
            term.shifts_there,
            new[term.pk],
            sum(term.holds(filling.occasion) for filling in making.proposal.filled),
            [each for each in making.not_filled if term.holds(each.date)],
            making_refusal(term),
            today,
        )
        for term in ahead + [term for term in reversed(terms) if term.ends < today]
    ]


def _new_by_term(making: Proposal, terms: Sequence[Term]) -> dict[int, list[New]]:
    """One query; patterns in the order of the week."""
    known = {pattern.pk: pattern for pattern in patterns()}
    days: dict[tuple[int, int], list[dt.date]] = defaultdict(list)
    for step in making.plan.steps:
        if step.occasion is not None:
            term = next(term for term in terms if term.holds(step.occasion[1]))
            days[term.pk, step.occasion[0]].append(step.occasion[1])
    found: dict[int, list[New]] = defaultdict(list)
    for (term_id, pattern), dates in sorted(days.items(), key=lambda item: _in_the_week(known[item[0][1]])):
        found[term_id].append(New(known[pattern], dates))
    return found


def _in_the_week(pattern: ShiftPattern) -> tuple[int, dt.time, dt.time, str]:
    return pattern.weekday, pattern.starts, pattern.ends, pattern.key


def patterns() -> list[ShiftPattern]:
    """In the order of the week: one query."""
    return list(ShiftPattern.objects.select_related("duty", "room").order_by("weekday", "starts", "ends", "key"))
