"""Which days a report is of: how they are asked for. What is asked is read by `costs.queries.period_asked` alone."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from costs.periods import Period, PeriodKind, month_of, year_beginning
from nursery.dates import DAY
from nursery.forms import DayField
from nursery.models import Nursery, Term


class PeriodForm(forms.Form):
    """A month, a financial year, or from one day to another; each stands in a form of its own, sent by GET.

    `refused` is what `period_asked` said of what was typed; it stands beside its field.
    """

    def __init__(
        self,
        asked: Mapping[str, str],
        *,
        nursery: Nursery,
        terms: Sequence[Term],
        period: Period | None,
        today: dt.date,
        refused: ValidationError | None = None,
    ) -> None:
        super().__init__({**_shown(period, nursery, today), **asked}, auto_id="period-%s")
        self.refused = refused
        begins = min((term.starts for term in terms), default=today)
        self.fields = {
            "month": forms.ChoiceField(label=_("A month"), choices=_months(begins, today)),
            "year": forms.ChoiceField(
                label=_("A financial year"), choices=_years(begins, today, nursery.policy.year_starts)
            ),
            "from": DayField(label=_("From")),
            "to": DayField(label=_("To")),
        }

    def full_clean(self) -> None:
        """Nothing is checked a second time here."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        if self.refused is None:
            return
        for name, sentences in self.refused.message_dict.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def _shown(period: Period | None, nursery: Nursery, today: dt.date) -> dict[str, str]:
    """What stands in the fields before anybody chooses: about the days that are on the page."""
    last = min(period.last, today) if period else today
    first = period.first if period else today.replace(day=1)
    return {
        "month": period.key if period and period.kind == PeriodKind.MONTH else month_of(last).key,
        "year": period.key
        if period and period.kind == PeriodKind.YEAR
        else _year_of(last, nursery.policy.year_starts).key,
        "from": first.isoformat(),
        "to": last.isoformat(),
    }


def _months(begins: dt.date, today: dt.date) -> list[tuple[str, str]]:
    """The latest first."""
    found, month = [], month_of(today)
    while month.last >= begins:
        found.append((month.key, month.name))
        month = month_of(month.first - DAY)
    return found


def _years(begins: dt.date, today: dt.date, month: int) -> list[tuple[str, str]]:
    found, year = [], _year_of(today, month)
    while year.last >= begins:
        found.append((year.key, year.name))
        year = year_beginning(year.first.year - 1, month)
    return found


def _year_of(day: dt.date, month: int) -> Period:
    """The financial year that `day` is in."""
    return year_beginning(day.year if day.month >= month else day.year - 1, month)
