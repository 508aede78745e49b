"""Narrowing the log down."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.forms import DayField
from reminders.kinds import kinds
from reminders.models import MessageStatus
from reminders.queries.log import WAYS, Asked


class LogForm(forms.Form):
    """What is left open is everything. Sent by GET, so that what is looked at has an address."""

    person = forms.ChoiceField(label=_("To"), required=False)
    kind = forms.ChoiceField(label=_("What about"), required=False)
    channel = forms.ChoiceField(label=_("How"), required=False)
    outcome = forms.ChoiceField(label=_("What became of it"), required=False)
    until = DayField(label=_("Up to this day"), required=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.public_id: person for person in people}
        everybody = [(person.public_id, person.short_name) for person in people]
        self._offer("person", _("everybody"), everybody)
        self._offer("kind", _("everything"), [(kind.name, str(kind.description)) for kind in kinds().values()])
        self._offer("channel", _("any way"), [(str(channel), way) for channel, way in WAYS.items()])
        self._offer("outcome", _("whatever it was"), MessageStatus.choices)

    def _offer(self, name: str, anything: Any, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=self.fields[name].label, required=False, choices=[("", anything), *choices]
        )

    def asked(self, before: str = "") -> Asked:
        """What can be understood of it; the rest has its sentence beside the field."""
        self.is_valid()
        said = self.cleaned_data
        return Asked(
            person=self._people.get(said.get("person", "")),
            kind=said.get("kind", ""),
            channel=said.get("channel", ""),
            outcome=said.get("outcome", ""),
            until=said.get("until"),
            before=before,
        )
