import json
from pathlib import Path
from typing import Any

import pytest

BLUEBELL = Path(__file__).parents[1] / "data" / "bluebell.json"


@pytest.fixture
def bluebell() -> dict[str, Any]:
    """Bluebell's file, to be changed at will."""
    document: dict[str, Any] = json.loads(BLUEBELL.read_text())
    return document
