"""One pass of planning and delivering without Celery, for a nursery that has only cron."""

import datetime as dt
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nursery.acting import By, acting
from nursery.dates import now as clock
from nursery.dates import say_moment
from nursery.models import Nursery
from reminders.actions import deliver_waiting, note_sweep, plan_everything, to_be_sent
from reminders.channels import routes
from reminders.kinds import kinds
from reminders.letters import Letter
from reminders.models import Message
from reminders.queries import Wishes
from reminders.transactions import own_transaction

AWAY, PARKED = 2, 3  # exit statuses, so that cron's mail is not the only one to know
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

    @acting(By.COMMAND, "send_reminders")
    def handle(self, *args: Any, **options: Any) -> None:
        now: dt.datetime = options["now"] or clock()
        if options["dry_run"]:
            self._say_what_would_be_sent(now)
            return
        planned = plan_everything(now, seconds=_SECONDS)
        note_sweep(clock())
        tally = deliver_waiting(now, seconds=_SECONDS)
        self.stdout.write(f"{planned} planned, {tally}.")
        if tally.away:
            raise CommandError(f"What could not go waits for the next pass: {tally.away}", returncode=AWAY)
        if tally.parked:
            raise CommandError(
                f"Given up: {tally.parked}. The manager’s page of messages says which and why.", returncode=PARKED
            )

    def _say_what_would_be_sent(self, now: dt.datetime) -> None:
        total = held = 0
        for nursery in Nursery.objects.order_by("slug"):
            with own_transaction(nursery):
                for message, letter in to_be_sent(nursery, now):
                    total += 1
                    self._say(nursery, message, letter, message.due_at, _way(nursery, message))
                for message, letter in to_be_sent(nursery, now, later=True):
                    held += 1
                    until = say_moment(message.send_at, nursery.zone)
                    self._say(nursery, message, letter, message.due_at, f"waits until {until}")
        waits = f", {held} wait for their time" if held else ""
        self.stdout.write(f"{total} would be sent{waits}; nothing was written.")

    def _say(self, nursery: Nursery, message: Message, letter: Letter, due_at: dt.datetime, way: str) -> None:
        words = (nursery.slug, say_moment(due_at, nursery.zone), message.kind, message.person.short_name, way)
        self.stdout.write("\t".join((*words, letter.subject)))


def _way(nursery: Nursery, message: Message) -> str:
    """The channel that would be tried first."""
    wish = Wishes([message.person_id], [message.kind]).of(message.person_id, kinds()[message.kind])
    ways = routes(message.person, wish.channels, nursery)
    return str(ways[0]) if ways else "no way to them"
