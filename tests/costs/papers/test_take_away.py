"""The files as a treasurer gets them: who may have them, what they are called, and what they never hold."""

import csv
import datetime as dt
import json
import re
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from pypdf import PdfReader

from accounts.models import Account, Family, Person
from costs.models import Pay, Rate
from costs.reports.documents import report_bytes
from costs.reports.figures import Report
from nursery.models import Nursery
from nursery.scope import nursery_scope
from tests.builders import House
from tests.costs.papers.conftest import AFTER_TERM
from tests.pages import client_of

pytestmark = pytest.mark.django_db
PAGE = "/bluebell/costs/"
TERM = "?term=autumn-2026"
ENDINGS = ("pdf", "xlsx", "csv", "json")


@pytest.fixture(autouse=True)
def _after_the_term():
    with time_machine.travel(dt.datetime.combine(AFTER_TERM, dt.time(12), dt.UTC), tick=False):
        yield


@pytest.fixture
def reader(bluebell: Nursery) -> Client:
    with nursery_scope(bluebell):
        person = Person.objects.get(key="samuel-adjei")
        person.account = Account.objects.create_user(email=person.email)
        person.save()
    return client_of(person)


def text_in(response: Any, ending: str) -> str:
    """All that a file holds as text, whatever its form."""
    if ending == "xlsx":
        with ZipFile(BytesIO(response.content)) as file:
            return " ".join(file.read(name).decode() for name in file.namelist())
    if ending == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    return str(response.content.decode("utf-8-sig"))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (TERM, "bluebell-savings-autumn-2026"),
        ("?month=2026-10", "bluebell-savings-2026-10"),
        ("?year=2026", "bluebell-savings-2026"),
        ("?from=2026-09-07&to=2026-10-01", "bluebell-savings-2026-09-07-to-2026-10-01"),
    ],
)
def test_a_files_name_says_whose_and_of_when(reader: Client, query: str, name: str):
    response = reader.get(f"{PAGE}report.csv{query}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{name}.csv"'


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_is_not_sent_twice(reader: Client, ending: str):
    first = reader.get(f"{PAGE}report.{ending}{TERM}")
    again = reader.get(f"{PAGE}report.{ending}{TERM}", headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_cannot_be_had_leads_to_the_page_that_says_why(reader: Client, ending: str):
    response = reader.get(f"{PAGE}report.{ending}?month=2026-13")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?month=2026-13")
    assert "Say the month, like 2026-10." in reader.get(response["Location"]).content.decode()


@pytest.mark.parametrize("ending", ENDINGS)
def test_parents_and_staff_may_not_have_it(house: House, ending: str):
    for person in (house.parent(), house.staff()):
        assert client_of(person).get(f"{PAGE}report.{ending}").status_code == 403


def test_the_json_is_the_report_itself(reader: Client, report: Report):
    response = reader.get(f"{PAGE}report.json{TERM}")
    assert response["Content-Type"] == "application/json"
    assert response.content == report_bytes(report)
    assert json.loads(response.content)["scenarios"]["central"]["net"] == "4361.56"


def test_the_csv_is_a_row_a_figure(reader: Client):
    body = reader.get(f"{PAGE}report.csv{TERM}").content
    assert body.startswith(b"\xef\xbb\xbf")
    rows = {row["Figure"]: row for row in csv.DictReader(StringIO(body.decode("utf-8-sig"), newline=""))}
    assert rows["scenarios.central.net"] == {
        "Section": "scenarios",
        "Estimate": "central",
        "Month": "",
        "Key": "",
        "Name": "",
        "Measure": "net",
        "Value": "4361.56",
        "Unit": "GBP",
        "Text": "",
        "Figure": "scenarios.central.net",
    }
    month = rows["months.1.duties.0.given"]
    assert (month["Section"], month["Month"], month["Name"], month["Value"], month["Unit"]) == (
        "months",
        "2026-10",
        "Care",
        "64",
        "hours",
    )
    assert rows["rates.3.source"]["Text"].startswith("National Living Wage from 1 April 2026; half")


def test_a_source_that_looks_like_a_formula_is_harmless(reader: Client, bluebell: Nursery):
    with nursery_scope(bluebell):
        Rate.objects.filter(key="care", scenario="central").update(source='=HYPERLINK("https://example.org","£")')
    rows = csv.DictReader(StringIO(reader.get(f"{PAGE}report.csv{TERM}").content.decode("utf-8-sig"), newline=""))
    assert [row["Text"] for row in rows if "HYPERLINK" in row["Text"]] == ['\'=HYPERLINK("https://example.org","£")']


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_person_no_family_and_no_hourly_cost_is_in_it(reader: Client, bluebell: Nursery, ending: str):
    """The costs are made such that no total could be mistaken for one."""
    with nursery_scope(bluebell):
        odd = {}
        for number, pay in enumerate(Pay.objects.order_by("pk")):
            pay.hourly_cost = odd[pay.pk] = f"{31 + number}.{17 + number}"
            pay.save()
        Rate.objects.filter(key="manager").update(wage="41.37")
        names = [
            name
            for model in (Person, Family)
            for row in model.objects.all()
            for name in (row.name, row.key, *row.name.split()[-1:])
            if name not in {"family"}
        ]
        emails = [person.email for person in Person.objects.all() if person.email]
    response = reader.get(f"{PAGE}report.{ending}{TERM}")
    assert response.status_code == 200
    text = text_in(response, ending)
    assert [name for name in (*names, *emails) if re.search(rf"\b{re.escape(name)}\b", text)] == []
    assert odd
    assert [cost for cost in (*odd.values(), "41.37") if cost in text] == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_never_speaks_of_income_or_profit(reader: Client, ending: str):
    text = text_in(reader.get(f"{PAGE}report.{ending}{TERM}"), ending).lower()
    assert [word for word in ("income", "profit", "earned", "revenue") if word in text] == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_nursery_with_no_term_leads_to_its_page(house: House, ending: str):
    house.term.delete()
    reader = client_of(house.manager())
    assert reader.get(f"{PAGE}report.{ending}").status_code == 302


def test_another_nurserys_term_is_not_found(reader: Client, other_house: House):
    with nursery_scope(other_house.nursery):
        other_house.term.key = "elsewhere"
        other_house.term.save()
    response = reader.get(f"{PAGE}report.csv?term=elsewhere", follow=True)
    assert response.status_code == 404


def test_the_savings_command_prints_what_it_always_did(bluebell: Nursery, capsys: pytest.CaptureFixture[str]):
    call_command("savings", "bluebell", "--from", "2026-09-07", "--to", "2026-12-11", "--format", "json")
    assert json.loads(capsys.readouterr().out)["scenarios"]["central"]["net"] == "4361.56"
