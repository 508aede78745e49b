"""All faults at once, in the order of the file, and nothing written. Each fault by itself: test_faults_of_*.py."""

import pytest

from nursery.models import Nursery
from tests.portability.everything import everything
from tests.portability.rows import all_rows
from tests.portability.slips import drop, faults_of, put


def test_faults_of_every_part_are_said_at_once(db):
    document = everything()
    slips = {
        "nursery.timezone: “Mars” is no time zone we know.": put("nursery", "timezone", value="Mars"),
        "policy.min_adults: must be at least 0, not -1": put("policy", "min_adults", value=-1),
        "terms[0].closures[0].starts: there is no such day: '2026-10-32'": put(
            "terms", 0, "closures", 0, "starts", value="2026-10-32"
        ),
        "families[1].share: must not be negative": put("families", 1, "share", value="-1"),
        "people[1].family: nothing in families has the key 'x'": put("people", 1, "family", value="x"),
        "shifts[0].duty: nothing in duties has the key 'x'": put("shifts", 0, "duty", value="x"),
        "contributions[0].hours: must be text": put("contributions", 0, "hours", value=1.5),
        "reserves[1].shift: nothing in shifts has the key 'y'": put("reserves", 1, "shift", value="y"),
        "rates[1].source: a rate says where it comes from": drop("rates", 1, "source"),
    }
    for slip in slips.values():
        slip(document)

    assert sorted(faults_of(document)) == sorted(slips)
    assert not Nursery.objects.exists()


def test_faults_stand_in_the_order_of_the_file(db):
    document = everything()
    for slip in (
        put("rates", 0, "wage", value="-1"),
        put("rooms", 0, "colour", value="red"),
        drop("duties", 0, "name"),
    ):
        slip(document)
    turned = dict(reversed(document.items()))

    forwards, backwards = faults_of(document), faults_of(turned)

    assert [fault.partition("[")[0] for fault in forwards] == ["duties", "rooms", "rates"]
    assert [fault.partition("[")[0] for fault in backwards] == ["rates", "rooms", "duties"]


def test_a_fault_leaves_a_nursery_as_it_was(harebell):
    before = all_rows(harebell)
    document = everything()
    document["nursery"]["name"] = "Something else"
    document["rooms"].append({"key": "star", "name": "Star room"})
    document["bookings"][3]["person"] = "amna"

    assert faults_of(document) == ["bookings[3].person: nobody has the key 'amna'"]
    assert all_rows(harebell) == before
    assert Nursery.objects.get().name == "Harebell Playgroup"


def test_a_fault_that_only_the_stored_rows_show_leaves_a_nursery_as_it_was(harebell):
    before = all_rows(harebell)
    document = {part: everything()[part] for part in ("format", "nursery", "rooms")}
    document["nursery"]["name"] = "Something else"
    document["rooms"] = [{"key": "star", "name": "Star room"}, document["rooms"][0]]

    assert faults_of(document) == ["rooms: 'moon' is left out, but shifts in the nursery still refer to it"]
    assert all_rows(harebell) == before
    assert Nursery.objects.get().name == "Harebell Playgroup"


@pytest.mark.parametrize(
    "document", [None, [], "nursery", 7, True, 1.5, {}, {"nursery": []}, {"nursery": {"slug": []}}]
)
def test_something_else_than_a_nursery_file_is_a_fault(db, document):
    assert faults_of(document)


def test_what_is_said_is_short_however_long_the_file_is(db):
    document = everything()
    document["f" * 100_000] = 1
    document["nursery"]["timezone"] = "z" * 100_000
    document["people"][0]["key"] = "k" * 100_000
    document["people"][1]["note"] = ["x" * 100_000]

    assert max(map(len, faults_of(document))) < 700
