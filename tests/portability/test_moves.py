"""Rows that change places with each other, and lists that shrink: the database's walls hold at every step."""

import pytest

from nursery.scope import nursery_scope
from portability.exporting import export_document
from portability.faults import NurseryFileError
from portability.importing import import_document
from rota.models import Booking, CoverRequest, Offer, Place, Shift
from tests.builders import NOW
from tests.portability.canonical import canonical
from tests.portability.everything import everything


@pytest.fixture
def document():
    """Two patterns on Mondays, one after the other, with a person of each kind."""
    base = everything()
    for part in (
        "standing_turns",
        "shifts",
        "reserves",
        "day_marks",
        "cover_requests",
        "offers",
        "call_outs",
        "swaps",
        "history",
    ):
        del base[part]
    care = {"duty": "care", "room": "sun", "weekday": "mon", "paid_places": 2, "parent_places": 2}
    base["shift_patterns"] = [
        {"key": "early", "starts": "09:00", "ends": "12:00"} | care,
        {"key": "late", "starts": "12:00", "ends": "15:00"} | care,
    ]
    base["bookings"] = []
    return base


def book(document, pattern, person, place, status="booked", **more):
    document["bookings"].append(
        {"pattern": pattern, "date": "2026-10-05", "person": person, "place": place, "status": status} | more
    )


def comes_out_as_it_went_in(document):
    nursery = import_document(document)
    assert export_document(nursery)["bookings"] == canonical(document)["bookings"]
    return nursery


def numbers(nursery):
    """Which place each person holds."""
    with nursery_scope(nursery):
        live = Booking.objects.filter(status__in=["booked", "worked"], covers=None)
        return {
            person: (kind, number) for person, kind, number in live.values_list("person__key", "kind", "place__number")
        }


def test_two_people_change_places(db, document):
    book(document, "early", "mia", "paid")
    book(document, "early", "bo", "parent")
    import_document(document)
    document["bookings"][0]["place"], document["bookings"][1]["place"] = "parent", "paid"

    nursery = comes_out_as_it_went_in(document)

    assert numbers(nursery) == {"mia": ("parent", 1), "bo": ("paid", 1)}


def test_somebody_comes_where_another_left(db, document):
    book(document, "early", "mia", "paid")
    book(document, "early", "bo", "paid", status="cancelled")
    import_document(document)
    document["bookings"][0]["status"], document["bookings"][1]["status"] = "cancelled", "booked"

    comes_out_as_it_went_in(document)


def test_two_people_change_shifts(db, document):
    book(document, "early", "mia", "paid")
    book(document, "late", "bo", "paid")
    import_document(document)
    document["bookings"][0]["pattern"], document["bookings"][1]["pattern"] = "late", "early"

    comes_out_as_it_went_in(document)


def test_a_holder_and_who_stands_beside_change_roles(db, document):
    document["shift_patterns"][0]["parent_places"] = 1
    document["people"][4]["roles"] = ["bank"]
    book(document, "early", "ben", "parent")
    book(document, "early", "bo", "parent", covers="ben")
    import_document(document)
    document["bookings"][0]["status"] = "cancelled"
    del document["bookings"][1]["covers"]

    nursery = comes_out_as_it_went_in(document)

    assert numbers(nursery) == {"bo": ("parent", 1)}


def test_whom_somebody_stood_beside_is_left_out(db, document):
    document["shift_patterns"][0]["parent_places"] = 1
    book(document, "early", "ben", "parent")
    book(document, "early", "bo", "parent", covers="ben")
    import_document(document)
    del document["bookings"][0], document["bookings"][0]["covers"]

    comes_out_as_it_went_in(document)


def test_whoever_stands_beside_somebody_who_was_then_missed_still_does(db, document):
    book(document, "early", "ben", "parent", status="missed")
    book(document, "early", "bo", "parent", status="worked", covers="ben")

    nursery = comes_out_as_it_went_in(document)

    with nursery_scope(nursery):
        assert Booking.objects.filter(person__key="bo", covers__person__key="ben").exists()


def test_two_terms_change_dates(db, document):
    book(document, "early", "mia", "paid")
    nursery = import_document(document)
    autumn, spring = document["terms"][:2]
    for name in ("starts", "ends", "closures"):
        autumn[name], spring[name] = spring.get(name, []), autumn.get(name, [])

    import_document(document)

    assert export_document(nursery)["terms"] == canonical(document)["terms"]


def test_a_term_takes_another_key(db, document):
    book(document, "early", "mia", "paid")
    nursery = import_document(document)
    with nursery_scope(nursery):
        before = set(Shift.objects.values_list("pk", flat=True))
    document["terms"][0]["key"] = "michaelmas"
    for kept in document["what_ifs"]:
        kept["term"] = "michaelmas"

    import_document(document)

    with nursery_scope(nursery):
        assert set(Shift.objects.values_list("pk", flat=True)) == before
    assert export_document(nursery)["terms"] == canonical(document)["terms"]


def test_two_patterns_change_times_with_one_person_in_both(db, document):
    for pattern in ("early", "late"):
        book(document, pattern, "mia", "paid")
    import_document(document)
    early, late = document["shift_patterns"]
    for name in ("starts", "ends"):
        early[name], late[name] = late[name], early[name]

    comes_out_as_it_went_in(document)


