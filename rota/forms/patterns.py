"""Planning: a weekly pattern."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from nursery.forms import ClockField, DayField
from nursery.models import Room, Weekday
from rota.models import Duty, Pricing, ShiftPattern


def offer_duties_and_rooms(form: forms.Form) -> None:
    form.fields["duty"].queryset = Duty.objects.order_by("name")  # type: ignore[attr-defined]
    form.fields["duty"].empty_label = _("Choose one")  # type: ignore[attr-defined]
    form.fields["room"].queryset = Room.objects.order_by("name")  # type: ignore[attr-defined]
    form.fields["room"].empty_label = _("No room")  # type: ignore[attr-defined]


def read_days_near(form: forms.Form, today: dt.date | None) -> None:
    """A day typed without its year is the one nearest to `today`."""
    for field in form.fields.values():
        if isinstance(field, DayField):
            field.today = today


def check_work(form: forms.Form, data: dict[str, Any]) -> None:
    """What a pattern and a one-off shift have in common: a room for care alone, an end after the start, a place."""
    duty, room = data.get("duty"), data.get("room")
    if duty is not None and duty.pricing == Pricing.CARE and room is None and "room" not in form.errors:
        form.add_error("room", _("Care is given in a room. Choose one."))
    if duty is not None and duty.pricing != Pricing.CARE and room is not None:
        form.add_error("room", _("%(duty)s needs no room. Choose “No room”.") % {"duty": duty.name})
    starts, ends = data.get("starts"), data.get("ends")
    if starts and ends and ends <= starts:
        form.add_error("ends", _("This is not after the start. Choose a later time."))
    if data.get("paid_places") == 0 and data.get("parent_places") == 0:
        form.add_error("parent_places", _("A shift needs a place for somebody."))


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
    starts_on = DayField(
        label=_("From"),
        required=False,
        help_text=_("The first day on which it may make a shift. Empty: from the start of every term."),
    )
    ends_on = DayField(label=_("Until"), required=False, help_text=_("The last such day. Empty: for good."))

    def __init__(self, *args: Any, today: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_duties_and_rooms(self)
        read_days_near(self, today)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        check_work(self, data)
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day. Choose a later one."))
        return data

    def pattern(self) -> ShiftPattern:
        """What was typed, as a pattern that is not yet written."""
        return ShiftPattern(**self.cleaned_data)


class PatternChangeForm(PatternForm):
    """The pattern as it shall be, from a day on."""

    starts_on = None  # type: ignore[assignment]  # it began when it began
    field_order = ("first",)
    first = DayField(
        label=_("From"),
        help_text=_("The change holds from this day on. What has been stays as it was."),
        error_messages={"required": _("Say from when.")},
    )

    def changed(self, pattern: ShiftPattern) -> ShiftPattern:
        """What `pattern` would be, not yet written."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "first"}
        return ShiftPattern(nursery_id=pattern.nursery_id, key=pattern.key, starts_on=pattern.starts_on, **values)


class PatternEndForm(forms.Form):
    last = DayField(
        label=_("The last day"),
        help_text=_("Shifts after this day are cancelled."),
        error_messages={"required": _("Say which day is the last.")},
    )

    def __init__(self, *args: Any, today: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read_days_near(self, today)
