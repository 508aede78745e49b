"""On which day it is what a message is about, for the log of what was sent (settings.MESSAGE_SUBJECTS)."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model

from accounts.models import Deputy
from rota.models import Absence, Booking, CallOut, Contribution, CoverRequest, Offer, Place, Shift, Swap

# What the rota's messages are about, and the way from it to its day.
_DAYS: Mapping[type[Model], str] = {
    Booking: "shift__date",
    Shift: "date",
    Place: "shift__date",
    CoverRequest: "booking__shift__date",
    Offer: "place__shift__date",
    Swap: "given__shift__date",
    CallOut: "place__shift__date",
    Absence: "starts",
    Deputy: "starts",
    Contribution: "date",
}


def days_of(subjects: Collection[str]) -> dict[str, dt.date]:
    """By public id; one query."""
    reads: list[Any] = [
        model._default_manager.filter(public_id__in=subjects).order_by().values_list("public_id", day)
        for model, day in _DAYS.items()
    ]
    return dict(reads[0].union(*reads[1:], all=True))
