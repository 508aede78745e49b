"""Bluebell's term, over, as a trustee or the manager opens it."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import Account, Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from tests.pages import client_of

AFTER_TERM = dt.datetime(2026, 12, 14, 12, tzinfo=dt.UTC)


@pytest.fixture
def bluebell(bluebell: Nursery) -> Iterator[Nursery]:
    """Inside its scope, after its term."""
    with nursery_scope(bluebell), time_machine.travel(AFTER_TERM, tick=False):
        yield bluebell


def browser_of(key: str) -> Client:
    person = Person.objects.get(key=key)
    person.account = Account.objects.create_user(email=person.email)
    person.save()
    return client_of(person)


@pytest.fixture
def trustee(bluebell: Nursery) -> Client:
    return browser_of("samuel-adjei")


@pytest.fixture
def manager(bluebell: Nursery) -> Client:
    return browser_of("helen-tanaka")
