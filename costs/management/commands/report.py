"""`manage.py report SLUG --term KEY [--check]`."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from costs.models import Closing
from costs.periods import period_of_term
from costs.reports.building import report_of
from costs.reports.closed import METHOD, check_closing
from costs.reports.documents import report_bytes
from nursery.dates import local_day
from nursery.models import Nursery, Term
from nursery.nursery_command import NurseryCommand
from rota.safety import NoRuleSetError


class Command(NurseryCommand):
    help = (
        "Print a term's report; of a closed term as it was closed. --check works that one out again from the inputs "
        "that were kept, byte for byte, and says what today's rows would give otherwise; exit 1 where it differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--term", required=True, help="the term's key")
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, slug: str, term: str, check: bool, **options: Any) -> None:
        with self.nursery(slug) as nursery:
            found = Term.objects.filter(key=term).first()
            if found is None:
                known = ", ".join(Term.objects.order_by("starts").values_list("key", flat=True)) or "none yet"
                raise CommandError(f"There is no term '{term}'. There are: {known}.")
            if check:
                self._check(found, nursery)
            else:
                self._print(found, nursery)

    def _print(self, term: Term, nursery: Nursery) -> None:
        today = local_day(timezone.now(), nursery.zone)
        if term.starts > today:
            raise CommandError(f"{term.name} begins on {term.starts}: there is no report of it yet.")
        try:
            document = report_bytes(report_of(nursery, period_of_term(term), today))
        except NoRuleSetError as error:
            raise CommandError(f"There are {error}. Give the nursery its own ratio_rules.") from error
        self.stdout.write(document.decode())

    def _check(self, term: Term, nursery: Nursery) -> None:
        closing = Closing.objects.select_related("term").filter(term=term, closed_at__isnull=False).first()
        if closing is None:
            raise CommandError(f"No report of {term.name} is kept: it is not closed.")
        if closing.engine != METHOD:
            self.stderr.write(f"It was worked out by {closing.engine}; this is {METHOD}, which may give other figures.")
        checked = check_closing(closing, nursery)
        for what, agrees, digest in (
            ("inputs", checked.inputs, closing.inputs_digest),
            ("report", checked.document, closing.document_digest),
        ):
            self.stdout.write(f"{what}: {'the same, byte for byte' if agrees else 'NOT THE SAME'} ({digest})")
        if checked.differing is None:
            self.stdout.write(
                "rows: it came with a nursery file, so today's rows have other ids; they were not compared"
            )
        elif checked.differing:
            self.stdout.write(f"rows: today's would give others in {', '.join(checked.differing)}")
        else:
            self.stdout.write("rows: today's would give the same inputs")
        if not checked.agrees:
            raise CommandError(f"The report of {term.name} cannot be reproduced.")
