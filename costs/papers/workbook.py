"""A report as a workbook: numbers as numbers, sums as formulas that add up, and where every rate comes from."""

import datetime as dt

from django.utils.translation import gettext as _

from costs.papers import hours_sheets, other_sheets
from costs.papers.boxes import Boxes
from costs.papers.money_sheets import MoneySheets
from costs.reports.figures import Report
from nursery.dates import say_day
from nursery.documents.book import Book


def workbook(report: Report) -> Book:
    """The same book for the same report: it is dated by the report's own last day, not by the clock."""
    boxes = Boxes(report)
    money = MoneySheets(boxes)
    lines, premium, programme = money.lines(), money.premium(), money.programme()
    summary = money.summary()
    by_duty, by_month = hours_sheets.by_duty(boxes), hours_sheets.by_month(boxes)
    spread = other_sheets.spread(boxes, money.totals, by_duty)
    compared = other_sheets.comparison(boxes, money.totals, by_duty, spread)
    sheets = [
        summary,
        lines,
        premium,
        programme,
        by_duty,
        by_month,
        hours_sheets.sharing(boxes),
        spread,
        compared,
        other_sheets.sources(boxes),
        other_sheets.adjustments(boxes, money.totals),
        other_sheets.missing(boxes),
    ]
    return Book(
        title=_("Savings of %(nursery)s") % {"nursery": report.nursery_name},
        about=report.period.name,
        made=made_at(report),
        sheets=[sheet for sheet in sheets if sheet is not None],
        words=_words(report),
    )


def made_at(report: Report) -> dt.datetime:
    """When a paper says it was made: the day that the report was closed, or reaches to."""
    return dt.datetime.combine(report.closed_on or report.last_day, dt.time(), dt.UTC)


def _words(report: Report) -> list[str]:
    days = {
        "first": say_day(report.period.first, year=True),
        "last": say_day(report.last_day, year=True),
        "currency": report.currency,
    }
    found = [
        _("From %(first)s to %(last)s. Money is in %(currency)s, to two decimals.") % days,
        _("It is cost avoided, an estimate in three versions. It is no money received, and belongs in no accounts."),
        _(
            "Every figure has a name, the same as in the JSON: choose scenarios.central.net in the name box and the "
            "spreadsheet goes there."
        ),
        _(
            "Hours are shown to two decimals and held exactly. A value is rounded once, from the exact product; sums "
            "add what is rounded."
        ),
        _("Nothing here is one person’s or one family’s."),
    ]
    if report.so_far:
        found.append(_("The period is not over: these are figures so far."))
    if report.closed_on is not None:
        found.append(_("Closed on %(day)s.") % {"day": say_day(report.closed_on, year=True)})
    if report.inputs_digest:
        found.append(_("Digest of what it was worked out from: %(digest)s") % {"digest": report.inputs_digest})
    return found
