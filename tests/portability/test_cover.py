"""Requests for cover and offers, made in the product, leave with the nursery and come back."""

import datetime as dt

import pytest

from accounts.models import Person
from nursery.models import Nursery, Term
from nursery.scope import nursery_scope
from portability.exporting import export_document
from portability.importing import import_document
from rota.actions.cover import approve_offer, ask_for_cover, decline_offer, offer_place, withdraw_request
from rota.models import Booking, CoverRequest, HistoryEntry, Offer, Place, ShiftPattern
from rota.queries.cover import people_who_could_cover
from tests.portability.everything import everything
from tests.portability.rows import all_rows

NOW = dt.datetime(2026, 11, 12, 9, 0, tzinfo=dt.UTC)  # a Thursday in Bluebell's term


@pytest.fixture
def nursery(db, bluebell):
    """Bluebell with one request filled, one open with an offer declined and one waiting, one withdrawn, and a parent's
    offer for an open paid place."""
    for booking in bluebell["bookings"]:
        if booking.get("date", "") > "2026-11-12":
            booking["status"] = "booked"
    imported = import_document(bluebell)
    with nursery_scope(imported):
        nursery = Nursery.objects.select_related("policy").get(pk=imported.pk)
        manager = Person.objects.filter(roles__contains=["manager"])[0]
        ahead = Booking.objects.filter(status="booked", kind="parent", shift__starts_at__gt=NOW + dt.timedelta(days=3))
        could: dict[CoverRequest, list[Person]] = {}
        days = set()
        for booking in ahead.select_related("person", "place", "shift").order_by("shift__starts_at", "pk"):
            if booking.shift.date in days:
                continue
            days.add(booking.shift.date)
            request = ask_for_cover(booking, booking.person, nursery=nursery, now=NOW)
            could[request] = people_who_could_cover(request, nursery, NOW)
            if sum(len(people) > 1 for people in could.values()) == 2:
                break
        filled, waiting = (request for request, people in could.items() if len(people) > 1)
        for request in could:
            if request not in (filled, waiting):
                withdraw_request(request, request.booking.person, nursery=nursery, now=NOW)
        later = NOW + dt.timedelta(hours=1, microseconds=250)
        for request, decide in ((filled, approve_offer), (waiting, decline_offer)):
            place = Place.objects.get(bookings=request.booking)
            for person in could[request][:2]:
                offer_place(place, person, nursery=nursery, now=NOW)
            decide(Offer.objects.filter(request=request).order_by("pk")[0], manager, nursery=nursery, now=later)
    return nursery


def test_what_was_asked_and_offered_goes_out(nursery):
    document = export_document(nursery)

    statuses = {request["status"] for request in document["cover_requests"]}
    offers = [offer for request in document["cover_requests"] for offer in request.get("offers", [])]
    assert statuses >= {"filled", "open"}
    assert {"approved", "declined", "open"} <= {offer["status"] for offer in offers}
    assert {offer.get("decided_at") for offer in offers} >= {"2026-11-12T10:00:00.000250Z"}


def test_it_comes_back_elsewhere(nursery):
    document = export_document(nursery)
    elsewhere = document | {"nursery": document["nursery"] | {"slug": "elsewhere"}}

    assert export_document(import_document(elsewhere)) == elsewhere


def test_it_comes_back_where_it_came_from_without_a_row_written(nursery):
    document = export_document(nursery)
    before = all_rows(nursery)

    import_document(document)

    assert all_rows(nursery) == before


def test_it_comes_back_after_all_of_it_was_lost(nursery):
    document = export_document(nursery)
    with nursery_scope(nursery):
        Offer.objects.all().delete()
        CoverRequest.objects.all().delete()

    import_document(document)

    assert export_document(nursery) == document


def test_a_file_from_before_is_gone_back_to(nursery, bluebell):
    before = export_document(nursery)
    with nursery_scope(nursery):
        for request in CoverRequest.objects.filter(status="open").select_related("booking__person"):
            withdraw_request(request, request.booking.person, nursery=nursery, now=NOW)
            ask_for_cover(request.booking, request.booking.person, nursery=nursery, now=NOW + dt.timedelta(hours=2))

    import_document(before)

    after = export_document(nursery)
    history, earlier = after.pop("history"), before.pop("history")
    assert after == before
    assert len(history) > len(earlier)  # it is only ever added to
    assert all(entry in history for entry in earlier)


