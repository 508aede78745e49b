"""What a closed term has settled stays so: a wall that PostgreSQL itself keeps, put up by migrations.

Whoever writes what happened on a day holds the nursery open meanwhile (a shared lock of the transaction's own), and
is refused where the day's term is closed; closing waits for them, and makes who comes later wait (the same lock,
alone). So what is frozen is what is there. It binds the owner of the tables as well as the app.
"""

from typing import Any

from django.db import connection
from django.db.migrations import RunSQL

from nursery.models import Nursery

CLOSED_TERM = "closed_term_is_settled"  # the constraint that PostgreSQL names when it refuses; SQLSTATE 23T01


def settle_alone(nursery: Nursery) -> None:
    """Wait until nobody is writing what happened in this nursery, and let nobody, until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nursery_settle_alone(%s)", [nursery.pk])


def hold_open(nursery: Nursery) -> None:
    """Let no term of this nursery close until this transaction ends: what it reads of terms holds when it writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext('turnabout settles'), hashint8(%s))", [nursery.pk])


def is_settled(error: BaseException) -> bool:
    """Whether PostgreSQL refused because a term is closed."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) == CLOSED_TERM


def settled(
    table: str, join: str = "", *, day: str, nursery: str = "r.nursery_id", unsaid: str = "", identity: str = ""
) -> RunSQL:
    """A migration operation: rows of `table` (called `r`) whose `day` lies in a closed term are not added, changed,
    removed, or emptied out. `join` leads from `r` to the tables that `day` and `nursery` are taken from; `unsaid` is
    a column that says nothing of what happened, and may change. `identity` is one that says who, or what somebody
    wrote: it may be replaced by the role that erases people (nursery/erasing.py), and by nobody else.

    A statement is looked at once, whatever the number of its rows; an update that leaves a row as it is is none.
    """
    less = f" - '{unsaid}'" if unsaid else ""
    if identity:
        less += f" - CASE current_user WHEN 'turnabout_eraser' THEN '{identity}' ELSE '' END"
    plain = {alias: f"to_jsonb({alias}){less}" for alias in ("old_row", "new_row")}
    differs = f"old_row.id = new_row.id AND {plain['old_row']} = {plain['new_row']}"
    held = "PERFORM nursery_hold_open(TG_TABLE_NAME, d.nursery, d.day)"
    days = f"SELECT DISTINCT {nursery} AS nursery, {day} AS day FROM"
    function = f"""
        CREATE FUNCTION {table}_settled() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                {held} FROM ({days} new_rows r {join}) d;
            ELSIF TG_OP = 'DELETE' THEN
                {held} FROM ({days} old_rows r {join}) d;
            ELSE
                {held} FROM ({days} (
                    SELECT * FROM old_rows old_row WHERE NOT EXISTS (SELECT FROM new_rows new_row WHERE {differs})
                    UNION ALL
                    SELECT * FROM new_rows new_row WHERE NOT EXISTS (SELECT FROM old_rows old_row WHERE {differs})
                ) r {join}) d;
            END IF;
            RETURN NULL;
        END
        $$
    """  # noqa: S608 - names of tables and columns, from migrations
    seen = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }
    forward: list[Any] = [
        function,
        *(
            f"CREATE TRIGGER {table}_settled_{event.lower()} AFTER {event} ON {table} REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_settled()"
            for event, tables in seen.items()
        ),
        f"CREATE TRIGGER {table}_settled_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION nursery_keep_settled()",
    ]
    events = ("truncate", *(event.lower() for event in seen))
    back: list[Any] = [f"DROP TRIGGER {table}_settled_{event} ON {table}" for event in events]
    return RunSQL(sql=forward, reverse_sql=[*back, f"DROP FUNCTION {table}_settled()"])


def settled_no_more(settling: RunSQL) -> RunSQL:
    """A migration operation that takes `settling` down, before the same table is settled anew."""
    return RunSQL(sql=settling.reverse_sql or (), reverse_sql=settling.sql)
