"""What was planned for the term, beside what came of it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from costs.reports.charts import Bar, part_of
from costs.reports.exact import Exact, Figure, Row, table
from costs.reports.figures import BudgetFigures, Report
from costs.reports.section import Section
from costs.reports.words import pounds
from nursery.money import say_hours
from rota.exact import ZERO

_CENTRAL = "scenarios.central"


@dataclass(frozen=True, slots=True)
class _Planned:
    """`path` names what came of it, `plan_path` what was planned; both are hours, or money."""

    label: str
    actual: Decimal | None
    planned: Decimal
    path: str
    plan_path: str
    in_hours: bool

    def say(self, report: Report, value: Decimal) -> str:
        return _("%(hours)s h") % {"hours": say_hours(value)} if self.in_hours else pounds(report, value)

    def figures(self, exact: Exact) -> tuple[Figure, Figure]:
        figure = exact.hours if self.in_hours else exact.money
        return figure(self.path), figure(self.plan_path)


def beside_budget(report: Report, exact: Exact) -> Section | None:
    """None where nothing was planned."""
    planned = _planned(report, report.budget) if report.budget else []
    if not planned:
        return None
    rows = [Row(each.label, each.figures(exact)) for each in planned]
    return Section(
        key="budget",
        title=_title(report),
        bars=tuple(
            _bar(report, each, each.actual, exact.opens(each.path)) for each in planned if each.actual is not None
        ),
        note=_("The stroke is what was planned."),
        tables=(table(_("Beside what was planned"), _("What"), (_("Actual"), _("Planned")), rows),),
    )


def _planned(report: Report, plan: BudgetFigures) -> list[_Planned]:
    central, hours = report.scenarios.central, report.hours
    found = (
        (_("Saved, most likely"), central.net, plan.net, f"{_CENTRAL}.net", "budget.net", False),
        (
            _("Running parent duty"),
            central.programme_total,
            plan.programme,
            f"{_CENTRAL}.programme_total",
            "budget.programme",
            False,
        ),
        (_("Lower fees"), central.fee_relief, plan.fee_relief, f"{_CENTRAL}.fee_relief", "budget.fee_relief", False),
        (_("Parent hours"), hours.parent, plan.parent_hours, "hours.parent", "budget.parent_hours", True),
        (_("Paid hours"), hours.paid, plan.paid_hours, "hours.paid", "budget.paid_hours", True),
    )
    return [
        _Planned(label, actual, planned, path, plan_path, in_hours)
        for label, actual, planned, path, plan_path, in_hours in found
        if planned is not None
    ]


def _title(report: Report) -> str:
    net = report.scenarios.central.net
    planned = report.budget.net if report.budget else None
    if net is None or planned is None or report.so_far:
        return _("Beside what was planned")
    if net == planned:
        return _("As much was saved as planned")
    if net > planned:
        return _("%(amount)s more was saved than planned") % {"amount": pounds(report, net - planned)}
    return _("%(amount)s less was saved than planned") % {"amount": pounds(report, planned - net)}


def _bar(report: Report, planned: _Planned, actual: Decimal, url: str) -> Bar:
    most = max(actual, planned.planned, ZERO)
    return Bar(
        label=planned.label,
        amount=planned.say(report, actual),
        start=ZERO,
        length=part_of(max(actual, ZERO), most),
        kind="total",
        mark=part_of(planned.planned, most),
        note=_("%(planned)s planned") % {"planned": planned.say(report, planned.planned)},
        url=url,
    )
