"""`manage.py import_nursery FILE`: a whole nursery, or nothing and every fault."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nursery.statistics import refresh_statistics
from portability.faults import NurseryFileError
from portability.importing import import_file


class Command(BaseCommand):
    help = "Take in a nursery file, whole or not at all. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            nursery = import_file(file)
        except NurseryFileError as error:
            count = len(error.faults)
            self.stderr.write("\n".join(map(str, error.faults)))
            raise CommandError(f"{count} fault{'' if count == 1 else 's'}; nothing was written.") from error
        refresh_statistics()
        if options["verbosity"]:
            self.stdout.write(f"{nursery.name} ({nursery.slug}) is as the file says.")
