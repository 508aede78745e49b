"""What calendars are given: a feed's content (a person's own turns, or the nursery's open places without a name), and
the file in a letter about some turns."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from nursery.documents.as_calendar import Method, Span, write_calendar, write_letter_file
from nursery.models import Nursery
from reminders.letters import absolute
from rota.queries.feed import OpenShift, Turn, open_shifts, turns_of


def feed_of_person(person: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> bytes:
    """Each turn keeps its uid whatever becomes of it, and names nobody."""
    addresses = _Addresses(nursery)
    spans = [_turn(turn, nursery, addresses) for turn in turns_of(person, now, today)]
    name = _("%(nursery)s: my turns") % {"nursery": nursery.name}
    return write_calendar(name, spans, nursery.zone, language=nursery.language)


def file_of_turns(method: Method, turns: Sequence[Turn], nursery: Nursery, now: dt.datetime) -> bytes:
    """A letter's file: each turn has the uid and the sequence that it has in its person's feed, so that a calendar
    which knows it already changes it, or takes it out, instead of showing it twice."""
    addresses = _Addresses(nursery)
    spans = [replace(_turn(turn, nursery, addresses), cancelled=method == Method.CANCEL) for turn in turns]
    return write_letter_file(
        method,
        spans,
        nursery.zone,
        organizer=nursery.name,
        address=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        language=nursery.language,
        now=now,
    )


def feed_of_nursery(nursery: Nursery, today: dt.date) -> bytes:
    """Shifts with open places, as counts."""
    addresses = _Addresses(nursery)
    spans = [_open(shift, nursery, addresses) for shift in open_shifts(today)]
    name = _("%(nursery)s: open places") % {"nursery": nursery.name}
    return write_calendar(name, spans, nursery.zone, language=nursery.language)


class _Addresses:
    """Where the pages of a nursery's places and shifts are: asked once, for there are hundreds of them."""

    def __init__(self, nursery: Nursery) -> None:
        self._place, self._shift = (self._around(view, nursery) for view in ("rota:place", "rota:shift"))

    @staticmethod
    def _around(view: str, nursery: Nursery) -> tuple[str, str]:
        """What stands before and after a public id in such a page's address."""
        before, _name, after = absolute(reverse(view, args=[nursery.slug, "NAME"])).rpartition("NAME")
        return before, after

    def of_place(self, public_id: str) -> str:
        return public_id.join(self._place)

    def of_shift(self, public_id: str) -> str:
        return public_id.join(self._shift)


def _turn(turn: Turn, nursery: Nursery, addresses: _Addresses) -> Span:
    words = {"duty": turn.duty, "nursery": nursery.name}
    return Span(
        uid=_uid(turn.booking_id),
        starts=dt.datetime.combine(turn.day, turn.starts),
        ends=dt.datetime.combine(turn.day, turn.ends),
        summary=(
            _("%(duty)s at %(nursery)s, as a shadow") % words if turn.shadow else _("%(duty)s at %(nursery)s") % words
        ),
        location=_where(turn.room, nursery),
        url=addresses.of_place(turn.place_id) if turn.place_id else addresses.of_shift(turn.shift_id),
        changed_at=turn.changed_at,
        sequence=turn.revision,
        cancelled=turn.cancelled,
    )


def _open(shift: OpenShift, nursery: Nursery, addresses: _Addresses) -> Span:
    summary = ngettext(
        "%(duty)s at %(nursery)s: %(n)d place open", "%(duty)s at %(nursery)s: %(n)d places open", shift.places
    )
    return Span(
        uid=_uid(f"open-{shift.shift_id}"),
        starts=dt.datetime.combine(shift.day, shift.starts),
        ends=dt.datetime.combine(shift.day, shift.ends),
        summary=summary % {"duty": shift.duty, "nursery": nursery.name, "n": shift.places},
        location=_where(shift.room, nursery),
        url=addresses.of_shift(shift.shift_id),
        changed_at=shift.changed_at,
        sequence=shift.revision,
        busy=False,
    )


def _where(room: str, nursery: Nursery) -> str:
    return f"{nursery.name}, {room}" if room else nursery.name


def _uid(name: str) -> str:
    return f"{name}@{_host(settings.SITE_URL)}"


@lru_cache(maxsize=8)
def _host(site: str) -> str:
    return urlsplit(site).hostname or site
