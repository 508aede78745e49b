"""A page opens its nursery's scope itself: nothing outside has opened one before it."""

import pytest

from nursery.scope import nursery_scope
from tests.builders import House
from tests.pages import client_of


@pytest.mark.django_db(transaction=True)
def test_a_page_reads_the_nurserys_policy_behind_the_wall():
    house = House(booking_opens_days=400)
    with nursery_scope(house.nursery):
        parent = house.parent()
        house.shift()
    response = client_of(parent).get("/bluebell/rota/?day=2026-10-07")
    assert response.status_code == 200
    assert response.context["nursery"].policy.booking_opens_days == 400
