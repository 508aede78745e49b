"""`manage.py let_found EMAIL`: let somebody start a nursery here, where not everybody may."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from accounts.actions import open_account
from accounts.queries import plain_address
from accounts.scope import account_scope
from founding.actions.drafts import new_draft
from founding.queries.drafts import drafts_of
from nursery import dates


class Command(BaseCommand):
    help = "Let whoever reads this mailbox start one nursery here, and print where. They sign in by a code by e-mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        address = plain_address(email)
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{email} is no e-mail address.") from error
        account = open_account(address)
        with account_scope(account):
            known = drafts_of(account)
            draft = known[0] if known else new_draft(account, now=dates.now())
        page = settings.SITE_URL + reverse("founding:draft", args=[draft.public_id])
        self.stdout.write(f"{address} may start a nursery at {page}")
        self.stdout.write("They sign in there with that address, by a code that goes to it.")
