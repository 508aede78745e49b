"""Relief: from when until when, and how much. There is no field for a reason, on purpose."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nursery.forms import DayField
from rota.actions.relief import Lifted


class PercentField(forms.CharField):
    """A part of a whole as people type it: "50", "50 %", "33,3"; kept as 0.5. Up to two places."""

    default_error_messages = {"invalid": _("Write a number from 1 to 100, like 50.")}

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip().removesuffix("%").strip().replace(",", ".")
        if not text:
            return None
        try:
            percent = Decimal(text)
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not percent.is_finite() or not 0 < percent <= 100 or percent != round(percent, 2):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return percent / 100


class ReliefForm(forms.Form):
    starts = DayField(label=_("First day"), error_messages={"required": _("Say from when.")})
    ends = DayField(label=_("Last day"), error_messages={"required": _("Say until when.")})
    part = PercentField(
        label=_("How much is lifted, in percent"),
        help_text=_("100 lifts all that is due for these days, 50 half of it."),
        error_messages={"required": _("Say how much.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
    )

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
        return data

    def lifted(self) -> Lifted:
        data = self.cleaned_data
        return Lifted(data["starts"], data["ends"], data["part"])
