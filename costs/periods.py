"""The spans of days that figures are asked for: a term, a month, a financial year, or any days; and the one before."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nursery.dates import DAY, say_day
from nursery.models import Term

LONGEST = dt.timedelta(days=10 * 366)  # a longer span is a slip of the pen


class PeriodKind(StrEnum):
    TERM = "term"
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included. `key` is a term's key, "2026-10", or the year a financial year begins in;
    a span of any days has none. `name` is in the reader's language."""

    kind: PeriodKind
    key: str
    first: dt.date
    last: dt.date
    name: str

    @property
    def query(self) -> str:
        """What an address says of it, without the question mark."""
        if self.kind == PeriodKind.SPAN:
            return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})
        return urlencode({self.kind.value: self.key})


def period_of_term(term: Term) -> Period:
    return Period(PeriodKind.TERM, term.key, term.starts, term.ends, term.name)


def month_of(day: dt.date) -> Period:
    first = day.replace(day=1)
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return Period(PeriodKind.MONTH, f"{day.year:04}-{day.month:02}", first, last, date_format(first, "F Y"))


def year_beginning(year: int, month: int) -> Period:
    """The financial year that begins with the first of `month` in `year`."""
    first = dt.date(year, month, 1)
    last = dt.date(year + 1, month, 1) - DAY
    name = f"{year}" if month == 1 else f"{year}–{(year + 1) % 100:02}"
    return Period(PeriodKind.YEAR, str(year), first, last, _("Financial year %(years)s") % {"years": name})


def span_of(first: dt.date, last: dt.date) -> Period:
    name = _("%(first)s to %(last)s") % {"first": say_day(first, year=True), "last": say_day(last, year=True)}
    return Period(PeriodKind.SPAN, "", first, last, name)


def period_before(period: Period, terms: Iterable[Term]) -> Period | None:
    """What a period is compared with: the term before (None where there is none), the month or year before, or as
    many days just before."""
    match period.kind:
        case PeriodKind.TERM:
            earlier = [term for term in terms if term.starts < period.first]
            return period_of_term(max(earlier, key=lambda term: term.starts)) if earlier else None
        case PeriodKind.MONTH:
            return month_of(period.first - DAY)
        case PeriodKind.YEAR:
            return year_beginning(period.first.year - 1, period.first.month)
        case PeriodKind.SPAN:
            return span_of(period.first - (period.last - period.first) - DAY, period.first - DAY)
