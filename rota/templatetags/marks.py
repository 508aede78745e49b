"""Who came and when, what a day requires, and what a mark was, in words."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import say_day
from nursery.models import ClearanceKind
from rota.models import Booking, BookingStatus, DayMarkKind
from rota.queries.day_state import State
from rota.safety import Alert, Slice, Standing
from rota.safety_words import FOR_MANAGER, UNSAFE, say_alert, say_not_counted, say_span

register = template.Library()


def _clock(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


@register.simple_tag
def say_came(booking: Booking) -> str:
    """ "Came", "Came 09:10", "Came, left 12:00", by the nursery's clock."""
    came = _("Came %(time)s") % {"time": _clock(booking.there_from)} if booking.there_from else _("Came")
    if booking.there_to is None:
        return came
    return _("%(came)s, left %(time)s") % {"came": came, "time": _clock(booking.there_to)}


@register.filter
def short_names(people: Iterable[Person]) -> list[str]:
    return [person.short_name for person in people]


@register.simple_tag
def not_counted(standing: Standing, booking: Booking, me: Person) -> str:
    """Present, not counted, and why: for the person and the manager alone, who are the only ones to be shown it."""
    lacking = [str(ClearanceKind(kind).label) for kind in standing.lacking]
    why = say_not_counted(standing.reason, lacking) if standing.reason else ""
    if booking.status == BookingStatus.WORKED:
        return _("Present, not counted: %(why)s") % {"why": why}
    return _("Will not count: %(why)s") % {"why": why}


@register.simple_tag
def slice_state(piece: Slice) -> State:
    """ "5 adults required, 4 counted", and what else is wrong."""
    figures = _("%(required)d adults required, %(counted)d counted") % {
        "required": piece.required,
        "counted": piece.counted,
    }
    told = [alert for alert in piece.alerts if alert not in FOR_MANAGER]
    also = [say_alert(alert) for alert in told if alert != Alert.SHORT]
    kind = "bad" if UNSAFE.intersection(told) else "warn" if told else "good"
    return State(kind, "; ".join([figures, *also]))


@register.simple_tag
def worst_state(piece: Slice) -> State:
    """The same with its times; where nothing is wrong, that it is enough."""
    state = slice_state(piece)
    span = say_span(piece.starts, piece.ends, timezone.get_current_timezone())
    if state.kind == "good":
        return State(
            "good", _("Enough all the time; most are required %(span)s: %(n)d") % {"span": span, "n": piece.required}
        )
    return State(state.kind, f"{span}: {state.word}")


@register.filter
def say_facts(facts: dict[str, Any]) -> str:
    """What a mark was or became: of a booking, or of a child's day."""
    if "date" in facts:
        mark = facts.get("mark")
        said = str(DayMarkKind(mark).label) if mark else _("as booked")
        return f"{say_day(dt.date.fromisoformat(facts['date']))}: {said}"
    words = [str(BookingStatus(facts["status"]).label)]
    if "from" in facts:
        words.append(_("came %(time)s") % {"time": _clock(dt.datetime.fromisoformat(facts["from"]))})
    if "to" in facts:
        words.append(_("left %(time)s") % {"time": _clock(dt.datetime.fromisoformat(facts["to"]))})
    for span in facts.get("breaks", []):
        starts, ends = (dt.datetime.fromisoformat(span[name]) for name in ("from", "to"))
        words.append(_("break %(from)s–%(to)s") % {"from": _clock(starts), "to": _clock(ends)})
    return ", ".join(words)
