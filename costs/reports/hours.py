"""The hours of a period by duty and by month: what parents gave, how much of it counts, and why not the rest."""

import datetime as dt
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from costs.reports.charts import Bar, part_of
from costs.reports.exact import Exact, Row, Table, table
from costs.reports.figures import DutyFigures, MonthFigures, Report
from costs.reports.section import Section
from costs.reports.words import count_hours
from nursery.money import say_hours
from rota.exact import ZERO
from rota.models import Pricing


def hours_by_duty(report: Report, exact: Exact) -> Section:
    worked = report.hours
    title = _("%(counted)s of %(given)s hours count in the savings") % {
        "counted": say_hours(worked.priced),
        "given": say_hours(worked.parent),
    }
    most = max((duty.given for duty in report.duties), default=ZERO)
    bars = tuple(
        _duty_bar(duty, most, exact.opens(f"duties.{n}.given")) for n, duty in enumerate(report.duties) if duty.given
    )
    return Section(
        key="duties",
        title=title if bars else _("Hours by duty: none yet"),
        bars=bars,
        tables=(*_duty_tables(report, exact), *([] if _several_months(report) else _month_tables(report, exact))),
    )


def _several_months(report: Report) -> bool:
    """One month is the period itself: its figures stand with the duties'."""
    return len(report.months) > 1


def _duty_bar(duty: DutyFigures, most: Decimal, url: str) -> Bar:
    rest = duty.given - duty.counted
    if duty.pricing == Pricing.NONE:
        amount = _("%(hours)s h") % {"hours": say_hours(duty.given)}
    else:
        amount = _("%(counted)s of %(given)s h") % {
            "counted": say_hours(duty.counted),
            "given": say_hours(duty.given),
        }
    return Bar(
        label=duty.name,
        amount=amount,
        start=ZERO,
        length=part_of(duty.counted, most),
        beyond=part_of(rest, most),
        note="; ".join(why_not_counted(duty)),
        url=url,
    )


def why_not_counted(duty: DutyFigures) -> list[str]:
    """What became of a duty's hours that do not count."""
    if duty.pricing == Pricing.NONE:
        return [_("never priced")]
    found = (
        (duty.enriching, _("%(hours)s h beyond what was required")),
        (duty.unconfirmed, _("%(hours)s h not confirmed")),
        (duty.learning, _("%(hours)s h of learning beside somebody")),
    )
    reasons = [text % {"hours": say_hours(hours)} for hours, text in found if round(hours, 2)]
    if duty.nothing_bought:
        reasons.append(_("nothing shows that the nursery would have bought it, so it is worth nothing here"))
    return reasons


def _duty_tables(report: Report, exact: Exact) -> list[Table]:
    if not report.duties:
        return []
    worked = (
        ("given", _("Parents")),
        ("counted", _("Counted")),
        ("paid", _("Paid people")),
        ("cover", _("of it cover")),
    )
    others = (
        ("enriching", _("Beyond need")),
        ("unconfirmed", _("Not confirmed")),
        ("learning", _("Learning")),
        ("never_priced", _("Never priced")),
    )
    return [
        table(
            caption,
            _("Duty"),
            [head for _key, head in columns],
            [
                Row(duty.name, tuple(exact.hours(f"duties.{n}.{key}") for key, _head in columns))
                for n, duty in enumerate(report.duties)
            ],
        )
        for caption, columns in ((_("Hours by duty"), worked), (_("Parents’ hours that do not count"), others))
    ]


def hours_by_month(report: Report, exact: Exact) -> Section | None:
    """None for a single month."""
    if not _several_months(report):
        return None
    most = max(report.months, key=lambda month: month.given)
    years = _over_years(report)
    return Section(
        key="months",
        title=_("%(month)s asked most: %(hours)s")
        % {"month": say_month(most.month, year=years), "hours": count_hours(most.given)},
        bars=tuple(
            _month_bar(month, most.given, exact.opens(f"months.{n}.given"), years=years)
            for n, month in enumerate(report.months)
        ),
        tables=tuple(_month_tables(report, exact)),
    )


def _over_years(report: Report) -> bool:
    return len({month.month[:4] for month in report.months}) > 1


def _month_bar(month: MonthFigures, most: Decimal, url: str, *, years: bool) -> Bar:
    return Bar(
        label=say_month(month.month, year=years),
        amount=_("%(counted)s of %(given)s h") % {"counted": say_hours(month.counted), "given": say_hours(month.given)},
        start=ZERO,
        length=part_of(month.counted, most),
        beyond=part_of(month.given - month.counted, most),
        url=url,
    )


def _month_heads() -> tuple[tuple[str, str], ...]:
    return (("given", _("Parents")), ("counted", _("Counted")), ("paid", _("Paid people")))


def _month_tables(report: Report, exact: Exact) -> list[Table]:
    years = _over_years(report)
    return (
        [_month_table(report, exact, years=years), _month_duties(report, exact, years=years)] if report.months else []
    )


def _month_table(report: Report, exact: Exact, *, years: bool) -> Table:
    columns = _month_heads()
    return table(
        _("Hours by month"),
        _("Month"),
        [head for _key, head in columns],
        [
            Row(say_month(month.month, year=years), tuple(exact.hours(f"months.{n}.{key}") for key, _head in columns))
            for n, month in enumerate(report.months)
        ],
    )


def _month_duties(report: Report, exact: Exact, *, years: bool) -> Table:
    columns = _month_heads()
    names = {duty.key: duty.name for duty in report.duties}
    return table(
        _("Hours by month and duty"),
        _("Month and duty"),
        [head for _key, head in columns],
        [
            Row(
                _("%(month)s: %(duty)s")
                % {"month": say_month(month.month, year=years), "duty": names.get(row.duty, row.duty)},
                tuple(exact.hours(f"months.{n}.duties.{m}.{key}") for key, _head in columns),
            )
            for n, month in enumerate(report.months)
            for m, row in enumerate(month.duties)
        ],
    )


def say_month(month: str, *, year: bool = True) -> str:
    """ "2026-10" as "October 2026", or "October"."""
    return date_format(dt.date.fromisoformat(f"{month}-01"), "F Y" if year else "F")
