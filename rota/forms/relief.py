"""Relief: from when until when, and how much. There is no field for a reason, on purpose."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nursery.forms import DaySpanForm
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


class ReliefForm(DaySpanForm):
    part = PercentField(
        label=_("How much is lifted, in percent"),
        help_text=_("100 lifts all that is due for these days, 50 half of it."),
        error_messages={"required": _("Say how much.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
    )

    def lifted(self) -> Lifted:
        data = self.cleaned_data
        return Lifted(data["starts"], data["ends"], data["part"])
