"""`manage.py open_demo`: the demo nursery, when there is no nursery at all."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nursery.models import Nursery
from nursery.statistics import refresh_statistics
from portability.demo.opening import open_demo


class Command(BaseCommand):
    help = "Import the demo nursery, alive today. Where there is a nursery, say so and do nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", help="open it as of noon on this day, YYYY-MM-DD")

    def handle(self, *args: Any, today: str | None, **options: Any) -> None:
        moment = self._moment(today)
        is_empty = not Nursery.objects.exists()
        if options["verbosity"]:
            doing = "Opening the demo nursery …" if is_empty else "There is a nursery already; it stays as it is."
            self.stdout.write(f"         {doing}")
            self.stdout.flush()
        if is_empty:
            open_demo(moment)
            refresh_statistics()

    def _moment(self, today: str | None) -> dt.datetime:
        if today is None:
            return timezone.now()
        try:
            day = dt.date.fromisoformat(today)
        except ValueError as error:
            raise CommandError(f"--today takes a day, YYYY-MM-DD, not {today!r}.") from error
        return dt.datetime.combine(day, dt.time(12), tzinfo=ZoneInfo("Europe/London"))
