"""Calendar addresses are secrets of the installation: no file holds one, and no file takes one away."""

import datetime as dt
import json

import pytest

from accounts.models import Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from portability.exporting import export_document
from portability.importing import import_document
from rota.actions.feed import make_feed
from rota.models import CalendarFeed

NOW = dt.datetime(2026, 11, 12, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def nursery(db, bluebell) -> Nursery:
    return import_document(bluebell)


def test_the_file_holds_no_address(nursery: Nursery):
    with nursery_scope(nursery):
        person = Person.objects.order_by("pk")[0]
        feeds = [make_feed(whose, person, nursery=nursery, now=NOW) for whose in (person, None)]
    written = json.dumps(export_document(nursery))
    assert [feed.token for feed in feeds if feed.token in written] == []


def test_an_import_leaves_addresses_as_they_are(nursery: Nursery, bluebell):
    with nursery_scope(nursery):
        person = Person.objects.order_by("pk")[0]
        make_feed(person, person, nursery=nursery, now=NOW)
        before = list(CalendarFeed.objects.values())
    bluebell["people"][0]["name"] = "Somebody Else"
    import_document(bluebell)
    with nursery_scope(nursery):
        assert list(CalendarFeed.objects.values()) == before
