"""For a lost tablet, or a suspicion: whoever is signed in is signed out."""

from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import end_other_sessions
from accounts.queries import account_of


class Command(BaseCommand):
    help = "Ends every session of one account, or of everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("email", nargs="?", help="an address that they sign in with")
        whose.add_argument("--everybody", action="store_true")

    def handle(self, *args: Any, email: str | None, everybody: bool, **options: Any) -> None:
        if everybody:
            ended, _by_kind = Session.objects.all().delete()
            self.stdout.write(f"{ended} sessions ended.")
            return
        account = account_of(email or "")
        if account is None:
            raise CommandError(f"Nobody signs in as {email}.")
        self.stdout.write(f"{account.email}: {end_other_sessions(account, here=None)} sessions ended.")
