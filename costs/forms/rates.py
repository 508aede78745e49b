"""A dated rate as the treasurer types it, and what the law says filled in."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from costs.actions.rates import RateEntry
from costs.models import Rate, Scenario
from costs.queries.rates import RateKey
from costs.statutory import ON_COSTS, Statutory, StatutoryKind
from costs.statutory.threshold import EffectivePart, effective_part
from nursery.dates import say_day
from nursery.forms import DayField, MoneyField, PercentField, read_as_part
from nursery.models import Nursery
from nursery.money import ZERO, plain
from rota.models import Pricing

ANOTHER = "+"  # a rate of the programme's own that has no name yet
_YEARS_BACK, _YEARS_AHEAD = 10, 3
_PARTS = ("holiday", "ni", "pension")
_FIELD_OF = {StatutoryKind.LIVING_WAGE: "wage"} | {kind: kind.value for kind in ON_COSTS}


class RateForm(forms.Form):
    key = forms.ChoiceField(label=gettext_lazy("For"), error_messages={"required": gettext_lazy("Say what it is for.")})
    own_key = forms.CharField(
        label=gettext_lazy("What you call it"),
        help_text=gettext_lazy("Only for something new of your own, like “deputy manager”."),
        max_length=80,
        required=False,
    )
    scenario = forms.ChoiceField(label=gettext_lazy("Estimate"))
    starts = DayField(label=gettext_lazy("From"), error_messages={"required": gettext_lazy("Say from when it holds.")})
    wage = MoneyField(
        label=gettext_lazy("Wage an hour"),
        least=Decimal("0.01"),
        most=Decimal(500),
        places=6,
        error_messages={
            "required": gettext_lazy("Say the wage an hour."),
            "least": gettext_lazy("An hour of nothing can’t be meant. Where nobody would be paid, add no rate."),
            "most": gettext_lazy("More than %(amount)s an hour can’t be meant. Is it a week’s or a year’s pay?"),
        },
    )
    holiday = PercentField(label=gettext_lazy("Holiday pay, in percent"), required=False)
    ni = PercentField(label=gettext_lazy("Employer’s National Insurance, in percent"), required=False)
    pension = PercentField(label=gettext_lazy("Employer’s pension, in percent"), required=False)
    hours_a_week = forms.DecimalField(
        label=gettext_lazy("Hours a week"),
        required=False,
        min_value=Decimal("0.25"),
        max_value=Decimal(100),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off"}),
        error_messages={
            name: gettext_lazy("Write the hours of a week, like 12.5.")
            for name in ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places")
        },
    )
    bought = PercentField(
        label=gettext_lazy("Of its hours, how much you would have bought, in percent"),
        help_text=gettext_lazy("For a task such as food. Left empty, none of a task counts, and all of care does."),
        required=False,
    )
    evidence = forms.CharField(
        label=gettext_lazy("What shows that you would have bought it"),
        help_text=gettext_lazy("A quote, an invoice, a post that was advertised: with its date."),
        max_length=500,
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Where the wage and its on-costs come from"),
        help_text=gettext_lazy("With its date, so that an auditor finds it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say where it comes from: a pay scale, an invoice, the law.")},
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        nursery: Nursery,
        today: dt.date,
        keys: Iterable[RateKey],
        rate: Rate | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.today, self.rate = today, rate
        self.keys = {each.key: each for each in keys}
        self.fields["starts"].today = today  # type: ignore[attr-defined]
        self.fields["wage"].currency = nursery.currency  # type: ignore[attr-defined]
        self.fields["scenario"].choices = [  # type: ignore[attr-defined]
            (Scenario.LOW.value, _("Low: at least")),
            (Scenario.CENTRAL.value, _("Most likely")),
            (Scenario.HIGH.value, _("High: at most")),
            (Scenario.ALL.value, _("All three")),
        ]
        self.fields["scenario"].empty_values = []  # "" is a choice like the others
        duties = [(each.key, each.name) for each in self.keys.values() if each.is_duty]
        own = [(each.key, each.name) for each in self.keys.values() if not each.is_duty]
        self.fields["key"].choices = [  # type: ignore[attr-defined]
            (_("Duties"), duties),
            (_("Running parent duty"), [*own, (ANOTHER, _("Something new of your own"))]),
        ]

    def clean_starts(self) -> dt.date:
        starts: dt.date = self.cleaned_data["starts"]
        first = dt.date(self.today.year - _YEARS_BACK, 1, 1)
        last = dt.date(self.today.year + _YEARS_AHEAD, 12, 31)
        if not first <= starts <= last and (self.rate is None or starts != self.rate.starts):
            raise forms.ValidationError(
                _("That is too far away to be meant. Choose a day from %(first)s to %(last)s.")
                % {"first": say_day(first, year=True), "last": say_day(last, year=True)}
            )
        return starts

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("key") == ANOTHER:
            self._take_own_key(data)
        of = self.keys.get(data.get("key", ""))
        if of and of.pricing == Pricing.TASK and data.get("bought") and not (data.get("evidence") or "").strip():
            self.add_error(
                "evidence",
                _("A part counts only with what shows it: a quote, an invoice. Write it here, or leave that empty."),
            )
        return data

    def _take_own_key(self, data: dict[str, Any]) -> None:
        own = (data.get("own_key") or "").strip()
        taken = {name.casefold(): each for each in self.keys.values() for name in (each.key, each.name)}
        if not own:
            self.add_error("own_key", _("Say what you call it."))
        elif other := taken.get(own.casefold()):
            self.add_error("own_key", _("“%(name)s” is there already: choose it above.") % {"name": other.name})
        else:
            data["key"] = own

    def entry(self) -> RateEntry:
        """Of a valid form."""
        data = self.cleaned_data
        of = self.keys.get(data["key"])
        return RateEntry(
            key=data["key"],
            scenario=data["scenario"],
            starts=data["starts"],
            wage=data["wage"],
            **{name: data[name] or ZERO for name in _PARTS},
            bought=data["bought"] if of and of.is_duty else None,
            source=" ".join(data["source"].split()),
            evidence=data["evidence"].strip(),
            note=data["note"].strip(),
        )

    def rate_so_far(self) -> Rate | None:
        """What is typed, as a rate that is not kept, though some of it be missing; None without a wage or a day."""
        data = self.cleaned_data if self.is_bound else {}
        if not data.get("wage") or not data.get("starts") or any(name in self.errors for name in (*_PARTS, "bought")):
            return None
        parts = {name: data.get(name) or ZERO for name in _PARTS}
        of = self.keys.get(data.get("key", ""))
        return Rate(
            key=data.get("key", ""),
            scenario=data.get("scenario", ""),
            starts=data["starts"],
            wage=data["wage"],
            bought=data.get("bought") if of and of.is_duty else None,
            **parts,
        )

    @property
    def pricing(self) -> str:
        """Of the duty that is chosen; empty for the programme's own."""
        of = self.keys.get(self["key"].value() or "")
        return of.pricing if of else ""

    @property
    def day(self) -> dt.date:
        """The day that is chosen, as far as it can be read; else today."""
        if self.is_bound:
            found = self.cleaned_data.get("starts") if hasattr(self, "cleaned_data") else None
        else:
            found = self.initial.get("starts")
        return found if isinstance(found, dt.date) else self.today

    @cached_property
    def understood(self) -> list[str]:
        """What was typed in another way than it is kept, in sentences."""
        if not self.is_bound:
            return []
        return [
            _("%(field)s: %(typed)s is read as %(percent)s %%.")
            % {
                "field": self.fields[name].label,
                "typed": str(self.data.get(name, "")).strip(),
                "percent": plain(self.cleaned_data[name] * 100),
            }
            for name in (*_PARTS, "bought")
            if self.cleaned_data.get(name) is not None and read_as_part(str(self.data.get(name, "")))
        ]

    def forget_what_is_missing(self) -> None:
        """While nothing is to be kept yet, only what was typed amiss is said."""
        for name, errors in list(self.errors.items()):
            if all(error.code == "required" for error in errors.as_data()) or not str(self.data.get(name, "")).strip():
                del self.errors[name]

    def effective_ni(self, figure: Statutory | None) -> EffectivePart | None:
        """Of the wage and the hours a week that are typed; None without them, or without a figure."""
        data = self.cleaned_data if self.is_bound else {}
        wage, hours = data.get("wage"), data.get("hours_a_week")
        return effective_part(figure, wage, hours) if figure and wage and hours else None


