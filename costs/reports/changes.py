"""A term beside the one before, and what a trustee should be alarmed by, in sentences (domain 03, alarms)."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from costs.savings import Alarm, Comparison

_TENTH = Decimal("0.1")


def changes(found: Comparison) -> list[str]:
    """One sentence a figure that can be compared."""
    sentences = (
        (
            found.parent_hours,
            _("Parents gave %(percent)s %% more hours."),
            _("Parents gave %(percent)s %% fewer hours."),
            _("Parents gave as many hours."),
        ),
        (
            found.parent_hours_per_child_session,
            _("For each session that a child attends, it was %(percent)s %% more."),
            _("For each session that a child attends, it was %(percent)s %% less."),
            _("For each session that a child attends, it was as much."),
        ),
        (
            found.paid_hours,
            _("Paid people worked %(percent)s %% more hours."),
            _("Paid people worked %(percent)s %% fewer hours."),
            _("Paid people worked as many hours."),
        ),
    )
    return [_say_change(change, *texts) for change, *texts in sentences if change is not None]


def alarm_sentences(found: Comparison) -> list[str]:
    said = {
        Alarm.MORE_ASKED_OF_PARENTS: _(
            "More is being asked of parents: over 5 per cent more hours for each session that a child attends."
        ),
        Alarm.FEWER_PAID_HOURS: _(
            "Paid people worked over 5 per cent fewer hours. If a post was cut because parents do its work, that "
            "belongs beside these figures."
        ),
    }
    if found.returned is not None and found.returned_before is not None:
        said[Alarm.LESS_RETURNED] = _(
            "Less of what was saved came back to families: %(now)s %%, after %(before)s %% the term before."
        ) % {"now": _percent(found.returned), "before": _percent(found.returned_before)}
    return [said[alarm] for alarm in found.alarms]


def _say_change(change: Decimal, more: str, less: str, same: str) -> str:
    percent = _percent(abs(change))
    if not (change * 100).quantize(_TENTH, rounding=ROUND_HALF_UP):
        return same
    return (more if change > 0 else less) % {"percent": percent}


def _percent(part: Decimal) -> str:
    """0.0541 as "5.4"."""
    return str(number_format((part * 100).quantize(_TENTH, rounding=ROUND_HALF_UP), decimal_pos=1, use_l10n=True))
