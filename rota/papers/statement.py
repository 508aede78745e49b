"""What somebody has given, a row a turn."""

from django.utils.translation import gettext as _

from nursery.documents.table import Column, Kind, Table
from rota.queries.going import Statement


def statement_table(found: Statement) -> Table:
    columns = [
        Column(_("Term"), _("The term that the day lies in"), width=20),
        Column(_("Day"), _("When it was"), Kind.DATE),
        Column(_("Duty"), _("What for"), width=20),
        Column(_("Hours"), _("How long they were there, less breaks"), Kind.NUMBER),
        Column(_("Outside the rota"), _("“yes” where it was logged and confirmed"), width=16),
    ]
    rows = [
        (term.name, each.day, duty.duty, each.hours, _("yes") if each.outside else "")
        for term in found.terms
        for duty in term.duties
        for each in duty.given
    ]
    return Table(_("Hours given"), "", columns, rows)
