"""From claimed messages to letters that can be handed over: asked again, in words, several of one morning as one.

What a batch of messages says is read at once; a fault of one message is its own.
"""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.languages import language_of
from nursery.dates import local_day
from nursery.models import Nursery
from reminders.actions.claiming import (
    Claim,
    give_back,
    held,
    mark_dropped,
    mark_parked,
    mark_unwanted,
    put_off,
)
from reminders.actions.planning import unplanned
from reminders.actions.queueing import messages_due
from reminders.actions.tally import Tally
from reminders.channels import Unreachable, no_way_to, routes
from reminders.kinds import kinds
from reminders.letters import Letter, voice_of, write_digest, write_letter
from reminders.models import Channel, Message, MessageStatus
from reminders.queries import Wish, Wishes, waiting
from reminders.transactions import own_transaction

logger = logging.getLogger(__name__)

MOST_IN_ONE = 10  # messages in a letter: longer ones are cut off by readers of mail

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A letter, the messages of one person that it carries, and the channels that it may go by, the first first.

    `public_id` is what every copy of it is known by.
    """

    claims: Sequence[Claim]
    messages: Sequence[Message]
    letter: Letter
    ways: Sequence[Channel]

    @property
    def public_id(self) -> str:
        return self.letter_id or self.messages[0].public_id

    @property
    def letter_id(self) -> str:
        """As `Message.letter`: of one that carries several, or did when it was first tried."""
        first = self.messages[0]
        return first.letter or (first.public_id if len(self.messages) > 1 else "")


def write_letters(nursery: Nursery, claims: Sequence[Claim], now: dt.datetime, tally: Tally) -> list[Written]:
    """What is to be sent of what was claimed, from the present state of things; all else is put down where it belongs.

    The rows are locked while their kinds are asked, so that an action which makes a message needed again (see
    queueing.py) comes either before the question or after the answer.
    """
    with own_transaction(nursery):
        # To connect and to be heard.
        messages = held(claims, dt.timedelta(seconds=2 * settings.REMINDER_LETTER_SECONDS))
        if len(messages) < len(claims):
            logger.warning("%d messages have passed to another worker.", len(claims) - len(messages))
        for message in messages:
            message.nursery = message.person.nursery = nursery
        return _Batch(nursery, claims, messages, now, tally).written()


class _Batch:
    """The messages of one claim, while their rows are locked."""

    def __init__(
        self, nursery: Nursery, claims: Sequence[Claim], messages: Sequence[Message], now: dt.datetime, tally: Tally
    ) -> None:
        self._nursery, self._now, self._tally = nursery, now, tally
        self._claims = {claim.pk: claim for claim in claims}
        self._messages = messages
        self._wishes = Wishes({m.person_id for m in messages}, {m.kind for m in messages})

    def written(self) -> list[Written]:
        with voice_of(self._nursery):  # for what the manager reads
            wanted = self._wanted()
        said: dict[int, Context] = {}
        for message, context in _contexts(self._nursery, [message for message, _ways in wanted], self._now):
            if isinstance(context, Exception):
                self._unwritten(message, context)
            elif context is None:
                self._drop(message)
            else:
                said[message.pk] = context
        letters = []
        for group in _one_letter_each([(m, ways) for m, ways in wanted if m.pk in said]):
            letters += self._letter([message for message, _ways in group], group[0][1], said)
        return letters

    def _wanted(self) -> list[tuple[Message, list[Channel]]]:
        """Those that may still be told now, with the channels that they may go by."""
        found = []
        for message in self._messages:
            kind = kinds().get(message.kind)
            if has_left(message, self._nursery, self._now):
                self._drop(message)
            elif kind is None:
                self._park(message, _unknown(message.kind))
            else:
                wish = self._wishes.of(message.person_id, kind)
                later = self._later(message, wish)
                ways = routes(message.person, wish.channels, self._nursery)
                if not wish.channels:
                    mark_unwanted([self._claims[message.pk]])
                elif later is not None:
                    give_back([self._claims[message.pk]], send_at=later)
                elif not ways:
                    self._park(message, no_way_to(message.person))
                else:
                    found.append((message, _first_tried_first(message, ways)))
        return found

    def _later(self, message: Message, wish: Wish) -> dt.datetime | None:
        """When it may go, where that is not now: it was to go earlier, could not, and quiet hours have come."""
        moment = wish.moment(message.due_at, self._now, urgent=message.urgent, zone=self._nursery.zone)
        return moment if moment > self._now else None

    def _letter(self, group: Sequence[Message], ways: Sequence[Channel], said: Mapping[int, Context]) -> list[Written]:
        """One, or none where every part of it fails."""
        person, parts = group[0].person, []
        in_digest = len(group) > 1
        with voice_of(self._nursery, person):
            for message in group:
                try:
                    letter = write_letter(
                        kinds()[message.kind],
                        said[message.pk],
                        nursery=self._nursery,
                        person=person,
                        now=self._now,
                        urgent=message.urgent,
                        in_digest=in_digest,
                    )
                except Exception as error:  # noqa: BLE001 - a fault of ours in one template
                    self._unwritten(message, error)
                else:
                    parts.append((message, letter))
            if not parts:
                return []
            messages = [message for message, _letter in parts]
            if in_digest:
                whole = write_digest(
                    [letter for _message, letter in parts], nursery=self._nursery, person=person, now=self._now
                )
            else:
                whole = parts[0][1]
        return [Written([self._claims[message.pk] for message in messages], messages, whole, ways)]

    def _drop(self, message: Message) -> None:
        mark_dropped([self._claims[message.pk]])
        self._tally.dropped += 1

    def _park(self, message: Message, fault: str) -> None:
        mark_parked([self._claims[message.pk]], fault)
        self._tally.parked += 1
        logger.warning("Message %s is parked.", message.public_id)

    def _unwritten(self, message: Message, error: Exception) -> None:
        """A fault of ours, in a kind or its templates: this message alone waits for a better version."""
        logger.error("Message %s could not be written.", message.public_id, exc_info=error)
        with voice_of(self._nursery):
            sentence = _("It could not be written (%(fault)s).") % {"fault": type(error).__name__}
        self._tally.count_put_off(put_off([self._claims[message.pk]], sentence), sentence)


def _unknown(kind: str) -> str:
    return _("Nothing here knows messages of the kind “%(kind)s”.") % {"kind": kind}


def has_left(message: Message, nursery: Nursery, now: dt.datetime) -> bool:
    left = message.person.left
    return left is not None and left < local_day(now, nursery.zone)


def _first_tried_first(message: Message, ways: list[Channel]) -> list[Channel]:
    """Of what may have been taken already, by the same channel again, where a second copy can be told for one."""
    return sorted(ways, key=lambda way: way != message.channel) if message.channel else ways


def _one_letter_each(wanted: Iterable[tuple[Message, list[Channel]]]) -> list[list[tuple[Message, list[Channel]]]]:
    """Together go those of one person that waited for the same moment (quiet hours, the morning) and go the same way;
    and what may have been taken together already, so that a second copy says the same as the first."""
    groups: defaultdict[tuple[Any, ...], list[tuple[Message, list[Channel]]]] = defaultdict(list)
    for message, ways in wanted:
        if message.letter:
            key: tuple[Any, ...] = ("again", message.person_id, message.letter)
        elif message.send_at > message.due_at and not message.urgent:
            key = ("waited", message.person_id, message.send_at, *ways)
        else:
            key = ("at once", message.pk)
        groups[key].append((message, ways))
    # In the order in which members read what they can be told.
    order = {name: number for number, name in enumerate(kinds())}
    sorts = (sorted(group, key=lambda pair: (order[pair[0].kind], pair[0].pk)) for group in groups.values())
    return [group[at : at + MOST_IN_ONE] for group in sorts for at in range(0, len(group), MOST_IN_ONE)]


def _contexts(
    nursery: Nursery, messages: Iterable[Message], now: dt.datetime
) -> list[tuple[Message, Context | Exception | None]]:
    """What each message has to say, asked of its kind for as many at once as read one language."""
    together: defaultdict[tuple[str, str], list[Message]] = defaultdict(list)
    for message in messages:
        together[message.kind, language_of(message.person, nursery)].append(message)
    found: list[tuple[Message, Context | Exception | None]] = []
    for group in together.values():
        said = _asked(nursery, group, now)
        if isinstance(said, Exception):  # whose fault it is shows when they are asked one by one
            for message in group:
                alone = _asked(nursery, [message], now)
                found.append((message, alone if isinstance(alone, Exception) else alone[0]))
        else:
            found += zip(group, said, strict=True)
    return found


def _asked(nursery: Nursery, group: Sequence[Message], now: dt.datetime) -> list[Context | None] | Exception:
    try:
        with transaction.atomic(), voice_of(nursery, group[0].person):
            return kinds()[group[0].kind].contexts(group, now)
    except Exception as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        return error


# --- one by one, for a look ------------------------------------------------------------------------------------------
def letter_for(nursery: Nursery, message: Message, now: dt.datetime) -> Letter | None:
    """None when it is no longer needed; raises Unreachable when nothing here knows its kind."""
    kind = kinds().get(message.kind)
    if has_left(message, nursery, now):
        return None
    with voice_of(nursery, message.person):
        if kind is None:
            raise Unreachable(_unknown(message.kind))
        context = kind.context(message, now)
        if context is None:
            return None
        return write_letter(kind, context, nursery=nursery, person=message.person, now=now, urgent=message.urgent)


def to_be_sent(nursery: Nursery, now: dt.datetime, *, later: bool = False) -> Iterator[tuple[Message, Letter]]:
    """What a pass at `now` would send for the nursery in scope, or what it would leave for `later` because its time
    has not come (quiet hours, the morning); nothing is written. What fails is logged."""
    due = Q(status=MessageStatus.WAITING, send_at__gt=now) if later else waiting(now)
    messages = list(Message.objects.filter(due).select_related("person__account").order_by("send_at", "pk"))
    for kind in kinds().values():
        if not kind.is_planned:
            continue
        try:
            with transaction.atomic():
                dues = list(unplanned(kind, nursery, now))
                messages += [
                    m
                    for m in messages_due(nursery, kind.name, dues, now)
                    if m.status == MessageStatus.WAITING and m.may_go(now) is not later
                ]
        except Exception:
            logger.exception("Kind %s could not be planned for %s.", kind.name, nursery.slug)
    for message in messages:
        try:
            with transaction.atomic():
                letter = letter_for(nursery, message, now)
        except Exception:
            logger.exception("A message of kind %s could not be written.", message.kind)
            continue
        if letter is not None:
            yield message, letter
