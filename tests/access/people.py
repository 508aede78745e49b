"""Two nurseries that hold one of everything, and a browser for everybody who might come to the door of one of them."""

import datetime as dt
from copy import deepcopy
from typing import Any

import time_machine
from allauth.account.models import EmailAddress
from django.http import HttpResponse
from django.test import Client

from accounts.models import Account, Person, RoleKind
from membership.models import Invitation, Remark
from nursery.models import Nursery
from nursery.scope import nursery_scope
from portability.importing import import_document
from reminders.models import Bounced, Channel, PushDevice
from rights.models import Wish
from tests.pages import client_of
from tests.portability.everything import everything

# A Wednesday in Harebell's term, at ten.
NOW = dt.datetime(2026, 9, 30, 9, 0, tzinfo=dt.UTC)
HERE, ELSEWHERE = "harebell", "foxglove"

VISITOR, STRANGER, LEAVER = "visitor", "another nursery’s manager", "somebody who left yesterday"
UNPROVEN = "manager, trustee and treasurer without a second factor"
MEMBERS = tuple(RoleKind)
EVERYBODY = (VISITOR, STRANGER, LEAVER, UNPROVEN, *MEMBERS)


class Doors:
    """Made once a worker; `knock` leaves no trace."""

    def __init__(self) -> None:
        self._cookies: dict[str, str] = {}

    def fill(self) -> None:
        with time_machine.travel(NOW, tick=False):
            here, elsewhere = _nursery(HERE), _nursery(ELSEWHERE)
            for role in MEMBERS:
                self._let_in(role, _person(here, role))
            self._let_in(LEAVER, _person(here, RoleKind.MANAGER, left=(NOW - dt.timedelta(days=1)).date()))
            trusted = (RoleKind.MANAGER, RoleKind.TREASURER, RoleKind.TRUSTEE)
            self._let_in(STRANGER, _person(elsewhere, *trusted))
            self._let_in(UNPROVEN, _person(here, *trusted), second_factor=False)

    def browser_of(self, whom: str) -> Client:
        client = Client(raise_request_exception=False)
        if whom != VISITOR:
            client.cookies["sessionid"] = self._cookies[whom]
        return client

    def knock(self, whom: str, method: str, url: str) -> HttpResponse:
        """An empty form where the method carries one."""
        response: HttpResponse = self.browser_of(whom).generic(method, url)  # type: ignore[assignment]
        return response

    def _let_in(self, whom: str, person: Person, *, second_factor: bool = True) -> None:
        self._cookies[whom] = client_of(person, second_factor=second_factor).cookies["sessionid"].value


DOORS = Doors()  # one for all who ask for the database "doors", which is filled once


def _nursery(slug: str) -> Nursery:
    document = deepcopy(everything())
    document["nursery"] |= {"slug": slug, "language": "en-gb"}
    nursery = import_document(document)
    with nursery_scope(nursery):
        _what_no_file_holds(nursery)
    return nursery


def _person(nursery: Nursery, *roles: RoleKind, **fields: Any) -> Person:
    who = f"{nursery.slug}-{'-'.join(roles)}-{'left' if fields else 'here'}"
    email = f"{who}@example.org"
    account = Account.objects.create_user(email=email)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    with nursery_scope(nursery):
        return Person.objects.create(
            nursery=nursery,
            key=who,
            name=f"{roles[0].title()} Oyelaran",
            email=email,
            account=account,
            roles=list(roles),
            **fields,
        )


def _what_no_file_holds(nursery: Nursery) -> None:
    amara = Person.objects.get(key="amara")
    PushDevice.objects.create(nursery=nursery, person=amara, endpoint="https://push.example.org/1", added_at=NOW)
    Bounced.objects.create(
        nursery=nursery, person=amara, channel=Channel.EMAIL, address=amara.email, sentence="Unknown here", at=NOW
    )
    invitation = Invitation.objects.create(
        nursery=nursery, person=amara, email=amara.email, invited_at=NOW, expires_at=NOW + dt.timedelta(days=14)
    )
    Remark.objects.create(nursery=nursery, person=amara, invitation=invitation, text="Another name", at=NOW)
    Wish.objects.create(nursery=nursery, person=amara, asked_at=NOW)
