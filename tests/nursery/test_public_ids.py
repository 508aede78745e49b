"""Rows that were there before their table had public ids are given one each."""

import pytest
from django.apps import apps
from django.db import connections

from nursery.public_ids import fill_public_ids
from nursery.scope import nursery_scope
from rota.models import Relief
from tests.builders import TODAY, House


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_rows_of_every_nursery_are_given_a_name_of_their_own():
    houses = [House(), House(slug="foxglove", name="Foxglove")]
    for house in houses:
        with nursery_scope(house.nursery):
            for _number in range(2):
                Relief.objects.create(
                    nursery=house.nursery,
                    family=house.family(),
                    starts=TODAY,
                    ends=TODAY,
                    lifted=1,
                    approved_by=house.manager(),
                )
    owner = connections["owner"]
    with owner.cursor() as cursor, owner.schema_editor(atomic=False) as editor:
        cursor.execute("ALTER TABLE rota_relief ALTER public_id DROP NOT NULL")
        cursor.execute("UPDATE rota_relief SET public_id = NULL")
        fill_public_ids("rota", "relief").code(apps, editor)  # type: ignore[arg-type]  # today’s apps will do
        cursor.execute("ALTER TABLE rota_relief ALTER public_id SET NOT NULL")
    names: list[str] = []
    for house in houses:
        with nursery_scope(house.nursery):
            names += Relief.objects.values_list("public_id", flat=True)
    assert len(set(names)) == 4
