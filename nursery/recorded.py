"""What was done is written down by PostgreSQL itself: triggers that migrations put up.

Each change of a recorded table becomes rows of `nursery.models.Recorded`, whoever makes it and by whatever path. They
are written by functions of the owner's (SECURITY DEFINER), so that the app's role needs no right to write there, and
has none: it can neither forge history nor change it. Who acts is what the app told the transaction (`nursery.acting`).
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import RunSQL

# Of the app's role only reading is left of what every table grants it by default; and a trigger function that anybody
# could hang on a table of their own would let them write what they like.
READ_ONLY = """
DO $$
DECLARE
    grantee text;
BEGIN
    FOR grantee IN
        SELECT DISTINCT a.grantee::regrole::text FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.oid = '{table}'::regclass AND a.grantee <> c.relowner AND a.grantee <> 0
    LOOP
        EXECUTE format('REVOKE ALL ON {table} FROM %s', grantee);
        EXECUTE format('GRANT SELECT ON {table} TO %s', grantee);
    END LOOP;
END
$$
"""


def _differs(name: str) -> str:
    return f"o.{name} IS DISTINCT FROM r.{name}"


def _veil(row: str, name: str) -> str:
    return f"to_jsonb(NULLIF({row}.{name}::text <> '', false))"


class Recording(RunSQL):
    """The operation that `recorded` makes; it remembers what is recorded, for the test that asks about every column."""

    def __init__(self, table: str, thing: str, said: Sequence[str], veiled: Sequence[str], **sql: Any) -> None:
        super().__init__(**sql)
        self.table, self.thing = table, thing
        self.said, self.veiled = tuple(said), tuple(veiled)


def recorded(
    table: str,
    thing: str,
    columns: Sequence[str],
    *,
    veiled: Sequence[str] = (),
    person: str = "NULL::bigint",
    family: str = "NULL::bigint",
    nursery: str = "r.nursery_id",
) -> Recording:
    """A migration operation: what is added to, changed in and removed from `table` (a row of which is called `r`) is
    recorded as of a `thing`, a model's name.

    Of a row that is added or removed `columns` are kept, of one that is changed those of them that differ. Of `veiled`
    ones it is kept that they differ, never what they held: null was or is nothing, true something. `person` and
    `family` say in SQL whom it is about. A statement that leaves all of them as they are records nothing.
    """
    # In one INSERT a statement, whatever the number of its rows. Without nested loops, because a plan that was made
    # for one changed row is kept, and would compare each of a thousand with each.
    insert = (
        "INSERT INTO nursery_recorded (nursery_id, at, thing, row, person, family, operation, before, after, actor,"
        ' "by", origin)'
    )

    def who(operation: str, before: str, after: str) -> str:
        return (
            f"SELECT {nursery}, transaction_timestamp(), '{thing}', r.id, {person}, {family}, '{operation}',"
            f" {before}, {after}, CASE WHEN acting_in = {nursery} THEN acting END, acting_by, acting_from"
        )

    whole = "jsonb_strip_nulls(jsonb_build_object(" + ", ".join(f"'{name}', r.{name}" for name in columns) + "))"
    each = [f"('{name}', to_jsonb(o.{name}), to_jsonb(r.{name}), {_differs(name)})" for name in columns]
    each += [f"('{name}', {_veil('o', name)}, {_veil('r', name)}, {_differs(name)})" for name in veiled]
    differs = " OR ".join(_differs(name) for name in (*columns, *veiled))
    function = f"""
        CREATE FUNCTION {table}_recorded() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_nestloop = off AS $$
        DECLARE
            acting_in bigint := substring(current_setting('turnabout.actor', true) FROM '^([0-9]{{1,18}}):');
            acting bigint := substring(current_setting('turnabout.actor', true) FROM ':([0-9]{{1,18}})$');
            acting_by text := COALESCE(current_setting('turnabout.by', true), '');
            acting_from text := COALESCE(current_setting('turnabout.origin', true), '');
        BEGIN
            IF TG_OP = 'INSERT' THEN
                {insert} {who("added", "NULL::jsonb", whole)} FROM new_rows r;
            ELSIF TG_OP = 'DELETE' THEN
                {insert} {who("removed", whole, "NULL::jsonb")} FROM old_rows r;
            ELSE
                {insert} {who("changed", "d.before", "d.after")}
                FROM old_rows o JOIN new_rows r ON r.id = o.id, LATERAL (
                    SELECT jsonb_object_agg(v.name, v.was) AS before, jsonb_object_agg(v.name, v.becomes) AS after
                    FROM (VALUES {", ".join(each)}) v (name, was, becomes, differs) WHERE v.differs
                ) d
                WHERE {differs};
                -- Whoever gives a row another id takes one row away and brings another.
                {insert} {who("removed", whole, "NULL::jsonb")}
                FROM old_rows r WHERE NOT EXISTS (SELECT FROM new_rows n WHERE n.id = r.id);
                {insert} {who("added", "NULL::jsonb", whole)}
                FROM new_rows r WHERE NOT EXISTS (SELECT FROM old_rows o WHERE o.id = r.id);
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
    forward = [
        function,
        f"REVOKE ALL ON FUNCTION {table}_recorded() FROM PUBLIC",
        *(
            f"CREATE TRIGGER {table}_recorded_{event.lower()} AFTER {event} ON {table} REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_recorded()"
            for event, tables in seen.items()
        ),
    ]
    back = [
        *(f"DROP TRIGGER {table}_recorded_{event.lower()} ON {table}" for event in seen),
        f"DROP FUNCTION {table}_recorded()",
    ]
    return Recording(table, thing, columns, veiled, sql=forward, reverse_sql=back)


def recorded_no_more(recording: Recording) -> RunSQL:
    """A migration operation that takes `recording` down, before the same table is recorded anew, with other columns."""
    return RunSQL(sql=recording.reverse_sql or (), reverse_sql=recording.sql)
