"""Everything that a period's report is put down from, read once: what a closing freezes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from costs.models import Adjustment, AdjustmentKind, Budget
from costs.periods import Period, PeriodKind, period_before
from costs.queries import budget_of, savings_facts
from costs.queries.adjustments import adjustments_in
from costs.queries.facts import facts_of_rows
from costs.queries.frozen import closing_of_span, family_ids, with_families
from costs.reports.figures import AdjustmentFigures, BudgetFigures, PeriodFigures
from costs.reports.places import exact, money
from costs.savings import SavingsFacts
from nursery.models import Nursery, Term
from rota.models import Duty
from rota.queries.engine_facts import family_facts
from rota.shares import Family


@dataclass(frozen=True, slots=True)
class NamedDuty:
    key: str
    name: str
    pricing: str


@dataclass(frozen=True, slots=True)
class ReportInputs:
    """`facts` reach over the period and, where `before` is not closed, over that one as well; of a closed one they are
    `earlier`, as they were frozen. `last_day` is the day that the savings reach to."""

    nursery: str
    nursery_name: str
    currency: str
    period: PeriodFigures
    last_day: dt.date
    so_far: bool
    facts: SavingsFacts
    families: tuple[Family, ...]
    duties: tuple[NamedDuty, ...]
    before: PeriodFigures | None = None
    earlier: SavingsFacts | None = None
    budget: BudgetFigures | None = None
    adjustments: tuple[AdjustmentFigures, ...] = ()


def report_inputs(
    nursery: Nursery,
    period: Period,
    today: dt.date,
    read: Callable[[Nursery, dt.date, dt.date], SavingsFacts] | None = None,
) -> ReportInputs:
    """What is known of `period`, which has begun, as things stand `today`. A term is read from its rows: of a closed
    one nobody asks for more than what was kept, but to compare it. `read` reads the facts otherwise."""
    read = read or (facts_of_rows if period.kind == PeriodKind.TERM else savings_facts)
    so_far = today <= period.last
    before = None if so_far else period_before(period, Term.objects.order_by("starts"))
    is_closed = before is not None and closing_of_span(before.first, before.last) is not None
    first = period.first if before is None or is_closed else before.first
    term = Term.objects.filter(key=period.key).first() if period.kind == PeriodKind.TERM else None
    budget = budget_of(term) if term else None
    return ReportInputs(
        nursery=nursery.slug,
        nursery_name=nursery.name,
        currency=nursery.currency,
        period=_period(period),
        last_day=min(period.last, today),
        so_far=so_far,
        facts=read(nursery, first, period.last),
        families=family_facts(),
        duties=tuple(NamedDuty(*row) for row in Duty.objects.order_by("key").values_list("key", "name", "pricing")),
        before=_period(before) if before else None,
        earlier=savings_facts(nursery, before.first, before.last) if before and is_closed else None,
        budget=_budget(budget) if budget else None,
        adjustments=tuple(_adjustment(each) for each in adjustments_in(period.first, period.last)),
    )


def without_names(inputs: ReportInputs) -> ReportInputs:
    """As a closing keeps them: families by their ids, since what a nursery file calls one by may be its name."""
    ids = family_ids()
    return replace(
        inputs,
        facts=with_families(inputs.facts, ids),
        earlier=with_families(inputs.earlier, ids) if inputs.earlier else None,
        families=tuple(replace(family, key=ids[family.key]) for family in inputs.families),
    )


def _period(period: Period) -> PeriodFigures:
    return PeriodFigures(period.kind, period.key, period.name, period.first, period.last)


def _budget(planned: Budget) -> BudgetFigures:
    return BudgetFigures(
        net=money(planned.net),
        programme=money(planned.programme),
        fee_relief=money(planned.fee_relief),
        parent_hours=None if planned.parent_hours is None else exact(planned.parent_hours),
        paid_hours=None if planned.paid_hours is None else exact(planned.paid_hours),
    )


def _adjustment(found: Adjustment) -> AdjustmentFigures:
    nothing = Decimal("0.00")
    amount = nothing if found.amount is None else found.amount
    relief = amount if found.kind == AdjustmentKind.FEE_RELIEF else nothing
    # What it cost more to run parent duty is so much less that was avoided.
    worth = -amount if found.kind == AdjustmentKind.PROGRAMME else nothing
    return AdjustmentFigures(
        id=found.public_id,
        about=found.about.key,
        about_name=found.about.name,
        date=found.date,
        kind=found.kind,
        duty=found.duty.key if found.duty else "",
        duty_name=found.duty.name if found.duty else "",
        hours=None if found.hours is None else exact(found.hours),
        net_low=worth if found.value_low is None else found.value_low,
        net_central=worth if found.value_central is None else found.value_central,
        net_high=worth if found.value_high is None else found.value_high,
        fee_relief=relief,
        reason=found.reason,
        entered_by=found.entered_by.public_id,
        confirmed_by=found.confirmed_by.public_id if found.confirmed_by else "",
    )