def test_history_of_what_is_gone_goes_out_without_it(harebell):
    with nursery_scope(harebell):
        entry = HistoryEntry.objects.get(verb="booked")
        Booking.objects.filter(covers__isnull=False).update(covers=None, status="cancelled")
        Booking.objects.filter(history=entry).delete()

    booked = next(entry for entry in export_document(harebell)["history"] if entry["verb"] == "booked")

    assert "booking_of" not in booked
    assert booked["pattern"] == "care-mon"


def test_history_is_added_once(harebell):
    document = everything()
    document["history"].append(document["history"][1])  # the same twice is twice

    import_document(document)
    import_document(document)

    with nursery_scope(harebell):
        assert HistoryEntry.objects.count() == len(everything()["history"]) + 1


def test_an_offer_for_an_open_place_keeps_its_place(db):
    document = everything()
    document["shift_patterns"][0]["paid_places"] = 3
    nursery = import_document(document)
    with nursery_scope(nursery):
        third = Place.objects.get(shift__pattern__key="care-mon", shift__date="2026-11-02", kind="paid", number=3)
        Offer.objects.filter(place__shift=third.shift).update(place=third)
    document["offers"][1]["status"] = "declined"

    import_document(document)

    with nursery_scope(nursery):
        offer = Offer.objects.get(place__shift=third.shift)
        assert (offer.place, offer.status) == (third, "declined")


def test_two_open_offers_of_one_person_are_for_two_places(db):
    document = everything()
    document["shift_patterns"][0]["paid_places"] = 2
    offer = document["offers"][1] | {"status": "open"}
    document["offers"] = [offer, offer | {"offered_at": "2026-10-01T12:30:00Z"}]

    nursery = import_document(document)

    with nursery_scope(nursery):
        assert list(Offer.objects.filter(request=None).order_by("pk").values_list("place__number", flat=True)) == [1, 2]


def test_an_offer_follows_a_booking_to_its_new_place(db):
    """Where fewer places are left, whoever stays moves down, and who offered to cover for them with them."""
    document = everything()
    document["bookings"].append(
        {"pattern": "care-mon", "date": "2026-11-02", "person": "amara", "place": "parent", "status": "booked"}
    )
    document["bookings"].append(document["bookings"][-1] | {"person": "ben"})
    document["cover_requests"].append(
        {"pattern": "care-mon", "date": "2026-11-02", "person": "ben", "asked_at": "2026-10-20T08:00:00Z",
         "status": "open", "offers": [{"person": "kim", "offered_at": "2026-10-20T09:00:00Z", "status": "open"}]}
    )  # fmt: skip
    nursery = import_document(document)
    del document["bookings"][-2], document["cover_requests"]
    document["bookings"][1]["status"] = "cancelled"
    del document["bookings"][3]
    document["shift_patterns"][0]["parent_places"] = 1

    import_document(document)

    with nursery_scope(nursery):
        assert ShiftPattern.objects.get(key="care-mon").parent_places == 1
        assert Offer.objects.get(person__key="kim", status="open").place.number == 1


# --- a closed term ---------------------------------------------------------------------------------------------------
def test_a_term_that_was_closed_comes_back_closed(db):
    nursery = import_document(everything())

    with nursery_scope(nursery):
        closed = Term.objects.get(closed_at__isnull=False)
        assert (closed.key, closed.closed_at) == ("trial-day", dt.datetime(2026, 9, 1, 11, 30, tzinfo=dt.UTC))


def test_a_file_that_does_not_say_leaves_a_term_closed(harebell):
    before = all_rows(harebell)
    document = everything()
    del document["terms"][2]["closed_at"]
    del document["closings"]

    import_document(document)

    assert all_rows(harebell) == before


def test_a_file_closes_a_term_with_what_it_says_of_it(harebell):
    document = everything()
    document["terms"][1]["closed_at"] = "2027-04-05T10:00:00Z"
    document["fee_relief"].append({"date": "2027-03-30", "amount": "10"})

    import_document(document)

    with nursery_scope(harebell):
        assert Term.objects.filter(closed_at__isnull=False).count() == 2
