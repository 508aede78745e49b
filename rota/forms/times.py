"""When somebody was really there, and their breaks, by the nursery's clock."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from nursery.dates import local_instant
from nursery.forms import ClockField
from rota.models import Booking, Shift
from rota.rules.marking import LONGEST_REASON, Span


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Why it changes"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("A few words, kept with the change. Never about anybody’s health."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def moment_of(
    day: dt.date, clock: dt.time, zone: ZoneInfo, *, after: dt.datetime | None = None, known: dt.datetime | None = None
) -> dt.datetime:
    """The instant of a clock time. One that the clocks repeat is the first of the two, unless that would not be
    later than `after`; a time that was not touched stays the instant that it was (`known`)."""
    if known is not None and known.astimezone(zone).time().replace(second=0, microsecond=0) == clock:
        return known
    first = local_instant(day, clock, zone)
    if after is None or first > after:
        return first
    second = dt.datetime.combine(day, clock.replace(fold=1), tzinfo=zone).astimezone(dt.UTC)
    return second if second > after else first


class TimesForm(forms.Form):
    """Came, left, and breaks; an emptied break is taken away, the last row is for a new one."""

    came = ClockField(label=_("Came at"), required=False, help_text=_("Empty: at the start of the shift."))
    left = ClockField(label=_("Left at"), required=False, help_text=_("Empty: at its end."))

    def __init__(
        self,
        data: Any = None,
        *,
        booking: Booking,
        shift: Shift,
        breaks: Sequence[Span],
        zone: ZoneInfo,
        earlier: bool,
    ) -> None:
        self.shift, self.zone = shift, zone
        self._known: dict[str, dt.datetime] = {
            "came": booking.there_from or shift.starts_at,
            "left": booking.there_to or shift.ends_at,
        }
        for number, (starts, ends) in enumerate(breaks):
            self._known |= {f"break_{number}_from": starts, f"break_{number}_to": ends}
        self._rows = len(breaks) + 1
        super().__init__(data, initial={name: at.astimezone(zone).time() for name, at in self._known.items()})
        for number in range(self._rows):
            new = number == len(breaks)
            self.fields[f"break_{number}_from"] = ClockField(
                label=_("Break from") if not new else _("Another break from") if breaks else _("A break from"),
                required=False,
            )
            self.fields[f"break_{number}_to"] = ClockField(label=_("until"), required=False)
        if earlier:
            self.fields["reason"] = reason_field()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for number in range(self._rows):
            starts, ends = data.get(f"break_{number}_from"), data.get(f"break_{number}_to")
            for name, other in (("from", "to"), ("to", "from")):
                here, there = f"break_{number}_{name}", f"break_{number}_{other}"
                if (
                    (starts is None) != (ends is None)
                    and data.get(here) is None
                    and not {here, there} & set(self.errors)
                ):
                    self.add_error(here, _("A break has a beginning and an end. Give both, or leave both empty."))
        return data

    def came_at(self) -> dt.datetime | None:
        return self._at("came")

    def left_at(self) -> dt.datetime | None:
        return self._at("left", after=self.came_at() or self.shift.starts_at)

    def breaks(self) -> list[Span]:
        found = []
        for number in range(self._rows):
            starts = self._at(f"break_{number}_from")
            ends = self._at(f"break_{number}_to", after=starts)
            if starts is not None and ends is not None:
                found.append((starts, ends))
        return found

    def _at(self, name: str, *, after: dt.datetime | None = None) -> dt.datetime | None:
        clock = self.cleaned_data.get(name)
        if clock is None:
            return None
        return moment_of(self.shift.date, clock, self.zone, after=after, known=self._known.get(name))

    def refuse(self, code: str, sentence: str) -> None:
        """Put a rule's sentence beside the field it is about."""
        field = "break_0_from" if code == "breaks" else code
        self.add_error(field if field in self.fields else None, sentence)
