"""The rota as a table to take away: a row a place. Everybody's has short names; the manager's has full ones, and who
did not come.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from nursery.dates import say_day
from nursery.documents.table import Cell, Column, Kind, Table
from nursery.models import Nursery
from rota.models import BookingStatus, PlaceKind
from rota.queries.papers import PlaceLine, place_lines


def rota_table(first: dt.date, last: dt.date, nursery: Nursery, *, full: bool) -> Table:
    """`full` is for the manager alone."""
    span = {"first": say_day(first, year=True), "last": say_day(last, year=True)}
    return Table(
        title=_("Rota of %(nursery)s") % {"nursery": nursery.name},
        about=_("%(first)s to %(last)s, a row for each place") % span,
        columns=_columns(full),
        rows=_rows(first, last, full),
    )


def _columns(full: bool) -> list[Column]:
    who = (
        Column(_("Who"), _("Who stands in the place; empty while it is open."), width=28)
        if full
        else Column(_("Who"), _("First name and initial of who stands in the place; empty while it is open."), width=20)
    )
    columns = [
        Column(_("Day"), _("The day of the shift."), Kind.DATE, 18),
        Column(_("Starts"), _("When the shift begins, in the nursery’s own time."), Kind.TIME, 8),
        Column(_("Ends"), _("When it ends, in the nursery’s own time."), Kind.TIME, 8),
        Column(_("Hours"), _("How long it is, in hours; elapsed, where the clocks change meanwhile."), Kind.NUMBER, 8),
        Column(_("Duty"), _("What the shift is for."), width=16),
        Column(_("Room"), _("Where; empty for a duty that has no room."), width=18),
        Column(_("Place"), _("“staff” or “parent”: for whom the place is kept."), width=9),
        Column(_("Number"), _("Which of the shift’s places of that kind; empty for a shadow."), width=9),
        who,
        Column(
            _("State"),
            _("open; filled; cover asked; beside (paid cover beside whoever holds the place); shadow; cancelled."),
            width=14,
        ),
    ]
    if full:
        columns.append(Column(_("Marked"), _("came, or did not come; empty while nobody has marked it."), width=14))
    return columns


def _rows(first: dt.date, last: dt.date, full: bool) -> Iterator[list[Cell]]:
    for line in place_lines(first, last):
        missed = line.status == BookingStatus.MISSED
        if missed and not full:
            continue
        row: list[Cell] = [
            line.date,
            line.starts,
            line.ends,
            round(Decimal(line.length // dt.timedelta(seconds=1)) / 3600, 2),
            line.duty,
            line.room,
            _("staff") if line.kind == PlaceKind.PAID else _("parent"),
            line.number,
            "" if line.person is None else line.person.name if full else line.person.short_name,
            _state(line),
        ]
        if full:
            row.append(_("did not come") if missed else _("came") if line.status == BookingStatus.WORKED else "")
        yield row


def _state(line: PlaceLine) -> str:
    if line.cancelled:
        return _("cancelled")
    if line.person is None:
        return _("open")
    if line.shadow:
        return _("shadow")
    if line.beside:
        return _("beside")
    return _("cover asked") if line.asks_cover else _("filled")