def test_two_patterns_change_times_in_a_file_without_bookings(db, document):
    for pattern in ("early", "late"):
        book(document, pattern, "mia", "paid", status="worked")
    nursery = import_document(document)
    early, late = document["shift_patterns"]
    for name in ("starts", "ends"):
        early[name], late[name] = late[name], early[name]

    import_document({part: document[part] for part in ("format", "nursery", "shift_patterns")})

    assert export_document(nursery)["bookings"] == canonical(document)["bookings"]


def test_patterns_that_would_put_one_person_in_two_places_are_refused(db, document):
    for pattern in ("early", "late"):
        book(document, pattern, "mia", "paid")
    nursery = import_document(document)
    before = export_document(nursery)
    document["shift_patterns"][1]["starts"] = "11:00"

    with pytest.raises(NurseryFileError):
        import_document({part: document[part] for part in ("format", "nursery", "shift_patterns")})

    assert export_document(nursery) == before


def test_two_shifts_change_keys(db, document):
    one = {"duty": "food", "date": "2026-10-06", "starts": "11:00", "ends": "12:00", "parent_places": 1}
    of_pattern = {"duty": "care", "room": "sun", "date": "2026-10-05", "starts": "09:00", "ends": "12:00"}
    document["shifts"] = [
        {"key": "a"} | one,
        {"key": "b", "pattern": "early", "status": "cancelled"} | of_pattern,
        {"key": "c", "pattern": "late", "status": "cancelled"} | of_pattern,
    ]
    nursery = import_document(document)
    for shift in document["shifts"]:
        shift["key"] = {"a": "b", "b": "c", "c": "a"}[shift["key"]]

    import_document(document)

    assert export_document(nursery)["shifts"] == canonical(document)["shifts"]


# --- fewer places ---------------------------------------------------------------------------------------------------
def test_fewer_places_move_whoever_held_the_highest(db, document):
    book(document, "early", "bo", "paid")
    book(document, "early", "mia", "paid")
    import_document(document)
    del document["bookings"][0]
    document["shift_patterns"][0]["paid_places"] = 1

    nursery = comes_out_as_it_went_in(document)

    assert numbers(nursery) == {"mia": ("paid", 1)}
    with nursery_scope(nursery):
        assert not Place.objects.filter(kind="paid", number=2, shift__pattern__key="early").exists()


def test_fewer_places_keep_the_record_of_who_gave_one_back(db, document):
    book(document, "early", "bo", "paid")
    book(document, "early", "mia", "paid")
    import_document(document)
    document["bookings"][1]["status"] = "cancelled"
    document["shift_patterns"][0]["paid_places"] = 1

    comes_out_as_it_went_in(document)


def test_fewer_places_than_people_is_a_fault(db, document):
    book(document, "early", "bo", "paid")
    book(document, "early", "mia", "paid")
    import_document(document)
    document["shift_patterns"][0]["paid_places"] = 1

    with pytest.raises(NurseryFileError) as caught:
        import_document(document)

    assert list(map(str, caught.value.faults)) == ["bookings[1]: the shift has only 1 paid place"]


def test_fewer_places_in_a_file_without_bookings_is_a_fault_where_somebody_stands(db, document):
    book(document, "early", "bo", "paid")
    book(document, "early", "mia", "paid")
    import_document(document)
    document["shift_patterns"][0]["paid_places"] = 1

    with pytest.raises(NurseryFileError) as caught:
        import_document({part: document[part] for part in ("format", "nursery", "shift_patterns")})

    assert list(map(str, caught.value.faults)) == [
        "shift_patterns: a place is left out, but bookings in the nursery still refer to it"
    ]


# --- what is still referred to --------------------------------------------------------------------------------------
def test_a_person_who_is_still_booked_cannot_go(db, document):
    book(document, "early", "bo", "paid")
    import_document(document)
    people = [person for person in document["people"] if person["key"] != "bo"]

    with pytest.raises(NurseryFileError) as caught:
        import_document({"format": "nursery/1", "nursery": document["nursery"], "people": people})

    assert list(map(str, caught.value.faults)) == [
        "people: 'bo' is left out, but bookings in the nursery still refer to it"
    ]


def test_everything_that_still_refers_is_named_at_once(db, document):
    book(document, "early", "bo", "paid")
    book(document, "early", "mia", "paid")
    import_document(document)
    file = {part: document[part] for part in ("format", "nursery")} | {"people": [], "duties": [], "families": []}

    with pytest.raises(NurseryFileError) as caught:
        import_document(file)

    said = {str(fault).partition(" is left out")[0] for fault in caught.value.faults}
    assert {"people: 'bo'", "people: 'mia'", "duties: 'care'"} <= said


def test_a_booking_goes_with_what_was_asked_and_offered_around_it(db, document):
    book(document, "early", "mia", "paid")
    nursery = import_document(document)
    with nursery_scope(nursery):
        booking = Booking.objects.get()
        place = Place.objects.get(bookings=booking)
        request = CoverRequest.objects.create(nursery=nursery, booking=booking, asked_at=NOW)
        Offer.objects.create(nursery=nursery, request=request, place=place, person=booking.person, offered_at=NOW)
    document["bookings"] = []

    import_document(document)

    with nursery_scope(nursery):
        assert not Booking.objects.exists()
        assert not CoverRequest.objects.exists()
