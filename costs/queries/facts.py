"""A nursery's rows as the facts of the savings engine."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from costs import models
from costs.queries.frozen import frozen_facts
from costs.savings import FeeRelief, Pay, ProgrammeEntry, Rate, Savings, SavingsFacts, Scenario, work_out_savings
from nursery.models import Nursery
from rota.queries.engine_facts import contribution_facts, rota_facts
from rota.safety import Rota


def rate_fact(rate: models.Rate) -> Rate:
    """Its evidence stands behind its source, so that whatever shows the one shows the other."""
    return Rate(
        key=rate.key,
        begins=rate.starts,
        wage=rate.wage,
        holiday=rate.holiday,
        ni=rate.ni,
        pension=rate.pension,
        bought=rate.bought,
        scenario=Scenario(rate.scenario) if rate.scenario else None,
        source="; ".join(filter(None, (rate.source, rate.evidence))),
    )


def savings_facts(nursery: Nursery, first: dt.date, last: dt.date) -> SavingsFacts:
    """Everything that the savings from `first` to `last` stand on. Where these are the days of a closed term, what was
    frozen when it was closed, so that whatever opens its figures agrees with its report; else `facts_of_rows`."""
    return frozen_facts(first, last) or facts_of_rows(nursery, first, last)


def facts_of_rows(
    nursery: Nursery, first: dt.date, last: dt.date, days: Collection[dt.date] | None = None
) -> SavingsFacts:
    """The same from today's rows, or from those of these `days` alone: four queries beside the rota's own."""
    return replace(
        money_facts(nursery, first, last, days),
        rota=rota_facts(nursery, first, last, days),
        contributions=tuple(each for each in contribution_facts(first, last) if days is None or each.day in days),
    )


def money_facts(
    nursery: Nursery, first: dt.date, last: dt.date, days: Collection[dt.date] | None = None
) -> SavingsFacts:
    """Of the same, what is about money alone, beside a rota on which nobody is: four queries."""
    span: dict[str, Any] = {"date__range": (first, last)} if days is None else {"date__in": days}
    return SavingsFacts(
        rota=Rota(country=nursery.country, zone=nursery.zone),
        rates=tuple(rate_fact(rate) for rate in models.Rate.objects.order_by("key", "scenario", "starts")),
        pay=tuple(
            Pay(str(person), starts, cost)
            for person, starts, cost in models.Pay.objects.values_list("person", "starts", "hourly_cost")
        ),
        programme=tuple(
            ProgrammeEntry(str(entry.pk), entry.date, entry.kind, entry.hours, entry.rate or None, entry.amount)
            for entry in models.ProgrammeEntry.objects.filter(**span).order_by("date", "pk")
        ),
        fee_relief=tuple(
            FeeRelief(*row) for row in models.FeeRelief.objects.filter(**span).values_list("date", "amount")
        ),
    )


def savings_of(nursery: Nursery, first: dt.date, last: dt.date) -> Savings:
    """The savings of a period, from raw rows."""
    return work_out_savings(savings_facts(nursery, first, last), first, last)
