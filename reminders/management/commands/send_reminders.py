"""One pass of planning and delivering without Celery, for a nursery that has only cron."""

import datetime as dt
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nursery.dates import now as clock
from nursery.dates import say_moment
from nursery.models import Nursery
from reminders.actions import deliver_waiting, note_sweep, plan_everything, to_be_sent
from reminders.transactions import own_transaction

_SECONDS = 240  # cron calls again; two that overlap share the work


def moment(text: str) -> dt.datetime:
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a moment such as 2026-10-06T18:00+01:00.") from None
    if read.tzinfo is None:
        raise ArgumentTypeError(f"Say which clock {text!r} is read from, as in {text}+01:00 or {text}Z.")
    return read.astimezone(dt.UTC)


class Command(BaseCommand):
    help = "Plan and send the reminders that are due: one pass, without Celery."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", type=moment, metavar="ISO", help="what is due at this moment, instead of at the present one"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and write and send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now: dt.datetime = options["now"] or clock()
        if options["dry_run"]:
            self._say_what_would_be_sent(now)
            return
        planned = plan_everything(now, seconds=_SECONDS)
        note_sweep(clock())
        tally = deliver_waiting(now, seconds=_SECONDS)
        self.stdout.write(f"{planned} planned, {tally}.")

    def _say_what_would_be_sent(self, now: dt.datetime) -> None:
        total = 0
        for nursery in Nursery.objects.order_by("slug"):
            with own_transaction(nursery):
                for message, letter in to_be_sent(nursery, now):
                    total += 1
                    due = say_moment(message.due_at, nursery.zone)
                    self.stdout.write(
                        f"{nursery.slug}\t{due}\t{message.kind}\t{message.person.short_name}\t{letter.subject}"
                    )
        self.stdout.write(f"{total} would be sent; nothing was written.")
