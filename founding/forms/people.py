"""The step about first families and people: one at a time, each kept at once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Level, RoleKind
from accounts.queries import plain_address
from founding.forms.page import as_error, clean_name
from founding.rules.people import Entered, address_taken_refusal
from founding.rules.proposed import rooms_of, spans_of
from founding.rules.steps import Answers
from nursery.models import Weekday

_LONG = {"max_length": lazy("At most %(limit_value)d characters.")}
_ADDRESS = {"invalid": lazy("This is no e-mail address.")}
_MONTH = re.compile(r"^(\d{4})-(\d{1,2})(?:-\d{1,2})?$|^(\d{1,2})\s*[./ -]\s*(\d{4})$")
_YEARS = (1990, 2199)
ADULTS = (1, 2)
CHILDREN = (1, 2, 3)


class MonthField(forms.CharField):
    """A month as people type it, "2023-04" or "4/2023", kept as "2023-04"."""

    default_error_messages = {"invalid": lazy("We can’t read this as a month. Write it like 2023-04 or 4/2023.")}
    widget = forms.TextInput(attrs={"type": "month"})

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        if not text:
            return ""
        found = _MONTH.match(text)
        year, month = (int(found[1] or found[4]), int(found[2] or found[3])) if found else (0, 0)
        if not (1 <= month <= 12 and _YEARS[0] <= year <= _YEARS[1]):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return f"{year:04}-{month:02}"


def _name_field(label: Any, longest: int = 200, **more: Any) -> forms.CharField:
    errors = _LONG | {"required": lazy("Write the name.")}
    return forms.CharField(label=label, max_length=longest, error_messages=errors, **more)


def _email_field(**more: Any) -> forms.EmailField:
    errors = _LONG | _ADDRESS
    return forms.EmailField(label=lazy("E-mail address"), required=False, max_length=254, error_messages=errors, **more)


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one adult or child."""

    title: str
    fields: list[forms.BoundField]


class FamilyForm(forms.Form):
    """A family with one or two adults and up to three children; more of them are entered later, under Members."""

    name = _name_field(lazy("The family’s name"))
    founders = forms.BooleanField(
        label=lazy("This is my own family"), required=False, help_text=lazy("You are a parent in it, besides managing.")
    )

    def __init__(self, *args: Any, answers: Answers, entered: Entered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entered = entered
        rooms = rooms_of(answers)
        days = sorted({day for span in spans_of(answers) for day in span["days"]})
        for n in ADULTS:
            self.fields[f"adult_{n}"] = _name_field(lazy("Name"), required=False)
            self.fields[f"email_{n}"] = _email_field()
        for n in CHILDREN:
            self.fields[f"child_{n}"] = _name_field(lazy("First name or initial"), longest=100, required=False)
            self.fields[f"born_{n}"] = MonthField(label=lazy("Month of birth"), required=False)
            self.fields[f"room_{n}"] = forms.ChoiceField(
                label=lazy("Room"),
                choices=[(room["key"], room["name"]) for room in rooms],
                required=False,
                error_messages={"invalid_choice": lazy("Choose one of the rooms.")},
                initial=rooms[0]["key"],
                widget=forms.Select if len(rooms) > 1 else forms.HiddenInput,
            )
            self.fields[f"days_{n}"] = forms.TypedMultipleChoiceField(
                label=lazy("Days"),
                help_text=lazy("None ticked: every day of its room."),
                coerce=int,
                choices=[(day, Weekday(day).label) for day in days],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": lazy("It does not come on such a day.")},
            )
        if entered.has_founders_family:
            del self.fields["founders"]

    def _adult(self, n: int) -> Group:
        return Group(_("Adult %(n)d") % {"n": n}, [self[f"adult_{n}"], self[f"email_{n}"]])

    def _child(self, n: int) -> Group:
        return Group(_("Child %(n)d") % {"n": n}, [self[f"{name}_{n}"] for name in ("child", "born", "room", "days")])

    @property
    def first(self) -> list[Group]:
        return [self._adult(ADULTS[0]), self._child(CHILDREN[0])]

    @property
    def others(self) -> list[Group]:
        return [*map(self._adult, ADULTS[1:]), *map(self._child, CHILDREN[1:])]

    @property
    def has_more(self) -> bool:
        """Whether anything is written there, or wrong."""
        if not self.is_bound:
            return False
        return any(field.errors or (field.name in self.changed_data) for group in self.others for field in group.fields)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        own = data.get("founders", False)
        for n in ADULTS:
            if data.get(f"email_{n}") and not data.get(f"adult_{n}"):
                self.add_error(f"adult_{n}", _("Write whose address this is."))
            elif refusal := address_taken_refusal(data.get(f"email_{n}") or "", self.entered):
                self.add_error(f"email_{n}", str(refusal))
        if not own and not any(data.get(f"adult_{n}") for n in ADULTS) and "adult_1" not in self.errors:
            self.add_error("adult_1", _("A family has at least one adult here."))
        for n in CHILDREN:
            name, born = data.get(f"child_{n}"), data.get(f"born_{n}")
            if name and not born and f"born_{n}" not in self.errors:
                self.add_error(f"born_{n}", _("Say the month: what children need goes by their age."))
            if born and not name:
                self.add_error(f"child_{n}", _("Write a first name or an initial."))
        return data

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "name": clean_name(data["name"]),
            "founders": bool(data.get("founders")),
            "adults": [
                {"name": clean_name(data[f"adult_{n}"]), "email": plain_address(data[f"email_{n}"])}
                for n in ADULTS
                if data[f"adult_{n}"]
            ],
            "children": [
                {"name": clean_name(data[f"child_{n}"]), "born": data[f"born_{n}"], "room": data[f"room_{n}"]}
                | {"days": sorted(set(data[f"days_{n}"]))}
                for n in CHILDREN
                if data[f"child_{n}"]
            ],
        }


