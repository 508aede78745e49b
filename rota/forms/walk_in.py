"""Who came without being on the rota."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.forms import ClockField
from rota.forms.times import moment_of
from rota.models import Booking, Shift


class WalkInForm(forms.Form):
    """A member, from when until when, and beside whom a paid person stands."""

    person = forms.ChoiceField(label=_("Who came"), error_messages={"required": _("Say who came.")})
    came = ClockField(label=_("Came at"), required=False, help_text=_("Empty: at the start of the shift."))
    left = ClockField(label=_("Left at"), required=False, help_text=_("Empty: at its end."))
    beside = forms.ChoiceField(
        label=_("Instead of a parent who does not count"),
        required=False,
        help_text=_("For paid people alone: they stand beside this parent, and no place is added."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        shift: Shift,
        people: Iterable[Person],
        parents: Iterable[Booking],
        zone: ZoneInfo,
        now: dt.datetime,
    ) -> None:
        self.shift, self.zone = shift, zone
        self._people = {person.public_id: person for person in people}
        self._parents = {booking.public_id: booking for booking in parents}
        late = shift.starts_at < now < shift.ends_at
        super().__init__(data, initial={"came": now.astimezone(zone).time().replace(second=0) if late else None})
        everybody = self._people.values()
        groups = [
            (_("Staff"), [(p.public_id, p.short_name) for p in everybody if p.is_paid]),
            (_("Parents and others"), [(p.public_id, p.short_name) for p in everybody if not p.is_paid]),
        ]
        self.fields["person"].choices = [("", _("Choose one")), *((name, some) for name, some in groups if some)]  # type: ignore[attr-defined]
        if self._parents:
            beside = [(public_id, booking.person.short_name) for public_id, booking in self._parents.items()]
            self.fields["beside"].choices = [("", _("Nobody")), *beside]  # type: ignore[attr-defined]
        else:
            del self.fields["beside"]

    def who(self) -> Person:
        return self._people[self.cleaned_data["person"]]

    def came_at(self) -> dt.datetime | None:
        return self._at("came")

    def left_at(self) -> dt.datetime | None:
        return self._at("left", after=self.came_at() or self.shift.starts_at)

    def beside_whom(self) -> Booking | None:
        return self._parents.get(self.cleaned_data.get("beside", ""))

    def _at(self, name: str, *, after: dt.datetime | None = None) -> dt.datetime | None:
        clock = self.cleaned_data.get(name)
        return None if clock is None else moment_of(self.shift.date, clock, self.zone, after=after)

    def refuse(self, code: str, sentence: str) -> None:
        """Put a rule's sentence beside the field it is about."""
        field = {"overlap": "person", "gone": "person"}.get(code, code)
        self.add_error(field if field in self.fields else None, sentence)
