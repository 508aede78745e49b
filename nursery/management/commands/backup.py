"""`manage.py backup FOLDER`: everything, as of this moment, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nursery import dates
from nursery.backup import BackupError, count, drill, forget_older, make_backup


class Command(BaseCommand):
    help = "Write a backup of the whole database into FOLDER, by PostgreSQL's own pg_dump."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep", type=int, metavar="N", help="then remove all but the newest N backups there")
        parser.add_argument(
            "--drill", action="store_true", help="then put it back into a database of its own, and look"
        )

    def handle(self, *args: Any, folder: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep needs a number from 1 on: the newest backup always stays.")
        try:
            path = make_backup(folder, dates.now())
            if options["drill"]:
                tried, here = drill(path), count()
                if tried.walls != here.walls or tried.rows.keys() != here.rows.keys():
                    raise BackupError(f"{path} could be put back, but not all tables or walls came with it.")
                self.stdout.write(f"Put back on trial: {len(tried.rows)} tables, {sum(tried.rows.values())} rows.")
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path} ({path.stat().st_size:,} bytes)")
        for old in forget_older(folder, keep) if keep else []:
            self.stdout.write(f"Removed {old.name}")
