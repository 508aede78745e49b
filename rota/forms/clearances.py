"""What is put on record of a check. There is no field for a document, on purpose (domain 01)."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import PAID_ROLES, Clearance, DbsLevel, Decision, Person, RoleKind
from nursery.forms import DayField
from nursery.models import ClearanceKind
from rota.forms.people import PersonField

_FIRST, _LAST = dt.date(1950, 1, 1), dt.date(2199, 12, 31)
_CHECK = [*PAID_ROLES, RoleKind.TRUSTEE, RoleKind.TREASURER]  # whoever may have looked at it


class ClearanceForm(forms.Form):
    """A clearance, new or corrected; `clearance()` is what was typed, not written yet."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[("", _("Choose one")), *ClearanceKind.choices],
        error_messages={"required": _("Say what it is.")},
    )
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=Decision.choices,
        initial=Decision.ACCEPTED,
        help_text=_("What was not accepted is kept on record and lets nobody do anything."),
    )
    issued = DayField(
        label=_("Date of issue"), required=False, help_text=_("The day on the certificate. Needed for a DBS check.")
    )
    starts = DayField(
        label=_("Valid from"),
        required=False,
        help_text=_("The first day on which it counts. Empty: the date of issue."),
    )
    ends = DayField(
        label=_("Valid until"), required=False, help_text=_("The last day on which it counts. Empty: it does not end.")
    )
    level = forms.ChoiceField(
        label=_("Level of the DBS check"),
        required=False,
        choices=[("", _("None: not a DBS check")), *DbsLevel.choices],
    )
    reference = forms.CharField(
        label=_("Reference"),
        required=False,
        max_length=100,
        help_text=_("The number alone. No copy of the certificate is kept, so there is nowhere to put one."),
        error_messages={"max_length": _("That is longer than a reference: at most 100 characters.")},
    )
    checked_by = PersonField(
        label=_("Who checked"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Say who looked at it."), "invalid_choice": _("Choose somebody from the list.")},
    )

    def __init__(self, *args: Any, person: Person, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.today = person, today
        checkers = Person.objects.filter(roles__overlap=_CHECK).filter(Q(left__isnull=True) | Q(left__gte=today))
        stored = self.initial.get("checked_by")
        if stored is not None:
            checkers = Person.objects.filter(Q(pk__in=checkers.values("pk")) | Q(pk=stored))
        self.fields["checked_by"].queryset = checkers.exclude(pk=person.pk).order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["checked_by"].empty_label = _("Choose one")  # type: ignore[attr-defined]
        for name in ("issued", "starts", "ends"):
            self.fields[name].today = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        issued, starts, ends = (data.get(name) for name in ("issued", "starts", "ends"))
        for name in ("issued", "starts", "ends"):
            if data.get(name) and not _FIRST <= data[name] <= _LAST:
                self.add_error(name, _("That year cannot be meant. Write it like 4 Dec 2026."))
        if issued and issued > self.today:
            self.add_error("issued", _("This day has not come yet. Look at the certificate again."))
        if starts is None and "starts" not in self.errors:
            if issued:
                starts = data["starts"] = issued
            elif "issued" not in self.errors:
                self.add_error("starts", _("Say from when it counts."))
        if starts and ends and ends < starts:
            self.add_error("ends", _("This is before the first day. Choose a later one."))
        self._clean_dbs(data)
        return data

    def _clean_dbs(self, data: dict[str, Any]) -> None:
        if data.get("kind") == ClearanceKind.DBS:
            if not data.get("level"):
                self.add_error("level", _("Say which level of check it was."))
            if not data.get("issued") and "issued" not in self.errors:
                self.add_error("issued", _("A DBS check has its date of issue. Write it like 4 Dec 2026."))
            if not data.get("reference") and "reference" not in self.errors:
                self.add_error("reference", _("A DBS check has its reference number."))
        elif data.get("kind") and data.get("level"):
            self.add_error("level", _("Only a DBS check has a level. Choose “None”."))

    def clearance(self) -> Clearance:
        return Clearance(person=self.person, **self.cleaned_data)


def said_of(clearance: Clearance) -> dict[str, Any]:
    """What a form starts with that corrects a clearance."""
    return {
        "kind": clearance.kind,
        "decision": clearance.decision,
        "issued": clearance.issued,
        "starts": clearance.starts,
        "ends": clearance.ends,
        "level": clearance.level,
        "reference": clearance.reference,
        "checked_by": clearance.checked_by_id,
    }


class ClearanceEndForm(forms.Form):
    """Ending one early."""

    last = DayField(
        label=_("The last day on which it counts"), error_messages={"required": _("Say which day is the last.")}
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last"].today = today  # type: ignore[attr-defined]
