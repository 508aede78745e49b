"""`manage.py coverage SLUG --from D --to D --format json`."""

import datetime as dt
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nursery.nursery_command import NurseryCommand
from rota.queries.engine_facts import rota_facts
from rota.safety import NoRuleSetError, coverage_document, evaluate_span


class Command(NurseryCommand):
    help = "Print every time slice of every room: children, adults required, counted, and what to be alerted to."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        self.add_span(parser)

    def handle(self, *args: Any, slug: str, first: dt.date, last: dt.date, **options: Any) -> None:
        self.check_span(first, last)
        with self.nursery(slug) as nursery:
            try:
                slices = evaluate_span(rota_facts(nursery, first, last), first, last)
            except NoRuleSetError as error:
                raise CommandError(f"There are {error}. Give the nursery its own ratio_rules.") from error
            self.print_document(coverage_document(slices, nursery.zone))
