"""Who deputises, from when until when."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.forms import DaySpanForm
from rota.forms.people import PersonField


class DeputyForm(DaySpanForm):
    person = PersonField(
        label=_("Who"), queryset=Person.objects.none(), error_messages={"required": _("Choose somebody.")}
    )
    field_order = ["person", "starts", "ends"]

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].empty_label = _("Choose one")  # type: ignore[attr-defined]
