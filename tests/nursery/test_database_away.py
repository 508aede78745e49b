"""PostgreSQL away: a plain page with 503, and no traceback; and the queue away: booking still works."""

import pytest
import time_machine
from django.test import Client

from nursery.scope import nursery_scope
from reminders.models import Message
from rota.models import Booking
from tests.builders import NOW, House
from tests.pages import client_of, text_of


@pytest.mark.parametrize("path", ["/", "/bluebell/rota/", "/accounts/login/"])
def test_pages_say_so_plainly_while_postgresql_is_away(postgresql_away: None, path: str):
    response = Client(raise_request_exception=False).get(path, headers={"cookie": "sessionid=abc"})
    assert response.status_code == 503
    assert response["Retry-After"]
    text = text_of(response)
    assert "Traceback" not in text
    assert "OperationalError" not in text


@pytest.mark.django_db(transaction=True)
def test_booking_works_while_the_queue_is_away(settings):
    """The message waits in PostgreSQL; the page is not held up."""
    settings.REDIS_URL = settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    house = House()
    with nursery_scope(house.nursery):
        parent, place = house.parent(), house.place(house.shift())
        other = house.booking(house.place(house.shift(starts="14:00", ends="16:00")), parent)
        house.parent("Tomasz Nowak")
    client = client_of(parent)
    with time_machine.travel(NOW, tick=True):
        client.post(f"/bluebell/rota/places/{place.public_id}/book/")
        answer = client.post(f"/bluebell/rota/bookings/{other.public_id}/ask-for-cover/")
    assert answer.status_code == 302
    with nursery_scope(house.nursery):
        assert Booking.objects.filter(place=place, person=parent).exists()
        assert Message.objects.filter(kind="rota.cover_asked", status="waiting").exists()
