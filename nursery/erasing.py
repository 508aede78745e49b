"""The one role that may replace what names somebody, and nothing else.

History is only added to and a closed term's rows stay as they are, for the app as for the owner of the tables. So who
is erased is replaced under a role of its own, which owns nothing, signs in nowhere, and is stepped into by the app for
as long as that takes: of each table it may read the ids and change the columns that the register (nursery/held.py)
says are replaced, inside the nursery's own scope. `migrate` gives it those rights anew each time, from the register.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from nursery.held import identity

ERASER = "turnabout_eraser"
# Lets the app's role step into it, and lends it nothing otherwise.
GRANT_TO_APP = "GRANT {eraser} TO {app} WITH INHERIT FALSE, SET TRUE"


class EraserMissingError(RuntimeError):
    """The role is not there, or the app may not step into it: an operator makes it (docs/operations.md)."""


def eraser_is_there() -> bool:
    """Whether who serves may step into the role."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s AND pg_has_role(current_user, oid, 'MEMBER'))",
            [ERASER],
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def as_eraser() -> Iterator[None]:
    """Inside a transaction and a nursery's scope. Raises EraserMissingError."""
    if not eraser_is_there():
        raise EraserMissingError(f"Nobody is erased: the role {ERASER} is not there, or the app may not step into it.")
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ERASER}")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")


def grant_identity(cursor: Any) -> None:
    """As the owner of the tables: what the register says, of the columns that are there, and no more. Nothing where the
    role is not there."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ERASER])
    if cursor.fetchone() is None:
        return
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {ERASER}")
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {ERASER}")
    for model, names in identity().items():
        table = model._meta.db_table
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s",
            [table],
        )
        there = {name for (name,) in cursor.fetchall()}
        columns = sorted({str(field.column) for field in model._meta.concrete_fields if field.name in names} & there)
        if columns:
            cursor.execute(f"GRANT SELECT (id, nursery_id), UPDATE ({', '.join(columns)}) ON {table} TO {ERASER}")
