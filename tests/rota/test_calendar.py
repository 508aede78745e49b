"""The page of my calendar address: made, shown, made anew, switched off."""

import pytest
import time_machine

from nursery.scope import nursery_scope
from rota.models import CalendarFeed, HistoryEntry, Verb
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.feeds import a_feed, fetched

pytestmark = pytest.mark.django_db

PAGE = "/bluebell/rota/calendar/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def test_without_an_address_it_says_what_one_is_and_makes_it(house: House):
    me = house.parent()
    client = client_of(me)
    assert "Make my calendar address" in text_of(client.get(PAGE))
    response = client.post(f"{PAGE}make/", follow=True)
    feed = CalendarFeed.objects.get(person=me)
    body = response.content.decode()
    assert f'value="http://localhost:8000/bluebell/calendar/{feed.token}.ics"' in body
    assert f'href="webcal://localhost:8000/bluebell/calendar/{feed.token}.ics"' in body
    assert "Whoever has this address can read when you are here" in text_of(response)


def test_a_page_with_a_secret_on_it_is_kept_by_no_cache(house: House):
    assert client_of(house.parent()).get(PAGE)["Cache-Control"] == "private, no-store"


def test_a_new_address_replaces_the_old(house: House):
    me = house.parent()
    old = a_feed(house, me)
    client_of(me).post(f"{PAGE}make/")
    assert fetched(old).status_code == 410
    assert CalendarFeed.objects.filter(person=me, revoked_at=None).count() == 1


def test_switching_off_is_said_and_can_be_repeated(house: House):
    me = house.parent()
    feed = a_feed(house, me)
    client = client_of(me)
    assert "is switched off" in text_of(client.post(f"{PAGE}revoke/", follow=True))
    assert fetched(feed).status_code == 410
    assert "Make my calendar address" in text_of(client.post(f"{PAGE}revoke/", follow=True))


def test_when_a_calendar_last_came_by_is_shown(house: House):
    me = house.parent()
    feed = a_feed(house, me)
    client = client_of(me)
    assert "No calendar has read it yet." in text_of(client.get(PAGE))
    fetched(feed)
    assert "Last read by a calendar about Wed 30 Sep, 09:00." in text_of(client.get(PAGE))


def test_history_knows_who_made_and_revoked_but_not_the_address(house: House):
    me = house.parent()
    client = client_of(me)
    client.post(f"{PAGE}make/")
    client.post(f"{PAGE}revoke/")
    assert list(HistoryEntry.objects.order_by("pk").values_list("verb", "actor")) == [
        (Verb.FEED_MADE, me.pk),
        (Verb.FEED_REVOKED, me.pk),
    ]


def test_nobody_sees_anybody_elses_address(house: House):
    feed = a_feed(house, house.parent("Tomasz Nowak"))
    assert feed.token not in client_of(house.manager()).get(PAGE).content.decode()


def test_the_nurserys_address_is_the_managers(house: House):
    manager = client_of(house.manager())
    manager.post(f"{PAGE}nursery/make/")
    feed = CalendarFeed.objects.get(person=None)
    assert feed.token in manager.get(PAGE).content.decode()
    parent = client_of(house.parent())
    assert "open places" not in text_of(parent.get(PAGE))
    assert parent.post(f"{PAGE}nursery/make/").status_code == 403
    assert parent.post(f"{PAGE}nursery/revoke/").status_code == 403
    manager.post(f"{PAGE}nursery/revoke/")
    assert fetched(feed).status_code == 410


def test_a_parent_of_another_nursery_finds_no_page(house: House, other_house: House):
    with nursery_scope(other_house.nursery):
        stranger = other_house.parent()
    client = client_of(stranger)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}make/").status_code == 404
    assert CalendarFeed.objects.count() == 0


def test_more_and_my_shifts_lead_there(house: House):
    client = client_of(house.parent())
    for page in ("/bluebell/more/", "/bluebell/rota/me/"):
        assert f'href="{PAGE}"' in client.get(page).content.decode()
