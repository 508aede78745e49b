"""A part that is there replaces that list; one that is not is left alone, and references reach what is stored."""

import pytest

from nursery.models import Term
from nursery.scope import nursery_scope
from portability.exporting import export_document
from portability.faults import NurseryFileError
from portability.importing import import_document
from rota.models import Booking, Place, Shift, ShiftStatus
from tests.portability.canonical import canonical
from tests.portability.everything import everything
from tests.portability.rows import all_rows

LISTS = [part for part, entries in everything().items() if isinstance(entries, list)]


def only(*parts: str, **changed):
    """The document with these parts and the nursery alone."""
    document = everything() | changed
    return {part: document[part] for part in ("format", "nursery", *parts, *changed)}


@pytest.fixture
def nursery(harebell):
    return harebell


@pytest.mark.parametrize("part", ["policy", *LISTS])
def test_a_part_alone_is_taken_in_beside_what_is_stored(nursery, part):
    before = all_rows(nursery)

    import_document(only(part))

    assert all_rows(nursery) == before


@pytest.mark.parametrize("part", ["policy", *LISTS])
def test_a_part_left_out_is_left_alone(nursery, part):
    before = all_rows(nursery)
    document = everything()
    del document[part]

    import_document(document)

    assert all_rows(nursery) == before


def test_a_nursery_alone_changes_nothing_else(nursery):
    before = export_document(nursery)

    import_document(only(nursery={"slug": "harebell", "name": "Harebell"}))

    nursery.refresh_from_db()
    after = export_document(nursery)
    assert after.pop("nursery") == canonical(only(nursery={"slug": "harebell", "name": "Harebell"}))["nursery"]
    before.pop("nursery")
    assert after == before


def test_an_empty_policy_is_the_policy_of_the_format(nursery):
    import_document(only(policy={}))

    assert export_document(nursery)["policy"] == canonical(only(policy={}))["policy"]


@pytest.mark.parametrize(
    "part",
    [
        "ratio_rules",
        "standing_turns",
        "meals",
        "bookings",
        "contributions",
        "programme",
        "fee_relief",
        "day_marks",
        "absences",
        "reserves",
        "call_outs",
    ],
)
def test_an_empty_part_empties_that_list(nursery, part):
    import_document(only(**{part: []}))

    assert part not in export_document(nursery)


def test_rates_go_where_no_closed_terms_figures_stand_on_them(db):
    document = everything()
    del document["terms"][2]["closed_at"], document["closings"]
    nursery = import_document(document)

    import_document(only(rates=[], programme=[]))  # the programme refers to rates

    assert "rates" not in export_document(nursery)


def test_an_entry_left_out_goes_and_the_others_keep_their_ids(nursery):
    with nursery_scope(nursery):
        before = set(Booking.objects.values_list("pk", flat=True))
    fewer = everything()["bookings"]
    del fewer[4]

    import_document(only(bookings=fewer))

    with nursery_scope(nursery):
        after = set(Booking.objects.values_list("pk", flat=True))
    assert after < before
    assert len(before - after) == 1


def test_references_reach_what_is_stored(nursery):
    mark = {"child": "zuri", "date": "2026-11-02", "mark": "away", "session": "sun-mon"}

    import_document(only(day_marks=[mark]))

    assert export_document(nursery)["day_marks"] == [mark]


def test_a_reference_to_nothing_stored_is_a_fault(nursery):
    with pytest.raises(NurseryFileError, match=r"day_marks\[0\]\.child: no child has the key 'nobody'"):
        import_document(only(day_marks=[{"child": "nobody", "date": "2026-11-02", "mark": "away"}]))


def test_a_broken_nursery_entry_hides_nothing_that_is_stored(nursery):
    document = only("bookings", nursery={"slug": "harebell"})

    with pytest.raises(NurseryFileError) as caught:
        import_document(document)

    assert list(map(str, caught.value.faults)) == ["nursery.name: is missing"]


