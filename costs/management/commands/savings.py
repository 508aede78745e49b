"""`manage.py savings SLUG --from D --to D --format json`."""

import datetime as dt
from typing import Any

from django.core.management.base import CommandError, CommandParser

from costs.queries import savings_of
from costs.savings import savings_document
from nursery.nursery_command import NurseryCommand
from rota.safety import NoRuleSetError


class Command(NurseryCommand):
    help = "Print what the nursery avoided paying because parents took shifts: an estimate, in three scenarios."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        self.add_span(parser)

    def handle(self, *args: Any, slug: str, first: dt.date, last: dt.date, **options: Any) -> None:
        self.check_span(first, last)
        with self.nursery(slug) as nursery:
            try:
                savings = savings_of(nursery, first, last)
            except NoRuleSetError as error:
                raise CommandError(f"There are {error}. Give the nursery its own ratio_rules.") from error
            self.print_document(savings_document(savings, nursery.slug, nursery.currency))
        for fault in savings.faults:
            scenario = f" ({fault.scenario})" if fault.scenario else ""
            self.stderr.write(f"{fault.kind}: {fault.key} on {fault.day}{scenario}")