class WorkerForm(forms.Form):
    """Somebody who is in no family: staff, a trustee, the treasurer."""

    name = _name_field(lazy("Name"))
    email = _email_field()
    role = forms.ChoiceField(
        label=lazy("What they are here"),
        choices=[(role.value, role.label) for role in RoleKind if role not in (RoleKind.PARENT, RoleKind.MANAGER)],
        error_messages={"required": lazy("Choose one."), "invalid_choice": lazy("Choose one of the list.")},
    )
    level = forms.TypedChoiceField(
        label=lazy("Qualification in childcare"),
        choices=Level.choices,
        coerce=int,
        required=False,
        empty_value="0",
        error_messages={"invalid_choice": lazy("Choose one of the list.")},
    )

    def __init__(self, *args: Any, entered: Entered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entered = entered

    def clean_email(self) -> str:
        email = plain_address(self.cleaned_data["email"])
        if refusal := address_taken_refusal(email, self.entered):
            raise as_error(refusal)
        return email

    def said(self) -> Mapping[str, Any]:
        return self.cleaned_data | {
            "name": clean_name(self.cleaned_data["name"]),
            "level": int(self.cleaned_data["level"]),
        }


class PeoplePage:
    """One form for the browser, so that whichever button is pressed nothing typed is lost: `filled` are those parts of
    it in which something is, each with what it enters; a button of a part's own asks for that part, filled or not."""

    def __init__(self, answers: Answers, addresses: Sequence[str], data: QueryDict | None = None) -> None:
        entered, asked = Entered.of(answers, addresses), data.get("do") if data is not None else ""
        in_family = data if asked == "family" or _is_filled(data, "family") else None
        in_worker = data if asked == "worker" or _is_filled(data, "worker") else None
        self.family = FamilyForm(in_family, answers=answers, entered=entered, prefix="family")
        self.worker = WorkerForm(in_worker, entered=entered, prefix="worker")

    @property
    def filled(self) -> list[tuple[str, FamilyForm | WorkerForm]]:
        """With the kind under which it is kept."""
        parts: tuple[tuple[str, FamilyForm | WorkerForm], ...] = (("families", self.family), ("staff", self.worker))
        return [(kind, form) for kind, form in parts if form.is_bound]


_CHOICES = ("room", "days", "role", "level")  # in which something stands from the start


def _is_filled(data: QueryDict | None, prefix: str) -> bool:
    return any(
        str(value).strip()
        and name.startswith(f"{prefix}-")
        and not name.removeprefix(f"{prefix}-").startswith(_CHOICES)
        for name, value in (data or {}).items()
    )
