"""The spreadsheet to fill in: one row as an example, and what each column means."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import RoleKind
from membership.rules.sheets import LABELS, Column
from nursery.documents.table import Column as TableColumn
from nursery.documents.table import Kind, Table

EXAMPLE_ADDRESS = "amara@example.org"


def template_of(today: dt.date) -> Table:
    """The columns are named in the reader's language, as they are looked for in what comes back."""
    meanings = _meanings()
    kinds = {Column.SHARE: Kind.NUMBER, Column.JOINED: Kind.DATE}
    columns = [
        TableColumn(str(LABELS[each]), meanings[each], kinds.get(each, Kind.TEXT), 24 if each != Column.SHARE else 10)
        for each in Column
    ]
    example = (
        _("Amara Okafor"),
        EXAMPLE_ADDRESS,
        "",
        _("Okafor"),
        Decimal(1),
        str(RoleKind.PARENT.label),
        today,
    )
    about = _("One person a row, in the first sheet. The row with the example is not read; write over it or leave it.")
    return Table(_("People of the nursery"), about, columns, [example])


def _meanings() -> Mapping[Column, str]:
    roles = ", ".join(str(label) for label in RoleKind.labels)
    return {
        Column.NAME: _("First and last name. Needed. Who is known already is found by name and address."),
        Column.EMAIL: _("Where the invitation goes. Two people have the same only within one family."),
        Column.PHONE: _("May stay empty."),
        Column.FAMILY: _("Its name. One that is not there yet is made. Needed for parents."),
        Column.SHARE: _("Of a new family: 1 is a whole share, and what holds where it is empty."),
        Column.ROLES: _("One or several, with commas between them: %(roles)s.") % {"roles": roles},
        Column.JOINED: _("The day on which they join. Empty: they are here already."),
    }
