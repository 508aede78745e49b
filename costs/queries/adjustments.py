"""What was put right about closed terms."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db.models import QuerySet

from costs.models import Adjustment
from costs.models import Rate as KeptRate
from costs.queries.facts import rate_fact
from costs.queries.frozen import closing_of_span
from costs.savings import Rate, RateBook, Scenario, hourly_value, part_bought
from costs.savings.canonical import facts_in
from nursery.models import Term
from rota.exact import ZERO, rounded
from rota.models import Duty, Pricing
from rota.safety import Pricing as EnginePricing


def adjustments_in(first: dt.date, last: dt.date) -> list[Adjustment]:
    """Those entered on these days that count, the oldest first: one query."""
    return list(_all().filter(date__range=(first, last), confirmed_at__isnull=False))


def adjustments_made() -> list[Adjustment]:
    """All, those that wait for somebody first, the latest before the others."""
    found = list(_all())
    return sorted(found, key=lambda each: (each.confirmed_at is not None, -each.entered_at.timestamp(), -each.pk))


def _all() -> QuerySet[Adjustment]:
    return Adjustment.objects.select_related("about", "duty", "entered_by", "confirmed_by").order_by(
        "date", "entered_at", "pk"
    )


def closed_terms() -> QuerySet[Term]:
    return Term.objects.filter(closed_at__isnull=False).order_by("-starts")


def term_to_enter_in(today: dt.date) -> Term | None:
    """The open term that today lies in, or else the last one that has begun and is open."""
    return Term.objects.filter(closed_at=None, starts__lte=today).order_by("-starts").first()


def rates_settled_in(term: Term) -> tuple[Rate, ...]:
    """As they were when the term was closed; today's where no report of it is kept."""
    closing = closing_of_span(term.starts, term.ends)
    if closing is not None:
        return facts_in(closing.kept_inputs).rates
    return tuple(rate_fact(rate) for rate in KeptRate.objects.all())


def value_of_hours(term: Term, duty: Duty, day: dt.date, hours: Decimal) -> Mapping[Scenario, Decimal | None]:
    """What so many hours of a duty come to in each estimate, by the rates that the term was closed with; None where
    there is none. Hours of a duty that is never priced come to nothing."""
    if duty.pricing == Pricing.NONE:
        return dict.fromkeys(Scenario, ZERO)
    book = RateBook(rates_settled_in(term))
    found: dict[Scenario, Decimal | None] = {}
    for scenario in Scenario:
        rate = book.on(duty.key, scenario, day)
        found[scenario] = (
            None
            if rate is None
            else rounded(hours * part_bought(rate, EnginePricing(duty.pricing)) * hourly_value(rate))
        )
    return found
