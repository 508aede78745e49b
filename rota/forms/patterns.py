"""Planning: a weekly pattern."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from nursery.models import Room, Weekday
from rota.forms.clock import ClockField
from rota.models import Duty, Pricing, ShiftPattern


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
