"""Planning: terms and closures."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nursery.forms import DayField, DaySpanForm
from nursery.models import Term


class NamedSpanForm(DaySpanForm):
    """A name, a first day and a last day."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    field_order = ["name", "starts", "ends"]


class ClosureForm(NamedSpanForm):
    name = forms.CharField(label=_("What for"), max_length=200, required=False)
    ends = DayField(label=_("Last day"), required=False, help_text=_("Empty: one day."))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("ends") is None and "ends" not in self.errors:
            data["ends"] = data.get("starts")
        return data


class TermForm(NamedSpanForm):
    """A term, new or changed."""


class NewTermForm(NamedSpanForm):
    carry_on = forms.BooleanField(required=False, initial=True)
    carry_turns = forms.BooleanField(
        label=_("Standing turns that end with it go on, too"), required=False, initial=True
    )

    def __init__(self, *args: Any, last: Term | None, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        if last is None:
            del self.fields["carry_on"], self.fields["carry_turns"]
        else:
            self.fields["carry_on"].label = _("Patterns that end with %(term)s go on") % {"term": last.name}
            self.fields["carry_on"].help_text = _("Those without an end go on anyway. Closures are not copied.")
