"""Bluebell's autumn in the database, as if its file had just been taken in."""

from collections.abc import Iterator

import pytest

from nursery.models import Nursery
from tests.costs.bluebell import import_bluebell
from tests.filled import FilledDatabases


@pytest.fixture
def bluebell(db: None, filled: FilledDatabases) -> Iterator[Nursery]:
    """Taken in once a worker. A test that adds another nursery asks for Bluebell first."""
    with filled.opened("bluebell", import_bluebell):
        yield Nursery.objects.get(slug="bluebell")
