"""The steps about the term, who is needed, and the nursery's own rules."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from founding.forms.page import Rows, StepPage, clean_name, number_field
from founding.rules.adults import Need
from founding.rules.days import say_span
from founding.rules.proposed import (
    ALWAYS,
    DUTIES,
    USUAL,
    country_of,
    holidays_in,
    need_of_span,
    places_of,
    rooms_of,
    span_key,
    spans_of,
    term_of,
)
from founding.rules.steps import Answers, Step
from nursery.bank_holidays import BankHoliday
from nursery.forms import DayField, DaySpanForm
from nursery.models import Policy, Rounding

MOST_CLOSURES = 30
MOST_PLACES = 20
_LONGEST = dt.timedelta(days=366)


# --- the term ---------------------------------------------------------------------------------------------------------
class TermForm(DaySpanForm):
    name = forms.CharField(label=lazy("Name"), max_length=200, error_messages={"required": lazy("Give it a name.")})
    field_order = ["name", "starts", "ends"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] - data["starts"] > _LONGEST:
            self.add_error("ends", _("This is more than a year on. Begin with one term; more are added later."))
        return data


class ClosureForm(forms.Form):
    name = forms.CharField(label=lazy("What for"), max_length=200, required=False)
    starts = DayField(label=lazy("First day"), error_messages={"required": lazy("Say from when.")})
    ends = DayField(label=lazy("Last day"), required=False, help_text=lazy("Empty: one day."))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts", "ends"):
            self.fields[name].today = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("starts"), data.get("ends")
        if first and last and last < first:
            self.add_error("ends", _("This is before the first day. Choose a later one."))
        if first and not last and "ends" not in self.errors:
            data["ends"] = first
        return data


ClosureRows = forms.formset_factory(
    ClosureForm, formset=Rows, extra=1, max_num=MOST_CLOSURES, validate_max=True, absolute_max=MOST_CLOSURES + 1
)


class TermPage(StepPage):
    step = Step.TERM
    template = "founding/term.html"
    prefix = "row"
    rows: Any

    def __init__(self, answers: Answers, data: QueryDict | None, *, today: dt.date, **more: Any) -> None:
        self.data, self.country = data, country_of(answers)
        term = term_of(answers, today)
        self.form = TermForm(data, today=today, initial=term)
        self.rows = ClosureRows(
            data,
            initial=None if data is not None else term.get("closures", []),
            prefix=self.prefix,
            form_kwargs={"today": today},
        )
        self.open_on = set(term.get("open_on", [])) if data is None else self._unticked(data)
        self.days = term["starts"], term["ends"]

    @staticmethod
    def _unticked(data: QueryDict) -> set[str]:
        return set(data.getlist("listed")) - set(data.getlist("closed"))

    @property
    def forms(self) -> Sequence[forms.BaseForm]:
        return [self.form, *self.rows.forms]

    def is_valid(self) -> bool:
        if not (self.form.is_valid() and self.rows.is_valid()):
            return False
        starts, ends = self.form.cleaned_data["starts"], self.form.cleaned_data["ends"]
        for form in self.rows.forms:
            data = form.cleaned_data
            if data.get("starts") and (data["ends"] < starts or ends < data["starts"]):
                form.add_error("starts", _("This lies outside the term."))
        return not any(form.errors for form in self.rows.forms)

    @property
    def holidays(self) -> list[tuple[BankHoliday, bool]]:
        """Those in the term as it was kept or typed, each with whether it is closed."""
        data = getattr(self.form, "cleaned_data", {})
        starts, ends = (
            (data["starts"], data["ends"])
            if data.get("starts") and data.get("ends") and not self.form.errors
            else map(dt.date.fromisoformat, self.days)
        )
        found = holidays_in(self.country, starts, ends)
        return [(holiday, holiday.date.isoformat() not in self.open_on) for holiday in found]

    def answer(self) -> Any:
        term = self.form.cleaned_data
        closures: list[dict[str, Any]] = self.rows.kept()
        known = {holiday.date.isoformat() for holiday, _closed in self.holidays}
        return {
            "name": clean_name(term["name"]),
            "starts": term["starts"].isoformat(),
            "ends": term["ends"].isoformat(),
            "closures": [
                {"starts": each["starts"].isoformat(), "ends": each["ends"].isoformat()}
                | {"name": clean_name(each["name"])}
                for each in sorted(closures, key=lambda each: (each["starts"], each["ends"]))
            ],
            "open_on": sorted(self.open_on & known),
        }


# --- who is needed ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SpanLine:
    """A span of the week with its two fields. `need` is of the room when it is full."""

    room: str
    when: str
    children: int
    need: Need | None
    paid: forms.BoundField
    parents: forms.BoundField


class WorkForm(forms.Form):
    duties = forms.MultipleChoiceField(
        label=lazy("What else is done"),
        help_text=lazy("Besides care. Hours given for these count towards a family’s share, training apart."),
        required=False,
        choices=[(duty["key"], duty["name"]) for duty in DUTIES if duty["key"] != ALWAYS],
        widget=forms.CheckboxSelectMultiple,
    )


class WorkPage(StepPage):
    step = Step.WORK
    template = "founding/work.html"

    def __init__(self, answers: Answers, data: QueryDict | None, *, today: dt.date, **more: Any) -> None:
        self.answers, self.today, self.spans = answers, today, spans_of(answers)
        initial: dict[str, Any] = {"duties": answers.get(Step.WORK, {}).get("duties", USUAL)}
        for span in self.spans:
            paid, parents = places_of(span, answers, today)
            initial |= {f"paid_{span_key(span)}": paid, f"parents_{span_key(span)}": parents}
        self.form = WorkForm(data, initial=initial)
        for span in self.spans:
            self.form.fields[f"paid_{span_key(span)}"] = number_field(lazy("Paid places"), 0, MOST_PLACES)
            self.form.fields[f"parents_{span_key(span)}"] = number_field(lazy("Parents’ places"), 0, MOST_PLACES)

    @property
    def forms(self) -> Sequence[forms.BaseForm]:
        return [self.form]

    @property
    def lines(self) -> list[SpanLine]:
        rooms = {room["key"]: room for room in rooms_of(self.answers)}
        return [
            SpanLine(
                rooms[span["room"]]["name"],
                say_span(span),
                rooms[span["room"]]["places"],
                need_of_span(span, self.answers, self.today),
                self.form[f"paid_{span_key(span)}"],
                self.form[f"parents_{span_key(span)}"],
            )
            for span in self.spans
        ]

    def answer(self) -> Any:
        data = self.form.cleaned_data
        keys = [span_key(span) for span in self.spans]
        return {
            "duties": sorted(data["duties"]),
            "places": {key: [data[f"paid_{key}"], data[f"parents_{key}"]] for key in keys},
        }


# --- the nursery's own rules ------------------------------------------------------------------------------------------
def _usual(name: str) -> Any:
    return Policy._meta.get_field(name).get_default()  # type: ignore[union-attr]


class RulesForm(forms.Form):
    parents_count = forms.BooleanField(
        label=lazy("Parents count among the adults that children need"),
        help_text=lazy("Once their checks, induction and first aid are on record. Untick it if they are always extra."),
        required=False,
    )
    min_adults = number_field(
        lazy("Adults in a room, at least"),
        1,
        10,
        help_text=lazy("However few the children are: nobody is alone with them."),
    )
    ratio_rounding = forms.ChoiceField(
        label=lazy("How part adults are rounded"),
        choices=Rounding.choices,
        widget=forms.RadioSelect,
        help_text=lazy("Where children of several ages are in one room. The strictest never asks for too few."),
    )
    cancel_notice_hours = number_field(
        lazy("Hours of notice to give a place back"),
        0,
        1000,
        help_text=lazy("Until then a parent gives a place back by one tap; after it they ask for cover."),
    )
    cover_needs_manager = forms.BooleanField(
        label=lazy("Cover needs the manager’s yes"),
        help_text=lazy("Unticked: whoever is cleared just as well takes over at once."),
        required=False,
    )
    booking_opens_days = number_field(
        lazy("Days ahead that booking opens"),
        0,
        3660,
        required=False,
        help_text=lazy("Empty: a shift can be booked as soon as it is there."),
    )
    family_limit_percent = number_field(
        lazy("How much of its share a family may book ahead, in per cent"),
        1,
        10_000,
        required=False,
        help_text=lazy("While others are below theirs. Empty: no limit."),
    )
    open_to_all_days = number_field(
        lazy("Days before a shift that such a limit ends"),
        0,
        3660,
        help_text=lazy("From then on whoever can come may book what is open."),
    )
    year_starts = forms.TypedChoiceField(
        label=lazy("The financial year begins in"),
        coerce=int,
        choices=[(number, name) for number, name in MONTHS.items()],
        help_text=lazy("The reports to trustees are of that year."),
    )


class RulesPage(StepPage):
    step = Step.RULES
    template = "founding/rules.html"

    def __init__(self, answers: Answers, data: QueryDict | None, **more: Any) -> None:
        usual = {name: _usual(name) for name in RulesForm.base_fields}
        self.form = RulesForm(data, initial=usual | answers.get(Step.RULES, {}))

    @property
    def forms(self) -> Sequence[forms.BaseForm]:
        return [self.form]

    def answer(self) -> Any:
        return {name: value for name, value in self.form.cleaned_data.items() if value is not None}
