"""Whom a call-out asks, and when somebody may be called."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nursery.models import Weekday
from rota.models import Called, Place, PlaceKind


class CallOutForm(forms.Form):
    """Who is asked; how many could come stands beside each choice."""

    called = forms.ChoiceField(
        label=_("Who is asked"),
        choices=Called.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who is asked."), "invalid_choice": _("Say who is asked.")},
    )

    def __init__(self, *args: Any, place: Place, could: dict[Called, int], **kwargs: Any) -> None:
        own = Called.STAFF if place.kind == PlaceKind.PAID else Called.PARENTS
        kwargs.setdefault("initial", {"called": own})
        super().__init__(*args, **kwargs)
        choices = [(called.value, _say_choice(called, could[called])) for called in Called]
        self.fields["called"].choices = choices  # type: ignore[attr-defined]


def _say_choice(called: Called, count: int) -> str:
    could = ngettext("%(n)d could come", "%(n)d could come", count) % {"n": count}
    return f"{str(called.label).capitalize()}: {could}"


class ReserveForm(forms.Form):
    """The weekdays on which somebody may be called."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Call me on"),
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the days of the week.")},
    )
