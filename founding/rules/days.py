"""Days and times of a week's spans, as people say them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from nursery.dates import say_times
from nursery.models import Weekday


def say_days(days: Sequence[int]) -> str:
    """ "Monday–Friday" where more than two follow each other, else each."""
    if len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1)):
        return f"{Weekday(days[0]).label}–{Weekday(days[-1]).label}"
    return ", ".join(str(Weekday(day).label) for day in days)


def say_span(span: Mapping[str, Any]) -> str:
    """ "Monday–Friday 09:00–13:00"."""
    return f"{say_days(span['days'])} {say_times(*(dt.time.fromisoformat(span[end]) for end in ('starts', 'ends')))}"
