"""A feed as a calendar sees it: fetched without signing in, read by vobject, which did not write it."""

from typing import Any

import vobject
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from rota.actions.feed import make_feed
from rota.models import CalendarFeed
from tests.builders import NOW, House


def a_feed(house: House, person: Person | None, by: Person | None = None) -> CalendarFeed:
    maker = by or person
    assert maker is not None
    return make_feed(person, maker, nursery=house.nursery, now=NOW)


def address(feed: CalendarFeed) -> str:
    return reverse("calendar_feed", args=[feed.nursery.slug, feed.token])


def fetched(feed: CalendarFeed, **headers: str) -> Any:
    return Client().get(address(feed), headers={key.replace("_", "-"): value for key, value in headers.items()})


def read(feed: CalendarFeed) -> Any:
    response = fetched(feed)
    assert response.status_code == 200
    return vobject.readOne(response.content.decode())


def events(feed: CalendarFeed) -> list[Any]:
    return list(read(feed).contents.get("vevent", []))
