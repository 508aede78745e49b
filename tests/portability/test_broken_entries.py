"""An entry of the wrong shape hides no fault but its own: what can be told of the rest is told."""

import pytest

from portability.parts import PARTS
from tests.portability.everything import everything
from tests.portability.slips import add, drop, faults_of, put
from tests.portability.test_faults_of_reference import MAKE_OTHERS, TABLE

KEYED = [part.name for part in PARTS if part.has_keys]
REFERRING = [(part.name, field, where) for part in PARTS for field, where in part.refers.items()]


def nobody_has(where, key):
    return f"nobody has the key '{key}'" if where == "people" else f"nothing in {where} has the key '{key}'"


@pytest.mark.parametrize(("slip", "fault"), TABLE, ids=[fault for _slip, fault in TABLE])
def test_a_reference_that_leads_nowhere_is_told_beside_broken_entries(db, slip, fault):
    document = everything()
    slip(document)
    for part in KEYED:
        document[part].append({"key": "spare"})

    faults = faults_of(document)

    told = [one for one in faults if not one.endswith("is missing")]
    assert fault in told if fault in MAKE_OTHERS else told == [fault]


@pytest.mark.parametrize(("part", "field", "where"), REFERRING)
def test_a_reference_in_a_broken_entry_is_told(db, part, field, where):
    document = everything()
    document[part].append({field: "nowhere", "colour": 1, "status": 7})

    assert f"{part}[{len(document[part]) - 1}].{field}: {nobody_has(where, 'nowhere')}" in faults_of(document)


@pytest.mark.parametrize("part", KEYED)
def test_whatever_refers_to_a_broken_entry_is_no_fault(db, part):
    document = everything()
    for entry in document[part]:
        for field in ("name", "wage", "weekday", "starts"):
            entry.pop(field, None)

    assert {fault.rpartition(": ")[2] for fault in faults_of(document)} == {"is missing"}


def test_an_entry_without_a_key_may_be_any(db):
    document = everything()
    del document["people"][1]["key"]

    assert faults_of(document) == ["people[1].key: is missing"]


def test_a_part_that_is_no_list_may_hold_any_key(db):
    document = everything()
    document["rooms"] = {"sun": "Sun room"}

    assert faults_of(document) == ["rooms: must be a list"]


def test_a_key_that_a_broken_entry_has_is_taken(db):
    document = everything()
    document["rooms"].insert(0, {"key": "sun"})

    assert faults_of(document) == ["rooms[0].name: is missing", "rooms[1].key: 'sun' is the key of rooms[0] already"]


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (put("people", 0, "colour", value="red"), "people[0].colour: the format does not know this field"),
        (put("people", 0, "email", value="ben"), "people[0].email: is no e-mail address: 'ben'"),
        (put("people", 0, "phone", value="?"), "people[0].phone: must be a telephone number, not '?'"),
    ],
)
def test_a_slip_by_which_nothing_is_judged_leaves_the_rest_of_its_entry_to_be_judged(db, slip, said):
    document = everything()
    slip(document)
    document["people"][0]["pay"][0]["hourly_cost"] = "-1"

    assert set(faults_of(document)) >= {said, "people[0].pay[0].hourly_cost: must not be negative"}


def test_a_field_that_is_not_known_deep_inside_leaves_its_entry_to_be_judged(db):
    document = everything()
    document["families"][0]["children"][0]["colour"] = "red"
    del document["families"][0]["reliefs"][0]["approved_by"]

    assert sorted(faults_of(document)) == [
        "families[0].children[0].colour: the format does not know this field",
        "families[0].reliefs[0].approved_by: a relief names the trustee who approved it",
    ]


@pytest.mark.parametrize(
    ("part", "spoil", "broken"),
    [
        ("terms", put("terms", 1, "ends", value="2027-02-30"), "terms[1].ends: there is no such day: '2027-02-30'"),
        ("shifts", drop("shifts", 1, "date"), "shifts[1].date: is missing"),
    ],
)
def test_a_booking_on_a_closure_is_told_beside_a_broken(db, part, spoil, broken):
    document = everything()
    spoil(document)
    add("bookings", {"pattern": "care-mon", "date": "2026-10-26", "person": "ben", "place": "parent",
                     "status": "booked"})(document)  # fmt: skip

    faults = faults_of(document)

    assert broken in faults
    closed = "the nursery is closed on 2026-10-26 (in the term 'autumn')"
    assert f"bookings[{len(document['bookings']) - 1}].date: {closed}" in faults


def test_a_child_of_a_broken_family_is_a_child(db):
    document = everything()
    document["families"][0]["share"] = 1

    assert faults_of(document) == ["families[0].share: must be text"]
