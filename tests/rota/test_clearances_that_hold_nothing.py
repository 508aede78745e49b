"""A check that was not accepted, and what was on record before a correction, hold nothing anywhere (domain 01)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.demo import demo_people
from accounts.models import Clearance, Person
from nursery.scope import nursery_scope
from portability.exporting import export_document
from portability.importing import import_document
from rota.models import CoverRequest, Shift
from rota.queries.cover import people_who_could_cover
from rota.queries.engine_facts import rota_facts
from rota.queries.facts import asker_for, question_about
from rota.rules.booking import booking_refusal
from rota.safety import NotCounted, evaluate_day
from tests.builders import NOW, House

pytestmark = pytest.mark.django_db

NOTHING = [
    pytest.param({"decision": "not_accepted"}, id="not_accepted"),
    pytest.param({"replaced_at": NOW - dt.timedelta(days=1)}, id="corrected_since"),
]


def holding_nothing(house: House, kind: str, fields: dict[str, Any]) -> Person:
    """A parent with every clearance, whose only one of `kind` holds nothing."""
    person = house.parent()
    Clearance.objects.filter(person=person, kind=kind).update(**fields)
    return person


@pytest.mark.parametrize("fields", NOTHING)
def test_it_lets_nobody_book(house: House, fields: dict[str, Any]):
    person, place = holding_nothing(house, "dbs", fields), house.place(house.shift())
    refusal = booking_refusal(question_about(place, person, house.nursery, NOW))
    assert refusal is not None
    assert "care needs DBS check, and none is recorded for you" in refusal.sentence


@pytest.mark.parametrize("fields", NOTHING)
def test_its_end_is_not_told_as_if_it_had_held(house: House, fields: dict[str, Any]):
    person, place = holding_nothing(house, "dbs", fields | {"ends": dt.date(2026, 9, 1)}), house.place(house.shift())
    refusal = booking_refusal(question_about(place, person, house.nursery, NOW))
    assert refusal is not None
    assert "ended" not in refusal.sentence


@pytest.mark.parametrize("fields", NOTHING)
def test_an_earlier_one_that_was_accepted_still_holds_beside_it(house: House, fields: dict[str, Any]):
    person, place = house.parent(), house.place(house.shift())
    Clearance.objects.create(nursery=house.nursery, person=person, kind="dbs", starts=dt.date(2026, 9, 1), **fields)
    assert booking_refusal(question_about(place, person, house.nursery, NOW)) is None


@pytest.mark.parametrize("fields", NOTHING)
def test_it_counts_nobody_in_the_ratio(house: House, fields: dict[str, Any]):
    person, shift = holding_nothing(house, "pfa", fields), house.shift()
    house.booking(house.place(shift), person)
    (room_day,) = evaluate_day(rota_facts(house.nursery, shift.date, shift.date), shift.date)
    (standing,) = room_day.slices[0].standings
    assert (standing.reason, standing.lacking) == (NotCounted.CLEARANCE, ("pfa",))
    assert not standing.first_aider


@pytest.mark.parametrize("fields", NOTHING)
def test_it_makes_nobody_one_to_ask_for_cover(house: House, fields: dict[str, Any]):
    shift = house.shift()
    asking = CoverRequest.objects.create(
        nursery=house.nursery, booking=house.booking(house.place(shift), house.parent("Tomasz Nowak")), asked_at=NOW
    )
    person, cleared = holding_nothing(house, "dbs", fields), house.parent("Grace Bell")
    could = people_who_could_cover(asking, house.nursery, NOW)
    assert cleared in could
    assert person not in could


@pytest.mark.parametrize("fields", NOTHING)
def test_it_is_missing_in_what_the_rules_know_of_somebody(house: House, fields: dict[str, Any]):
    shift = Shift.objects.get(pk=house.shift().pk)
    assert asker_for(holding_nothing(house, "references", fields), shift).missing_for(shift) == ["references"]


@pytest.mark.parametrize("fields", NOTHING)
def test_the_demo_does_not_show_it_off_as_cleared(house: House, settings: Any, fields: dict[str, Any]):
    settings.DEMO = True
    holding_nothing(house, "dbs", fields)
    cleared = house.parent("Grace Bell")
    assert demo_people(house.nursery)[0].public_id == cleared.public_id


@pytest.mark.parametrize("fields", NOTHING)
def test_it_holds_nothing_in_the_nursery_that_its_file_makes_elsewhere(house: House, fields: dict[str, Any]):
    shift = house.shift()
    house.booking(house.place(shift), holding_nothing(house, "dbs", fields))
    document = export_document(house.nursery)
    elsewhere = import_document(document | {"nursery": document["nursery"] | {"slug": "elsewhere"}})
    with nursery_scope(elsewhere):
        (room_day,) = evaluate_day(rota_facts(elsewhere, shift.date, shift.date), shift.date)
    assert room_day.slices[0].standings[0].lacking == ("dbs",)


def test_the_database_keeps_a_level_for_a_dbs_check_alone(house: House):
    with pytest.raises(IntegrityError, match="only_a_dbs_check_has_a_level"), transaction.atomic():
        Clearance.objects.create(
            nursery=house.nursery, person=house.parent(), kind="pfa", starts=dt.date(2026, 9, 1), level="basic"
        )
