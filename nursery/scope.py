"""One nursery's scope: both walls at once.

`django-scopes` makes a query outside a scope fail; the transaction's own setting is what PostgreSQL's row-level
security compares each row with (see `walls.py`), so that a query which slips past the first wall finds nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django_scopes import scope

from nursery.acting import way
from nursery.models import Nursery

SET_NURSERY = "SELECT set_config('turnabout.nursery', %s, true)"
_SETTINGS = ("turnabout.nursery", "turnabout.by", "turnabout.origin")
_READ = ", ".join(f"current_setting('{name}', true)" for name in _SETTINGS)
_SET = ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)


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
    values = [str(nursery.pk), *way()]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_READ}, {_SET}", values)
        before = [value or "" for value in cursor.fetchone()[: len(values)]]
        with scope(nursery=nursery):
            try:
                yield
            finally:
                # A transaction takes its settings with it when it ends, a broken one soon.
                elsewhere = before[0] not in {"", values[0]}
                ending = connection.needs_rollback or (ends_with_transaction and not elsewhere)
                if not ending and before != values:
                    cursor.execute(f"SELECT {_SET}", before)
