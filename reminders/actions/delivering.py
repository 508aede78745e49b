"""Sending what is due. Nothing is sent inside a transaction; what happened is written down after each letter.

A worker that is killed between the mail server's yes and the mark sends again when its lease has run out: SMTP
cannot promise more than that. Both copies carry the same Message-ID, and the log counts such leases.
"""

import datetime as dt
import logging
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from nursery.dates import local_day
from nursery.models import Nursery
from reminders.actions.claiming import (
    Claim,
    claim_messages,
    give_back,
    held,
    mark_dropped,
    mark_handed,
    mark_parked,
    mark_sent,
    put_off,
    record_bounce,
    record_failure,
)
from reminders.actions.planning import unplanned
from reminders.actions.queueing import messages_due
from reminders.channels import CARRIERS, ChannelAway, NotSent, OpenChannels, Unheard, Unreachable, no_way_to, routes
from reminders.kinds import kinds
from reminders.letters import Letter, voice_of, write_letter
from reminders.models import Channel, Message, MessageStatus
from reminders.queries import Wishes, nurseries_with_waiting, waiting
from reminders.transactions import own_transaction

logger = logging.getLogger(__name__)

_PATIENCE_WITH_A_CHANNEL = dt.timedelta(hours=1)
_PATIENCE = (0.0, 1.0, 2.0, 4.0)  # seconds between tries to mark what was sent


@dataclass(slots=True)
class Tally:
    """What became of the messages of a pass. `lapsed` are those that an earlier worker may have sent already."""

    sent: int = 0
    dropped: int = 0
    put_off: int = 0
    parked: int = 0
    lapsed: int = 0
    away: str = ""

    def __str__(self) -> str:
        counts = f"{self.sent} sent, {self.dropped} no longer needed, {self.put_off} put off, {self.parked} parked"
        return counts + (f"; away: {self.away}" if self.away else "")


def deliver_waiting(now: dt.datetime, *, seconds: float, only: int | None = None) -> Tally:
    """One pass over the nurseries that have something due by `now`, or over one of them, for about so long.

    A few messages of each nursery in turn. A nursery that fails is logged and keeps none of the others waiting.
    """
    ends = time.monotonic() + seconds
    tally = Tally()
    turns = deque([only] if only is not None else nurseries_with_waiting(now))
    nurseries = Nursery.objects.in_bulk(list(turns))
    channels = OpenChannels()
    aside: dict[int, list[Claim]] = {}
    try:
        while turns and time.monotonic() < ends:
            nursery = nurseries.get(turns.popleft())
            if nursery is not None and _deliver_some(nursery, now, channels, ends, tally, aside):
                turns.append(nursery.pk)
    finally:
        channels.close()
        for pk, claims in aside.items():
            if connection.is_usable():
                with own_transaction(nurseries[pk]):
                    give_back(claims)
    tally.away = "; ".join(channels.away.values())
    if tally != Tally():
        logger.info("Delivered: %s.", tally)
    return tally


def _deliver_some(
    nursery: Nursery,
    now: dt.datetime,
    channels: OpenChannels,
    ends: float,
    tally: Tally,
    aside: dict[int, list[Claim]],
) -> bool:
    """Whether there may be more."""
    try:
        return deliver_messages(nursery, now, channels, ends, tally, aside.setdefault(nursery.pk, [])) > 0
    except Exception:
        logger.exception("Nothing could be delivered for %s.", nursery.slug)
        if not connection.is_usable():
            raise
        return False


def deliver_messages(
    nursery: Nursery, now: dt.datetime, channels: OpenChannels, ends: float, tally: Tally, aside: list[Claim]
) -> int:
    """Claim a few messages of one nursery and send them, until `ends` (of `time.monotonic`); how many it took.

    Those that wait for a channel that is away stay claimed, `aside`, for the pass to give back at its end.
    """
    with own_transaction(nursery):
        claims = claim_messages(now)
    tally.lapsed += sum(claim.lapsed for claim in claims)
    untouched = deque(claims)
    try:
        while untouched and time.monotonic() < ends:
            claim = untouched.popleft()
            try:
                _deliver(nursery, claim, now, channels, tally)
            except ChannelAway:
                aside.append(claim)
    finally:
        if untouched and connection.is_usable():
            with own_transaction(nursery):
                give_back(list(untouched))
    return len(claims)


