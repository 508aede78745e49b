"""`manage.py fairness SLUG --term KEY --format json`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from nursery.models import Term
from nursery.nursery_command import NurseryCommand
from rota.queries.shares import shares_of_term
from rota.shares import fairness_document


class Command(NurseryCommand):
    help = "Print what each family owes in a term and has done, and how evenly it lies."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--term", required=True)

    def handle(self, *args: Any, slug: str, term: str, **options: Any) -> None:
        with self.nursery(slug) as nursery:
            found = Term.objects.filter(key=term).first()
            if found is None:
                known = ", ".join(Term.objects.order_by("starts").values_list("key", flat=True)) or "none yet"
                raise CommandError(f"There is no term '{term}'. There are: {known}.")
            self.print_document(fairness_document(shares_of_term(nursery, found)))
