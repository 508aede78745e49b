"""Somebody of the nursery, as a manager types them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_scopes.forms import SafeModelChoiceField

from accounts.models import Family, Person, RoleKind
from membership.rules.people import Known, NewFamily
from nursery.forms import DayField
from reminders.forms.preferences import PhoneField

_TOO_LONG = _("That is longer than a name: at most 200 characters.")


class PersonForm(forms.Form):
    """`known()` is what was typed, not written yet."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("First and last. Other families see the first name and an initial."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say who it is."), "max_length": _TOO_LONG},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Where the invitation goes, and by which they sign in."),
        error_messages={"invalid": _("This is no e-mail address. Write it like amara@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    phone = PhoneField(label=_("Telephone number"), required=False, max_length=30)
    roles = forms.MultipleChoiceField(
        label=_("What they are here"),
        choices=RoleKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )
    family = SafeModelChoiceField(
        label=_("Family"),
        queryset=Family.objects.none(),
        required=False,
        empty_label=_("None, or a new one"),
        help_text=_("Parents of one family share what falls to it."),
    )
    new_family = forms.CharField(
        label=_("Name of a new family"), required=False, max_length=200, error_messages={"max_length": _TOO_LONG}
    )
    share = forms.DecimalField(
        label=_("Its share"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=7,
        decimal_places=4,
        help_text=_("1 is a whole share. Empty: 1."),
        error_messages={"invalid": _("Write a number, like 1 or 0.5.")},
    )
    joined = DayField(label=_("Joins on"), required=False, help_text=_("Empty: they are here already."))

    def __init__(self, *args: Any, families: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["family"].queryset = families  # type: ignore[attr-defined]
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = today

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["name"] = " ".join(data.get("name", "").split())
        data["new_family"] = " ".join(data.get("new_family", "").split())
        if data.get("family") and data["new_family"]:
            self.add_error("new_family", _("Choose a family above, or write a new one here; not both."))
        first, last = data.get("joined"), self.initial.get("left")
        if first and last and last < first:
            self.add_error("joined", _("This is after their last day. Choose an earlier one, or change that first."))
        return data

    def known(self) -> Known:
        data = self.cleaned_data
        new = NewFamily(data["new_family"], data["share"] if data["share"] is not None else Decimal(1))
        return Known(
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            family=new if data["new_family"] else data["family"],
            roles=tuple(role for role in RoleKind.values if role in data["roles"]),
            joined=data["joined"],
            left=self.initial.get("left"),
        )


class AddPersonForm(PersonForm):
    invited = forms.BooleanField(
        label=_("Invite them by e-mail now"), required=False, initial=True, help_text=_("You can do so later as well.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if RoleKind.PARENT in data.get("roles", []) and not data.get("family") and not data["new_family"]:
            self.add_error("family", _("A parent belongs to a family. Choose one, or write a new one below."))
        if data.get("invited") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("An invitation needs an address. Write one, or do not invite them yet."))
        return data


def typed_of(person: Person) -> dict[str, Any]:
    """The form's initial values."""
    return {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "roles": person.roles,
        "family": person.family,
        "joined": person.joined,
        "left": person.left,
    }


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("Something here is not right"),
        max_length=500,
        help_text=_("Say what, and the nursery reads it. You can come in all the same."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say what is not right."),
            "max_length": _("That is a long note: at most 500 characters."),
        },
    )
