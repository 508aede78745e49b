"""`manage.py restore FILE`: the database is as it was when the backup was made."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nursery.backup import BackupError, count, drill, put_back


class Command(BaseCommand):
    help = "Put a backup back, whole or not at all, into an empty database."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--instead", action="store_true", help="lose what is in the database now")
        parser.add_argument("--drill", action="store_true", help="into a database of its own, which is then removed")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            if options["drill"]:
                found = drill(file)
                done = "can be put back"
            else:
                put_back(file, instead=options["instead"])
                found = count()
                done = "is put back"
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} {done}: {len(found.rows)} tables, {sum(found.rows.values())} rows.")
        if not options["drill"]:
            self.stdout.write("Now: manage.py migrate, in case the backup is older than the program.")
