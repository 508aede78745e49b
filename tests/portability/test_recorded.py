"""What PostgreSQL writes down while a nursery file that uses every field comes in: all of it, and nobody's name."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from home.history.words import Thing
from nursery.models import Nursery, Recorded
from nursery.scope import nursery_scope
from portability.importing import import_document
from tests.portability.everything import everything

# Where the file writes what somebody is called, how they are reached, or what anybody typed.
_PERSONAL = re.compile(r"name|email|phone|note|reason|source|evidence|reference")


def _texts(part: Any, name: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _texts(value, key)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each, name)
    elif isinstance(part, str) and _PERSONAL.search(name) and part:
        yield part


def _everything_recorded() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(r::text, E'\\n') FROM nursery_recorded r")
        return str(cursor.fetchone()[0]).replace('""', '"')


def test_every_row_of_every_recorded_table_is_written_down_as_taken_in(harebell: Nursery) -> None:
    models = {model._meta.model_name: model for model in apps.get_models()}
    with nursery_scope(harebell):
        added = {thing: Recorded.objects.filter(thing=thing, operation="added").count() for thing in Thing.values}
        there = {thing: models[thing]._base_manager.count() for thing in Thing.values if thing != "nursery"}
        ways = set(Recorded.objects.values_list("by", "origin", "actor"))
    assert added == there | {"nursery": 1}
    assert 0 not in there.values()
    assert ways == {("import", "nursery_file", None)}


def test_no_name_no_address_and_no_text_is_in_it(harebell: Nursery) -> None:
    with nursery_scope(harebell):
        written = _everything_recorded()
    looked_for = {text for text in _texts(everything()) if len(text) > 2}
    assert len(looked_for) > 30
    found = {text for text in looked_for if json.dumps(text, ensure_ascii=False)[1:-1] in written}
    assert found == set()


def test_the_same_file_again_writes_nothing_down(harebell: Nursery) -> None:
    with nursery_scope(harebell):
        before = Recorded.objects.count()
        import_document(everything())
        assert Recorded.objects.count() == before
