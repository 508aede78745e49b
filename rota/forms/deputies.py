"""Who deputises, from when until when."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from accounts.models import Person
from nursery.forms import DayField


class PersonField(SafeModelChoiceField):  # type: ignore[misc]  # django-scopes has no types
    """A member by full name, with what they are: for those who may see it."""

    def label_from_instance(self, person: Person) -> str:
        return f"{person.name} ({person.say_roles})"


class DeputyForm(forms.Form):
    person = PersonField(
        label=_("Who"), queryset=Person.objects.none(), error_messages={"required": _("Choose somebody.")}
    )
    starts = DayField(label=_("First day"), error_messages={"required": _("Say from when.")})
    ends = DayField(label=_("Last day"), error_messages={"required": _("Say until when.")})

    def __init__(self, *args: Any, people: QuerySet[Person], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].empty_label = _("Choose one")  # type: ignore[attr-defined]
        for name in ("starts", "ends"):
            self.fields[name].today = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("starts"), data.get("ends")
        if first and last and last < first:
            self.add_error("ends", _("This is before the first day. Choose a later one."))
        return data