def test_a_longer_term_makes_more_shifts(nursery):
    terms = everything()["terms"]
    terms[0]["ends"] = "2026-12-21"
    with nursery_scope(nursery):
        before = Shift.objects.count()

    import_document(only(terms=terms))

    with nursery_scope(nursery):
        new = Shift.objects.filter(date__gt="2026-12-11", date__lt="2027-01-01")
        assert Shift.objects.count() == before + new.count()
        assert [str(s.date) for s in new.filter(pattern__key="care-mon")] == ["2026-12-14", "2026-12-21"]


def test_a_money_part_makes_no_shifts(nursery):
    """What the manager has not planned yet stays unplanned."""
    with nursery_scope(nursery):
        Term.objects.create(nursery=nursery, key="summer", name="Summer", starts="2027-04-12", ends="2027-07-23")
        before = Shift.objects.count()

    import_document(only("fee_relief"))

    with nursery_scope(nursery):
        assert Shift.objects.count() == before


# --- what was changed by hand since ---------------------------------------------------------------------------------
def test_a_shift_cancelled_since_goes_out_with_its_pattern_and_day(nursery):
    with nursery_scope(nursery):
        Shift.objects.filter(pattern__key="care-mon", occasion="2026-11-02").update(status=ShiftStatus.CANCELLED)

    shifts = {shift["key"]: shift for shift in export_document(nursery)["shifts"]}

    assert shifts["care-mon-2026-11-02"] == {
        "key": "care-mon-2026-11-02",
        "duty": "care",
        "room": "sun",
        "date": "2026-11-02",
        "starts": "09:00",
        "ends": "13:00",
        "paid_places": 1,
        "parent_places": 2,
        "pattern": "care-mon",
        "status": "cancelled",
    }


def test_what_was_changed_since_stays_where_the_file_does_not_list_shifts(nursery):
    with nursery_scope(nursery):
        shift = Shift.objects.get(pattern__key="care-mon", occasion="2026-11-02")
        Place.objects.create(nursery=nursery, shift=shift, kind="parent", number=3)
    before = all_rows(nursery)

    import_document(only("terms", "shift_patterns", "bookings"))

    assert all_rows(nursery) == before


def test_what_was_changed_since_goes_where_the_file_lists_shifts(nursery):
    before = export_document(nursery)
    with nursery_scope(nursery):
        Shift.objects.filter(pattern__key="care-mon", occasion="2026-11-02").update(status=ShiftStatus.CANCELLED)
        Shift.objects.filter(key="moved").update(key="", date="2026-09-24")

    import_document(before)

    assert export_document(nursery) == before


def test_what_was_changed_since_comes_back_from_its_export(nursery):
    with nursery_scope(nursery):
        shift = Shift.objects.get(pattern__key="care-mon", occasion="2026-11-02")
        Place.objects.create(nursery=nursery, shift=shift, kind="parent", number=3)
        Shift.objects.filter(key="outing").update(key="")
    changed = export_document(nursery)
    elsewhere = changed | {"nursery": changed["nursery"] | {"slug": "elsewhere"}}

    assert export_document(import_document(elsewhere)) == elsewhere
    assert export_document(import_document(changed)) == changed


def test_a_shift_keeps_its_id_when_its_pattern_changes_its_times(nursery):
    patterns = everything()["shift_patterns"]
    patterns[0]["starts"] = "08:30"
    with nursery_scope(nursery):
        before = Shift.objects.get(pattern__key="care-mon", occasion="2026-11-02")

    import_document(only(shift_patterns=patterns))

    with nursery_scope(nursery):
        after = Shift.objects.get(pattern__key="care-mon", occasion="2026-11-02")
    assert after.pk == before.pk
    assert f"{after.starts:%H:%M}" == "08:30"
    assert f"{after.starts_at:%H:%M}" == "08:30"
