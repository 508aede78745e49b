"""Planning: who stands in a place of a pattern week after week."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from accounts.models import Person
from nursery.forms import DayField
from rota.forms.patterns import read_days_near
from rota.models import PlaceKind, ShiftPattern, StandingTurn
from rota.queries.facts import members_on


def _name_and_roles(person: Person) -> str:
    return f"{person.name} ({person.say_roles})"


class StandingTurnForm(forms.Form):
    person = SafeModelChoiceField(
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

    def __init__(self, *args: Any, pattern: ShiftPattern, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pattern = pattern
        read_days_near(self, today)
        self.fields["person"].queryset = members_on(today).order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["person"].empty_label = _("Choose one")  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = _name_and_roles  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("starts"), data.get("ends")
        if first and last and last < first:
            self.add_error("ends", _("This is before the first day. Choose a later one."))
        return data

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