def filled_in(
    typed: QueryDict, figures: Iterable[Statutory], earlier: Iterable[Statutory], effective: EffectivePart | None = None
) -> QueryDict:
    """What was typed, with these figures of the law in their fields and their sources behind what stands there;
    sources of `earlier` figures of these kinds go."""
    filled = typed.copy()
    chosen = list(figures)
    kinds = {figure.kind for figure in chosen}
    gone = [figure.source for figure in earlier if figure.kind in kinds and figure not in chosen]
    stands = [part.strip() for part in filled.get("source", "").split(";")]
    sources = [part for part in stands if part and not any(source.startswith(part) for source in gone)]
    for figure in chosen:
        value = effective.part if effective and figure.kind == StatutoryKind.NI else figure.value
        money = figure.kind == StatutoryKind.LIVING_WAGE
        filled[_FIELD_OF[figure.kind]] = plain(value, 2) if money else f"{plain(value * 100)} %"
        sources.append(figure.source)
    if effective:
        worked = _("at %(hours)s h a week %(due)s of %(annual)s a year")
        annual, due = plain(effective.annual, 2), plain(effective.due, 2)
        sources.append(worked % {"hours": plain(effective.hours), "annual": annual, "due": due})
    filled["source"] = "; ".join(dict.fromkeys(sources))
    return filled
