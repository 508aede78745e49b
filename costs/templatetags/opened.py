"""Links to opened figures, and what is on their pages in words. The links need `opening` (costs.opening) in the
context."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from costs.opening import Opening
from costs.queries.opened import words
from costs.queries.opened.fates import COUNTS, Fate
from costs.queries.opened.refs import Ref
from costs.savings import CareSlice
from nursery.money import plain
from rota.exact import rounded
from rota.safety import SafetyPolicy

register = template.Library()

say_scenario = register.filter(words.say_scenario)
say_kind = register.filter(words.say_kind)
say_why_kind = register.filter(words.say_why_kind)
say_children = register.filter(words.say_children)


@register.simple_tag(takes_context=True)
def line_url(context: dict[str, Any], ref: Ref, month: str = "") -> str:
    opening: Opening = context["opening"]
    return opening.line(ref, month)


@register.simple_tag(takes_context=True)
def shift_url(context: dict[str, Any], public_id: str, ref: Ref | None = None) -> str:
    opening: Opening = context["opening"]
    return opening.shift(public_id, ref)


@register.filter
def less(amount: Decimal) -> Decimal:
    """What is taken off, as it is added."""
    return -amount


@register.filter
def say_percent(part: Decimal) -> str:
    """0.1207 as "12.07 %"."""
    return f"{number_format(plain(part * 100), use_l10n=True)} %"


@register.filter
def say_percent_of_tenths(part: Decimal) -> str:
    """0.6878 as "68.8 %"."""
    return say_percent(rounded(part, 3))


@register.filter
def say_number(number: Decimal) -> str:
    """All of its places: an exact figure before it is rounded; to eight where it has no end."""
    return str(number_format(plain(round(number, 8), 2), use_l10n=True, force_grouping=True))


@register.filter
def say_hours_and_minutes(hours: Decimal) -> str:
    """ "1 h 20 min" for what hundredths of an hour do not say exactly; "" where they do."""
    if round(hours, 2) == round(hours, 8):
        return ""
    minutes = round(hours * 60, 2)
    return _("%(hours)d h %(minutes)s min") % {"hours": minutes // 60, "minutes": plain(minutes % 60)}


@register.filter
def fate_kind(fate: Fate) -> str:
    """The kind of state (components/state.html) that it is told as."""
    return "good" if fate in COUNTS else "warn" if fate == Fate.UNCONFIRMED else "quiet"


@register.filter
def say_sum_of_room(care: CareSlice) -> str:
    return words.say_room(care)


@register.filter
def say_sum_of_displaced(care: CareSlice) -> str:
    return words.say_displaced(care)


@register.filter
def say_rounding(policy: SafetyPolicy) -> str:
    return words.say_rounding(policy.rounding, policy.min_adults)
