"""The log: what was said to whom, when and how. Never what it said."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.dates import local_day, parse_day
from nursery.models import Nursery
from reminders.kinds import kinds
from reminders.models import MOMENT, Channel, Failure, Message, MessageStatus

PAGE = 50
# How a message goes, said of it and not to its reader.
WAYS = {Channel.PUSH: _("notification"), Channel.EMAIL: _("e-mail"), Channel.TEXT: _("text message")}
OWN = dt.timedelta(days=183)  # how far back members see what was sent to them
_MINUTE = dt.timedelta(minutes=1)  # within which all that went as one letter was marked


@dataclass(frozen=True, slots=True)
class Asked:
    """What to list; empty is everything. `until` is the last day, `before` the public id of the row to go on after."""

    person: Person | None = None
    kind: str = ""
    channel: str = ""
    outcome: str = ""
    until: dt.date | None = None
    before: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One message. `moment` is when it was sent, else when it may or might have gone; `about` the day it is about, if
    it is about one; `together` the kinds of those that went in the same letter."""

    message: Message
    moment: dt.datetime
    kind: str
    about: dt.date | None
    failures: Sequence[tuple[Failure, Promise]]
    together: Sequence[str]

    @property
    def way(self) -> Promise | None:
        """By which channel it was sent; one that a waiting message is just being handed to has not sent it."""
        sent = self.message.status == MessageStatus.SENT and self.message.channel
        return WAYS[Channel(self.message.channel)] if sent else None

    @property
    def late(self) -> bool:
        """Whether its time was put off: quiet hours, or the morning."""
        return self.message.send_at > self.message.due_at


@dataclass(frozen=True, slots=True)
class LogDay:
    day: dt.date
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Newest first; `older` is what `Asked.before` takes for the next page, or ""."""

    days: list[LogDay]
    older: str


def log_page(nursery: Nursery, asked: Asked, *, since: dt.datetime | None = None) -> LogPage:
    """Five queries, whatever is asked and however long the log; one more where several went as one letter."""
    messages = _filtered(_log(), asked, nursery)
    if since is not None:
        messages = messages.filter(moment__gte=since)
    rows = list(messages.select_related("person").order_by("-moment", "-pk")[: PAGE + 1])
    found, more = rows[:PAGE], len(rows) > PAGE
    failures: defaultdict[int, list[tuple[Failure, Promise]]] = defaultdict(list)
    for failure in Failure.objects.filter(message__in=[row.pk for row in found]).order_by("at", "pk"):
        failures[failure.message_id].append((failure, WAYS[Channel(failure.channel)]))
    days = days_about(found)
    together = _together(found)
    lines = [
        Line(
            row,
            row.moment,
            say_kind(row.kind),
            days.get(row.pk),
            failures[row.pk],
            together.get(row.pk, ()),
        )
        for row in found
    ]
    by_day = groupby(lines, key=lambda line: local_day(line.moment, nursery.zone))
    return LogPage([LogDay(day, list(of_it)) for day, of_it in by_day], found[-1].public_id if more else "")


def _log() -> QuerySet[Any]:
    """Messages, each with its `moment`."""
    return Message.objects.annotate(moment=MOMENT)


def _filtered(messages: QuerySet[Any], asked: Asked, nursery: Nursery) -> QuerySet[Any]:
    if asked.person is not None:
        messages = messages.filter(person=asked.person)
    if asked.kind:
        messages = messages.filter(kind=asked.kind)
    if asked.channel:
        messages = messages.filter(Q(channel=asked.channel, status=MessageStatus.SENT))
    if asked.outcome:
        messages = messages.filter(status=asked.outcome)
    if asked.until is not None:
        ends = dt.datetime.combine(asked.until + dt.timedelta(days=1), dt.time(), tzinfo=nursery.zone)
        messages = messages.filter(moment__lt=ends)
    if asked.before:
        last = _log().filter(public_id=asked.before).first()
        if last is not None:
            # The first condition alone is what the index begins at.
            at = last.moment
            messages = messages.filter(Q(moment__lte=at) & (Q(moment__lt=at) | Q(pk__lt=last.pk)))
    return messages


def say_kind(name: str) -> str:
    """What members read where they choose what to be told; the bare name of a kind that nothing here knows any more."""
    kind = kinds().get(name)
    return str(kind.description) if kind is not None else name


def days_about(messages: Iterable[Message]) -> Mapping[int, dt.date]:
    """The day that each is about, by row id, where there is one: as the apps say that know its subject, else its
    occasion if that is a day."""
    rows = list(messages)
    known: dict[str, dt.date] = {}
    for name in settings.MESSAGE_SUBJECTS:
        known |= import_string(name)({row.subject for row in rows})
    found = {row.pk: known.get(row.subject) or parse_day(row.occasion) for row in rows}
    return {pk: day for pk, day in found.items() if day is not None}


def _together(rows: Sequence[Any]) -> Mapping[int, list[str]]:
    """What else was in the same letter, by row id. Read from around the page's own moments, which the log's index
    leads to."""
    letters = {row.letter for row in rows if row.letter}
    if not letters:
        return {}
    moments = [row.moment for row in rows if row.letter]
    same: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    around = _log().filter(moment__range=(min(moments) - _MINUTE, max(moments) + _MINUTE), letter__in=letters)
    for letter, pk, kind in around.order_by("pk").values_list("letter", "pk", "kind"):
        same[letter].append((pk, kind))
    return {row.pk: [say_kind(kind) for pk, kind in same[row.letter] if pk != row.pk] for row in rows if row.letter}


def people_written_to() -> list[Person]:
    """Whom the log can be narrowed to, those who have left too."""
    return list(Person.objects.order_by("name", "pk"))
