"""The two commands as somebody types them: what they print, where, and how they end."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from nursery.models import Nursery
from portability.exporting import export_document
from portability.importing import import_document
from tests.databases import SECRET
from tests.portability.canonical import canonical
from tests.portability.everything import everything

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path):
    def write(document):
        path = tmp_path / "nursery.json"
        path.write_text(json.dumps(document))
        return path

    return write


def manage(*arguments):
    """manage.py in a process of its own, on the test's own database."""
    at = connections["default"].settings_dict
    url = f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST'].replace('/', '%2F')}&port={at['PORT']}"
    if not str(at["HOST"]).startswith("/"):
        url = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    return subprocess.run(
        [sys.executable, CHECKOUT / "manage.py", *map(str, arguments)],
        env=os.environ | {"DATABASE_URL": url, "SECRET_KEY": SECRET},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_import_and_export_as_typed(file, tmp_path):
    imported = manage("import_nursery", file(everything()))
    exported = manage("export_nursery", "harebell", "--output", tmp_path / "out.json")
    printed = manage("export_nursery", "harebell")

    assert (imported.returncode, imported.stderr) == (0, "")
    assert imported.stdout == "Harebell Playgroup (harebell) is as the file says.\n"
    assert (exported.returncode, exported.stderr, exported.stdout) == (0, "", "")
    assert (tmp_path / "out.json").read_text() == printed.stdout
    assert json.loads(printed.stdout)["people"] == canonical(everything())["people"]


@pytest.mark.django_db(transaction=True)
def test_import_of_a_file_with_faults_as_typed(file):
    document = everything()
    document["people"][0]["family"] = "x"
    document["people"][1]["name"] = "\ud800"

    ended = manage("import_nursery", file(document))

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.splitlines() == [
        "people[0].family: nothing in families has the key 'x'",
        "people[1].name: contains half a character (a lone surrogate)",
        "CommandError: 2 faults; nothing was written.",
    ]
    assert not Nursery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_import_of_no_file_as_typed(tmp_path):
    ended = manage("import_nursery", tmp_path / "none.json")

    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        f"{tmp_path}/none.json cannot be read: No such file or directory.",
        "CommandError: 1 fault; nothing was written.",
    ]


def test_export_of_no_nursery(db):
    import_document(everything())

    with pytest.raises(CommandError, match=r"There is no nursery 'blue'\. There are: harebell\."):
        call_command("export_nursery", "blue")


def test_export_where_nothing_can_be_written(db, tmp_path):
    import_document(everything())

    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("export_nursery", "harebell", output=tmp_path / "none" / "out.json")


def test_export_keeps_every_script_readable(db):
    document = everything()
    document["people"][0]["name"] = "Zoë Łuczak 欧"
    nursery = import_document(document)
    out = StringIO()

    call_command("export_nursery", "harebell", stdout=out)

    assert "Zoë Łuczak 欧" in out.getvalue()
    assert json.loads(out.getvalue()) == export_document(nursery)


def test_import_without_words(db, file):
    out = StringIO()

    call_command("import_nursery", file(everything()), stdout=out, verbosity=0)

    assert out.getvalue() == ""
    assert Nursery.objects.get().slug == "harebell"
