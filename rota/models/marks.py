"""What a mark says, as history keeps it and the nursery file writes it: plain words and moments, no names."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from nursery.money import plain
from rota.models.booking import Booking
from rota.models.giving import Contribution

Facts = dict[str, Any]
Span = tuple[dt.datetime, dt.datetime]


def moment_text(moment: dt.datetime) -> str:
    """2026-09-30T08:00:00Z."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def booking_facts(booking: Booking, breaks: Iterable[Span]) -> Facts:
    """The status, and when the person was really there where that differs from the shift."""
    facts: Facts = {"status": str(booking.status)}
    if booking.there_from is not None:
        facts["from"] = moment_text(booking.there_from)
    if booking.there_to is not None:
        facts["to"] = moment_text(booking.there_to)
    spans = [{"from": moment_text(starts), "to": moment_text(ends)} for starts, ends in sorted(breaks)]
    return facts | ({"breaks": spans} if spans else {})


def child_facts(day: dt.date, session: str, mark: str) -> Facts:
    """One child's day in one session, by the session's key; an empty mark is "as booked"."""
    return {"date": day.isoformat(), "session": session} | ({"mark": mark} if mark else {})


def contribution_facts(given: Contribution) -> Facts:
    """Hours given outside the rota, by the duty's key: "waiting", "confirmed" or "declined". The note is not kept."""
    state = "confirmed" if given.confirmed else "declined" if given.declined_at else "waiting"
    return {"date": given.date.isoformat(), "duty": given.duty.key, "hours": plain(given.hours), "state": state}
