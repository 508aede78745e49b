"""Days as people type them."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext_lazy as _

_NUMBERS = re.compile(r"^(\d{1,2})\s*[./ -]\s*(\d{1,2})(?:\s*[./ -]\s*(\d{4}|\d{2}))?\.?$")
_WORDS = re.compile(r"^(?:[^\W\d]+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?\s*([^\W\d]{3,})\.?(?:\s+(\d{4}|\d{2}))?$")


class DayField(forms.DateField):
    """A day as people type it: "2026-12-04", "4/12/2026", "4.12.26", "4 Dec", "Fri 4 December 2026".

    The day comes before the month. Without a year the nearest such day to `today` is meant; the form sets `today`.
    """

    default_error_messages = {"invalid": _("We can’t read this as a day. Write it like 4 Dec 2026 or 4/12/2026.")}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    today: dt.date | None = None

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        text = str(value).strip()
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            found = self._read(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def _read(self, text: str) -> dt.date | None:
        if numbers := _NUMBERS.match(text):
            day, month, year = int(numbers[1]), int(numbers[2]), numbers[3]
        elif (words := _WORDS.match(text)) and (named := _month(words[2])):
            day, month, year = int(words[1]), named, words[3]
        else:
            return None
        if year is not None:
            return _day(int(year) if len(year) == 4 else 2000 + int(year), month, day)
        today = self.today
        if today is None:
            return None
        near = [_day(today.year + offset, month, day) for offset in (-1, 0, 1)]
        return min((each for each in near if each is not None), key=lambda each: abs(each - today), default=None)


def _month(word: str) -> int | None:
    """The month that a word of at least three letters begins, in the reader's language."""
    start = word.casefold()
    names = [(number, str(name).casefold()) for table in (MONTHS, MONTHS_3) for number, name in table.items()]
    return next((number for number, name in names if name.startswith(start)), None)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


class DaySpanForm(forms.Form):
    """From one day to another, both included. What builds on it may add fields, and set `field_order`."""

    starts = DayField(label=_("First day"), error_messages={"required": _("Say from when.")})
    ends = DayField(label=_("Last day"), error_messages={"required": _("Say until when.")})

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = today

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("starts"), data.get("ends")
        if first and last and last < first:
            self.add_error("ends", _("This is before the first day. Choose a later one."))
        return data
