"""The second wall: PostgreSQL's row-level security, put up by migrations."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import RunSQL

from nursery.crossing import Crossing

# In a SELECT of its own the setting is read once a query, not once a row.
_MINE = "nursery_id = (SELECT NULLIF(current_setting('turnabout.nursery', true), '')::bigint)"


def wall(table: str, crossings: Sequence[Crossing] = ()) -> RunSQL:
    """A migration operation: rows of `table` are seen and written only inside their own nursery's scope.

    `crossings` names the reads (never writes) that may look across; see `nursery.crossing`.
    """
    forward: list[Any] = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY nursery_wall ON {table} USING ({_MINE}) WITH CHECK ({_MINE})",
    ]
    back: list[Any] = [f"DROP POLICY nursery_wall ON {table}", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    for name in crossings:
        forward.append(
            f"CREATE POLICY crossing_{name} ON {table} FOR SELECT"
            f" USING ((SELECT current_setting('turnabout.crossing', true)) = '{name}')"
        )
        back.insert(0, f"DROP POLICY crossing_{name} ON {table}")
    return RunSQL(sql=forward, reverse_sql=back)
