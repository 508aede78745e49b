"""A spreadsheet of people: sent, read row by row, and carried from the look at it to the yes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import Person, RoleKind
from accounts.queries import plain_address
from membership.papers.template import EXAMPLE_ADDRESS
from membership.rules.sheets import LABELS, Column, Fault, Typed
from nursery.documents.sheets_in import MOST_BYTES, Sheet, SheetRefused, read_sheet, too_large
from nursery.forms import DayField
from reminders.forms.preferences import PhoneField

LASTS = dt.timedelta(hours=1)
_SALT = "turnabout.sheet-of-people"
# How people call the columns besides, whatever their language.
_ALSO = {
    "email": Column.EMAIL,
    "e-mail address": Column.EMAIL,
    "email address": Column.EMAIL,
    "phone": Column.PHONE,
    "telephone number": Column.PHONE,
    "role": Column.ROLES,
    "joined": Column.JOINED,
    "starts on": Column.JOINED,
}

Cells = list[tuple[int, tuple[str, ...]]]  # the row's number, and its cells in the order of Column


class SheetForm(forms.Form):
    """`cells` is what it holds, `unread` the names of columns that say nothing to us."""

    sheet = forms.FileField(
        label=lazy("The spreadsheet"),
        help_text=lazy("XLSX or CSV, at most 1 MB and 500 rows. The file itself is not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": lazy("Choose the file."),
            "empty": lazy("There is nothing in this file."),
            "missing": lazy("Choose the file."),
        },
    )
    cells: Cells
    unread: list[str]

    def clean_sheet(self) -> None:
        sent = self.cleaned_data["sheet"]
        try:
            if sent.size > MOST_BYTES:
                raise too_large()
            self.cells, self.unread = _by_column(read_sheet(sent.read()))
        except SheetRefused as error:
            raise ValidationError(str(error), code="sheet") from error


def _by_column(sheet: Sheet) -> tuple[Cells, list[str]]:
    """Raises SheetRefused."""
    names: Mapping[str, Column] = _ALSO | {each.value: each for each in Column}
    names = {**names, **{str(label).casefold(): column for column, label in LABELS.items()}}
    places: dict[Column, int] = {}
    unread = []
    for place, name in enumerate(sheet.header):
        column = names.get(name.casefold())
        if column is None:
            unread.append(name)
        elif column in places:
            raise SheetRefused(_("Two columns are called “%(name)s”.") % {"name": name})
        else:
            places[column] = place
    if Column.NAME not in places:
        named = _("No column is called “%(name)s”. The first row names the columns; the template shows how.")
        raise SheetRefused(named % {"name": LABELS[Column.NAME]})
    rows = [
        (row.number, tuple(row.cells[places[column]] if column in places else "" for column in Column))
        for row in sheet.rows
    ]
    order = list(Column)
    found = [row for row in rows if any(row[1]) and row[1][order.index(Column.EMAIL)] != EXAMPLE_ADDRESS]
    if not found:
        raise SheetRefused(_("There is nobody in this file."))
    return found, unread


def seal(cells: Cells, manager: Person) -> str:
    """What was read, for the page to bring back with the yes: nobody else's, and for an hour."""
    return signing.dumps([manager.nursery_id, manager.pk, cells], salt=_SALT, compress=True)


def unseal(sealed: str, manager: Person) -> Cells | None:
    """None: it is too old, or not what we gave this manager."""
    try:
        nursery, person, rows = signing.loads(sealed, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    if (nursery, person) != (manager.nursery_id, manager.pk):
        return None
    return [(number, tuple(cells)) for number, cells in rows]


# --- a row ------------------------------------------------------------------------------------------------------------
class _RolesField(forms.CharField):
    """One or several, as people write them."""

    def to_python(self, value: Any) -> Any:
        names = {str(role.label).casefold(): role.value for role in RoleKind} | {r.value: r.value for r in RoleKind}
        words = str(value or "").replace(";", ",").replace("/", ",").split(",")
        typed = [word for word in (" ".join(part.casefold().split()) for part in words) if word]
        unknown = [word for word in typed if word not in names]
        if unknown:
            known = ", ".join(str(label) for label in RoleKind.labels)
            sentence = _("We know no role “%(role)s”. There are: %(known)s.")
            raise ValidationError(sentence % {"role": unknown[0], "known": known}, code="invalid")
        chosen = {names[word] for word in typed}
        return tuple(role for role in RoleKind.values if role in chosen)


_TOO_LONG = {"max_length": lazy("This is longer than %(limit_value)d characters.")}


class _RowForm(forms.Form):
    name = forms.CharField(max_length=200, error_messages=_TOO_LONG | {"required": lazy("The name is missing.")})
    email = forms.EmailField(
        required=False, max_length=254, error_messages=_TOO_LONG | {"invalid": lazy("This is no e-mail address.")}
    )
    phone = PhoneField(required=False, max_length=30)
    family = forms.CharField(required=False, max_length=200, error_messages=_TOO_LONG)
    share = forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=7,
        decimal_places=4,
        error_messages={"invalid": lazy("This is no number. Write it like 1 or 0.5.")},
    )
    roles = _RolesField(required=False)
    joined = DayField(required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joined"].today = today  # type: ignore[attr-defined]


def typed_rows(cells: Cells, today: dt.date) -> Sequence[Typed]:
    return [_typed(number, row, today) for number, row in cells]


def _typed(number: int, row: tuple[str, ...], today: dt.date) -> Typed:
    form = _RowForm(dict(zip(Column, row, strict=True)), today=today)
    faults = [Fault(Column(name), str(said)) for name, errors in form.errors.items() for said in errors]
    data = form.cleaned_data
    return Typed(
        number,
        name=" ".join((data.get("name") or row[0]).split()),
        email=plain_address(data.get("email") or ""),
        phone=data.get("phone") or "",
        family=" ".join((data.get("family") or "").split()),
        share=data.get("share"),
        roles=data.get("roles") or (),
        joined=data.get("joined"),
        faults=tuple(faults),
    )
