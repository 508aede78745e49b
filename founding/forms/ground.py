"""The steps about the nursery itself, its rooms and when children come."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from founding.forms.page import Rows, StepPage, clean_name, number_field
from founding.queries.drafts import free_address, is_taken
from founding.rules.address import address_from, address_refusal
from founding.rules.countries import COUNTRIES, has_rules
from founding.rules.proposed import rooms_of, spans_of
from founding.rules.steps import Answers, Step
from nursery.forms import ClockField
from nursery.models import Weekday, validate_zone

MOST_ROOMS = 12
MOST_SPANS = 40
_LONG = {"max_length": lazy("At most %(limit_value)d characters.")}


# --- the nursery ------------------------------------------------------------------------------------------------------
class NameForm(forms.Form):
    name = forms.CharField(
        label=lazy("What it is called"),
        max_length=200,
        error_messages=_LONG | {"required": lazy("Give it a name.")},
    )
    founder = forms.CharField(
        label=lazy("Your name"),
        help_text=lazy("You will be its manager. Other families see your first name and an initial."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=_LONG | {"required": lazy("Write your name.")},
    )
    country = forms.ChoiceField(
        label=lazy("Country"),
        help_text=lazy("It sets how many adults children need, the bank holidays, the time zone and the currency."),
        error_messages={"required": lazy("Choose one."), "invalid_choice": lazy("Choose one of the list.")},
    )
    slug = forms.CharField(
        label=lazy("The address of its pages"),
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
        error_messages=_LONG,
    )
    timezone = forms.CharField(
        label=lazy("Time zone"),
        required=False,
        max_length=60,
        validators=[validate_zone],
        help_text=lazy("Empty: the country’s, such as Europe/London."),
    )
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=lazy("Currency"),
        required=False,
        max_length=3,
        help_text=lazy("Empty: the country’s. Three letters, such as GBP."),
        error_messages={"invalid": lazy("Write its three letters, such as GBP.")},
    )

    def __init__(self, *args: Any, site: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        with_rules = [(code, each.name) for code, each in COUNTRIES.items() if has_rules(code)]
        without = [(code, each.name) for code, each in COUNTRIES.items() if not has_rules(code)]
        field.choices = [  # type: ignore[attr-defined]
            (_("With ratio rules built in"), with_rules),
            (_("Without, until you bring your own in a nursery file"), without),
        ]
        self.fields["slug"].help_text = _("Empty: made of its name. All its pages begin with %(site)s and this.") % {
            "site": f"{site}/"
        }

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_founder(self) -> str:
        return clean_name(self.cleaned_data["founder"])

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        typed = (data.get("slug") or "").strip().strip("/").lower()
        if typed and "slug" not in self.errors:
            if refusal := address_refusal(typed, taken=is_taken(typed), free=free_address(typed)):
                self.add_error("slug", str(refusal))
            data["slug"] = typed
        elif data.get("name"):
            data["slug"] = free_address(address_from(data["name"]))
        return data


class NamePage(StepPage):
    step = Step.NAME
    template = "founding/name.html"

    def __init__(self, answers: Answers, data: QueryDict | None, *, site: str, **more: Any) -> None:
        self.form = NameForm(data, site=site, initial={"country": "GB-ENG"} | answers.get(Step.NAME, {}))

    @property
    def forms(self) -> Sequence[forms.BaseForm]:
        return [self.form]

    def answer(self) -> Any:
        names = ("name", "founder", "country", "slug", "timezone", "currency")
        return {name: self.form.cleaned_data[name] for name in names}


# --- rooms ------------------------------------------------------------------------------------------------------------
class RoomForm(forms.Form):
    key = forms.RegexField(r"^room-\d{1,3}$", required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=lazy("Name"), max_length=200, error_messages=_LONG | {"required": lazy("Give it a name.")}
    )
    youngest = number_field(lazy("Youngest, in years"), 0, 7)
    oldest = number_field(lazy("Until the birthday of"), 1, 8)
    places = number_field(lazy("Children at a time, at most"), 1, 200)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "youngest" in data and "oldest" in data and data["oldest"] <= data["youngest"]:
            self.add_error("oldest", _("This is not after the youngest. Write a later birthday."))
        return data


class _SomeRows(Rows):
    """At least one row stays."""

    none_left = lazy("Leave at least one.")

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take it away")

    def clean(self) -> None:
        if not any(self.errors) and not self.kept():
            raise ValidationError(self.none_left, code="none")


RoomRows = forms.formset_factory(
    RoomForm,
    formset=_SomeRows,
    extra=0,
    max_num=MOST_ROOMS,
    validate_max=True,
    absolute_max=MOST_ROOMS + 1,
    can_delete=True,
)


class RowsPage(StepPage):
    """A step that is rows of one kind."""

    prefix = "row"
    rows: Any

    @property
    def forms(self) -> Sequence[forms.BaseForm]:
        return list(self.rows.forms)

    def is_valid(self) -> bool:
        return bool(self.rows.is_valid())


class RoomsPage(RowsPage):
    step = Step.ROOMS
    template = "founding/rooms.html"

    def __init__(self, answers: Answers, data: QueryDict | None, **more: Any) -> None:
        self.known = {room["key"] for room in answers.get(Step.ROOMS, [])}
        rooms = [
            room | {"youngest": room["from_months"] // 12, "oldest": room["to_months"] // 12}
            for room in rooms_of(answers)
        ]
        self.rows = RoomRows(data, initial=None if data is not None else rooms, prefix=self.prefix)

    def answer(self) -> Any:
        rows = self.rows.kept()
        used = {row["key"] for row in rows}
        fresh = (key for key in (f"room-{number}" for number in range(1, 999)) if key not in used | self.known)
        found, seen = [], set()
        for row in rows:
            key = row["key"] if row["key"] and row["key"] not in seen else next(fresh)
            seen.add(key)
            found.append(
                {
                    "key": key,
                    "name": clean_name(row["name"]),
                    "from_months": row["youngest"] * 12,
                    "to_months": row["oldest"] * 12,
                    "places": row["places"],
                }
            )
        return found


# --- sessions ---------------------------------------------------------------------------------------------------------
class SpanForm(forms.Form):
    room = forms.ChoiceField(
        label=lazy("Room"),
        error_messages={"required": lazy("Choose the room."), "invalid_choice": lazy("Choose one of the rooms.")},
    )
    days = forms.TypedMultipleChoiceField(
        label=lazy("Days"),
        coerce=int,
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Tick at least one day."), "invalid_choice": lazy("There is no such day.")},
    )
    starts = ClockField(label=lazy("From"), error_messages={"required": lazy("Say from when.")})
    ends = ClockField(label=lazy("Until"), error_messages={"required": lazy("Say until when.")})

    def __init__(self, *args: Any, rooms: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["room"]
        choices = [("", _("Choose a room")), *((room["key"], room["name"]) for room in rooms)]
        field.choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("This is not after the beginning. Choose a later time."))
        return data


class _Spans(_SomeRows):
    none_left = lazy("Children come at least once a week. Leave one.")

    def clean(self) -> None:
        super().clean()
        taken: dict[tuple[str, int], list[tuple[dt.time, dt.time]]] = {}
        if any(self.errors):
            return
        for row in self.kept():
            for day in row["days"]:
                others = taken.setdefault((row["room"], day), [])
                if any(row["starts"] < ends and starts < row["ends"] for starts, ends in others):
                    said = _("On %(day)s two of these overlap in one room. Change one of them.")
                    raise ValidationError(said % {"day": Weekday(day).label}, code="overlap")
                others.append((row["starts"], row["ends"]))


SpanRows = forms.formset_factory(
    SpanForm,
    formset=_Spans,
    extra=0,
    max_num=MOST_SPANS,
    validate_max=True,
    absolute_max=MOST_SPANS + 1,
    can_delete=True,
)


class SessionsPage(RowsPage):
    step = Step.SESSIONS
    template = "founding/sessions.html"

    def __init__(self, answers: Answers, data: QueryDict | None, **more: Any) -> None:
        self.rows = SpanRows(
            data,
            initial=None if data is not None else spans_of(answers),
            prefix=self.prefix,
            form_kwargs={"rooms": rooms_of(answers)},
        )

    def answer(self) -> Any:
        return [
            {
                "room": row["room"],
                "days": sorted(set(row["days"])),
                "starts": f"{row['starts']:%H:%M}",
                "ends": f"{row['ends']:%H:%M}",
            }
            for row in self.rows.kept()
        ]
