"""Forms of the rota. They accept what people type."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from nursery.models import Room, Weekday
from rota.models import Duty, Pricing, ShiftPattern

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


class PatternForm(forms.Form):
    """A new weekly pattern."""

    duty = SafeModelChoiceField(
        label=_("Duty"), queryset=Duty.objects.none(), error_messages={"required": _("Say what the shift is for.")}
    )
    room = SafeModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, help_text=_("For care. Other duties have none.")
    )
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=Weekday.choices, coerce=int)
    starts = ClockField(label=_("Starts"), error_messages={"required": _("Say when it starts.")})
    ends = ClockField(label=_("Ends"), error_messages={"required": _("Say when it ends.")})
    paid_places = forms.IntegerField(label=_("Places for staff"), min_value=0, max_value=50, initial=0)
    parent_places = forms.IntegerField(label=_("Places for parents"), min_value=0, max_value=50, initial=1)
    starts_on = forms.DateField(
        label=_("From"),
        required=False,
        help_text=_("The first day on which it may make a shift. Empty: from the start of every term."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("The last such day. Empty: for good."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].queryset = Duty.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["duty"].empty_label = _("Choose one")  # type: ignore[attr-defined]
        self.fields["room"].queryset = Room.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["room"].empty_label = _("No room")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        duty, room = data.get("duty"), data.get("room")
        if duty is not None and duty.pricing == Pricing.CARE and room is None and "room" not in self.errors:
            self.add_error("room", _("Care is given in a room. Choose one."))
        if duty is not None and duty.pricing != Pricing.CARE and room is not None:
            self.add_error("room", _("%(duty)s needs no room. Choose “No room”.") % {"duty": duty.name})
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("This is not after the start. Choose a later time."))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day. Choose a later one."))
        if data.get("paid_places") == 0 and data.get("parent_places") == 0:
            self.add_error("parent_places", _("A shift needs a place for somebody."))
        return data

    def pattern(self) -> ShiftPattern:
        """What was typed, as a pattern that is not yet written."""
        return ShiftPattern(**self.cleaned_data)
