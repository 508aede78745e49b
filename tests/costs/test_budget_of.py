"""What is planned for a term."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from costs.models import Budget
from costs.queries import budget_of
from tests.builders import House

pytestmark = pytest.mark.django_db


def test_a_term_has_the_budget_that_was_planned_for_it(house: House) -> None:
    Budget.objects.create(nursery=house.nursery, term=house.term, net=Decimal(2500))
    found = budget_of(house.term)
    assert found is not None
    assert (found.net, found.programme) == (Decimal(2500), None)


def test_a_term_for_which_nothing_was_planned_has_none(house: House) -> None:
    assert budget_of(house.term) is None


@pytest.mark.parametrize("figures", [{"net": -1}, {"net": 5, "paid_hours": -1}, {"note": "Nothing yet"}])
def test_the_database_takes_no_negative_figures_and_no_empty_budget(house: House, figures) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.create(nursery=house.nursery, term=house.term, **figures)
