"""A feed's content: a person's own turns, or the nursery's open places without a name."""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from nursery.documents.as_calendar import Span, write_calendar
from nursery.models import Nursery
from reminders.letters import absolute
from rota.queries.feed import OpenShift, Turn, open_shifts, turns_of


def feed_of_person(person: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> bytes:
    """Each turn keeps its uid whatever becomes of it, and names nobody."""
    spans = [_turn(turn, nursery) for turn in turns_of(person, now, today)]
    name = _("%(nursery)s: my turns") % {"nursery": nursery.name}
    return write_calendar(name, spans, nursery.zone, language=nursery.language)


def feed_of_nursery(nursery: Nursery, today: dt.date) -> bytes:
    """Shifts with open places, as counts."""
    spans = [_open(shift, nursery) for shift in open_shifts(today)]
    name = _("%(nursery)s: open places") % {"nursery": nursery.name}
    return write_calendar(name, spans, nursery.zone, language=nursery.language)


def _turn(turn: Turn, nursery: Nursery) -> Span:
    words = {"duty": turn.duty, "nursery": nursery.name}
    if turn.place_id is not None:
        path = reverse("rota:place", args=[nursery.slug, turn.place_id])
    else:
        path = reverse("rota:shift", args=[nursery.slug, turn.shift_id])
    return Span(
        uid=_uid(turn.booking_id),
        starts=dt.datetime.combine(turn.day, turn.starts),
        ends=dt.datetime.combine(turn.day, turn.ends),
        summary=(
            _("%(duty)s at %(nursery)s, as a shadow") % words if turn.shadow else _("%(duty)s at %(nursery)s") % words
        ),
        location=_where(turn.room, nursery),
        url=absolute(path),
        changed_at=turn.changed_at,
        sequence=turn.revision,
        cancelled=turn.cancelled,
    )


def _open(shift: OpenShift, nursery: Nursery) -> Span:
    summary = ngettext(
        "%(duty)s at %(nursery)s: %(n)d place open", "%(duty)s at %(nursery)s: %(n)d places open", shift.places
    )
    return Span(
        uid=_uid(f"open-{shift.shift_id}"),
        starts=dt.datetime.combine(shift.day, shift.starts),
        ends=dt.datetime.combine(shift.day, shift.ends),
        summary=summary % {"duty": shift.duty, "nursery": nursery.name, "n": shift.places},
        location=_where(shift.room, nursery),
        url=absolute(reverse("rota:shift", args=[nursery.slug, shift.shift_id])),
        changed_at=shift.changed_at,
        sequence=shift.revision,
        busy=False,
    )


def _where(room: str, nursery: Nursery) -> str:
    return f"{nursery.name}, {room}" if room else nursery.name


def _uid(name: str) -> str:
    return f"{name}@{urlsplit(settings.SITE_URL).hostname}"
