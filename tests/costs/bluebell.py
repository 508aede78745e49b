"""Bluebell's autumn once it is over, in the database, and a browser for one of its people."""

import datetime as dt
from pathlib import Path

from django.core.management import call_command
from django.test import Client

from accounts.models import Account, Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from tests.pages import client_of

AFTER_TERM = dt.datetime(2026, 12, 14, 12, tzinfo=dt.UTC)
TRUSTEE, TREASURER, MANAGER, PARENT = "samuel-adjei", "adam-goldberg", "helen-tanaka", "amara-okafor"


def import_bluebell() -> Nursery:
    call_command("import_nursery", str(Path(__file__).parents[1] / "data" / "bluebell.json"), verbosity=0)
    return Nursery.objects.get(slug="bluebell")


def browser_of(nursery: Nursery, key: str) -> Client:
    with nursery_scope(nursery):
        person = Person.objects.get(key=key)
        person.account = Account.objects.create_user(email=person.email)
        person.save()
    return client_of(person)
