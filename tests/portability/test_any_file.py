"""Whatever is done to a nursery file: it goes in whole, or its faults are said and nothing is written."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from nursery.models import Nursery
from portability.exporting import export_document
from portability.faults import NurseryFileError
from portability.importing import import_document
from portability.shape import shape_faults
from tests.portability.everything import everything
from tests.portability.rows import all_rows

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from(
        [
            "",
            " ",
            "0",
            "-1",
            "1e999",
            "9" * 400,
            "0." + "0" * 50 + "1",
            "0000-01-01",
            "1900-01-01",
            "2199-12-31",
            "2026-10-25",
            "2027-03-28",
            "9999-12",
            "00:00",
            "01:30",
            "23:59",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "care",
            "sun",
            "mon",
            "zuri",
            "ben",
            "mia",
            "bo",
            "care-mon",
            "night-sun",
            "lunch",
            "moved",
            "autumn",
            "paid",
            "parent",
            "cancelled",
            "worked",
            "\0",
            "x" * 1000,
        ]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.none(), max_size=2),
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every value there is, but the document's own."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        found += places(inner, (*path, step))
    return found


@st.composite
def spoiled(draw) -> dict[str, Any]:
    document = everything()
    for _ in range(draw(st.integers(1, 3))):
        everywhere = places(document)
        if not everywhere:
            break
        *steps, last = draw(st.sampled_from(everywhere))
        target: Any = document
        for step in steps:
            target = target[step]
        match draw(st.sampled_from(["drop", "junk", "junk", "twin", "another's", "another's"])):
            case "drop":
                del target[last]
            case "junk":
                target[last] = draw(JUNK)
            case "twin" if isinstance(target, list):
                target.insert(draw(st.integers(0, len(target))), json.loads(json.dumps(target[last])))
            case "another's":  # a value of the right kind that stands elsewhere under the same name
                same = [p for p in everywhere if p[-1] == last and p != (*steps, last)]
                if same:
                    other: Any = document
                    for step in draw(st.sampled_from(same)):
                        other = other[step]
                    target[last] = json.loads(json.dumps(other))
    return document


@dataclass(frozen=True)
class Stored:
    """A nursery that is there, and what is to be seen of it."""

    nursery: Nursery
    shown: dict[str, Any]
    rows: dict[str, list[Any]]


@pytest.fixture
def stored(harebell):
    return Stored(harebell, export_document(harebell), all_rows(harebell))


def outcome(document: Any) -> Nursery | list[str]:
    try:
        return import_document(document)
    except NurseryFileError as error:
        return [str(fault) for fault in error.faults]


ADDED_ONLY = ("history", "money_changes", "adjustments")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=spoiled())
def test_a_spoiled_file_over_a_nursery_that_is_there(stored, document):
    with transaction.atomic():
        found = outcome(document)
        event("faults" if isinstance(found, list) else "taken in")
        if isinstance(found, list):
            assert found
            assert all_rows(stored.nursery) == stored.rows
        else:
            comes_out_again(found)
            can_be_put_back(stored)
        transaction.set_rollback(True)  # each example finds the nursery as it was


def comes_out_again(nursery: Nursery) -> None:
    shown = export_document(nursery)
    assert shape_faults(shown) == []
    import_document(shown)
    assert export_document(nursery) == shown


def can_be_put_back(stored: Stored) -> None:
    """By the file of before, all but what is only added to, which keeps what it was told, and whom it was told of."""
    back = outcome(everything())
    if isinstance(back, list):
        assert all("in the nursery still refer to it" in fault for fault in back)
        return
    after = export_document(back)
    for part in ADDED_ONLY:
        kept = after.pop(part)
        assert all(entry in kept for entry in stored.shown[part])
    assert after == {part: entries for part, entries in stored.shown.items() if part not in ADDED_ONLY}
