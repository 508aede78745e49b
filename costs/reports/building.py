"""A period's report: the engines' results, put down as figures. What it is put down from is `inputs`."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from costs.periods import Period, PeriodKind
from costs.queries.frozen import closing_of_span
from costs.reports.documents import report_from
from costs.reports.figures import (
    FORMAT,
    AdjustedFigures,
    AdjustmentFigures,
    BeforeFigures,
    ChangeFigures,
    DutyFigures,
    FaultFigures,
    HoursFigures,
    LineFigures,
    MonthDutyFigures,
    MonthFigures,
    PerFigures,
    PeriodFigures,
    PremiumFigures,
    ProgrammeFigures,
    RateFigures,
    Report,
    ScenarioFigures,
    Scenarios,
    SharingFigures,
)
from costs.reports.inputs import NamedDuty, ReportInputs, report_inputs
from costs.reports.places import exact, money, share
from costs.reports.summed import Made, made_of_tallies, savings_before
from costs.savings import (
    Fault,
    FaultKind,
    Part,
    Rate,
    Savings,
    Scenario,
    ScenarioSavings,
    compare,
    work_out_savings,
)
from nursery.models import Nursery
from rota.exact import EXACT, ZERO, hours, rounded, total
from rota.models import Pricing
from rota.safety import DateSpan
from rota.safety import Term as DatedTerm
from rota.shares import TermShares, term_shares

_HALF = Decimal("0.5")

Key = TypeVar("Key")
Names = Mapping[str, str]  # duties' names by their keys


def report_of(nursery: Nursery, period: Period, today: dt.date) -> Report:
    """The report of `period`, which has begun, as things stand `today`; of a closed term as it was closed.

    Raises NoRuleSetError where no ratio rules are known for its days.
    """
    closing = closing_of_span(period.first, period.last) if period.kind == PeriodKind.TERM else None
    if closing is not None:
        return report_from(closing.kept_document)
    made = made_of_tallies(nursery, period, today) if period.kind in {PeriodKind.YEAR, PeriodKind.SPAN} else None
    return put_down(made) if made is not None else report_on(report_inputs(nursery, period, today))


def report_on(inputs: ReportInputs) -> Report:
    """The report that these inputs come to: pure. Raises NoRuleSetError."""
    facts = inputs.facts
    savings = work_out_savings(facts, inputs.period.first, inputs.last_day)
    earlier = savings_before(inputs.earlier or facts, inputs.before) if inputs.before else None
    return put_down(Made(inputs, savings, _shares(inputs), earlier))


def put_down(made: Made) -> Report:
    """As figures: pure."""
    inputs, savings, earlier = made.inputs, made.savings, made.earlier
    duties = {duty.key: duty for duty in inputs.duties}
    names = {key: duty.name for key, duty in duties.items()}
    return Report(
        format=FORMAT,
        nursery=inputs.nursery,
        nursery_name=inputs.nursery_name,
        currency=inputs.currency,
        period=inputs.period,
        last_day=inputs.last_day,
        so_far=inputs.so_far,
        scenarios=Scenarios(*(_scenario(savings.scenarios[scenario], names) for scenario in Scenario)),
        hours=_hours(savings),
        child_sessions=savings.child_sessions,
        per=_per(savings),
        duties=_duties(savings, duties),
        months=_months(savings, list(duties)),
        sharing=_sharing(made.shares, so_far=inputs.so_far),
        rates=_rates(savings, names),
        faults=_faults(savings, names),
        before=_before(inputs.before, earlier) if inputs.before and earlier else None,
        changes=_changes(savings, earlier) if earlier else None,
        budget=inputs.budget,
        adjustments=inputs.adjustments,
        adjusted=_adjusted(savings, inputs.adjustments) if inputs.adjustments else None,
    )


def _shares(inputs: ReportInputs) -> TermShares:
    """Of a term as such; of any other days as if they were one, since what is needed and done is dated by its day."""
    period, facts = inputs.period, inputs.facts
    terms = {term.key: term for term in facts.rota.terms}
    if period.kind == PeriodKind.TERM:
        days = terms[period.key]
    else:
        days = DatedTerm(period.kind.value, DateSpan(period.first, period.last), ())
    return term_shares(facts.rota, days, inputs.families, facts.contributions)


def _scenario(found: ScenarioSavings, names: Names) -> ScenarioFigures:
    premium: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for each in found.premium:
        premium[each.duty].append((each.hours, each.value))
    return ScenarioFigures(
        lines=tuple(
            LineFigures(line.duty, names[line.duty], line.rate, rounded(line.bought, 6), exact(line.hours), line.value)
            for line in found.lines
        ),
        premium=tuple(
            PremiumFigures(duty, names[duty], exact(total(h for h, _v in lines)), total(v for _h, v in lines))
            for duty, lines in premium.items()
        ),
        programme=tuple(ProgrammeFigures(line.kind, line.value) for line in found.programme),
        value=found.value,
        premium_total=found.premium_total,
        programme_total=found.programme_total,
        net=found.net,
        fee_relief=found.fee_relief,
        retained=found.retained,
        returned=share(found.returned),
    )


def _hours(savings: Savings) -> HoursFigures:
    worked = savings.hours
    shadow = worked.unpriced.get("shadow", ZERO)
    unpriced = total(part.hours for part in worked.parts["unpriced"])
    return HoursFigures(
        parent=exact(worked.parent),
        priced=exact(worked.priced),
        care_displaced=exact(worked.care_displaced),
        care_enriching=exact(worked.care_enriching),
        unpriced=exact(unpriced),
        unconfirmed=exact(EXACT.subtract(worked.parent, worked.confirmed)),
        learning=exact(shadow),
        confirmed_share=share(worked.confirmed_share),
        paid=exact(worked.paid),
        cover=exact(total(part.hours for part in worked.parts["cover"])),
    )


def _per(savings: Savings) -> PerFigures:
    return PerFigures(
        net_per_child_session=money(savings.net_per_child_session),
        relief_per_child_session=money(savings.relief_per_child_session),
        net_per_parent_hour=money(savings.net_per_parent_hour),
        relief_per_parent_hour=money(savings.relief_per_parent_hour),
        parent_hours_per_child_session=share(savings.parent_hours_per_child_session),
    )


def _duties(savings: Savings, duties: Mapping[str, NamedDuty]) -> tuple[DutyFigures, ...]:
    """Those on which anybody worked: care first, then tasks, then what is never priced; most hours first."""
    sums = {kind: _by(savings, kind, lambda part: part.duty) for kind in savings.hours.parts}
    worthless = {line.duty for line in savings.central.lines} - {
        line.duty for line in savings.central.lines if line.bought
    }
    found = []
    for key, duty in duties.items():
        of = {kind: hours(sums[kind][key]) for kind in sums}
        counted = of["displaced"] + of["task"]
        given = counted + of["enriching"] + of["unpriced"]
        if not given and not of["paid"]:
            continue
        priced = duty.pricing != Pricing.NONE
        unconfirmed = savings.hours.unpriced.get(key, ZERO) if priced else ZERO
        found.append(
            DutyFigures(
                key=key,
                name=duty.name,
                pricing=duty.pricing,
                given=exact(given),
                counted=exact(counted),
                enriching=exact(of["enriching"]),
                unconfirmed=exact(unconfirmed),
                learning=exact(of["unpriced"] - unconfirmed) if priced else ZERO,
                never_priced=ZERO if priced else exact(of["unpriced"]),
                paid=exact(of["paid"]),
                cover=exact(of["cover"]),
                nothing_bought=key in worthless,
            )
        )
    order = list(Pricing.values)
    return tuple(sorted(found, key=lambda each: (order.index(each.pricing), -each.given, each.name, each.key)))


def _months(savings: Savings, duties: Iterable[str]) -> tuple[MonthFigures, ...]:
    """The months of the period on whose days anybody worked."""
    sums = {
        kind: _by(savings, kind, lambda part: (f"{part.day:%Y-%m}", part.duty))
        for kind in ("displaced", "task", "enriching", "unpriced", "paid")
    }
    order = list(duties)
    found = []
    for month in sorted({month for each in sums.values() for month, _duty in each}):
        rows = []
        for duty in order:
            of = {kind: hours(each[month, duty]) for kind, each in sums.items()}
            counted = of["displaced"] + of["task"]
            given = counted + of["enriching"] + of["unpriced"]
            if given or of["paid"]:
                rows.append(MonthDutyFigures(duty, exact(given), exact(counted), exact(of["paid"])))
        found.append(
            MonthFigures(
                month,
                exact(total(row.given for row in rows)),
                exact(total(row.counted for row in rows)),
                exact(total(row.paid for row in rows)),
                tuple(rows),
            )
        )
    return tuple(found)


def _sharing(shares: TermShares, *, so_far: bool) -> SharingFigures:
    attainments = sorted(family.attainment for family in shares.families if family.attainment is not None)
    return SharingFigures(
        families=sum(bool(family.units) for family in shares.families),
        needed=exact(shares.parent_hours),
        done=exact(shares.done),
        solidarity=exact(shares.solidarity),
        coverage=share(shares.coverage),
        attained=len(attainments),
        attainments=tuple(rounded(attainment, 4) for attainment in attainments),
        under_half=None if so_far else sum(attainment < _HALF for attainment in attainments),
        jain=share(shares.jain),
        gini=share(shares.gini),
    )


def _rates(savings: Savings, names: Names) -> tuple[RateFigures, ...]:
    """The dated rates that the values stand on, each once, the central estimate's first.

    Rates of the programme are not among them: what one paid person's hour costs is nobody's to see here (domain 01).
    """
    found: dict[Rate, RateFigures] = {}
    for scenario in (Scenario.CENTRAL, Scenario.LOW, Scenario.HIGH):
        for line in savings.scenarios[scenario].lines:
            for rate in line.rates:
                found.setdefault(
                    rate,
                    RateFigures(
                        duty=line.duty,
                        name=names[line.duty],
                        estimate=rate.scenario.value if rate.scenario else "",
                        starts=rate.begins,
                        wage=rate.wage,
                        holiday=rate.holiday,
                        ni=rate.ni,
                        pension=rate.pension,
                        an_hour=line.rate,
                        bought=line.bought,
                        source=rate.source,
                    ),
                )
    return tuple(found.values())


def _faults(savings: Savings, names: Names) -> tuple[FaultFigures, ...]:
    """One for each kind and key: a rate that is missing all term is one thing to mend."""
    faults: dict[tuple[FaultKind, str], list[Fault]] = defaultdict(list)
    for fault in savings.faults:
        faults[fault.kind, fault.key if fault.kind == FaultKind.MISSING_RATE else ""].append(fault)
    return tuple(
        FaultFigures(
            kind=kind.value,
            key=key,
            name=names.get(key, key),
            estimates=tuple(each.value for each in Scenario if any(f.scenario in {each, None} for f in found)),
            first=min(fault.day for fault in found),
            days=len({fault.day for fault in found}),
            hours=exact(total({(fault.key, fault.day): fault.hours for fault in found}.values())),
        )
        for (kind, key), found in sorted(faults.items())
    )


def _before(period: PeriodFigures, savings: Savings) -> BeforeFigures:
    low, central, high = (savings.scenarios[each].net for each in Scenario)
    return BeforeFigures(
        period=period,
        net_low=low,
        net_central=central,
        net_high=high,
        fee_relief=savings.fee_relief,
        returned=share(savings.central.returned),
        parent_hours=exact(savings.hours.parent),
        paid_hours=exact(savings.hours.paid),
        child_sessions=savings.child_sessions,
        parent_hours_per_child_session=share(savings.parent_hours_per_child_session),
    )


def _changes(savings: Savings, earlier: Savings) -> ChangeFigures:
    found = compare(savings, earlier)
    return ChangeFigures(
        parent_hours=share(found.parent_hours),
        parent_hours_per_child_session=share(found.parent_hours_per_child_session),
        paid_hours=share(found.paid_hours),
        alarms=found.alarms,
    )


def _adjusted(savings: Savings, adjustments: Iterable[AdjustmentFigures]) -> AdjustedFigures:
    each = tuple(adjustments)
    low, central, high = (savings.scenarios[scenario].net for scenario in Scenario)
    return AdjustedFigures(
        net_low=None if low is None else low + total(one.net_low for one in each),
        net_central=None if central is None else central + total(one.net_central for one in each),
        net_high=None if high is None else high + total(one.net_high for one in each),
        fee_relief=savings.fee_relief + total(one.fee_relief for one in each),
    )


def _by(savings: Savings, kind: str, key_of: Callable[[Part], Key]) -> dict[Key, Decimal]:
    """Seconds of one kind."""
    sums: dict[Key, Decimal] = defaultdict(lambda: ZERO)
    for part in savings.hours.parts[kind]:
        sums[key_of(part)] += part.seconds
    return sums
