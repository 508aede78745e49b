"""The same button pressed twice at once, and an invitation taken back while it is used (real transactions)."""

import threading

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts.links import link_path
from accounts.models import Account
from membership import messages
from membership.actions.inviting import recall
from membership.models import Invitation
from membership.rules.invitations import ended_refusal
from nursery.scope import nursery_scope
from tests.builders import NOW, House
from tests.membership.invited import Invited
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invited():
    house = House()
    with time_machine.travel(NOW, tick=False):
        with nursery_scope(house.nursery):
            found = Invited(house)
        yield found
    cache.clear()  # its table is no model's, so nobody else empties it


def path_of(invited: Invited) -> str:
    found = invited.invitation
    return link_path(invited.tomasz, messages.INVITED, found.public_id, found.expires_at)


def test_without_the_lock_an_invitation_is_taken_back_and_used(invited: Invited):
    """The race: both look before either writes. Only the database's own constraint stands in the way."""
    both_looked = threading.Barrier(2)

    def write(column: str) -> int:
        with nursery_scope(invited.nursery):
            found = Invitation.objects.get(pk=invited.invitation.pk)
            refusal = ended_refusal(found, invited.tomasz, NOW)
            both_looked.wait(20)
            assert refusal is None
            return Invitation.objects.filter(pk=found.pk).update(**{column: NOW})

    results = at_once(lambda: write("used_at"), lambda: write("recalled_at"))
    assert sorted(type(result).__name__ for result in results) == ["IntegrityError", "int"]


def test_taken_back_while_it_is_used_it_is_one_or_the_other(invited: Invited):
    """The cure: each waits for the person's row, and then sees what the other did."""
    ready, path = threading.Barrier(2), path_of(invited)

    def use() -> int:
        ready.wait(20)
        return Client().post(path, {"answer": "join"}).status_code

    def take_back() -> bool:
        with nursery_scope(invited.nursery):
            ready.wait(20)
            return recall(invited.invitation, now=NOW)

    used, taken_back = at_once(use, take_back)
    with nursery_scope(invited.nursery):
        found = Invitation.objects.get(pk=invited.invitation.pk)
        invited.tomasz.refresh_from_db()
    assert (found.used_at is not None, found.recalled_at is not None) == (used == 302, taken_back)
    assert (invited.tomasz.account_id is not None) == (used == 302)
    assert used in {302, 409, 410}
    assert taken_back is (used != 302)


def test_pressed_twice_at_once_one_account_is_opened_and_one_browser_is_in(invited: Invited):
    ready, path = threading.Barrier(2), path_of(invited)

    def press() -> int:
        ready.wait(20)
        return Client().post(path, {"answer": "join"}).status_code

    assert sorted(map(str, at_once(press, press))) in (["302", "409"], ["302", "410"])
    assert Account.objects.filter(email="tomasz@example.org").count() == 1
