"""A document that uses every field there is goes in and comes out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import portability
from accounts.models import Level, RoleKind
from costs.models import ChangeVerb
from nursery.models import ClearanceKind, Rounding
from portability.exporting import export_document
from portability.importing import import_document
from portability.shape import shape_faults
from rota.models import (
    BookingStatus,
    Called,
    CallOutStatus,
    CoverStatus,
    DayMarkKind,
    OfferStatus,
    PlaceKind,
    Pricing,
    ShiftStatus,
    SwapStatus,
    Verb,
)
from tests.portability.canonical import canonical, without_covers
from tests.portability.everything import everything

AS_THEY_ARE = {
    "money_changes.before",
    "money_changes.after",
    "what_ifs.changes",
}  # facts of any thing, in its own words
SCHEMA = Path(portability.__file__).parent / "nursery-file.schema.json"


def fields_of_schema(schema: dict[str, Any], path: str = "") -> Iterator[str]:
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}{name}"
        yield from fields_of_schema(inner, f"{path}{name}.")
    if isinstance(schema.get("items"), dict):
        yield from fields_of_schema(schema["items"], path)
    for choice in schema.get("oneOf", []):
        yield from fields_of_schema(choice, path)


def fields_of_document(value: Any, path: str = "") -> Iterator[str]:
    match value:
        case dict():
            for name, inner in value.items():
                yield f"{path}{name}"
                if f"{path}{name}" not in AS_THEY_ARE:
                    yield from fields_of_document(inner, f"{path}{name}.")
        case list():
            for inner in value:
                yield from fields_of_document(inner, path)


def test_the_document_uses_every_field_of_the_schema():
    schema = json.loads(SCHEMA.read_text())

    assert set(fields_of_schema(schema)) == set(fields_of_document(everything()))


@pytest.mark.parametrize(
    ("part", "field", "choices"),
    [
        ("policy", "ratio_rounding", Rounding),
        ("duties", "pricing", Pricing),
        ("duties", "needs", ClearanceKind),
        ("people", "roles", RoleKind),
        ("people", "level", Level),
        ("shifts", "status", ShiftStatus),
        ("bookings", "place", PlaceKind),
        ("bookings", "status", BookingStatus),
        ("cover_requests", "status", CoverStatus),
        ("offers", "status", OfferStatus),
        ("swaps", "status", SwapStatus),
        ("call_outs", "called", Called),
        ("call_outs", "status", CallOutStatus),
        ("day_marks", "mark", DayMarkKind),
        ("history", "verb", Verb),
        ("money_changes", "verb", ChangeVerb),
    ],
)
def test_the_schema_knows_every_choice_of_the_product(part, field, choices):
    schema = json.loads(SCHEMA.read_text())["properties"]
    within = schema[part].get("items", schema[part])
    found = within["properties"][field]

    assert found.get("items", found)["enum"] == choices.values


def test_the_document_is_of_the_right_shape():
    assert shape_faults(everything()) == []


def test_every_field_comes_out_as_it_went_in(db):
    document = everything()
    document["bookings"][3]["covers"] = "ben"  # as the import is to find out

    exported = export_document(import_document(everything()))

    assert exported == canonical(document)


def test_every_field_comes_out_again_from_what_came_out(db):
    first = export_document(import_document(everything()))

    second = export_document(import_document(first))

    assert second == first


def test_what_came_out_makes_the_same_nursery_elsewhere(db):
    first = export_document(import_document(everything()))
    elsewhere = first | {"nursery": first["nursery"] | {"slug": "elsewhere"}}

    second = export_document(import_document(elsewhere))

    assert second == elsewhere


def test_parts_without_entries_are_left_out(db):
    bare = {"format": "nursery/1", "nursery": {"slug": "bare", "name": "Bare"}}

    exported = export_document(import_document(bare))

    assert exported == canonical(bare)
    assert set(exported) == {"format", "nursery", "policy"}


def test_canonical_form_is_of_the_right_shape_itself():
    assert shape_faults(canonical(without_covers(everything()))) == []
