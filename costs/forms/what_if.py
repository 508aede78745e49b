"""What if: three questions beside each other, in one form that an address can hold.

The fields' names are the vocabulary in which a question travels (in an address, in a kept `WhatIf`, in the nursery
file): `a-places`, `b-rise`, … Whoever renames one breaks what was bookmarked.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from costs.models import WhatIf
from costs.savings import Scenario
from costs.savings.what_if import (
    Children,
    Move,
    MoveRate,
    PayRise,
    Places,
    Relief,
    SessionAdded,
    SessionDropped,
    Weeks,
)
from nursery.forms import MoneyField, PercentField

LETTERS = ("a", "b", "c")
Choices = Sequence[tuple[str, Any]]

_MOST_PLACES = 3
_MOST_WEEKS = 6
_MOST_CHILDREN = 6
_RATE = ("wage", "holiday", "ni", "pension", "bought")
# What goes with what: a field on the right says nothing without one on the left.
_TOGETHER = (
    (("places",), ("duty", "day")),
    (("places_2",), ("duty_2", "day_2")),
    (("drop",), ()),
    (("like", "on"), ()),
    (("weeks",), ()),
    (("children",), ("group",)),
    (("rise",), ()),
    (_RATE, ("rated", "estimate")),
    (("relief",), ("each",)),
)


class AlwaysPercentField(PercentField):
    """A percentage that stands behind its sign: ".5" is half of one per cent, and 1 is no question."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        return super().to_python(f"{text} %" if text[-1:].isdigit() or text[-1:] == "." else value)


def _steps(most: int) -> Choices:
    """ "", then from so many fewer to so many more; nought is no change and not among them."""
    down = [(str(-number), format_lazy("{} {}", number, _("fewer"))) for number in range(1, most + 1)]
    up = [(str(number), format_lazy("{} {}", number, _("more"))) for number in range(1, most + 1)]
    return [("", _("as it was")), *down, *up]


def _chosen(label: Any, choices: Choices, sentence: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, required=False, error_messages={"invalid_choice": sentence}, **kwargs
    )


_DAYS: Choices = [("", _("every day")), *((str(number), _name) for number, _name in WEEKDAYS.items())]
_SAY_PLACES = _("Choose how many parent places more or fewer, at most 3.")
_SAY_DUTY = _("Choose one of the duties that had parent places in this term.")
_SAY_DAY = _("Choose a day of the week, or every day.")
_SAY_SESSION = _("Choose one of the sessions that ran in this term.")


