"""Sending what is due: claimed, written (writing.py), handed over (handing.py), in turns among the nurseries."""

import datetime as dt
import logging
import time
from collections import deque
from collections.abc import Sequence
from typing import Self

from django.db import connection

from nursery.models import Nursery
from reminders.actions.claiming import (
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

    A few messages of each nursery in turn. A nursery that fails is logged and keeps none of the others waiting.
    """
    ends = time.monotonic() + seconds
    turns = deque([only] if only is not None else nurseries_with_waiting(now))
    nurseries = Nursery.objects.in_bulk(list(turns))
    with _Pass(now, ends) as one:
        while turns and time.monotonic() < ends:
            nursery = nurseries.get(turns.popleft())
            if nursery is not None and one.some_of(nursery):
                turns.append(nursery.pk)
    if one.tally != Tally():
        logger.info("Delivered: %s.", one.tally)
    return one.tally


class _Pass:
    """The channels, each opened once, and what has become of the messages so far."""

    def __init__(self, now: dt.datetime, ends: float) -> None:
        self._now, self._ends = now, ends
        self._channels = OpenChannels()
        # What waits for a channel that is away stays claimed until the end, so that the pass meets it once.
        self._aside: list[tuple[Nursery, list[Claim]]] = []
        self.tally = Tally()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._channels.close()
        for nursery, claims in self._aside:
            _give_back(nursery, claims)
        self.tally.away = "; ".join(self._channels.away.values())

    def some_of(self, nursery: Nursery) -> bool:
        """Claim a few messages and send them; whether there may be more."""
        try:
            with own_transaction(nursery), voice_of(nursery):
                claims = claim_messages(self._now)
            self.tally.lapsed += sum(claim.lapsed for claim in claims)
            if claims:
                self._deliver(nursery, claims)
        except Exception:
            logger.exception("Nothing could be delivered for %s.", nursery.slug)
            if not connection.is_usable():
                raise
            return False
        return bool(claims)

    def _deliver(self, nursery: Nursery, claims: list[Claim]) -> None:
        """A claim that nothing became of goes back, whatever happens."""
        open_claims = {claim.pk: claim for claim in claims}
        aside: list[Claim] = []
        try:
            fresh = time.monotonic() + _FRESH
            letters = write_letters(nursery, claims, self._now, self.tally)
            open_claims = {claim.pk: claim for written in letters for claim in written.claims}
            with Desk(nursery) as desk:
                for written in letters:
                    if time.monotonic() > min(self._ends, fresh):
                        break
                    for claim in written.claims:
                        del open_claims[claim.pk]
                    try:
                        self._send(nursery, written, desk)
                    except ChannelAway:
                        aside += written.claims
        finally:
            self._aside.append((nursery, aside))
            _give_back(nursery, list(open_claims.values()))

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
                self.tally.sent += len(written.messages)
                return
        if busy is not None:
            with own_transaction(nursery):
                tried_again = put_off(written.claims, str(busy), unheard=isinstance(busy, Unheard))
            self.tally.count_put_off(tried_again, str(busy))
        else:
            with own_transaction(nursery):
                mark_parked(written.claims, str(refused))
            self.tally.parked += len(written.messages)
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


def _give_back(nursery: Nursery, claims: Sequence[Claim]) -> None:
    if claims and connection.is_usable():
        with own_transaction(nursery):
            give_back(claims)
