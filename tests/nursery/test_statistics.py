from django.db import connection

from accounts.models import Family
from nursery.models import Nursery
from nursery.scope import nursery_scope
from nursery.statistics import refresh_statistics
from tests.builders import House
from tests.filled import FilledDatabases


def _rows_that_postgresql_knows_of(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        found: float = cursor.fetchone()[0]
    return found


def test_the_apps_role_has_the_owners_tables_analysed(db: None, filled: FilledDatabases) -> None:
    # In a database apart: what PostgreSQL has counted stays when the rows are taken back.
    with filled.opened("statistics", House):
        nursery = Nursery.objects.get()
        with nursery_scope(nursery):
            Family.objects.bulk_create(
                Family(nursery=nursery, key=f"family-{number}", name=f"Family {number}") for number in range(30)
            )
        refresh_statistics()
        assert _rows_that_postgresql_knows_of("accounts_family") == 30
