"""`manage.py open_demo`: the demo nursery, when there is no nursery at all."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nursery.models import Nursery
from portability.demo.opening import open_demo


class Command(BaseCommand):
    help = "Import the demo nursery, moved so that it is alive today. Does nothing where there is a nursery."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", help="open it as of noon on this day, YYYY-MM-DD")

    def handle(self, *args: Any, today: str | None, **options: Any) -> None:
        if Nursery.objects.exists():
            return
        if options["verbosity"]:
            self.stdout.write("         Opening the demo nursery …")
            self.stdout.flush()
        open_demo(self._moment(today))

    def _moment(self, today: str | None) -> dt.datetime:
        if today is None:
            return timezone.now()
        try:
            day = dt.date.fromisoformat(today)
        except ValueError as error:
            raise CommandError(f"--today takes a day, YYYY-MM-DD, not {today!r}.") from error
        return dt.datetime.combine(day, dt.time(12), tzinfo=ZoneInfo("Europe/London"))
