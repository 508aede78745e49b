"""What a clearance says, in a word or two."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Clearance, DbsLevel
from nursery.dates import say_day
from rota.queries.clearances import Holding, State

register = template.Library()


@register.filter
def holding_mark(holding: Holding) -> str:
    """The kind of `components/state.html`."""
    if holding.state is State.HELD:
        return "good"
    if holding.state is State.ENDING or (holding.state is State.LATER and holding.wanted):
        return "warn"
    return "bad" if holding.wanted else "quiet"


@register.filter
def holding_word(holding: Holding) -> str:
    """ "until 3 May 2027", "ended 3 May 2026", "not there"."""
    day = _day(holding.on) if holding.on else ""
    match holding.state:
        case State.HELD:
            return _("until %(day)s") % {"day": day} if day else _("held")
        case State.ENDING:
            return _("ends %(day)s") % {"day": day}
        case State.LATER:
            return _("from %(day)s") % {"day": day}
        case State.ENDED:
            return _("ended %(day)s") % {"day": day}
        case State.NOT_ACCEPTED:
            return _("not accepted")
        case State.MISSING:
            return _("not there") if holding.wanted else _("not needed")


@register.filter
def in_days(day: dt.date, today: dt.date) -> str:
    """ "today", "in 6 days"."""
    days = (day - today).days
    return _("today") if days == 0 else ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


@register.filter
def say_span(clearance: Clearance) -> str:
    """ "1 Sep 2025 – 31 Aug 2028", "from 1 Sep 2025"."""
    if clearance.ends is None:
        return _("from %(day)s") % {"day": _day(clearance.starts)}
    return f"{_day(clearance.starts)} – {_day(clearance.ends)}"


@register.filter
def say_check(clearance: Clearance) -> str:
    """What is kept of the check behind it, in one line; empty where nothing is."""
    parts = []
    if clearance.level:
        parts.append(str(DbsLevel(clearance.level).label))
    if clearance.reference:
        parts.append(_("reference %(reference)s") % {"reference": clearance.reference})
    if clearance.issued:
        parts.append(_("issued %(day)s") % {"day": _day(clearance.issued)})
    if clearance.checked_by is not None:
        parts.append(_("checked by %(name)s") % {"name": clearance.checked_by.short_name})
    if clearance.recorded_at is not None:
        day = timezone.localtime(clearance.recorded_at).date()
        parts.append(_("recorded %(day)s") % {"day": _day(day)})
    return " · ".join(parts)


def _day(day: dt.date) -> str:
    return say_day(day, year=True).split(" ", 1)[1]
