"""Words that several parts of a report need: its period and the one before, its estimates, amounts in full pounds."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from costs.periods import PeriodKind
from costs.reports.figures import Report
from nursery.money import say_hours, say_money

_HOURS_FROM = Decimal("1.5")  # what is shorter reads better in minutes


def say_this_period(report: Report) -> str:
    """ "this term", inside a sentence."""
    return {
        PeriodKind.TERM: _("this term"),
        PeriodKind.MONTH: _("this month"),
        PeriodKind.YEAR: _("this year"),
        PeriodKind.SPAN: _("these days"),
    }[report.period.kind]


def say_before(report: Report) -> str:
    """What the period is compared with, inside a sentence; empty where it is with nothing."""
    if report.before is None:
        return ""
    return _("the days before") if report.period.kind == PeriodKind.SPAN else report.before.period.name


def say_estimate(estimate: str) -> str:
    """ "low", "most likely" or "high"; "all three" for what holds for each."""
    return {"low": _("low"), "central": _("most likely"), "high": _("high")}.get(estimate, _("all three"))


def pounds(report: Report, amount: Decimal) -> str:
    """In whole pounds, or whatever the nursery's money is."""
    return say_money(amount, report.currency, pence=False)


def pence(report: Report, amount: Decimal) -> str:
    return say_money(amount, report.currency)


def count_hours(hours: Decimal) -> str:
    """ "1 hour", "527 hours"."""
    shown = round(hours, 2)
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if shown == 1 else 2) % {"hours": say_hours(hours)}


def say_duration(hours: Decimal) -> str:
    """ "27 minutes"; from an hour and a half on "2.5 hours"."""
    if hours >= _HOURS_FROM:
        return count_hours(hours)
    minutes = round(hours * 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
