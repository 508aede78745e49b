"""Sending what is due: claimed, written (writing.py), handed over (handing.py), in turns among the nurseries."""

import datetime as dt
import logging
import time
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Self

from django.db import connection, connections

from nursery.models import Nursery
from reminders.actions.claiming import (
    BATCH,
    Claim,
    claim_messages,
    give_back,
    mark_parked,
    put_off,
    record_bounce,
    record_failure,
)
from reminders.actions.handing import Desk
from reminders.actions.tally import Tally
from reminders.actions.writing import Written, write_letters
from reminders.channels import CARRIERS, ChannelAway, NotSent, OpenChannels, Unheard, Unreachable
from reminders.letters import voice_of
from reminders.models import Channel
from reminders.queries import nurseries_with_waiting
from reminders.transactions import own_transaction

logger = logging.getLogger(__name__)

_PATIENCE_WITH_A_CHANNEL = dt.timedelta(hours=1)
# After so many seconds a letter may no longer say how things stand: what is left of a batch is written anew.
_FRESH = 10.0


def deliver_waiting(now: dt.datetime, *, seconds: float, only: int | None = None) -> Tally:
    """One pass over the nurseries that have something due by `now`, or over one of them, for about so long.

    Some messages of each nursery in turn. A nursery that fails is logged and keeps none of the others waiting.
    """
    ends = time.monotonic() + seconds
    with _Pass([only] if only is not None else nurseries_with_waiting(now), now, ends) as one:
        one.run()
    tally = one.tally
    if tally != Tally():
        logger.info("Delivered: %s.", tally)
    return tally


@dataclass(slots=True)
class _Batch:
    """Letters that are ready to go. `fresh` is until when, by `time.monotonic`, they may be taken to say how things
    stand."""

    nursery: Nursery
    letters: deque[Written]
    fresh: float


