"""Reports made larger, emptier or otherwise than Bluebell's, for papers that must hold them."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from costs.periods import PeriodKind
from costs.reports.figures import (
    AdjustedFigures,
    AdjustmentFigures,
    BeforeFigures,
    BudgetFigures,
    ChangeFigures,
    FaultFigures,
    MonthDutyFigures,
    MonthFigures,
    PeriodFigures,
    Report,
    ScenarioFigures,
    Scenarios,
)
from costs.savings import Alarm

NOTHING = Decimal(0)


def beside(report: Report) -> Report:
    """With a term before it, all alarms, a plan, and closed."""
    summer = PeriodFigures(
        PeriodKind.TERM, "summer-2026", "Summer term 2026", dt.date(2026, 4, 20), dt.date(2026, 7, 17)
    )
    before = BeforeFigures(
        period=summer,
        net_low=Decimal("2100.10"),
        net_central=Decimal("4000.20"),
        net_high=Decimal("4500.30"),
        fee_relief=Decimal("2900.40"),
        returned=Decimal("0.7251"),
        parent_hours=Decimal(500),
        paid_hours=Decimal(800),
        child_sessions=1200,
        parent_hours_per_child_session=Decimal("0.4167"),
    )
    changes = ChangeFigures(Decimal("0.0540"), Decimal("0.0691"), Decimal("-0.0625"), tuple(Alarm))
    plan = BudgetFigures(Decimal("4100.00"), Decimal("1300.00"), None, Decimal(520), Decimal("760.5"))
    return replace(
        report,
        before=before,
        changes=changes,
        budget=plan,
        closed_on=dt.date(2026, 12, 18),
        inputs_digest="3f2a" * 16,
    )


def put_right(report: Report) -> Report:
    """With two corrections of a term that was closed before."""
    hours = AdjustmentFigures(
        id="a1",
        about="summer-2026",
        about_name="Summer term 2026",
        date=dt.date(2026, 10, 5),
        kind="hours",
        duty="care",
        duty_name="Care",
        hours=Decimal("3.5"),
        net_low=Decimal("49.84"),
        net_central=Decimal("61.32"),
        net_high=Decimal("68.25"),
        fee_relief=NOTHING,
        reason="=A turn was found in the paper register",
        entered_by="p1",
        confirmed_by="p2",
    )
    relief = replace(
        hours,
        id="a2",
        kind="fee_relief",
        duty="",
        duty_name="",
        hours=None,
        fee_relief=Decimal("120.15"),
        reason="Late",
        net_low=NOTHING,
        net_central=NOTHING,
        net_high=NOTHING,
    )
    adjusted = AdjustedFigures(Decimal("2461.40"), Decimal("4422.88"), Decimal("4905.01"), Decimal("3120.15"))
    return replace(report, adjustments=(hours, relief), adjusted=adjusted)


def long_name(number: int) -> str:
    return f"Gartenpflegeundaußenspielflächenbetreuungsdienst {number} im Familienzentrum"


def many(report: Report, duties: int, months: int) -> Report:
    """As many duties with the longest of names, each with lines, premiums, rates and something missing."""
    numbers = range(duties)

    def scenario(found: ScenarioFigures) -> ScenarioFigures:
        return replace(
            found,
            lines=tuple(replace(found.lines[0], duty=f"d{n}", name=long_name(n)) for n in numbers),
            premium=tuple(replace(found.premium[0], duty=f"d{n}", name=long_name(n)) for n in numbers),
            programme=tuple(replace(found.programme[0], kind=f"kostenartbezeichnung_{n}") for n in numbers),
            value=found.lines[0].value * duties,
        )

    return replace(
        report,
        nursery_name="Elterninitiative Kindertagesstätte Sonnenblumenwiese an der Wuhlheide e. V.",
        scenarios=Scenarios(*(scenario(found) for _name, found in report.scenarios.each)),
        duties=tuple(replace(report.duties[0], key=f"d{n}", name=long_name(n)) for n in numbers),
        months=tuple(
            MonthFigures(
                f"{2022 + n // 12}-{n % 12 + 1:02}",
                Decimal("12345.67"),
                Decimal("12345.67"),
                Decimal("12345.67"),
                tuple(MonthDutyFigures(f"d{m}", Decimal("1234.5"), Decimal(64), Decimal(64)) for m in numbers),
            )
            for n in range(months)
        ),
        rates=tuple(
            replace(report.rates[n % 3], name=long_name(n), source="A quote of the caterer, on file. " * 9)
            for n in range(3 * duties)
        ),
        faults=tuple(
            FaultFigures("missing_rate", f"d{n}", long_name(n), ("low",), dt.date(2026, 9, 7), 12, Decimal("36.5"))
            for n in numbers
        ),
    )


def nothing_yet(report: Report) -> Report:
    """Of a period in which nobody has worked."""
    none = ScenarioFigures((), (), (), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, None)
    hours = replace(
        report.hours,
        **{name: NOTHING for name in report.hours.__slots__ if name != "confirmed_share"},
        confirmed_share=None,
    )
    sharing = replace(
        report.sharing,
        needed=NOTHING,
        done=NOTHING,
        solidarity=NOTHING,
        attainments=(),
        attained=0,
        under_half=None,
        jain=None,
        gini=None,
        coverage=None,
    )
    return replace(
        report,
        so_far=True,
        scenarios=Scenarios(none, none, none),
        hours=hours,
        per=replace(report.per, **dict.fromkeys(report.per.__slots__)),
        duties=(),
        months=(),
        rates=(),
        sharing=sharing,
        before=None,
        changes=None,
        child_sessions=0,
    )


def lacking(report: Report) -> Report:
    """With no rate for care in the most likely estimate."""
    central = replace(report.scenarios.central, lines=(), value=None, net=None, retained=None, returned=None)
    per = replace(report.per, net_per_child_session=None, net_per_parent_hour=None)
    fault = FaultFigures("missing_rate", "care", "Care", ("central",), dt.date(2026, 9, 7), 60, Decimal(216))
    scenarios = Scenarios(report.scenarios.low, central, report.scenarios.high)
    return replace(report, scenarios=scenarios, per=per, changes=None, faults=(fault,))
