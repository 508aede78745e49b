"""Opening a figure takes as many queries, and about as many bytes, however large the nursery."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nursery.models import Nursery
from nursery.scope import nursery_scope
from rota.models import Shift
from tests.bench.tenfold import multiplied
from tests.costs.opened.conftest import AFTER_TERM, browser_of
from tests.engines.nursery_file import read

QUERIES = {"lines/": 19, "line/?kind=value&of=care": 21, "line/?kind=premium&of=care": 20, "burden/": 19, "shift": 22}


@pytest.fixture(params=[1, 4], ids=["Bluebell", "four times Bluebell"])
def trustee(request, db, tmp_path, time_machine) -> Client:
    time_machine.move_to(AFTER_TERM, tick=False)
    file = tmp_path / "nursery.json"
    file.write_text(json.dumps(multiplied(read("bluebell.json"), request.param)))
    call_command("import_nursery", str(file), verbosity=0)
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        return browser_of("samuel-adjei")


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_nursery(trustee: Client):
    with nursery_scope(Nursery.objects.get(slug="bluebell")):
        shift = Shift.objects.filter(duty__key="care", date="2026-09-09")[0]
    pages = {name: name for name in QUERIES} | {"shift": f"shift/{shift.public_id}/?term=autumn-2026"}
    found = {}
    for name, page in pages.items():
        with CaptureQueriesContext(connection) as queries:
            answer = trustee.get(f"/bluebell/costs/{page}")
        assert answer.status_code == 200
        assert len(answer.content) < 40_000
        found[name] = len(queries)
    assert found == QUERIES
