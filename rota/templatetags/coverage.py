"""What the safety engine finds, in words, for templates."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nursery.dates import say_times
from rota import safety_words
from rota.queries.day import DaySlice
from rota.safety import Alert

register = template.Library()


@register.simple_tag
def say_alert(alert: Alert, short_by: int = 1, capital: bool = False) -> str:
    """ "one short", within a sentence; with `capital` alone."""
    said = safety_words.say_alert(alert, short_by)
    return safety_words.capitalised(said) if capital else said


@register.filter
def alert_kind(alert: Alert) -> str:
    """The kind of state (components/state.html) that an alert is told as."""
    return "bad" if alert in safety_words.UNSAFE else "warn"


@register.filter
def slice_kind(piece: DaySlice) -> str:
    """The worst that a slice says: bad, warn, good; quiet where no child is there."""
    if not piece.child_count:
        return "quiet"
    kinds = {alert_kind(alert) for alert in piece.alerts}
    return "bad" if "bad" in kinds else "warn" if kinds else "good"


@register.simple_tag
def say_slice(piece: DaySlice, part: int = 0) -> str:
    """A slice in two sentences, or the first or second of them."""
    figures = _("%(times)s: %(counted)d of %(required)d counted, %(children)s") % {
        "times": say_times(piece.starts, piece.ends),
        "counted": piece.piece.counted,
        "required": piece.piece.required,
        "children": ngettext("%(n)d child", "%(n)d children", piece.child_count) % {"n": piece.child_count},
    }
    if piece.alerts:
        missing = ", ".join(safety_words.say_alert(alert, piece.piece.short_by) for alert in piece.alerts)
        missing = safety_words.capitalised(missing)
    elif piece.child_count:
        missing = _("Nothing is missing")
    else:
        missing = _("No children then")
    return {1: figures, 2: missing}.get(part) or f"{figures}. {missing}."
