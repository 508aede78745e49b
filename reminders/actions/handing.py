"""Handing letters over, one after the other, and writing down what became of each.

Nothing is sent inside a transaction. That a letter goes to its channel is committed before it goes; that it was taken,
together with the next one's going: one round trip and one commit a letter. A worker that is killed in between sends the
letter again when its lease has run out, because SMTP cannot promise more; both copies carry the same Message-ID.
"""

import datetime as dt
import logging
import time
from collections.abc import Sequence
from typing import Any, Self

from django.conf import settings
from django.db import DatabaseError, connection

from nursery.models import Nursery
from nursery.scope import SET_NURSERY
from reminders.actions.claiming import Claim
from reminders.models import Channel
from reminders.transactions import BOUNDS

logger = logging.getLogger(__name__)

_PATIENCE = (0.0, 1.0, 2.0, 4.0)  # seconds between tries to write down what was sent

# One transaction: what is sent to PostgreSQL at once, outside any other, is one. Behind the nursery's wall as all else.
_STEP = f"""
{BOUNDS};
{SET_NURSERY};
UPDATE reminders_message SET status = 'sent', sent_at = clock_timestamp(), leased_until = NULL, fault = ''
WHERE id = ANY(%s) AND status <> 'sent';
UPDATE reminders_message SET handed_at = clock_timestamp(), channel = %s, letter = %s
WHERE id = ANY(%s) AND status = 'waiting' AND leased_until = %s AND leased_until > clock_timestamp() + %s
"""  # noqa: S608 - of constants


class Desk:
    """Where one nursery's letters are handed over. Leave it (`with`) before anything else is done: then the last one is
    written down, too."""

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery
        self._sent: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.settle()

    def hand_over(self, claims: Sequence[Claim], channel: Channel, letter: str = "") -> bool:
        """It goes to the channel as soon as this returns, if all that it carries is still this worker's. `channel`
        stays on a message that waits until the channel has said no; `letter` is as in `Message`."""
        pks = [claim.pk for claim in claims]
        return self._step(channel, letter, pks, claims[0].leased_until) == len(claims)

    def taken(self, claims: Sequence[Claim]) -> None:
        """Whoever holds it now: it was sent, and is not to be sent again."""
        self._sent += [claim.pk for claim in claims]

    def settle(self) -> None:
        """Write down what was taken."""
        if self._sent:
            self._step("", "", [], None)

    def _step(self, channel: str, letter: str, pks: Sequence[int], leased_until: dt.datetime | None) -> int:
        """Doing it twice does nothing more. It is out of the house, so this is worth some patience: what is not written
        down is sent again."""
        # To connect and to be heard.
        enough = dt.timedelta(seconds=2 * settings.REMINDER_LETTER_SECONDS)
        values: Any = [str(self._nursery.pk), self._sent, channel, letter, pks, leased_until, enough]
        for pause in (*_PATIENCE, None):
            try:
                with connection.cursor() as cursor:
                    cursor.execute(_STEP, values)
                    self._sent = []
                    handed: int = cursor.rowcount
                    return handed
            except DatabaseError:
                if pause is None:
                    if self._sent:
                        logger.error("Sent, and may be sent again, because it cannot be marked: %s.", self._sent)
                    raise
                connection.close()  # Django opens a new one when it is asked next
                time.sleep(pause)
        raise AssertionError  # the last pause has raised
