"""What changes who may sign in, and as whom."""

import datetime as dt
from itertools import groupby
from operator import attrgetter

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Account, Person
from accounts.queries import account_of, nurseries_that_know, people_to_link, plain_address
from nursery.acting import By, acting, acts
from nursery.scope import nursery_scope


@transaction.atomic
def open_account(email: str) -> Account:
    """The account for an address, made when there is none: without a password, its address not yet proven."""
    account = account_of(email)
    if account is None:
        # Two first codes asked for at one moment: the constraint lets one in, the other finds it.
        account, _made = Account.objects.get_or_create(
            email=plain_address(email), defaults={"password": make_password(None)}
        )
    EmailAddress.objects.get_or_create(
        user=account,
        email=plain_address(email),
        defaults={"primary": not EmailAddress.objects.filter(user=account, primary=True).exists()},
    )
    return account


def open_known_account(email: str, today: dt.date) -> Account | None:
    """The account that an address may sign in to; opened now where a nursery knows the address, or where anybody may
    start one; else None."""
    account = account_of(email)
    if account is None and not settings.FOUNDING_OPEN and not nurseries_that_know(email, today):
        return None
    account = open_account(email)
    return account if account.is_active else None


@transaction.atomic
def link_people(account: Account, today: dt.date) -> list[Person]:
    """Make `account` every person whose address it has proven, unless they are another account's already."""
    linked: list[Person] = []
    for nursery, people in groupby(people_to_link(account, today), key=attrgetter("nursery")):
        with acting(By.PAGE, "account_login"), nursery_scope(nursery):
            for person in people:
                acts(nursery.pk, person.pk)
                if Person.objects.filter(pk=person.pk, account=None).update(account=account):
                    person.account = account
                    linked.append(person)
    return linked


def prove_address(account: Account, email: str) -> None:
    """Take it that whoever signs in reads this mailbox: they hold the link of an invitation that went there, or come in
    by the demo's one click, where no mail is ever sent."""
    EmailAddress.objects.filter(user=account, email=plain_address(email)).update(verified=True)


def end_session(account: Account, number: int, *, here: str | None) -> bool:
    """Sign `account` out where that session of its own is; False where it has none of that number (any more).

    `here` is the key of the session in which they ask, which ends by signing out alone.
    """
    session = UserSession.objects.filter(user=account, pk=number).exclude(session_key=here or "").first()
    if session is None:
        return False
    session.end()
    return True


def end_other_sessions(account: Account, *, here: str | None) -> int:
    """Sign `account` out everywhere but in the session of that key; how many that were."""
    others = list(UserSession.objects.filter(user=account).exclude(session_key=here or ""))
    for session in others:
        session.end()
    return len(others)
