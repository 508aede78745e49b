"""All rows of all tables, as PostgreSQL holds them: to prove that nothing was written."""

from typing import Any

from django.apps import apps
from django.db import connection

from nursery.models import Nursery
from nursery.scope import nursery_scope

OURS = ("nursery", "accounts", "rota", "costs", "membership", "reminders")


def all_rows(nursery: Nursery | None = None) -> dict[str, list[Any]]:
    """Each table's rows with where each version lies (`ctid`) and who wrote it (`xmin`): a row that was written again
    with the same values differs too. Without a nursery the tables that belong to none."""
    if nursery is None:
        return {"nurseries": [str(row) for row in Nursery.objects.order_by("pk").values()]}
    with nursery_scope(nursery):
        return {model._meta.db_table: _rows(model._meta.db_table) for model in _models()}


def counts(nursery: Nursery) -> dict[str, int]:
    return {table: len(rows) for table, rows in all_rows(nursery).items()}


def _models() -> list[Any]:
    return [model for app in OURS for model in apps.get_app_config(app).get_models()]


def _rows(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT ctid::text, xmin::text, t::text FROM "{table}" t ORDER BY t.id')
        return list(cursor.fetchall())
