"""For somebody who has lost passkey, app and recovery codes: they come in by code or password again."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.actions import end_other_sessions
from accounts.queries import account_of


class Command(BaseCommand):
    help = "Takes away every passkey, app and recovery code of an account and ends its sessions. Be sure who asks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="an address that they sign in with")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        account = account_of(email)
        if account is None:
            raise CommandError(f"Nobody signs in as {email}.")
        gone, _by_kind = Authenticator.objects.filter(user=account).delete()
        ended = end_other_sessions(account, here=None)
        self.stdout.write(f"{account.email}: {gone} taken away, {ended} sessions ended.")
