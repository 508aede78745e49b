"""Every kind of message as a manager looks at it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.models import Nursery
from reminders.kinds import Group, Kind, kinds
from reminders.letters import Letter
from reminders.models import Channel, Timing
from reminders.samples import SAMPLE, sample_letter

NOTICE = 60  # characters that a phone's notification shows


@dataclass(frozen=True, slots=True)
class Preview:
    """One kind with a made-up letter. `notice` is what a phone shows of it."""

    kind: Kind
    letter: Letter
    to: str
    when: str
    how: str

    @property
    def notice(self) -> str:
        subject = self.letter.subject
        return subject if len(subject) <= NOTICE else f"{subject[: NOTICE - 1].rstrip()}…"


def kind_named(name: str) -> Kind | None:
    return kinds().get(name) if name != SAMPLE else None


def preview_of(kind: Kind, nursery: Nursery, person: Person, now: dt.datetime, ways: Collection[Channel]) -> Preview:
    """No query. `ways` are the channels that this nursery has."""
    return Preview(
        kind,
        sample_letter(kind, nursery, person, now),
        str(kind.readers) or _readers(kind),
        _("in the morning") if kind.timing == Timing.MORNING else _("at once"),
        _how([channel for channel in kind.channels if channel in ways]),
    )


def previews(
    nursery: Nursery, person: Person, now: dt.datetime, ways: Collection[Channel]
) -> Mapping[Group, list[Preview]]:
    """Every kind by its heading, in the order of both: no query."""
    found: dict[Group, list[Preview]] = {group: [] for group in Group}
    for kind in kinds().values():
        if kind.name != SAMPLE:
            found[kind.group].append(preview_of(kind, nursery, person, now, ways))
    return {group: of_group for group, of_group in found.items() if of_group}


def _how(channels: Sequence[Channel]) -> str:
    """How it goes to whoever has not chosen another way."""
    says = {
        Channel.PUSH: _("on their phone"),
        Channel.EMAIL: _("by e-mail"),
        Channel.TEXT: _("by text message"),
    }
    ways = [says[channel] for channel in channels[:2]]
    if len(ways) > 1:
        return _("Usually %(first)s, else %(next)s") % {"first": ways[0], "next": ways[1]}
    return _("Usually %(how)s") % {"how": ways[0]}


def _readers(kind: Kind) -> str:
    """To whom the kinds under one heading go, where a kind does not say it more closely."""
    match kind.group:
        case Group.MINE:
            return _("to whoever’s shift it is")
        case Group.COVER:
            return _("to whoever could take it")
        case Group.SHARE:
            return _("to whomever it concerns")
        case Group.RUNNING:
            return _("to the manager and today’s deputies")
        case Group.MONEY:
            return _("to trustees and the treasurer")
