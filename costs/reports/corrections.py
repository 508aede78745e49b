"""What was put right, in this period, about terms that were closed before. Who did stands on a page of its own."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costs.reports.exact import Cell, Exact, Row, Words, table
from costs.reports.figures import AdjustmentFigures, Report
from costs.reports.section import Section
from costs.reports.words import count_hours, pounds, say_estimate
from nursery.dates import say_day


def corrections(report: Report, exact: Exact) -> Section | None:
    if report.adjusted is None:
        return None
    names = ("low", "central", "high")
    heads = [*(say_estimate(name).capitalize() for name in names), _("Off fees"), _("Why")]
    rows = [
        Row(
            f"{say_day(found.date)}: {found.about_name}, {_what(found)}",
            (
                *(exact.money(f"adjustments.{at}.net_{name}") for name in names),
                exact.money(f"adjustments.{at}.fee_relief"),
                Words(found.reason, long=True),
            ),
        )
        for at, found in enumerate(report.adjustments)
    ]
    total: tuple[Cell, ...] = (
        *(exact.money(f"adjusted.net_{name}") for name in names),
        exact.money("adjusted.fee_relief"),
        Words(""),
    )
    rows.append(Row(_("Net with corrections"), total, total=True))
    title = ngettext(
        "%(n)s correction of an earlier term was entered",
        "%(n)s corrections of earlier terms were entered",
        len(report.adjustments),
    ) % {"n": len(report.adjustments)}
    net = report.adjusted.net_central
    sentences = () if net is None else (_("With them, net is most likely %(net)s.") % {"net": pounds(report, net)},)
    return Section(
        key="corrections",
        title=title,
        sentences=sentences,
        table=table(_("Corrections"), _("What was put right"), heads, rows),
        note=_("Every other figure of this report is without them."),
        wide=True,
    )


def _what(found: AdjustmentFigures) -> str:
    if found.hours is not None:
        return f"{found.duty_name} ({count_hours(found.hours)})"
    return _("what families paid less") if found.kind == "fee_relief" else _("what parent duty cost")
