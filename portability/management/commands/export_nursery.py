"""`manage.py export_nursery SLUG [--output FILE]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nursery.models import Nursery
from portability.exporting import as_text, export_document


class Command(BaseCommand):
    help = "Print a nursery as a nursery file, or write it to --output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--output", type=Path)

    def handle(self, *args: Any, slug: str, output: Path | None, **options: Any) -> None:
        nursery = Nursery.objects.filter(slug=slug).first()
        if nursery is None:
            known = ", ".join(Nursery.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no nursery '{slug}'. There are: {known}.")
        text = as_text(export_document(nursery))
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
