"""Making and taking back the addresses that calendars read, and noting that one was read."""

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction

from accounts.models import Person
from nursery.models import Nursery
from rota.actions.history import record
from rota.models import CalendarFeed, Verb
from rota.queries.feed import live_feed

# How exactly it is known when a calendar last came by; each reading is a write otherwise.
_NOTED_EVERY = dt.timedelta(hours=1)


@transaction.atomic
def make_feed(person: Person | None, by: Person, *, nursery: Nursery, now: dt.datetime) -> CalendarFeed:
    """A new address for a person's turns (for the nursery's open places, where there is none); the one before it
    stops. Two requests at once make one."""
    _revoke(person, now)
    try:
        with transaction.atomic():
            feed = CalendarFeed.objects.create(nursery=nursery, person=person, created_at=now)
    except IntegrityError:
        made = live_feed(person)
        if made is None:
            raise
        return made
    record(Verb.FEED_MADE, nursery=nursery, actor=by, subject=person, now=now)
    return feed


@transaction.atomic
def revoke_feed(person: Person | None, by: Person, *, nursery: Nursery, now: dt.datetime) -> bool:
    """Whether there was an address to take back."""
    revoked = _revoke(person, now)
    if revoked:
        record(Verb.FEED_REVOKED, nursery=nursery, actor=by, subject=person, now=now)
    return revoked


def _revoke(person: Person | None, now: dt.datetime) -> bool:
    return CalendarFeed.objects.filter(person=person, revoked_at=None).update(revoked_at=now) > 0


def note_reading(feed: CalendarFeed, body: bytes, now: dt.datetime) -> None:
    """Keep what was read, and since when it reads so; fills `feed.digest` and `feed.digest_at`."""
    digest = hashlib.sha256(body).hexdigest()
    changed = digest != feed.digest
    if not changed and feed.last_read_at is not None and now - feed.last_read_at < _NOTED_EVERY:
        return
    if changed:
        feed.digest, feed.digest_at = digest, now
    feed.last_read_at = now
    feed.save(update_fields=["digest", "digest_at", "last_read_at"])
