"""The kinds of message. Each app brings its own: settings.REMINDER_KINDS names modules with a list `KINDS`.

To add a kind: a class in the owning app's `reminders`, its three templates, one test.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.models import Nursery
from reminders.models import Channel, Message, Timing

# When daily kinds are looked at: before the usual quiet hours end, so that all of a morning's messages are there to
# go as one.
EARLY = dt.time(6)


@dataclass(frozen=True, slots=True)
class Due:
    """That `person` is to be told about `subject` (a public id) on `occasion`, from `due_at` on; quiet hours may be
    passed by what is `urgent`, where the person allows it."""

    person: Person
    subject: str
    occasion: str
    due_at: dt.datetime
    urgent: bool = False

    @property
    def identity(self) -> tuple[int, str, str]:
        """What, within one kind and nursery, is said once."""
        return (self.person.pk, self.subject, self.occasion)


class Group(TextChoices):
    """The headings under which members choose what to be told."""

    MINE = "mine", _("My shifts")
    COVER = "cover", _("Cover, swaps and being called")
    SHARE = "share", _("My share and what I hold")
    RUNNING = "running", _("Running the nursery")
    MONEY = "money", _("Costs and savings")


class Kind(ABC):
    """One kind of message. Every method runs inside the nursery's scope, in its language and time zone.

    `name` is "app.kind" and is kept with each message; `description` is what members read where they choose what
    to be told; `template` is the beginning of three template names: `.subject.txt`, `.txt` and `.html`. The context
    names under `link` what a notification opens (or under `links` the reader's own, see accounts/links.py).

    `channels` are tried in this order until one works, unless the person chose others. `timing` says whether it
    waits for the morning, `may_wait` whether somebody may choose that it does. What is `needed` nobody can turn off:
    it changes what a person has promised to do, or asks for what only they can do. `readers` says to whom it goes,
    for whoever runs the nursery ("to each parent of the family"); empty where the heading says it well enough.
    """

    name: ClassVar[str]
    description: ClassVar[Any]  # text that is translated when read
    template: ClassVar[str]
    group: ClassVar[Group] = Group.MINE
    readers: ClassVar[Any] = ""  # text that is translated when read
    channels: ClassVar[tuple[Channel, ...]] = (Channel.PUSH, Channel.EMAIL, Channel.TEXT)
    timing: ClassVar[Timing] = Timing.AT_ONCE
    may_wait: ClassVar[bool] = True
    needed: ClassVar[bool] = False

    asked_for: ClassVar[bool] = False
    """Whether its reader has just pressed for it and sits waiting: then no hour is quiet."""

    daily_at: ClassVar[dt.time | None] = None
    """From when on, by the nursery's clock, `due` is asked once a day; None: whenever `nurseries_due` names it."""

    def concerns(self, person: Person) -> bool:
        """Whether this kind can be for them at all: what else they need not choose about."""
        return True

    def due(self, nursery: Nursery, now: dt.datetime) -> Iterable[Due]:
        """What the database's present state says is to be told by `now`; asked every minute, or once a day.

        Kinds that only actions queue leave it out. What it names must be what `context` still wants, and it asks
        a fixed number of queries.
        """
        return ()

    def nurseries_due(self, now: dt.datetime, clocks: Mapping[str, dt.datetime]) -> Collection[int] | None:
        """Ids of the nurseries in which `due` or `advance` would find anything, of all that there are: asked every
        minute, outside every scope, so by a function of PostgreSQL's own that tells ids and nothing else. It may name
        one too many and must not miss one. None: every nursery has to be asked; not for more than a few of them.

        `clocks` is what the clock on the wall says at `now`, by time zone. Not asked of daily kinds.
        """
        return None

    def advance(self, nursery: Nursery, now: dt.datetime) -> None:
        """What the clock has to write before `due` is asked, in the sweep's transaction: each minute, and never when
        the sweep only says what it would do. Doing it twice must do nothing."""
        return

    @property
    def is_planned(self) -> bool:
        return type(self).due is not Kind.due

    @abstractmethod
    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        """What the templates are given; None when the message is no longer needed (the shift was cancelled)."""

    def contexts(self, messages: Sequence[Message], now: dt.datetime) -> list[dict[str, Any] | None]:
        """`context` of each; all their readers have one language. See AskedTogether."""
        return [self.context(message, now) for message in messages]

    @abstractmethod
    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        """A made-up context, for showing the kind to a manager."""


class AskedTogether(Kind):
    """A kind of which many people are told at once, and which asks for all of them in one."""

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        (words,) = self.contexts([message], now)
        return words

    @abstractmethod
    def contexts(self, messages: Sequence[Message], now: dt.datetime) -> list[dict[str, Any] | None]:
        """A fixed number of queries, however many `messages`."""


def kinds() -> Mapping[str, Kind]:
    """Every kind by its name, in the order of the settings."""
    return _kinds_in(tuple(settings.REMINDER_KINDS))


@cache
def _kinds_in(modules: tuple[str, ...]) -> Mapping[str, Kind]:
    found: dict[str, Kind] = {}
    for module in modules:
        for kind_class in import_module(module).KINDS:
            kind: Kind = kind_class()
            if kind.name in found:
                raise ImproperlyConfigured(f"Two reminder kinds are named {kind.name!r}.")
            found[kind.name] = kind
    return found