class QuestionForm(forms.Form):
    """One what-if. Every field may stay empty; what is empty stays as it was."""

    use_required_attribute = False

    duty = _chosen(_("Duty"), (), _SAY_DUTY)
    day = _chosen(_("On"), _DAYS, _SAY_DAY)
    places = _chosen(_("Parent places"), _steps(_MOST_PLACES), _SAY_PLACES)
    duty_2 = _chosen(_("And at"), (), _SAY_DUTY)
    day_2 = _chosen(_("On"), _DAYS, _SAY_DAY)
    places_2 = _chosen(_("Parent places"), _steps(_MOST_PLACES), _SAY_PLACES)
    drop = _chosen(_("A session less"), (), _SAY_SESSION)
    like = _chosen(_("A session more, like"), (), _SAY_SESSION)
    on = _chosen(_("on"), [("", _("choose a day")), *_DAYS[1:]], _("Choose a day of the week."))
    weeks = _chosen(
        _("Weeks of term"),
        _steps(_MOST_WEEKS),
        _("Choose by how many weeks, at most 6 either way. None at all is no change: leave it as it was."),
    )
    group = _chosen(_("Children in"), (), _SAY_SESSION)
    children = _chosen(
        _("Children more or fewer"),
        _steps(_MOST_CHILDREN),
        _("Choose how many children more or fewer, at most 6."),
    )
    rise = AlwaysPercentField(
        label=_("Pay rises by (per cent)"),
        most=Decimal(1),
        required=False,
        help_text=_("Every wage and what paid cover costs, alike."),
    )
    rated = _chosen(_("Another rate for"), (), _("Choose one of the duties."))
    estimate = _chosen(
        _("In which estimate"),
        [("central", _("most likely")), ("low", _("low")), ("high", _("high")), ("all", _("all three"))],
        _("Choose one of the estimates."),
    )
    wage = MoneyField(label=_("Wage an hour"), most=Decimal(1000), required=False)
    holiday = AlwaysPercentField(label=_("Holiday (per cent)"), required=False)
    ni = AlwaysPercentField(label=_("Employer’s National Insurance (per cent)"), required=False)
    pension = AlwaysPercentField(label=_("Pension (per cent)"), required=False)
    bought = AlwaysPercentField(
        label=_("Part that would have been bought (per cent)"),
        required=False,
        help_text=_("Of the hours that parents gave at this duty."),
    )
    relief = MoneyField(
        label=_("Fee relief instead"), required=False, help_text=_("What families would pay less because of the rota.")
    )
    each = _chosen(
        _("It is"),
        [("", _("in the whole term")), ("session", _("for each session that a child attends"))],
        _("Choose whether it is in the whole term or for each session."),
    )

    def __init__(
        self, data: Mapping[str, str] | None, *, prefix: str, duties: Choices, sessions: Choices, currency: str
    ) -> None:
        super().__init__(data, prefix=prefix)
        for name in ("duty", "duty_2", "rated"):
            self._choices(name, duties)
        for name in ("drop", "like", "group"):
            self._choices(name, [("", _("none")), *sessions])
        for field in self.fields.values():
            if isinstance(field, MoneyField):
                field.currency = currency

    def _choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # the class says so above
        field.choices = choices

    @cached_property
    def changes(self) -> dict[str, str]:
        """What was typed, without what says nothing: the question as an address holds it."""
        typed = {name: str(self.data.get(self.add_prefix(name)) or "").strip() for name in self.fields}
        told: dict[str, str] = {}
        for leading, others in _TOGETHER:
            if any(typed[name] for name in leading):
                told |= {self.add_prefix(name): typed[name] for name in (*leading, *others) if typed[name]}
        return told

    @property
    def asks(self) -> bool:
        return bool(self.changes)

    def _is_open(self, *names: str) -> bool:
        return any(self.add_prefix(name) in self.changes or name in self.errors for name in names)

    @property
    def opens_more_places(self) -> bool:
        return self._is_open("places_2", "duty_2", "day_2")

    @property
    def opens_sessions(self) -> bool:
        return self._is_open("drop", "like", "on", "weeks", "group", "children")

    @property
    def opens_pay(self) -> bool:
        return self._is_open("rise", "rated", "estimate", *_RATE)

    @property
    def opens_relief(self) -> bool:
        return self._is_open("relief", "each")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for duty, places in (("duty", "places"), ("duty_2", "places_2")):
            if data.get(places) and not data.get(duty) and duty not in self.errors:
                self.add_error(duty, _SAY_DUTY)
        (duty, day), (duty_2, day_2) = _of(data, ""), _of(data, "_2")
        if data.get("places") and data.get("places_2") and duty == duty_2 and (day == day_2 or not day or not day_2):
            self.add_error("duty_2", _("These places stand above already. Choose another duty or another day."))
        if data.get("like") and not data.get("on") and "on" not in self.errors:
            self.add_error("on", _("Choose the day on which that session would be."))
        if data.get("on") and not data.get("like") and "like" not in self.errors:
            self.add_error("like", _("Choose the session that it would be like."))
        if data.get("children") and not data.get("group") and "group" not in self.errors:
            self.add_error("group", _SAY_SESSION)
        if any(data.get(name) is not None for name in _RATE) and not data.get("rated") and "rated" not in self.errors:
            self.add_error("rated", _("Choose the duty whose rate it would be."))
        return data

    def moves(self) -> list[tuple[str, Move]]:
        """Each move with the field that an objection to it stands beside. The form is valid."""
        return list(self._moves(self.cleaned_data))

    def _moves(self, data: dict[str, Any]) -> Iterator[tuple[str, Move]]:
        for end in ("", "_2"):
            if data[f"places{end}"]:
                duty, day = _of(data, end)
                yield f"places{end}", Places(duty, int(data[f"places{end}"]), int(day) if day else None)
        if data["drop"]:
            yield "drop", SessionDropped(data["drop"])
        if data["like"]:
            yield "like", SessionAdded(data["like"], int(data["on"]))
        if data["weeks"]:
            yield "weeks", Weeks(int(data["weeks"]))
        if data["children"]:
            yield "children", Children(data["group"], int(data["children"]))
        if data["rise"]:
            yield "rise", PayRise(data["rise"])
        if any(data[name] is not None for name in _RATE):
            estimate = data["estimate"] or Scenario.CENTRAL  # as the form shows it where nothing is chosen
            scenario = None if estimate == "all" else Scenario(estimate)
            yield "wage", MoveRate(data["rated"], scenario, **{name: data[name] for name in _RATE})
        if data["relief"] is not None:
            yield "relief", Relief(data["relief"], per_child_session=data["each"] == "session")


def _of(data: Mapping[str, Any], end: str) -> tuple[str, str]:
    return data.get(f"duty{end}") or "", data.get(f"day{end}") or ""


def changes_of(questions: Sequence[QuestionForm]) -> dict[str, str]:
    return {name: typed for question in questions for name, typed in question.changes.items()}


def address_of(term: str, changes: Mapping[str, str]) -> str:
    """The query of the page that answers it."""
    return urlencode({"term": term, **changes})


class NameForm(forms.Form):
    """Under which name a what-if is kept."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Keep it under a name"),
        max_length=WhatIf._meta.get_field("name").max_length,
        error_messages={
            "required": _("Give it a name, so that you find it again."),
            "max_length": ngettext_lazy(
                "Write at most %(limit_value)d letter.", "Write at most %(limit_value)d letters.", "limit_value"
            ),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
