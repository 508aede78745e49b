"""Logging hours given outside the rota: a duty, a day, and hours of which the usual ones are one tap away."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nursery.forms import DayField
from nursery.forms.money import read_number
from nursery.money import plain
from rota.models import Duty
from rota.rules.contributions import LONGEST_DAY, Given

USUAL = {"0.5": "½ h", "1": "1 h", "1.5": "1½ h", "2": "2 h", "3": "3 h"}
_LONGEST_NOTE = 200
_FIRST_DAY = dt.date(1950, 1, 1)
_KEPT = Decimal("0.0001")
_LONGEST_NUMBER = 16
_FRACTIONS = {"¼": ".25", "½": ".5", "¾": ".75"}
_PARTS = re.compile(r"^(\d{0,4})\s*([¼½¾])$")
_CLOCK = re.compile(r"^(\d{1,3})\s*(?::|h)\s*(\d{1,2})\s*(?:m|min|mins|minutes)?$")
_MINUTES = re.compile(r"^(\d{1,4})\s*(?:m|min|mins|minutes)$")
_UNIT = re.compile(r"\s*(?:h|hrs?|hours?)$")


class HoursField(forms.CharField):
    """Hours as people type them: "2", "1.5", "1,5", "1½", "1:20", "1 h 20", "90 min". Four places are kept.

    `thousands`: a comma before three digits parts thousands, as in "1,200"; else it parts decimals.
    """

    default_error_messages = {
        "invalid": _("We can’t read this as hours. Write them like 1.5, 1:30 or 90 min."),
        "negative": _("Hours can’t be less than none. Write them without the minus."),
    }

    def __init__(self, *, thousands: bool = False, **kwargs: Any) -> None:
        self.thousands = thousands
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip().casefold()
        if not text:
            return None
        hours = _read_hours(text, self.thousands)
        if hours is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if hours < 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        return hours.quantize(_KEPT, rounding=ROUND_HALF_UP)


def _read_hours(text: str, thousands: bool) -> Decimal | None:
    if clock := _CLOCK.match(text):
        return Decimal(clock[1]) + Decimal(clock[2]) / 60 if int(clock[2]) < 60 else None
    if minutes := _MINUTES.match(text):
        return Decimal(minutes[1]) / 60
    number = _UNIT.sub("", text)
    if parts := _PARTS.match(number):
        return Decimal(parts[1] or 0) + Decimal(_FRACTIONS[parts[2]])
    return read_number(number, thousands=thousands) if len(number) < _LONGEST_NUMBER else None


class DutyField(forms.ChoiceField):
    """A duty by its key. Those that suit are offered; another of the nursery's is taken too, so that the rule can say
    what is the matter with it and the way on."""

    def offer(self, duties: Sequence[Duty], every: Sequence[Duty]) -> None:
        self.choices = [(duty.key, duty.name) for duty in duties]
        self._every = {duty.key: duty for duty in every}

    def valid_value(self, value: object) -> bool:
        return str(value) in self._every

    def clean(self, value: Any) -> Any:
        return self._every[super().clean(value)]


class ContributionForm(forms.Form):
    duty = DutyField(
        label=_("What for"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it was for."), "invalid_choice": _("Choose one of these.")},
    )
    hours = forms.ChoiceField(
        label=_("How long"),
        widget=forms.RadioSelect,
        required=False,
        choices=[*USUAL.items()],
        error_messages={"invalid_choice": _("Choose one of these, or write other hours below.")},
    )
    other_hours = HoursField(
        label=_("Other hours"),
        required=False,
        help_text=_("Like 2.5, 1:20 or 45 min. What stands here counts, whatever is chosen above."),
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}),
    )
    day = DayField(label=_("Which day"), error_messages={"required": _("Say on which day.")})
    note = forms.CharField(
        label=_("What it was"),
        required=False,
        max_length=_LONGEST_NOTE,
        help_text=_("In a few words, like “minutes of the June meeting”. Never about children."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Say it in %(limit_value)d characters.")},
    )

    def __init__(
        self, *args: Any, duties: Sequence[Duty], every: Sequence[Duty], today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].offer(duties, every)  # type: ignore[attr-defined]
        self.fields["day"].today = today  # type: ignore[attr-defined]

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day < _FIRST_DAY:
            raise ValidationError(_("That year cannot be meant. Write it like 4 Dec 2026."))
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "hours" in self.errors or "other_hours" in self.errors:
            return data
        other, chosen = data.get("other_hours"), data.get("hours")
        if other is not None:
            data["length"] = other
        elif chosen:
            data["length"] = Decimal(chosen)
        else:
            self.add_error("hours", _("Say how long."))
        if "length" in data and data["length"] <= 0:
            self.add_error("other_hours", _("That is no time at all. Write how many hours it was."))
        elif data.get("length", LONGEST_DAY) > LONGEST_DAY:
            self.add_error("other_hours", _("A day has 24 hours. Log each day for itself."))
        return data

    def given(self) -> Given:
        data = self.cleaned_data
        return Given(data["day"], data["duty"], data["length"], data["note"].strip())


def usual(hours: Decimal | None) -> dict[str, str]:
    """The initial values for these hours: one of the usual choices, or the other with its figure."""
    if hours is None:
        return {"hours": "1"}
    text = plain(hours)
    return {"hours": text} if text in USUAL else {"other_hours": text}
