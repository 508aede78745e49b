"""Addresses at which calendars read the rota without signing in."""

import secrets

from django.db import models
from django.db.models import Q

from accounts.models import Person
from nursery.owned import NurseryOwned


def new_token() -> str:
    """43 characters, 256 bits: nobody finds one by trying."""
    return secrets.token_urlsafe(32)


class CalendarFeed(NurseryOwned):
    """Whoever has the token reads one person's turns or, where there is no person, the nursery's open places.

    `digest` is of what was read last, and `digest_at` when it was first read so: the moment from which a calendar
    that asks for what is newer has missed nothing.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds")
    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    digest_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["nursery", "person"],
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="one_live_calendar_feed",
            )
        ]
