"""What `/healthz` asks of reminders (settings.HEALTH_CHECKS): None when well, else a sentence for the operator."""

import datetime as dt

from django.db import DatabaseError, InterfaceError

from nursery.dates import now as clock
from reminders.queries import monitoring

LIMIT = dt.timedelta(minutes=5)
_AWAY = "Not known: PostgreSQL does not answer."


def oldest_waiting() -> str | None:
    """A message that may go and that nobody takes: the workers are stopped, or too few."""
    now = clock()
    try:
        since = monitoring.oldest_waiting(now)
    except (DatabaseError, InterfaceError):
        return _AWAY
    if since is None or now - since <= LIMIT:
        return None
    return (
        f"A message that may go has waited for {_minutes(now - since)}, since {since:%Y-%m-%d %H:%M} UTC."
        " Look whether a worker runs and the mail server answers."
    )


def last_sweep() -> str | None:
    """Without sweeps nothing is planned, so nothing waits either, and nobody is reminded."""
    now = clock()
    try:
        at = monitoring.last_sweep()
    except (DatabaseError, InterfaceError):
        return _AWAY
    if at is not None and now - at <= LIMIT:
        return None
    look = "Look whether a worker and beat run, or cron."
    if at is None:
        return f"No reminders have ever been planned. {look}"
    return f"No reminders have been planned for {_minutes(now - at)}, since {at:%Y-%m-%d %H:%M} UTC. {look}"


def _minutes(time: dt.timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
