"""The few reads that must look across nurseries: each named here, opened in PostgreSQL's own policies by that
name (see `walls.py`), and each with its test in tests/nursery/test_crossing.py.

Two more are functions of PostgreSQL's own: `rota_busy_elsewhere` (rota/migrations/0002) tells when an account is
expected in its other nurseries, as times and nothing else; `reminders_counts` (reminders/migrations/0013) tells how
many messages there are, by kind and channel, as counts and nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import connection, transaction
from django_scopes import scopes_disabled


class Crossing(StrEnum):
    MEMBERSHIPS = "memberships"  # which people an account is, and which nurseries know an e-mail address
    OUTBOX = "outbox"  # which nurseries have a message due, and since when
    DRAFTS = "drafts"  # which accounts have a nursery in the making that nobody touched for long (founding)


@contextmanager
def crossing(name: Crossing) -> Iterator[None]:
    """Lift both walls, for the tables whose policy knows `name` and for reading alone."""
    with transaction.atomic(), scopes_disabled(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('turnabout.crossing', %s, true)", [str(name)])
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("SELECT set_config('turnabout.crossing', '', true)")
