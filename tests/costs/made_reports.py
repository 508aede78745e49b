"""A small report, made by hand: one term, care and food, ten families."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from costs.periods import PeriodKind
from costs.reports.figures import (
    FORMAT,
    BeforeFigures,
    ChangeFigures,
    DutyFigures,
    HoursFigures,
    LineFigures,
    MonthDutyFigures,
    MonthFigures,
    PerFigures,
    PeriodFigures,
    ProgrammeFigures,
    RateFigures,
    Report,
    ScenarioFigures,
    Scenarios,
    SharingFigures,
)

AUTUMN = PeriodFigures(PeriodKind.TERM, "autumn", "Autumn term", dt.date(2026, 9, 7), dt.date(2026, 12, 11))
SUMMER = PeriodFigures(PeriodKind.TERM, "summer", "Summer term", dt.date(2026, 4, 13), dt.date(2026, 7, 17))


def estimate(net: str | None = "900.00", relief: str = "300.00") -> ScenarioFigures:
    """£1,000 of care, and what running it took."""
    found = None if net is None else Decimal(net)
    return ScenarioFigures(
        lines=(LineFigures("care", "Care", Decimal("20.00"), Decimal("1.000000"), Decimal("50"), Decimal("1000.00")),),
        premium=(),
        programme=(ProgrammeFigures("expenses", Decimal("1000.00") - (found or Decimal(0))),),
        value=None if found is None else Decimal("1000.00"),
        premium_total=Decimal("0.00"),
        programme_total=Decimal("1000.00") - (found or Decimal(0)),
        net=found,
        fee_relief=Decimal(relief),
        retained=None if found is None else found - Decimal(relief),
        returned=(Decimal(relief) / found).quantize(Decimal("0.0001")) if found is not None and found > 0 else None,
    )


def made_report(**changed: Any) -> Report:
    found = Report(
        format=FORMAT,
        nursery="bluebell",
        nursery_name="Bluebell",
        currency="GBP",
        period=AUTUMN,
        last_day=AUTUMN.last,
        so_far=False,
        scenarios=Scenarios(estimate("800.00"), estimate(), estimate("950.00")),
        hours=HoursFigures(
            Decimal("60"),
            Decimal("50"),
            Decimal("50"),
            Decimal("10"),
            Decimal("0"),
            Decimal("0"),
            Decimal("0"),
            Decimal("1.0000"),
            Decimal("200"),
            Decimal("0"),
        ),
        child_sessions=300,
        per=PerFigures(Decimal("3.00"), Decimal("1.00"), Decimal("15.00"), Decimal("5.00"), Decimal("0.2000")),
        duties=(
            DutyFigures(
                "care",
                "Care",
                "care",
                Decimal("60"),
                Decimal("50"),
                Decimal("10"),
                Decimal("0"),
                Decimal("0"),
                Decimal("0"),
                Decimal("200"),
                Decimal("0"),
                False,
            ),
        ),
        months=(
            MonthFigures(
                "2026-09",
                Decimal("60"),
                Decimal("50"),
                Decimal("200"),
                (MonthDutyFigures("care", Decimal("60"), Decimal("50"), Decimal("200")),),
            ),
        ),
        sharing=SharingFigures(
            10,
            Decimal("60"),
            Decimal("60"),
            Decimal("0"),
            Decimal("1.0000"),
            10,
            (Decimal("1.0000"),) * 10,
            0,
            Decimal("1.0000"),
            Decimal("0.0000"),
        ),
        rates=(
            RateFigures(
                "care",
                "Care",
                "",
                dt.date(2026, 4, 1),
                Decimal("15.00"),
                Decimal("0.1207"),
                Decimal("0.15"),
                Decimal("0.03"),
                Decimal("20.00"),
                Decimal("1"),
                "Pay scale",
            ),
        ),
        faults=(),
        before=None,
        changes=None,
    )
    return replace(found, **changed)


def beside_summer(changes: ChangeFigures, returned: str | None = "0.3333", **changed: Any) -> Report:
    before = BeforeFigures(
        period=SUMMER,
        net_low=Decimal("800.00"),
        net_central=Decimal("900.00"),
        net_high=Decimal("950.00"),
        fee_relief=Decimal("300.00"),
        returned=None if returned is None else Decimal(returned),
        parent_hours=Decimal("60"),
        paid_hours=Decimal("200"),
        child_sessions=300,
        parent_hours_per_child_session=Decimal("0.2000"),
    )
    return made_report(before=before, changes=changes, **changed)
