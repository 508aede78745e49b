"""That a sweep has been through, for whoever watches."""

import datetime as dt

from django.db import transaction

from reminders.models import Sweep


@transaction.atomic
def note_sweep(now: dt.datetime) -> None:
    """`now` is the clock's, whatever moment the sweep was made for: it says that somebody is at work."""
    if not Sweep.objects.update(at=now):
        Sweep.objects.create(at=now)
