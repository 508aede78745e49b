"""How many queries it takes, as numbers: only the batches of what is new grow with a nursery."""

import pytest

from portability.exporting import export_document
from portability.importing import import_document
from tests.bench.tenfold import multiplied

# Bluebell's places, twice over, are more than one batch of a thousand.
FIRST = {1: 60, 2: 61}
AGAIN = 36
EXPORT = 56


@pytest.mark.parametrize("times", [1, 2])
def test_first_import(db, bluebell, times, django_assert_num_queries):
    document = multiplied(bluebell, times)

    with django_assert_num_queries(FIRST[times]):
        import_document(document)


@pytest.mark.parametrize("times", [1, 2])
def test_same_import_again(db, bluebell, times, django_assert_num_queries):
    document = multiplied(bluebell, times)
    import_document(document)

    with django_assert_num_queries(AGAIN):
        import_document(document)


@pytest.mark.parametrize("times", [1, 2])
def test_export(db, bluebell, times, django_assert_num_queries):
    nursery = import_document(multiplied(bluebell, times))

    with django_assert_num_queries(EXPORT):
        export_document(nursery)
