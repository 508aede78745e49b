"""Days, times, hours and money as people say them, for templates."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from nursery import dates, money

register = template.Library()


class Timed(Protocol):
    starts: dt.time
    ends: dt.time


@register.filter
def say_day(day: dt.date) -> str:
    return dates.say_day(day)


@register.filter
def say_long_day(day: dt.date) -> str:
    return dates.say_day(day, year=True)


@register.filter
def say_near_day(day: dt.date, today: dt.date) -> str:
    return dates.say_near_day(day, today)


@register.filter
def say_times(span: Timed) -> str:
    """Of anything with `starts` and `ends`: "09:00–13:00"."""
    return dates.say_times(span.starts, span.ends)


@register.filter
def say_hours(hours: Decimal) -> str:
    return money.say_hours(hours)


@register.filter
def say_money(amount: Decimal, currency: str = "GBP") -> str:
    return money.say_money(amount, currency)


@register.filter
def say_round_money(amount: Decimal, currency: str = "GBP") -> str:
    return money.say_money(amount, currency, pence=False)


@register.filter
def say_part(part: Decimal) -> str:
    return money.say_part(part)


@register.filter
def say_moment(moment: dt.datetime) -> str:
    """In the time zone of the nursery whose page this is."""
    local = timezone.localtime(moment)
    return f"{dates.say_day(local.date())}, {local:%H:%M}"


@register.filter
def say_list(words: Sequence[str]) -> str:
    """ "Grace B., Linh T. and Tomasz N."."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
