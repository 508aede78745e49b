"""`migrate` runs as the owner of the tables, lets the app's role use what it makes, and the eraser replace identity."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from nursery.erasing import grant_identity


class Command(DjangoMigrate):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        self._let_the_app_use_new_tables(options["database"])
        super().handle(*args, **options)
        with connections[options["database"]].cursor() as cursor:
            grant_identity(cursor)

    def _let_the_app_use_new_tables(self, database: str) -> None:
        """Default privileges come before the first table, so no grant is ever given twice or forgotten."""
        owner = connections[database]
        app_role = connections["default"].settings_dict["USER"]
        if owner.settings_dict["USER"] == app_role:
            return
        quoted = owner.ops.quote_name(app_role)
        with owner.cursor() as cursor:
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
            cursor.execute(
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {quoted}"
            )
            cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {quoted}")
