"""`manage.py report`: a term's document, and that a closed one is worked out again byte for byte, elsewhere too."""

import os
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Clearance, Person
from costs.actions.closing import confirm_closing, propose_closing, would_keep
from costs.models import Closing, Rate
from costs.reports.documents import report_from
from nursery.models import Nursery, Term
from nursery.scope import nursery_scope
from tests.builders import House
from tests.costs.closings import NOW, TODAY, Ended
from tests.databases import OWNER, SECRET, address

ROOT = Path(__file__).parents[2]
BLUEBELL = Path(__file__).parents[1] / "data" / "bluebell.json"


def report(*arguments: str) -> str:
    out = StringIO()
    call_command("report", "bluebell", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def closed(house: House) -> Closing:
    return Ended(house).close()


@pytest.mark.django_db
def test_it_prints_what_was_kept(closed: Closing):
    assert report("--term", "autumn") == closed.kept_document.decode() + "\n"


@pytest.mark.django_db
def test_a_check_says_that_it_is_the_same_byte_for_byte_and_that_the_rows_are(closed: Closing):
    assert report("--term", "autumn", "--check").splitlines() == [
        f"inputs: the same, byte for byte ({closed.inputs_digest})",
        f"report: the same, byte for byte ({closed.document_digest})",
        "rows: today's would give the same inputs",
    ]


@pytest.mark.django_db
def test_a_check_says_what_todays_rows_would_give_otherwise_and_changes_nothing(closed: Closing):
    Rate.objects.update(wage=Decimal(99))
    Clearance.objects.filter(kind="pfa").delete()
    said = report("--term", "autumn", "--check").splitlines()
    assert said[1].startswith("report: the same, byte for byte")
    assert said[2] == "rows: today's would give others in facts.rates, facts.rota.people"
    assert Closing.objects.get().kept_document == closed.kept_document


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", ["inputs_digest", "document"])
def test_what_was_tampered_with_is_found_out(part: str):
    """By somebody who took the guard down: the owner of the tables."""
    house = House()
    with nursery_scope(house.nursery):
        Ended(house).close()
    change = {"inputs_digest": "repeat('0', 64)", "document": "replace(document::text, '3235', '3236')::bytea"}[part]
    tamper(f"UPDATE costs_closing SET {part} = {change}")
    with pytest.raises(CommandError, match="cannot be reproduced"):
        report("--term", "autumn", "--check")


def tamper(statement: str) -> None:
    link = psycopg2.connect(address(connection.settings_dict["NAME"], OWNER))
    with link, link.cursor() as cursor:
        cursor.execute("ALTER TABLE costs_closing DISABLE TRIGGER costs_confirmed_is_kept")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE costs_closing ENABLE TRIGGER costs_confirmed_is_kept")
    link.close()


@pytest.mark.django_db
def test_an_open_terms_is_printed_and_cannot_be_checked(house: House):
    Ended(house)
    assert report_from(report("--term", "autumn").encode()).closed_on is None
    with pytest.raises(CommandError, match="it is not closed"):
        report("--term", "autumn", "--check")
    with pytest.raises(CommandError, match="There are: autumn"):
        report("--term", "spring")


@pytest.mark.django_db(transaction=True)
def test_another_process_with_another_seed_zone_and_language_works_out_the_same_bytes():
    call_command("import_nursery", str(BLUEBELL), verbosity=0)
    nursery = Nursery.objects.get(slug="bluebell")
    with nursery_scope(nursery):
        close_bluebell(nursery)
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS"))}
    said = []
    for seed, zone, language in (("1", "Asia/Tokyo", "de"), ("2", "America/Lima", "cy")):
        surroundings = {"PYTHONHASHSEED": seed, "TZ": zone, "PGTZ": zone, "LANG": f"{language}.UTF-8"}
        done = subprocess.run(
            [sys.executable, "manage.py", "report", "bluebell", "--term", "autumn-2026", "--check"],
            cwd=ROOT,
            env=kept | surroundings | {"DATABASE_URL": address, "SECRET_KEY": SECRET},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]
    assert said[0].count("the same, byte for byte") == 2
    assert "rows: today's would give the same inputs" in said[0]


def close_bluebell(nursery: Nursery) -> None:
    """The autumn term, by its own treasurer and trustee; terms before it are not there."""
    term = Term.objects.get(key="autumn-2026")
    nursery = Nursery.objects.select_related("policy").get(pk=nursery.pk)
    kept = would_keep(term, nursery=nursery, today=TODAY)
    assert kept is not None
    what: dict[str, Any] = {"nursery": nursery, "now": NOW, "today": TODAY}
    treasurer = Person.objects.filter(roles__contains=["treasurer"]).first()
    trustee = Person.objects.filter(roles__contains=["trustee"]).exclude(pk=treasurer.pk).first()  # type: ignore[union-attr]
    assert treasurer is not None
    assert trustee is not None
    confirm_closing(propose_closing(term, kept.inputs_digest, treasurer, **what), kept.inputs_digest, trustee, **what)