def _deliver(nursery: Nursery, claim: Claim, now: dt.datetime, channels: OpenChannels, tally: Tally) -> None:
    """Raises ChannelAway, with the message still claimed."""
    try:
        written = _write(nursery, claim, now, tally)
        if written is None:
            return
        message, letter, ways = written
        if _send_by_one_of(nursery, claim, message, letter, ways, channels, now):
            tally.sent += 1
    except ChannelAway:
        raise
    except Unreachable as fault:
        tally.parked += 1
        logger.warning("Message %s is parked.", claim.public_id)
        with own_transaction(nursery):
            mark_parked(claim, str(fault))
    except NotSent as fault:
        _put_off(nursery, claim, str(fault), tally, unheard=isinstance(fault, Unheard))
    except Exception as error:
        # A fault of ours, in a kind or its templates: this message alone waits for a better version.
        logger.exception("Message %s could not be written.", claim.public_id)
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        with voice_of(nursery):
            sentence = _("It could not be written (%(fault)s).") % {"fault": type(error).__name__}
        _put_off(nursery, claim, sentence, tally)


def _send_by_one_of(
    nursery: Nursery,
    claim: Claim,
    message: Message,
    letter: Letter,
    ways: Sequence[Channel],
    channels: OpenChannels,
    now: dt.datetime,
) -> bool:
    """By the first of `ways` that works; whether it was sent (else it has passed to another worker).

    A channel that is away is waited for, because it is cheaper to be told a little later than by another way; what
    is urgent, and what has waited long, goes another way at once.
    """
    hurries = message.urgent or now - message.send_at > _PATIENCE_WITH_A_CHANNEL
    fault: NotSent | Unreachable = Unreachable(no_way_to(message.person))
    for channel in ways:
        try:
            if channel in channels.away:
                raise ChannelAway(channels.away[channel])
            with own_transaction(nursery):
                if not mark_handed(claim, channel):
                    return False
            with voice_of(nursery):
                channels.send(channel, letter, message, nursery)
        except ChannelAway:
            if not hurries or channel == ways[-1]:
                raise
        except (NotSent, Unreachable) as error:
            fault = error
            with own_transaction(nursery):
                record_failure(message, channel, str(error), unheard=isinstance(error, Unheard))
                if isinstance(error, Unreachable) and (address := CARRIERS[channel].address(message.person)):
                    record_bounce(message, channel, address, str(error))
            if isinstance(error, Unheard):
                raise  # it may be there; by another channel nobody could tell that it is the same
        else:
            _record_sent(nursery, claim)
            return True
    raise fault


def _record_sent(nursery: Nursery, claim: Claim) -> None:
    """It is out of the house, so this is worth some patience: what is not marked is sent again."""
    for pause in (*_PATIENCE, None):
        try:
            with own_transaction(nursery):
                mark_sent(claim)
        except DatabaseError:
            if pause is None:
                logger.error("Message %s was sent and could not be marked; it may be sent again.", claim.public_id)
                raise
            connection.close()  # Django opens a new one when it is asked next
            time.sleep(pause)
        else:
            return


def _write(
    nursery: Nursery, claim: Claim, now: dt.datetime, tally: Tally
) -> tuple[Message, Letter, list[Channel]] | None:
    """The message in words, from the present state of things; None when there is nothing to send.

    The row is locked while its kind is asked, so that an action which makes the message needed again (see
    queueing.py) comes either before the question or after the answer.
    """
    with own_transaction(nursery):
        # To connect and to be heard.
        message = held(claim, dt.timedelta(seconds=2 * settings.REMINDER_LETTER_SECONDS))
        if message is None:
            logger.warning("Message %s has passed to another worker.", claim.public_id)
            return None
        letter = letter_for(nursery, message, now)
        if letter is None:
            mark_dropped(claim)
            tally.dropped += 1
            return None
        wish = Wishes([message.person_id], [message.kind]).of(message.person_id, kinds()[message.kind])
        ways = routes(message.person, wish.channels, nursery)
        if not ways:
            with voice_of(nursery):
                raise Unreachable(no_way_to(message.person))
        return message, letter, ways


def letter_for(nursery: Nursery, message: Message, now: dt.datetime) -> Letter | None:
    """None when it is no longer needed; raises Unreachable when nothing here knows its kind."""
    left = message.person.left
    if left is not None and left < local_day(now, nursery.zone):
        return None
    with voice_of(nursery, message.person):
        kind = kinds().get(message.kind)
        if kind is None:
            raise Unreachable(_("Nothing here knows messages of the kind “%(kind)s”.") % {"kind": message.kind})
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


def _put_off(nursery: Nursery, claim: Claim, fault: str, tally: Tally, *, unheard: bool = False) -> None:
    with own_transaction(nursery):
        tried_again = put_off(claim, fault, unheard=unheard)
    if tried_again:
        tally.put_off += 1
        logger.info("Message %s is put off: %s", claim.public_id, fault)
    else:
        tally.parked += 1
        logger.error("Message %s is parked: %s", claim.public_id, fault)
