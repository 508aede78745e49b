"""One nursery's scope: both walls at once.

`django-scopes` makes a query outside a scope fail; the transaction's own setting is what PostgreSQL's row-level
security compares each row with (see `walls.py`), so that a query which slips past the first wall finds nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django_scopes import scope

from nursery.models import Nursery

_READ = "SELECT current_setting('turnabout.nursery', true)"
SET_NURSERY = "SELECT set_config('turnabout.nursery', %s, true)"


@contextmanager
def nursery_scope(nursery: Nursery, *, ends_with_transaction: bool = False) -> Iterator[None]:
    """Everything inside sees `nursery` and nothing else. Opens a transaction where there is none.

    `ends_with_transaction` is for a page, whose transaction ends with its scope: the setting goes with it, and
    need not be taken back by a query of its own.
    """
    if connection.in_atomic_block:
        with _walls(nursery, ends_with_transaction):
            yield
    else:
        with transaction.atomic(), _walls(nursery, ends_with_transaction=True):
            yield


@contextmanager
def _walls(nursery: Nursery, ends_with_transaction: bool) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(_READ + ", set_config('turnabout.nursery', %s, true)", [str(nursery.pk)])
        before = cursor.fetchone()[0] or ""
        with scope(nursery=nursery):
            try:
                yield
            finally:
                # A transaction takes its settings with it when it ends, a broken one soon.
                ending = connection.needs_rollback or (ends_with_transaction and before == "")
                if not ending and before != str(nursery.pk):
                    cursor.execute(SET_NURSERY, [before])