class _Pass:
    """The channels, each opened once, and what has become of the messages so far.

    While one batch is sent, which is mostly waiting for the other side, the next one is claimed and written in a second
    thread, on a connection of its own to PostgreSQL.
    """

    def __init__(self, nurseries: Sequence[int], now: dt.datetime, ends: float) -> None:
        self._turns = deque(nurseries)
        self._nurseries = Nursery.objects.in_bulk(list(nurseries))
        self._now, self._ends = now, ends
        self._channels = OpenChannels()
        # What waits for a channel that is away stays claimed until the end, so that the pass meets it once.
        self._aside: list[tuple[Nursery, Sequence[Claim]]] = []
        self._second: ThreadPoolExecutor | None = None
        self._ahead: Future[_Batch | None] | None = None
        self._sending, self._writing = Tally(), Tally()  # one for each thread

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._channels.close()
        if self._second is not None:
            self._second.submit(connections.close_all)
            self._second.shutdown()
        if self._ahead is not None and self._ahead.exception() is None and (batch := self._ahead.result()):
            _give_back(batch.nursery, _claims(batch.letters))
        for nursery, claims in self._aside:
            _give_back(nursery, claims)

    @property
    def tally(self) -> Tally:
        return replace(self._sending + self._writing, away="; ".join(self._channels.away.values()))

    def run(self) -> None:
        batch = self._next()
        while batch is not None:
            if self._turns and time.monotonic() < self._ends:
                self._second = self._second or ThreadPoolExecutor(1, thread_name_prefix="writing")
                self._ahead = self._second.submit(self._next)
            self._send_all(batch)
            batch = None
            if self._ahead is not None:
                batch, self._ahead = self._ahead.result(), None
            batch = batch or self._next()

    def _next(self) -> _Batch | None:
        """The next nursery's letters that may go; None when there are no more, or no more time."""
        while self._turns and time.monotonic() < self._ends:
            nursery = self._nurseries.get(self._turns.popleft())
            if nursery is None:
                continue
            try:
                letters = self._written(nursery)
            except Exception:
                logger.exception("Nothing could be delivered for %s.", nursery.slug)
                if not connection.is_usable():
                    raise
            else:
                if letters:
                    return _Batch(nursery, deque(letters), time.monotonic() + _FRESH)
        return None

    def _written(self, nursery: Nursery) -> list[Written]:
        with own_transaction(nursery), voice_of(nursery):
            claims = claim_messages(self._now)
        self._writing.lapsed += sum(claim.lapsed for claim in claims)
        if not claims:
            return []
        if len(claims) >= BATCH:
            self._turns.append(nursery.pk)
        try:
            return write_letters(nursery, claims, self._now, self._writing)
        except BaseException:  # a task's time limit, too
            _give_back(nursery, claims)
            raise

    def _send_all(self, batch: _Batch) -> None:
        """What nothing became of goes back, whatever happens, to be written anew."""
        nursery = batch.nursery
        aside: list[Claim] = []
        try:
            with Desk(nursery) as desk:
                while batch.letters and time.monotonic() < min(self._ends, batch.fresh):
                    written = batch.letters.popleft()
                    try:
                        self._send(nursery, written, desk)
                    except ChannelAway:
                        aside += written.claims
        except Exception:
            logger.exception("Nothing more could be delivered for %s.", nursery.slug)
            if not connection.is_usable():
                raise
        finally:
            if aside:
                self._aside.append((nursery, aside))
            if batch.letters:
                self._turns.append(nursery.pk)
                _give_back(nursery, _claims(batch.letters))

    def _send(self, nursery: Nursery, written: Written, desk: Desk) -> None:
        """By the first of its channels that works. Raises ChannelAway, with the messages still claimed.

        A channel that is away is waited for, because it is cheaper to be told a little later than by another way; what
        is urgent, and what has waited long, goes another way at once.
        """
        busy: NotSent | None = None
        refused: Unreachable | None = None
        for channel in written.ways:
            try:
                if not self._by(channel, nursery, written, desk):
                    return
            except ChannelAway:
                if not self._hurries(written) or channel == written.ways[-1]:
                    raise
            except Unreachable as fault:
                refused = fault
            except NotSent as fault:
                busy = fault
                if isinstance(fault, Unheard):
                    break  # it may be there; by another channel nobody could tell that it is the same
            else:
                self._sending.sent += len(written.messages)
                return
        if busy is not None:
            with own_transaction(nursery):
                tried_again = put_off(written.claims, str(busy), unheard=isinstance(busy, Unheard))
            self._sending.count_put_off(tried_again, str(busy))
        else:
            with own_transaction(nursery):
                mark_parked(written.claims, str(refused))
            self._sending.parked += len(written.messages)
            logger.warning("Messages %s are parked.", [message.public_id for message in written.messages])

    def _by(self, channel: Channel, nursery: Nursery, written: Written, desk: Desk) -> bool:
        """Whether it was this worker's to send, and was sent; raises as `Carrier.send` does."""
        if channel in self._channels.away:
            raise ChannelAway(self._channels.away[channel])
        if not desk.hand_over(written.claims, channel, written.letter_id):
            logger.warning("Messages %s have changed hands.", [message.public_id for message in written.messages])
            _give_back(nursery, written.claims)
            return False
        person = written.messages[0].person
        try:
            with voice_of(nursery):
                self._channels.send(
                    channel, written.letter, nursery=nursery, person=person, public_id=written.public_id
                )
        except (NotSent, Unreachable) as error:
            with own_transaction(nursery):
                record_failure(written.messages, channel, str(error), unheard=isinstance(error, Unheard))
                if isinstance(error, Unreachable) and (address := CARRIERS[channel].address(person)):
                    record_bounce(person.pk, nursery.pk, channel, address, str(error))
            raise
        desk.taken(written.claims)
        return True

    def _hurries(self, written: Written) -> bool:
        return any(
            message.urgent or self._now - message.send_at > _PATIENCE_WITH_A_CHANNEL for message in written.messages
        )


def _claims(letters: Iterable[Written]) -> list[Claim]:
    return [claim for written in letters for claim in written.claims]


def _give_back(nursery: Nursery, claims: Sequence[Claim]) -> None:
    if claims and connection.is_usable():
        with own_transaction(nursery):
            give_back(claims)
