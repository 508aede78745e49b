from django.db import connection

from nursery.statistics import refresh_statistics
from tests.builders import House


def _rows_that_postgresql_knows_of(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        found: float = cursor.fetchone()[0]
    return found


def test_the_apps_role_has_the_owners_tables_analysed(house: House) -> None:
    for number in range(30):
        house.family(f"Family {number}")
    refresh_statistics()
    assert _rows_that_postgresql_knows_of("accounts_family") == 30
