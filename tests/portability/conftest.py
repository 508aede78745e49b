import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nursery.models import Nursery
from portability.importing import import_document
from tests.filled import FilledDatabases
from tests.portability.everything import everything

BLUEBELL = Path(__file__).parents[1] / "data" / "bluebell.json"


@pytest.fixture
def bluebell() -> dict[str, Any]:
    """Bluebell's file, to be changed at will."""
    document: dict[str, Any] = json.loads(BLUEBELL.read_text())
    return document


@pytest.fixture
def harebell(db: None, filled: FilledDatabases) -> Iterator[Nursery]:
    """The nursery of `everything`, as if its file had just come in. It is taken in once a worker."""
    with filled.opened("harebell", lambda: import_document(everything())):
        yield Nursery.objects.get(slug="harebell")
