"""Tests share a Bluebell that is taken in once, and none sees what another did to it."""

import pytest

from accounts.models import Account
from nursery.models import Nursery
from tests.costs.bluebell import import_bluebell
from tests.filled import FilledDatabases


@pytest.mark.django_db
def test_what_one_test_did_is_not_there_for_the_next(filled: FilledDatabases):
    with filled.opened("bluebell", import_bluebell):
        Account.objects.create_user(email="amara@example.org")
        Nursery.objects.update(name="Foxglove")
    with filled.opened("bluebell", import_bluebell):
        assert not Account.objects.exists()
        assert Nursery.objects.get().name != "Foxglove"
    assert not Nursery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_may_not_have_it(filled: FilledDatabases):
    with pytest.raises(AssertionError, match="real transactions"), filled.opened("bluebell", import_bluebell):
        pass
    assert not Nursery.objects.exists()
