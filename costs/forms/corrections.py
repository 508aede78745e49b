"""A correction of a closed term: which term, what, how much more or less, and why."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from costs.actions.corrections import Correction
from costs.models import AdjustmentKind
from nursery.forms import DayField, MoneyField
from nursery.models import Term
from rota.forms.contributions import HoursField
from rota.models import Duty

_NEEDED = {
    AdjustmentKind.HOURS: {
        "duty": _("Say which duty the hours were on."),
        "day": _("Say on which day of that term."),
        "hours": _("Say how many hours."),
    },
    AdjustmentKind.PROGRAMME: {"amount": _("Say how much.")},
    AdjustmentKind.FEE_RELIEF: {"amount": _("Say how much.")},
}


class CorrectionForm(forms.Form):
    about = forms.ChoiceField(label=_("Which term"), error_messages={"required": _("Say which term it is about.")})
    kind = forms.ChoiceField(
        label=_("What was wrong"),
        choices=AdjustmentKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what was wrong.")},
    )
    direction = forms.ChoiceField(
        label=_("Was there more or less?"),
        choices=[("more", _("More than the report says")), ("less", _("Less than the report says"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether there was more or less.")},
    )
    amount = MoneyField(
        label=_("How much money"), required=False, help_text=_("For what parent duty cost, or what families paid less.")
    )
    duty = forms.ChoiceField(label=_("Which duty"), required=False, help_text=_("For hours of a duty."))
    day = DayField(label=_("On which day"), required=False, help_text=_("For hours: a day of that term."))
    hours = HoursField(label=_("How many hours"), required=False)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("What was found, and where it stands. Say it without names."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: a correction without a reason convinces nobody.")},
    )

    def __init__(
        self, *args: Any, terms: Sequence[Term], duties: Sequence[Duty], today: dt.date, currency: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._terms = {term.key: term for term in terms}
        self._duties = {duty.key: duty for duty in duties}
        about, duty, day, amount = (self.fields[name] for name in ("about", "duty", "day", "amount"))
        about.choices = [(key, term.name) for key, term in self._terms.items()]  # type: ignore[attr-defined]
        duty.choices = [("", "—"), *((key, each.name) for key, each in self._duties.items())]  # type: ignore[attr-defined]
        day.today = today  # type: ignore[attr-defined]
        amount.currency = currency  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, sentence in _NEEDED.get(data.get("kind", ""), {}).items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return data

    def correction(self) -> Correction:
        data = self.cleaned_data
        sign = Decimal(-1 if data["direction"] == "less" else 1)
        of_hours = data["kind"] == AdjustmentKind.HOURS
        return Correction(
            about=self._terms[data["about"]],
            kind=data["kind"],
            reason=data["reason"],
            duty=self._duties[data["duty"]] if of_hours else None,
            day=data["day"] if of_hours else None,
            hours=sign * data["hours"] if of_hours else None,
            amount=None if of_hours else sign * data["amount"],
        )
