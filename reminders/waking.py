"""Waking a worker. It only hurries: what is due stands in PostgreSQL, and the sweep finds it a minute later."""

import logging
import time

from nursery.celery import app

logger = logging.getLogger(__name__)

DELIVER_WAITING = "reminders.tasks.deliver_waiting"
# Half a second to connect and half a second for the answer is the most that a page waits for a queue that is
# away; then this process leaves it in peace for a while.
PATIENCE = 0.5
PAUSE = 30.0
_EXPIRES = 60  # the sweep has passed by then
_ONE_SHORT_TRY = {
    "socket_timeout": PATIENCE,
    "socket_connect_timeout": PATIENCE,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}

_quiet_until = 0.0


def wake_worker(nursery_id: int) -> bool:
    """Ask a worker to deliver what waits in a nursery now; whether it was asked. Never raises."""
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return False
    try:
        # A connection of its own: a pooled one outlives a restart of Redis, and the next wake is lost with it.
        with app.connection_for_write(
            connect_timeout=PATIENCE,
            transport_options={**app.conf.broker_transport_options, **_ONE_SHORT_TRY},
        ) as queue:
            app.send_task(
                DELIVER_WAITING,
                args=[nursery_id],
                connection=queue,
                retry=False,
                expires=_EXPIRES,
                ignore_result=True,
            )
    except Exception as error:  # noqa: BLE001 - nothing about the queue may reach the page that caused a message
        _quiet_until = time.monotonic() + PAUSE
        logger.warning("No worker could be woken (%s); the sweep will deliver.", type(error).__name__)
        return False
    return True
