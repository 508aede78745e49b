"""What commands about one nursery share: which one, which days, and printing a document."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nursery.acting import By, acting
from nursery.models import Nursery
from nursery.scope import nursery_scope


def day(text: str) -> dt.date:
    """For argparse: a day as YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is no day. Write it as YYYY-MM-DD.") from error


class NurseryCommand(BaseCommand):
    """`manage.py NAME SLUG …`: prints one JSON document about one nursery."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--format", choices=["json"], default="json")

    def add_span(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=day, required=True)
        parser.add_argument("--to", dest="last", type=day, required=True)

    @contextmanager
    def nursery(self, slug: str) -> Iterator[Nursery]:
        """The nursery with its policy, inside its scope. Raises CommandError."""
        found = Nursery.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Nursery.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no nursery '{slug}'. There are: {known}.")
        name = type(self).__module__.rpartition(".")[2]
        with acting(By.COMMAND, name), nursery_scope(found):
            yield Nursery.objects.select_related("policy").get(pk=found.pk)

    def check_span(self, first: dt.date, last: dt.date) -> None:
        if last < first:
            raise CommandError(f"--to ({last}) is before --from ({first}).")

    def print_document(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
