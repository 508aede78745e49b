"""What the nightly task does, at once; or what it would do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nursery.acting import By, acting
from nursery.dates import now as clock
from nursery.erasing import ERASER, eraser_is_there
from nursery.models import Nursery
from rights.actions.nightly import ErasingFailedError, erase_due


class Command(BaseCommand):
    help = "Erase who and what has been kept as long as the nurseries' policies say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what is due, and write nothing")
        parser.add_argument("--nursery", default="", metavar="SLUG", help="of one nursery alone")

    def handle(self, *args: Any, **options: Any) -> None:
        only = options["nursery"]
        if only and not Nursery.objects.filter(slug=only).exists():
            raise CommandError(f"There is no nursery '{only}'.")
        if not options["dry_run"] and not eraser_is_there():
            raise CommandError(f"The role {ERASER} is not there: docs/operations.md says how to make it.")
        try:
            with acting(By.COMMAND, "erase"):
                nights = erase_due(clock(), only=only, dry=options["dry_run"])
        except ErasingFailedError as error:
            raise CommandError(str(error)) from error
        for night in nights:
            if options["dry_run"]:
                due = ", ".join(f"{number} {what}" for what, number in night.due.items() if number)
                self.stdout.write(f"{night.slug}: due {due or 'nothing'}")
                continue
            self.stdout.write(f"{night.slug}: {len(night.done)} entries in the log")
            for erasure in night.done:
                self.stdout.write(f"  {erasure.what} {erasure.public_id} {erasure.counts}".rstrip())
