"""The wall sheets: a week's days side by side, a term week by week. Everybody's, so nothing on them is mine; other
families' adults by first name and initial, children not at all (domain 01).
"""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.languages import language_of
from nursery.dates import WEEK, monday_of, say_day, say_moment, say_times
from nursery.documents.as_pdf import typeset
from nursery.documents.fonts import Fonts
from nursery.documents.pages import Block, Day, Group, Ledger, Line, Wall
from nursery.models import Nursery, Term
from rota.models import LIVE, Booking, Place, PlaceKind, Shift
from rota.papers.names import Names
from rota.queries.papers import PaperDay, names_between, paper_days, term_of
from rota.rules.marking import leads_of


def week_sheet(day: dt.date, nursery: Nursery, fonts: Fonts, now: dt.datetime) -> bytes:
    """The PDF of the week that holds `day`."""
    monday = monday_of(day)
    sunday = monday + WEEK - dt.timedelta(days=1)
    days = paper_days(monday, sunday)
    names = Names(names_between(monday, sunday), fonts)
    term = term_of(monday) or term_of(monday + dt.timedelta(days=4))
    said = [f"{date_format(days[0].date, 'j F')} – {date_format(days[-1].date, 'j F Y')}"]
    if term is not None:
        said.append(_("%(term)s, week %(n)d") % {"term": term.name, "n": term.week_number(monday)})
    page = Wall(
        title=_("Week of %(day)s") % {"day": date_format(monday, "j F Y")},
        nursery=names.text(nursery.name),
        subtitle=names.text(" · ".join(said)).text,
        days=[_day(each, names, date_format(each.date, "D j"), _several_rooms(days)) for each in days],
        notes=_notes(names, empty=not any(each.shifts for each in days)),
        foot=_printed(nursery, now),
    )
    return typeset("columns.typ", page, fonts=fonts, language=language_of(None, nursery), now=now)


def term_sheet(term: Term, nursery: Nursery, fonts: Fonts, now: dt.datetime) -> bytes:
    """The PDF of a whole term."""
    days = paper_days(term.starts, term.ends)
    names = Names(names_between(term.starts, term.ends), fonts)
    rooms = _several_rooms(days)
    page = Ledger(
        title=names.text(term.name).text or _("Term"),
        nursery=names.text(nursery.name),
        subtitle=f"{date_format(term.starts, 'j F Y')} – {date_format(term.ends, 'j F Y')}",
        heads=[_("Day"), _("When and what"), _("Who")],
        groups=[
            Group(
                _("Week %(n)d, from %(day)s") % {"n": term.week_number(monday), "day": date_format(monday, "j F")},
                [_day(each, names, say_day(each.date), rooms) for each in week],
            )
            for monday, week in groupby(days, key=lambda each: monday_of(each.date))
        ],
        notes=_notes(names, empty=not any(each.shifts for each in days)),
        foot=_printed(nursery, now),
    )
    return typeset("ledger.typ", page, fonts=fonts, language=language_of(None, nursery), now=now)


def _several_rooms(days: Sequence[PaperDay]) -> bool:
    return len({shift.room_id for day in days for shift in day.shifts if shift.room_id is not None}) > 1


def _day(day: PaperDay, names: Names, head: str, rooms: bool) -> Day:
    note = names.text(_("Closed: %(why)s") % {"why": day.closure}) if day.closure is not None else None
    return Day(head, note, [_block(shift, names, rooms) for shift in day.shifts])


def _block(shift: Shift, names: Names, rooms: bool) -> Block:
    what = f"{shift.duty.name}, {shift.room.name}" if rooms and shift.room is not None else shift.duty.name
    times = say_times(shift.starts, shift.ends)
    if shift.is_cancelled:
        return Block(times, names.text(what), [], _("Cancelled"))
    live = [b for b in shift.bookings.all() if b.status in LIVE]
    leads = leads_of(shift, live)
    leader = next(iter(leads)) if len(leads) == 1 and len(live) > 1 else None
    lines = [line for place in shift.places.all() for line in _lines(place, live, names, leader)]
    lines.extend(_held(b, names, _("shadow")) for b in live if b.shadow)
    return Block(times, names.text(what), lines)


def _lines(place: Place, live: Sequence[Booking], names: Names, leader: int | None) -> list[Line]:
    there = [b for b in live if b.place_id == place.pk]
    holder = next((b for b in there if b.covers_id is None), None)
    if holder is None:
        return [Line(None, _("staff") if place.kind == PlaceKind.PAID else _("parent"))]
    asks = getattr(holder, "open_request", None) is not None
    word = _("cover asked") if asks else _("leads") if holder.person_id == leader else ""
    return [_held(holder, names, word, write=asks), *(_held(b, names, _("beside")) for b in there if b.covers_id)]


def _held(booking: Booking, names: Names, word: str, *, write: bool = False) -> Line:
    name, numbered = names.of(booking.person.short_name)
    return Line(name, word, write or numbered)


def _notes(names: Names, *, empty: bool) -> list[str]:
    notes = [_("There are no shifts.")] if empty else []
    if not empty:
        notes.append(_("A dotted line is an open place. Write your name on it, and book it in Turnabout as well."))
    numbered = sum(each.numbered for each in names.unprintable.values())
    if numbered:
        notes.append(
            ngettext(
                "A number stands for a name with letters that cannot be printed here. Write it in.",
                "Numbers stand for names with letters that cannot be printed here. Write them in.",
                numbered,
            )
        )
    return notes


def _printed(nursery: Nursery, now: dt.datetime) -> str:
    return _("printed %(when)s") % {"when": say_moment(now, nursery.zone)}
