"""Narrowing history down."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from home.history.reading import Asked
from home.history.words import Thing
from nursery.forms import DayField


class HistoryForm(forms.Form):
    """What is left open is everything. Sent by GET, so that what is looked at has an address."""

    person = forms.ChoiceField(label=_("Of or by"), required=False)
    thing = forms.ChoiceField(label=_("What changed"), required=False, choices=[("", _("everything")), *Thing.choices])
    first = DayField(label=_("From this day"), required=False)
    last = DayField(label=_("Up to this day"), required=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.public_id: person for person in people}
        everybody = [(person.public_id, person.name) for person in people]
        self.fields["person"] = forms.ChoiceField(
            label=_("Of or by"), required=False, choices=[("", _("everybody")), *everybody]
        )

    def asked(self, *, before: dt.datetime | None, deed: dt.datetime | None) -> Asked:
        """What can be understood of it; the rest has its sentence beside the field."""
        self.is_valid()
        said = self.cleaned_data
        return Asked(
            person=self._people.get(said.get("person", "")),
            thing=said.get("thing", ""),
            first=said.get("first"),
            last=said.get("last"),
            before=before,
            deed=deed,
        )
