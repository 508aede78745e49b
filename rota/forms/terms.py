"""Planning: terms and closures."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nursery.forms import DayField
from nursery.models import Term
from rota.forms.patterns import read_days_near


class SpanForm(forms.Form):
    """A name, a first day and a last day."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    starts = DayField(label=_("First day"), error_messages={"required": _("Say from when.")})
    ends = DayField(label=_("Last day"), error_messages={"required": _("Say until when.")})

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read_days_near(self, today)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("starts"), data.get("ends")
        if first and last and last < first:
            self.add_error("ends", _("This is before the first day. Choose a later one."))
        return data


class ClosureForm(SpanForm):
    name = forms.CharField(label=_("What for"), max_length=200, required=False)
    ends = DayField(label=_("Last day"), required=False, help_text=_("Empty: one day."))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("ends") is None and "ends" not in self.errors:
            data["ends"] = data.get("starts")
        return data


class TermForm(SpanForm):
    """A term, new or changed."""


class NewTermForm(SpanForm):
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
