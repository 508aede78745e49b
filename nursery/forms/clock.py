"""Clock times as people type them."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CLOCK = re.compile(r"^\s*(\d{1,2})\s*(?:[:.h ]?\s*(\d{2}))?\s*(am|pm)?\s*$", re.IGNORECASE)


class ClockField(forms.TimeField):
    """A clock time as people type it: "9", "9:00", "9.30", "0930", "9h30", "1 pm"."""

    default_error_messages = {"invalid": _("We can’t read this as a time. Write it like 9:30.")}
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.time):
            return value
        found = _CLOCK.match(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hours, minutes = int(found[1]), int(found[2] or 0)
        if found[3]:
            if not 1 <= hours <= 12:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            hours = hours % 12 + (12 if found[3].lower() == "pm" else 0)
        if hours > 23 or minutes > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(hours, minutes)
