"""Planning: who stands in a place of a pattern week after week."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.forms import DayField, DaySpanForm
from rota.forms.patterns import read_days_near
from rota.forms.people import PersonField
from rota.models import PlaceKind, ShiftPattern, StandingTurn
from rota.queries.facts import members_on


class StandingTurnForm(DaySpanForm):
    person = PersonField(
        label=_("Who"), queryset=Person.objects.none(), error_messages={"required": _("Choose somebody.")}
    )
    kind = forms.ChoiceField(
        label=_("Stands in a place"),
        choices=[(PlaceKind.PARENT, _("for a parent")), (PlaceKind.PAID, _("for staff"))],
        widget=forms.RadioSelect,
    )
    every = forms.TypedChoiceField(
        label=_("How often"),
        choices=[(1, _("every week")), (2, _("every second week, counted from the first day"))],
        coerce=int,
        widget=forms.RadioSelect,
        initial=1,
    )
    starts = DayField(label=_("From"), error_messages={"required": _("Say from when.")})
    ends = DayField(label=_("Until"), required=False, help_text=_("The last day. Empty: for good."))
    field_order = ["person", "kind", "every", "starts", "ends"]

    def __init__(self, *args: Any, pattern: ShiftPattern, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self._pattern = pattern
        self.fields["person"].queryset = members_on(today).order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["person"].empty_label = _("Choose one")  # type: ignore[attr-defined]

    def turn(self) -> StandingTurn:
        """What was typed, not yet written."""
        return StandingTurn(pattern=self._pattern, **self.cleaned_data)


class StandingEndForm(forms.Form):
    last = DayField(label=_("The last day"), error_messages={"required": _("Say which day is the last.")})
    free = forms.BooleanField(
        label=_("Take them out of the shifts after that day, too"),
        help_text=_("Without this, the turns that they are booked on already stay theirs."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read_days_near(self, today)
