"""A qualification level, from a day on."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Level
from nursery.forms import DayField

_FIRST, _LAST = dt.date(1950, 1, 1), dt.date(2199, 12, 31)


class LevelForm(forms.Form):
    """A qualification level, from a day on."""

    level = forms.TypedChoiceField(label=_("Level"), choices=Level.choices, coerce=int)
    starts = DayField(
        label=_("From"),
        help_text=_("The first day on which it counts."),
        error_messages={"required": _("Say from when it counts.")},
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].today = today  # type: ignore[attr-defined]

    def clean_starts(self) -> dt.date:
        starts: dt.date = self.cleaned_data["starts"]
        if not _FIRST <= starts <= _LAST:
            raise forms.ValidationError(_("That year cannot be meant. Write it like 4 Dec 2026."))
        return starts
