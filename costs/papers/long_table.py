"""A report as one long table: a row for each thing it says, so that a pivot table or a program finds any of it."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from costs.papers.entries import Entry, Unit, entries
from costs.reports.figures import Report
from nursery.documents.table import Cell, Column, Kind, Table


def long_table(report: Report) -> Table:
    return Table(
        title=_("Savings of %(nursery)s") % {"nursery": report.nursery_name},
        about=report.period.name,
        columns=_columns(),
        rows=_rows(report),
    )


def _columns() -> list[Column]:
    return [
        Column(_("Section"), _("The part of the report: lines, premium, programme, hours, duties, months, rates …")),
        Column(_("Estimate"), _("low, central (the most likely) or high; empty for what is the same in all three.")),
        Column(_("Month"), _("The month, like 2026-10, of hours by month.")),
        Column(_("Key"), _("The key of the duty, or the kind of what running parent duty took.")),
        Column(_("Name"), _("The duty’s name.")),
        Column(_("Measure"), _("What the value is, by its name in the JSON.")),
        Column(_("Value"), _("The number, with a full stop; empty for what cannot be said yet."), Kind.NUMBER),
        Column(
            _("Unit"), _("money (in the nursery’s currency), hours, share (0.05 is 5 %), index, count, text, date.")
        ),
        Column(_("Text"), _("What is no number: sources, names, days, yes or no.")),
        Column(_("Figure"), _("The value’s name in the JSON: scenarios.central.net; lists are counted from 0.")),
    ]


def _rows(report: Report) -> Iterator[list[Cell]]:
    for entry in entries(report):
        if entry.is_of_a_row:
            continue
        number, text = _said(entry)
        unit = report.currency if entry.unit == Unit.MONEY else entry.unit.value
        yield [
            entry.section,
            entry.estimate,
            entry.month,
            entry.key,
            entry.name,
            entry.measure,
            number,
            unit,
            text,
            entry.figure,
        ]


def _said(entry: Entry) -> tuple[Decimal | int | None, str]:
    """The value as a number, or as text."""
    match entry.value:
        case bool():
            return None, "yes" if entry.value else "no"
        case Decimal() | int():
            return entry.value, ""
        case dt.date():
            return None, entry.value.isoformat()
        case None:
            return None, ""
        case text:
            return None, text
