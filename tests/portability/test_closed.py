"""What lies in a closed term refuses change; a file that changes nothing of it goes in."""

import datetime as dt

import pytest

from costs.models import Rate
from nursery.models import Term
from nursery.scope import nursery_scope
from portability.faults import NurseryFileError
from portability.importing import import_document
from tests.portability.everything import everything
from tests.portability.rows import all_rows
from tests.portability.slips import add, drop, put

CLOSED = dt.datetime(2027, 1, 4, 12, tzinfo=dt.UTC)


@pytest.fixture
def nursery(harebell):
    with nursery_scope(harebell):
        Term.objects.filter(key="autumn").update(closed_at=CLOSED)
    return harebell


def test_an_unchanged_file_goes_in(nursery):
    before = all_rows(nursery)

    import_document(everything())

    assert all_rows(nursery) == before


@pytest.mark.parametrize(
    ("mutate", "fault"),
    [
        (put("terms", 0, "name", value="Fall"), "terms[0]: Autumn is closed, so nothing on 2026-09-07 can change"),
        (
            put("terms", 0, "ends", value="2026-12-12"),
            "terms[0]: Autumn is closed, so nothing on 2026-09-07 can change",
        ),
        (
            put("terms", 0, "closures", 0, "name", value="Break"),
            "terms[0].closures[0]: Autumn is closed, so nothing on 2026-09-07 can change",
        ),
        (
            put("terms", 0, "budget", value={"net": "1"}),
            "terms[0].budget: Autumn is closed, so nothing on 2026-09-07 can change",
        ),
        (
            put("contributions", 3, "note", value="Else"),
            "contributions: Autumn is closed, so nothing on 2026-10-02 can change",
        ),
        (drop("terms", 0, "closures", 1), "terms: Autumn is closed, so nothing on 2026-09-07 can change"),
        (
            put("families", 0, "reliefs", 0, "lifted", value="1"),
            "families[0].reliefs[0]: Autumn is closed, so nothing on 2026-10-01 can change",
        ),
        (
            put("shift_patterns", 0, "starts", value="08:30"),
            "shift_patterns: Autumn is closed, so nothing on 2026-09-14 can change",
        ),
        (
            put("shift_patterns", 0, "parent_places", value=3),
            "shift_patterns: Autumn is closed, so nothing on 2026-09-14 can change",
        ),
        (
            add("shift_patterns", {"key": "new", "duty": "food", "weekday": "tue", "starts": "09:00", "ends": "10:00"}),
            "shift_patterns: Autumn is closed, so nothing on 2026-09-08 can change",
        ),
        (put("shifts", 0, "starts", value="10:30"), "shifts[0]: Autumn is closed, so nothing on 2026-10-06 can change"),
        (
            put("shifts", 0, "date", value="2027-01-12"),
            "shifts[0]: Autumn is closed, so nothing on 2026-10-06 can change",
        ),
        (
            put("shifts", 1, "parent_places", value=2),
            "shifts[1]: Autumn is closed, so nothing on 2026-10-03 can change",
        ),
        (drop("shifts", 3), "shift_patterns: Autumn is closed, so nothing on 2026-10-12 can change"),
        (drop("shifts", 1), "shifts: Autumn is closed, so nothing on 2026-10-03 can change"),
        (
            put("bookings", 1, "status", value="missed"),
            "bookings[1]: Autumn is closed, so nothing on 2026-09-14 can change",
        ),
        (drop("bookings", 9), "bookings: Autumn is closed, so nothing on 2026-10-06 can change"),
        (
            add("bookings", {"pattern": "care-mon", "date": "2026-11-02", "person": "ben", "place": "parent",
                             "status": "worked"}),
            "bookings[10]: Autumn is closed, so nothing on 2026-11-02 can change",
        ),
        (
            put("bookings", 0, "breaks", 1, "to", value="10:10"),
            "bookings[0].breaks[1]: Autumn is closed, so nothing on 2026-09-14 can change",
        ),
        (
            put("contributions", 2, "confirmed", value=True),
            "contributions[2]: Autumn is closed, so nothing on 2026-10-01 can change",
        ),
        (
            put("day_marks", 1, "mark", value="settling_in"),
            "day_marks[1]: Autumn is closed, so nothing on 2026-10-05 can change",
        ),
        (
            put("programme", 1, "amount", value="120.51"),
            "programme[1]: Autumn is closed, so nothing on 2026-09-30 can change",
        ),
        (put("rates", 0, "wage", value="12.72"), "rates[0]: Autumn is closed, so nothing on 2026-09-07 can change"),
        (put("rates", 0, "note", value="Another"), "rates[0]: Autumn is closed, so nothing on 2026-09-07 can change"),
        (put("rates", 0, "from", value="2026-12-30"), "rates: Autumn is closed, so nothing on 2026-09-07 can change"),
        (drop("rates", 0), "rates: Autumn is closed, so nothing on 2026-09-07 can change"),
        (
            add("rates", {"key": "food", "from": "2026-11-02", "wage": "12.71", "source": "Agency"}),
            "rates[2]: Autumn is closed, so nothing on 2026-11-02 can change",
        ),
        (drop("fee_relief", 0), "fee_relief: Autumn is closed, so nothing on 2026-09-28 can change"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_change_is_refused(nursery, mutate, fault):
    before = all_rows(nursery)
    document = everything()
    mutate(document)

    with pytest.raises(NurseryFileError) as caught:
        import_document(document)

    assert fault in map(str, caught.value.faults)
    assert all_rows(nursery) == before


def test_a_rate_may_begin_after_a_closed_term(nursery):
    document = everything()
    document["rates"].append(document["rates"][0] | {"from": "2026-12-30", "wage": "13.00"})

    import_document(document)

    with nursery_scope(nursery):
        assert Rate.objects.count() == 3


def test_a_closed_term_cannot_go(nursery):
    file = {part: everything()[part] for part in ("format", "nursery", "terms")}
    del file["terms"][0]

    with pytest.raises(NurseryFileError, match="terms: Autumn is closed, so nothing on 2026-09-07 can change"):
        import_document(file)


def test_nothing_moves_into_a_closed_term(nursery):
    document = everything()
    document["contributions"].append({"date": "2027-01-20", "person": "ben", "duty": "food", "hours": "1"})
    document["shifts"].append(document["shifts"][0] | {"key": "tea", "date": "2027-01-20"})
    import_document(document)
    document["shifts"][4]["date"] = "2026-11-20"

    with pytest.raises(NurseryFileError) as caught:
        import_document(document)

    assert list(map(str, caught.value.faults)) == ["shifts[4]: Autumn is closed, so nothing on 2026-11-20 can change"]


@pytest.mark.parametrize(
    "mutate",
    [
        put("nursery", "name", value="Harebell & Friends"),
        put("people", 0, "phone", value="+44 20 7946 0001"),
        put("terms", 1, "name", value="Spring, at last"),
        add("contributions", {"date": "2027-01-20", "person": "ben", "duty": "food", "hours": "1"}),
        add("bookings", {"pattern": "care-mon", "date": "2027-01-11", "person": "ben", "place": "parent",
                         "status": "booked"}),
        add("fee_relief", {"date": "2027-01-11", "amount": "10"}),
    ],
)  # fmt: skip
def test_what_lies_outside_may_change(nursery, mutate):
    before = all_rows(nursery)
    document = everything()
    mutate(document)

    import_document(document)

    nursery.refresh_from_db()
    assert all_rows(nursery) != before or nursery.name == "Harebell & Friends"
