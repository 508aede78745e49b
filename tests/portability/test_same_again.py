"""Importing the same file again changes nothing: not a value, not an id, not even a row's version."""

import pytest

from nursery.models import Nursery
from nursery.scope import nursery_scope
from portability.exporting import export_document
from portability.importing import import_document
from rota.models import Booking, Shift
from tests.portability.everything import everything
from tests.portability.rows import all_rows


@pytest.fixture(params=["bluebell", "everything"])
def document(request, bluebell):
    return bluebell if request.param == "bluebell" else everything()


@pytest.mark.django_db(transaction=True)
def test_same_file_writes_no_row(document):
    nursery = import_document(document)
    before = all_rows(nursery)

    import_document(document)

    assert all_rows(nursery) == before
    assert min(len(before[table]) for table in ("rota_booking", "rota_shift", "accounts_person", "costs_rate")) > 0


@pytest.mark.django_db(transaction=True)
def test_export_imported_where_it_came_from_writes_no_row(document):
    nursery = import_document(document)
    before = all_rows(nursery)

    import_document(export_document(nursery))

    assert all_rows(nursery) == before


@pytest.mark.django_db(transaction=True)
def test_a_row_written_again_would_be_seen(document):
    nursery = import_document(document)
    before = all_rows(nursery)

    with nursery_scope(nursery):
        Booking.objects.order_by("pk")[0].save()

    assert all_rows(nursery) != before


def test_what_the_product_added_stays_what_it_is(db, bluebell):
    """Public ids stand in people's mail and calendars; they survive an import that changes the row."""
    nursery = import_document(bluebell)
    with nursery_scope(nursery):
        before = {b.pk: b.public_id for b in Booking.objects.all()}
        shifts = {s.pk: s.public_id for s in Shift.objects.all()}
    for booking in bluebell["bookings"]:
        booking["confirmed"] = False
    bluebell["nursery"]["name"] = "Bluebell & Friends"

    import_document(bluebell)

    with nursery_scope(nursery):
        assert {b.pk: b.public_id for b in Booking.objects.all()} == before
        assert {s.pk: s.public_id for s in Shift.objects.all()} == shifts
        assert not Booking.objects.filter(confirmed=True).exists()
    assert Nursery.objects.get(slug="bluebell").name == "Bluebell & Friends"
