"""The second wall: PostgreSQL's row-level security, put up by migrations."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import RunSQL

from nursery.crossing import Crossing

# In a SELECT of its own the setting is read once a query, not once a row.
_MINE = "{0}_id = (SELECT NULLIF(current_setting('turnabout.{0}', true), '')::bigint)"


def wall(table: str, crossings: Sequence[Crossing] = (), of: str = "nursery") -> RunSQL:
    """A migration operation: rows of `table` are seen and written only inside their own nursery's scope.

    `of` is "account" for what belongs to an account and to no nursery (`accounts.scope`). `crossings` names the reads
    (never writes) that may look across; see `nursery.crossing`.
    """
    mine, name_of_wall = _MINE.format(of), f"{of}_wall"
    forward: list[Any] = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY {name_of_wall} ON {table} USING ({mine}) WITH CHECK ({mine})",
    ]
    back: list[Any] = [f"DROP POLICY {name_of_wall} ON {table}", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    for name in crossings:
        forward.append(
            f"CREATE POLICY crossing_{name} ON {table} FOR SELECT"
            f" USING ((SELECT current_setting('turnabout.crossing', true)) = '{name}')"
        )
        back.insert(0, f"DROP POLICY crossing_{name} ON {table}")
    return RunSQL(sql=forward, reverse_sql=back)


def of_account(table: str) -> RunSQL:
    """A migration operation: rows of `table` go with their account, whoever sees them."""
    return RunSQL(
        sql=f"ALTER TABLE {table} ADD CONSTRAINT {table}_account FOREIGN KEY (account_id)"
        " REFERENCES accounts_account (id) ON DELETE CASCADE",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {table}_account",
    )
