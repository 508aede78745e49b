"""Two founders want one address at the same moment: first the race, then the cure (real transactions)."""

import threading

import pytest
from django.db import connections
from django.db.utils import IntegrityError

from accounts.scope import account_scope
from founding.actions.drafts import begin_draft, keep_document
from founding.actions.making import make_nursery
from founding.models import Draft
from founding.queries.drafts import is_taken
from nursery.models import Nursery
from nursery.refusal import Refused
from tests.builders import NOW, TODAY
from tests.founding.conftest import Founder, small
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def founder_with_a_file(email: str) -> Founder:
    founder = Founder(email)
    with account_scope(founder.account):
        keep_document(begin_draft(founder.account, opened=True, now=NOW), small(), now=NOW)
    return founder


def make(founder: Founder) -> Nursery:
    with account_scope(founder.account):
        draft = Draft.objects.get()
        return make_nursery(draft, founder.account, slug="bluebell", name="Ines Costa", today=TODAY)


def test_without_the_cure_both_read_that_the_address_is_free_and_one_runs_into_the_wall() -> None:
    both_asked = threading.Barrier(2)

    def take() -> bool:
        taken = is_taken("bluebell")
        both_asked.wait(10)
        Nursery.objects.create(slug="bluebell", name="Bluebell")
        return taken

    results = at_once(take, take)
    assert results.count(False) == 1
    assert sum(isinstance(result, IntegrityError) for result in results) == 1


def test_of_two_founders_one_has_the_address_and_the_other_reads_what_is_free() -> None:
    founders = [founder_with_a_file("ines@example.org"), founder_with_a_file("jan@example.org")]
    results = at_once(*(lambda f=f: make(f) for f in founders))
    assert [type(result) for result in results].count(Nursery) == 1
    (refused,) = (result for result in results if isinstance(result, Refused))
    assert refused.refusal.code == "taken"
    assert refused.refusal.way_on == "“bluebell-2” is free."
    assert Nursery.objects.count() == 1
    left = [founder for founder in founders if founder.drafts()]
    assert len(left) == 1  # who was refused has theirs still
    connections.close_all()


def test_two_taps_make_one_nursery() -> None:
    founder = founder_with_a_file("ines@example.org")
    results = at_once(lambda: make(founder), lambda: make(founder))
    assert [type(result) for result in results].count(Nursery) == 1
    assert sum(isinstance(result, Draft.DoesNotExist) for result in results) == 1
    assert Nursery.objects.count() == 1
