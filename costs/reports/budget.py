"""What was planned for the term, beside what came of it."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from costs.reports.charts import Bar, part_of
from costs.reports.exact import Exact, Row, table
from costs.reports.figures import Report
from costs.reports.section import Section
from costs.reports.words import pounds
from nursery.money import say_hours
from rota.exact import ZERO


def beside_budget(report: Report, exact: Exact) -> Section | None:
    """None where nothing was planned."""
    plan = report.budget
    if plan is None:
        return None
    central = report.scenarios.central
    money: Callable[[Decimal], str] = lambda value: pounds(report, value)  # noqa: E731
    hours: Callable[[Decimal], str] = lambda value: _("%(hours)s h") % {"hours": say_hours(value)}  # noqa: E731
    rows = [
        (label, actual, planned, say, path, key)
        for label, actual, planned, say, path, key in (
            (_("Saved, most likely"), central.net, plan.net, money, "scenarios.central.net", "net"),
            (
                _("Running parent duty"),
                central.programme_total,
                plan.programme,
                money,
                "scenarios.central.programme_total",
                "programme",
            ),
            (_("Lower fees"), central.fee_relief, plan.fee_relief, money, "scenarios.central.fee_relief", "fee_relief"),
            (_("Parent hours"), report.hours.parent, plan.parent_hours, hours, "hours.parent", "parent_hours"),
            (_("Paid hours"), report.hours.paid, plan.paid_hours, hours, "hours.paid", "paid_hours"),
        )
        if planned is not None
    ]
    if not rows:
        return None
    return Section(
        key="budget",
        title=_title(report),
        bars=tuple(
            _bar(label, actual, planned, say, exact.opens(path))
            for label, actual, planned, say, path, _key in rows
            if actual is not None
        ),
        note=_("The stroke is what was planned.") if rows else "",
        tables=(
            table(
                _("Beside what was planned"),
                _("What"),
                (_("Actual"), _("Planned")),
                [
                    Row(
                        label,
                        (exact.money(path), exact.money(f"budget.{key}"))
                        if say is money
                        else (exact.hours(path), exact.hours(f"budget.{key}")),
                    )
                    for label, _actual, _planned, say, path, key in rows
                ],
            ),
        ),
    )


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


def _bar(label: str, actual: Decimal, planned: Decimal, say: Callable[[Decimal], str], url: str) -> Bar:
    most = max(actual, planned, ZERO)
    return Bar(
        label=label,
        amount=_("%(actual)s of %(planned)s planned") % {"actual": say(actual), "planned": say(planned)},
        start=ZERO,
        length=part_of(max(actual, ZERO), most),
        kind="total",
        mark=part_of(max(planned, ZERO), most),
        url=url,
    )
