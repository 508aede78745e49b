"""Days away: who, from when until when. There is no field for why."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.forms import DayField
from rota.forms.people import PersonField


class AbsenceForm(forms.Form):
    """`people` are those for whom it may be entered; None: for oneself alone, and nobody is asked."""

    person = PersonField(
        label=_("Who"), queryset=Person.objects.none(), error_messages={"required": _("Choose somebody.")}
    )
    starts = DayField(label=_("First day away"), error_messages={"required": _("Say from when.")})
    ends = DayField(label=_("Last day away"), required=False, help_text=_("Empty: that one day."))

    def __init__(self, *args: Any, people: QuerySet[Person] | None, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = people  # type: ignore[attr-defined]
            self.fields["person"].to_field_name = "public_id"  # type: ignore[attr-defined]
            self.fields["person"].empty_label = _("Choose one")  # type: ignore[attr-defined]
        for name in ("starts", "ends"):
            self.fields[name].today = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("starts") and not data.get("ends") and "ends" not in self.errors:
            data["ends"] = data["starts"]
        return data


class BackForm(forms.Form):
    """The last day away, where somebody is back earlier."""

    last_day = DayField(label=_("Last day away"), error_messages={"required": _("Say which was the last day.")})

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].today = today  # type: ignore[attr-defined]
