"""Planning: one shift for itself."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from nursery.forms import ClockField, DayField
from nursery.models import Room
from rota.forms.patterns import check_work, offer_duties_and_rooms, read_days_near
from rota.models import Duty
from rota.planning import Work


class ShiftForm(forms.Form):
    """A shift that happens once, or one of a pattern's, changed for itself."""

    date = DayField(label=_("Day"), error_messages={"required": _("Say on which day.")})
    starts = ClockField(label=_("Starts"), error_messages={"required": _("Say when it starts.")})
    ends = ClockField(label=_("Ends"), error_messages={"required": _("Say when it ends.")})
    duty = SafeModelChoiceField(
        label=_("Duty"), queryset=Duty.objects.none(), error_messages={"required": _("Say what the shift is for.")}
    )
    room = SafeModelChoiceField(
        label=_("Room"), queryset=Room.objects.none(), required=False, help_text=_("For care. Other duties have none.")
    )
    paid_places = forms.IntegerField(label=_("Places for staff"), min_value=0, max_value=50, initial=0)
    parent_places = forms.IntegerField(label=_("Places for parents"), min_value=0, max_value=50, initial=1)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_duties_and_rooms(self)
        read_days_near(self, today)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        check_work(self, data)
        return data

    def work(self) -> Work:
        data = self.cleaned_data
        room = data["room"].pk if data["room"] is not None else None
        return Work(
            data["date"],
            data["starts"],
            data["ends"],
            data["duty"].pk,
            room,
            data["paid_places"],
            data["parent_places"],
        )
