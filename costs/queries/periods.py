"""Which period a page or a file was asked for."""

import datetime as dt
import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from costs.periods import LONGEST, Period, month_of, period_of_term, span_of, year_beginning
from nursery.dates import parse_day
from nursery.forms import DayField
from nursery.models import Nursery, Term


def terms_begun(today: dt.date) -> list[Term]:
    """The terms that have begun, the latest first: the one that today is in, else the last one, leads."""
    return list(Term.objects.filter(starts__lte=today).order_by("-starts"))


def period_asked(nursery: Nursery, asked: Mapping[str, str], terms: list[Term], today: dt.date) -> Period | None:
    """The period that an address names: `term`, `month` (2026-10), `year` (2026), or `from` and `to`.

    `terms` are those begun, the latest first; that one is meant where nothing is asked, and None where there is none.
    Raises ValidationError by field, a sentence each, for what is no such period, or none that has begun by `today`.
    """
    if asked.get("from") or asked.get("to"):
        return _begun(_span(asked, today), "from", today)
    if month := asked.get("month"):
        return _begun(_month(month), "month", today)
    if year := asked.get("year"):
        return _begun(_year(year, nursery.policy.year_starts), "year", today)
    if key := asked.get("term"):
        found = next((term for term in terms if term.key == key), None)
        if found is None:
            raise ValidationError({"term": _("There is no such term yet. Choose one of those that have begun.")})
        return period_of_term(found)
    return period_of_term(terms[0]) if terms else None


def _begun(period: Period, field: str, today: dt.date) -> Period:
    if period.first > today:
        raise ValidationError({field: _("That has not begun yet. Choose days up to today.")})
    return period


def _span(asked: Mapping[str, str], today: dt.date) -> Period:
    """Days as people type them."""
    faults: dict[str, str] = {}
    days: dict[str, dt.date] = {}
    for name in ("from", "to"):
        field = DayField()
        field.today = today
        try:
            days[name] = field.clean(asked.get(name, ""))
        except ValidationError:
            faults[name] = _("Say this day, like 2026-10-04.")
    if len(days) == 2 and days["to"] < days["from"]:
        faults["to"] = _("This is before the first day. Choose a later one.")
    elif len(days) == 2 and days["to"] - days["from"] > LONGEST:
        faults["to"] = _("That is more than ten years. Choose a shorter span.")
    if faults:
        raise ValidationError(faults)
    return span_of(days["from"], days["to"])


def _month(text: str) -> Period:
    day = parse_day(f"{text}-01") if re.fullmatch(r"\d{4}-\d{2}", text) else None
    if day is None or day.year < 1900:
        raise ValidationError({"month": _("Say the month, like 2026-10.")})
    return month_of(day)


def _year(text: str, month: int) -> Period:
    if not re.fullmatch(r"(19|20|21)\d\d", text):
        raise ValidationError({"year": _("Say the year that it begins in, like 2026.")})
    return year_beginning(int(text), month)
