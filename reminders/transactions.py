"""A transaction of the engine's own: short, bounded, and committed when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from nursery.models import Nursery
from nursery.scope import nursery_scope

BOUNDS = "SELECT set_config('lock_timeout', '5s', true), set_config('statement_timeout', '15s', true)"


@contextmanager
def own_transaction(nursery: Nursery) -> Iterator[None]:
    """In the nursery's scope. `durable` refuses to be opened inside another, because then what a worker claims
    would not be committed before it sends; the bounds keep one slow nursery from holding up the others."""
    with transaction.atomic(durable=True), nursery_scope(nursery):
        with connection.cursor() as cursor:
            cursor.execute(BOUNDS)
        yield
