"""What the manager and the treasurer type of programme, fee relief, pay and budgets."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from costs.actions.pay import Paid
from costs.actions.programme import Relieved, Spent
from costs.models.budget import FIGURES
from costs.programme_kinds import KINDS, say_programme_kind
from nursery.forms import DayField, MoneyField
from nursery.models import Nursery
from nursery.money import plain
from rota.forms import HoursField

_PENNY = Decimal("0.01")
_LONGEST_ENTRY = Decimal(2000)  # hours; more than a year of anybody's work is a slip of the pen
_MOST_AN_HOUR = Decimal(500)
_MOST_HOURS = Decimal(1_000_000)
_FIRST_DAY, _LAST_DAY = dt.date(1950, 1, 1), dt.date(2199, 12, 31)
_OWN = "own"
_NOTE = 200


class KeptForm(forms.Form):
    """Sets the currency of amounts and the nearest day to `today`, and refuses years that cannot be meant."""

    def __init__(self, *args: Any, nursery: Nursery, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, MoneyField):
                field.currency = nursery.currency
            if isinstance(field, DayField):
                field.today = today

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, field in self.fields.items():
            day = data.get(name)
            if isinstance(field, DayField) and day is not None and not _FIRST_DAY <= day <= _LAST_DAY:
                self.add_error(name, _("That year cannot be meant. Write it like 4 Dec 2026."))
        return data


def _day_field(required: Any, **kwargs: Any) -> DayField:
    return DayField(label=_("Day"), error_messages={"required": required}, **kwargs)


def _note_field() -> forms.CharField:
    return forms.CharField(
        label=_("Note"),
        required=False,
        max_length=_NOTE,
        help_text=_("What an auditor would ask. No names of children."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Say it in %(limit_value)d characters.")},
    )


class ProgrammeForm(KeptForm):
    """Hours at a rate, or an amount: never both."""

    kind = forms.ChoiceField(label=_("What for"), error_messages={"required": _("Choose what it was for.")})
    own_kind = forms.CharField(
        label=_("Something else"),
        required=False,
        max_length=80,
        help_text=_("In a word or two. It is offered the next time."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Say it in %(limit_value)d characters.")},
    )
    date = _day_field(_("Say on which day."))
    amount = MoneyField(
        label=_("Amount"),
        required=False,
        least=_PENNY,
        help_text=_("What it cost, like 75.00. Leave it empty where somebody’s hours are what it cost."),
    )
    hours = HoursField(
        label=_("Hours"),
        required=False,
        help_text=_("Of work on running parent duty, like 6 or 1:30."),
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}),
    )
    rate = forms.ChoiceField(label=_("At the rate"), required=False)
    note = _note_field()

    field_order = ("kind", "own_kind", "date", "amount", "hours", "rate", "note")

    def __init__(self, *args: Any, own_kinds: Sequence[str], rates: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A rate or kind that an entry has and nobody else uses stays to be chosen.
        has_kind, has_rate = self.initial.get("kind"), self.initial.get("rate")
        own = [*own_kinds, *([has_kind] if has_kind and has_kind not in (*own_kinds, *KINDS) else [])]
        keys = [*rates, *([has_rate] if has_rate and has_rate not in rates else [])]
        kinds = [*((kind, say_programme_kind(kind)) for kind in (*KINDS, *own)), (_OWN, _("something else"))]
        self.fields["kind"].choices = [("", _("choose")), *kinds]  # type: ignore[attr-defined]
        self.fields["rate"].choices = [("", "–"), *((key, key) for key in keys)]  # type: ignore[attr-defined]
        if not keys:
            self.fields["rate"].help_text = _(
                "There is no programme rate yet. Enter an amount, or add one to the rates."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        own = (data.get("own_kind") or "").strip()
        if data.get("kind") == _OWN:
            if not own:
                self.add_error("own_kind", _("Say what it was for."))
            data["kind"] = own
        elif own:
            self.add_error("own_kind", _("Choose “something else” above, or leave this empty."))
        if not {"amount", "hours", "rate"} & set(self.errors):
            self._clean_cost(data)
        return data

    def _clean_cost(self, data: dict[str, Any]) -> None:
        amount, hours, rate = data.get("amount"), data.get("hours"), data.get("rate")
        if amount is not None:
            if hours is not None:
                self.add_error("hours", _("Either an amount, or hours at a rate. Leave one of them empty."))
            data["rate"] = ""  # a rate says nothing beside an amount
        elif hours is None:
            self.add_error("amount", _("Say what it cost: an amount, or hours and their rate."))
        elif not hours:
            self.add_error("hours", _("That is no time at all. Write how many hours it was."))
        elif hours > _LONGEST_ENTRY:
            self.add_error("hours", _("That is more than can be meant. Write at most 2,000 hours."))
        elif not rate:
            self.add_error("rate", _("Say at which rate."))

    def spent(self) -> Spent:
        data = self.cleaned_data
        return Spent(data["date"], data["kind"], data["hours"], data["rate"], data["amount"], data["note"].strip())


class FeeReliefForm(KeptForm):
    date = _day_field(
        _("Say on which day."), help_text=_("The day of the bill, or the last one of the month it is for.")
    )
    amount = MoneyField(
        label=_("Amount, all families together"),
        least=_PENNY,
        help_text=_("What they paid less because of the rota. Never one family’s: only the sum is kept."),
        error_messages={"required": _("Say how much.")},
    )
    note = _note_field()

    def relieved(self) -> Relieved:
        data = self.cleaned_data
        return Relieved(data["date"], data["amount"], data["note"].strip())


class PayForm(KeptForm):
    """With `people` it asks whose it is; without, it is a change of what is kept already."""

    person = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose who.")})
    starts = DayField(
        label=_("From"),
        help_text=_("The first day on which an hour costs this. It holds until the next one begins."),
        error_messages={"required": _("Say from when.")},
    )
    hourly_cost = MoneyField(
        label=_("What an hour costs"),
        most=_MOST_AN_HOUR,
        places=4,
        help_text=_("With employer’s national insurance, pension and holiday: what the nursery pays in all."),
        error_messages={"required": _("Say what an hour costs.")},
    )

    def __init__(self, *args: Any, people: Iterable[Person] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["person"]
            return
        self._people = {person.public_id: person for person in people}
        choices = [("", _("choose")), *((key, person.name) for key, person in self._people.items())]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    def paid(self, whose: Person | None = None) -> Paid:
        data = self.cleaned_data
        return Paid(whose or self._people[data["person"]], data["starts"], data["hourly_cost"])


class BudgetForm(KeptForm):
    """Every figure may be left empty: then nothing is planned of it. All empty takes the budget out."""

    net = MoneyField(
        label=_("Cost avoided, net (estimate)"),
        required=False,
        help_text=_("What the term’s shifts are to save after premium and programme."),
    )
    programme = MoneyField(label=_("Programme"), required=False, help_text=_("What running parent duty is to cost."))
    fee_relief = MoneyField(
        label=_("Fee relief"), required=False, help_text=_("What families together are to pay less.")
    )
    parent_hours = HoursField(
        label=_("Hours that parents give"),
        required=False,
        thousands=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 10, "autocomplete": "off"}),
    )
    paid_hours = HoursField(
        label=_("Hours of paid people on the rota"),
        required=False,
        thousands=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 10, "autocomplete": "off"}),
    )
    note = _note_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("parent_hours", "paid_hours"):
            if data.get(name) is not None and data[name] > _MOST_HOURS:
                self.add_error(name, _("That is more than can be meant."))
        return data

    def figures(self) -> dict[str, Decimal | None]:
        return {name: self.cleaned_data.get(name) for name in FIGURES}


def shown(value: Decimal | None, places: int = 0) -> str:
    """As a field shows it."""
    return "" if value is None else plain(value, places)
