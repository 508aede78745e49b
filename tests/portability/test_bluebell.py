"""Bluebell goes in and comes out: the same nursery, again and again."""

from portability.exporting import export_document
from portability.importing import import_document
from tests.portability.canonical import canonical, without_covers


def test_bluebell_comes_out_as_it_went_in(db, bluebell):
    exported = export_document(import_document(bluebell))

    assert without_covers(exported) == without_covers(canonical(bluebell))


def test_import_of_an_export_is_a_fixed_point(db, bluebell):
    first = export_document(import_document(bluebell))

    second = export_document(import_document(first))

    assert second == first
