"""What a report's figures stand on: rates with their sources; and what is missing, with what to do about it."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costs.reports.exact import Cell, Exact, Row, Several, Words, table
from costs.reports.figures import FaultFigures, Report
from costs.reports.section import Section
from costs.reports.words import count_hours, say_estimate
from costs.savings import FaultKind, Scenario
from nursery.dates import say_day


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not known, and what to do about it."""

    text: str
    way_on: str
    kind: FaultKind


def what_is_missing(report: Report) -> tuple[Missing, ...]:
    return tuple(_missing(fault) for fault in report.faults)


def _missing(fault: FaultFigures) -> Missing:
    said = {
        "name": fault.name,
        "day": say_day(fault.first, year=True),
        "hours": count_hours(fault.hours),
        "n": fault.days,
    }
    if fault.kind == FaultKind.MISSING_PAY:
        return Missing(
            ngettext(
                "For paid cover on %(day)s (%(hours)s) no hourly cost is known, so its premium is not taken off.",
                "For paid cover on %(n)s days from %(day)s (%(hours)s) no hourly cost is known, so its premium is not "
                "taken off.",
                fault.days,
            )
            % said,
            _("The treasurer or the manager can add what an hour of whoever covered costs."),
            FaultKind.MISSING_PAY,
        )
    text = (
        ngettext(
            "There is no rate for %(name)s on %(day)s (%(hours)s).",
            "There is no rate for %(name)s on %(n)s days from %(day)s (%(hours)s).",
            fault.days,
        )
        % said
    )
    if len(fault.estimates) < len(Scenario):
        names = ", ".join(say_estimate(each) for each in fault.estimates)
        text = f"{text} {_('This concerns: %(names)s.') % {'names': names}}"
    way_on = _("The treasurer can add a rate that holds from %(day)s, with its source.") % said
    return Missing(text, way_on, FaultKind.MISSING_RATE)


def missing_figures(report: Report, exact: Exact) -> Section | None:
    if not report.faults:
        return None
    return Section(
        key="missing",
        title=_("What is missing"),
        tables=(
            table(
                _("What is missing"),
                _("For"),
                (_("Days"), _("Hours")),
                [
                    Row(
                        fault.name or _("Paid cover"),
                        (exact.count(f"faults.{n}.days"), exact.hours(f"faults.{n}.hours")),
                    )
                    for n, fault in enumerate(report.faults)
                ],
            ),
        ),
        wide=True,
    )


def rates(report: Report, exact: Exact) -> Section:
    heads = (_("An hour"), _("Made of"), _("Would be bought"), _("Since when, and who says so"))
    rows = [
        Row(
            _("%(duty)s, %(estimate)s") % {"duty": rate.name, "estimate": say_estimate(rate.estimate)},
            _rate_cells(report, exact, n),
        )
        for n, rate in enumerate(report.rates)
    ]
    return Section(
        key="rates",
        title=_("Rates and sources"),
        sentences=() if rows else (_("None yet: no hours are priced."),),
        table=table(_("Rates and sources"), _("Duty"), heads, rows) if rows else None,
        wide=True,
    )


def _rate_cells(report: Report, exact: Exact, n: int) -> tuple[Cell, ...]:
    rate, at = report.rates[n], f"rates.{n}"
    made_of = (
        (exact.money(f"{at}.wage"), _("%(part)s wage")),
        (exact.share(f"{at}.holiday"), _("%(part)s holiday")),
        (exact.share(f"{at}.ni"), _("%(part)s NI")),
        (exact.share(f"{at}.pension"), _("%(part)s pension")),
    )
    since = {"day": say_day(rate.starts, year=True), "source": rate.source}
    return (
        exact.money(f"{at}.an_hour"),
        Several(tuple(replace(figure, said=text % {"part": figure.said}) for figure, text in made_of)),
        exact.share(f"{at}.bought"),
        Words(_("%(day)s: %(source)s") % since, long=True),
    )
