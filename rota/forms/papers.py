"""From when until when a table of the rota is taken away."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nursery.dates import DAY
from nursery.forms import DayField

LONGEST = 366 * DAY


class SpanForm(forms.Form):
    starts = DayField(label=_("First day"), error_messages={"required": _("Say from when.")})
    ends = DayField(label=_("Last day"), error_messages={"required": _("Say until when.")})

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts", "ends"):
            field = self.fields[name]
            assert isinstance(field, DayField)  # noqa: S101 - declared so above
            field.today = today

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("starts"), data.get("ends")
        if first and last and last < first:
            self.add_error("ends", _("This is before the first day. Choose a later one."))
        elif first and last and last - first > LONGEST:
            self.add_error("ends", _("That is more than a year. Take it in parts."))
        return data
