"""Whoever changes something of a term in the moment in which it is closed reads so."""

import datetime as dt
import sys

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from nursery.views import server_error
from rota.models import Booking
from tests.builders import TODAY, House

pytestmark = pytest.mark.django_db


def answer_to(change) -> HttpResponse:
    """What the site answers where a view ends in the error that `change` meets."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        assert sys.exc_info()[1] is not None
        return server_error(RequestFactory().post("/"))
    raise AssertionError("PostgreSQL took it")


def test_a_mark_on_a_shift_of_a_term_closed_meanwhile_is_refused_in_words(house: House):
    booking = house.booking(house.place(house.shift(TODAY)), house.parent())
    house.term.closed_at = dt.datetime(2026, 12, 20, tzinfo=dt.UTC)
    house.term.save()
    answer = answer_to(lambda: Booking.objects.filter(pk=booking.pk).update(status="missed"))
    assert answer.status_code == 409
    assert "That term has just been closed" in answer.content.decode()
    assert answer["HX-Refresh"] == "true"


def test_another_fault_is_still_a_fault(house: House):
    place = house.place(house.shift(TODAY))
    answer = answer_to(lambda: [house.booking(place, house.parent(name)) for name in ("Amara Okafor", "Ben Park")])
    assert answer.status_code == 500
