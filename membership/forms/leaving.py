"""Somebody’s last day."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nursery.forms import DayField


class LeavingForm(forms.Form):
    last = DayField(label=_("Last day"), help_text=_("Sign-in into this nursery ends with it, at midnight."))
    family = forms.BooleanField(label=_("The whole family leaves"), required=False)

    def __init__(self, *args: Any, today: dt.date, others: int, children: int, parent: bool, **kwargs: Any) -> None:
        """`others` are the family’s other people, `children` its children; `parent`: whether they are one here."""
        super().__init__(*args, **kwargs)
        self.fields["last"].today = today  # type: ignore[attr-defined]
        if not others and not children:
            del self.fields["family"]
        elif parent and not others:
            self.fields["family"].help_text = _("No other grown-up of the family is left, so the children leave too.")
            self.fields["family"].initial = True
            self.fields["family"].disabled = True
