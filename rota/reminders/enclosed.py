"""The calendar files that letters about turns carry."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from nursery.documents.as_calendar import Method
from nursery.models import Nursery
from reminders.letters import Attachment
from reminders.models import Message
from rota.models import Booking
from rota.papers.calendar import file_of_turns
from rota.queries.feed import Turn, live_feed, turns_booked
from rota.reminders.words import sample_shift

_FOLLOWS = _("The calendar that reads your turns follows by itself; what is attached is for any other.")
_UPDATES = _("What is attached brings your calendar up to date.")
_PUTS = _("The attached file puts this into your calendar.")
_TAKES = _("The attached file takes this out of your calendar.")


def enclosed(
    message: Message,
    now: dt.datetime,
    *,
    coming: Iterable[Booking | int] = (),
    changed: Iterable[Booking | int] = (),
    gone: Iterable[Booking | int] = (),
) -> dict[str, Any]:
    """For the context of a letter: its files, and a sentence about them. Bookings are those of the letter's reader:
    new to them, as they were not before, or theirs no more. Three queries at most."""
    coming, changed, gone = list(coming), list(changed), list(gone)
    files = [
        _file(method, turns, message.nursery, now)
        for method, bookings in ((Method.PUBLISH, [*coming, *changed]), (Method.CANCEL, gone))
        if bookings and (turns := turns_booked(bookings))
    ]
    if not files:
        return {}
    if live_feed(message.person) is not None:
        said = _FOLLOWS
    elif len(files) > 1 or changed:
        said = _UPDATES
    elif coming:
        said = _PUTS
    else:
        said = _TAKES
    return {"attachments": tuple(files), "enclosed": said}


def sample_enclosed(
    nursery: Nursery, now: dt.datetime, *, days_ahead: int = 3, method: Method = Method.PUBLISH
) -> dict[str, Any]:
    shift = sample_shift(nursery, now, days_ahead=days_ahead)
    turn = Turn(
        booking_id="sample",
        place_id=None,
        shift_id="sample",
        day=shift.date,
        starts=shift.starts,
        ends=shift.ends,
        duty=shift.duty.name,
        room=shift.room.name if shift.room is not None else "",
        shadow=False,
        cancelled=False,
        revision=0,
        changed_at=now,
    )
    return {
        "attachments": (_file(method, [turn], nursery, now),),
        "enclosed": _PUTS if method == Method.PUBLISH else _TAKES,
    }


def _file(method: Method, turns: list[Turn], nursery: Nursery, now: dt.datetime) -> Attachment:
    name = "cancelled.ics" if method == Method.CANCEL else "shifts.ics" if len(turns) > 1 else "shift.ics"
    return Attachment(name, method.media_type, file_of_turns(method, turns, nursery, now))
