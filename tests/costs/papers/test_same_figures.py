"""Every figure of a report, by its name in the JSON, stands in all five places: the page, the JSON, the CSV, the
workbook and the PDF, each read back with a reader of its own.
"""

import csv
import datetime as dt
import json
import re
from collections import Counter
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from accounts.models import Account, Person
from costs.models import Budget
from costs.papers.entries import Entry, Unit, entries
from costs.reports.documents import report_from
from costs.reports.exact import say_exact_hours, say_exact_percent
from costs.reports.figures import Report
from nursery.models import Nursery, Term
from nursery.money import say_money
from nursery.scope import nursery_scope
from tests.costs.papers.conftest import AFTER_TERM
from tests.costs.papers.test_workbook import differences, named
from tests.pages import sign_in

pytestmark = pytest.mark.django_db
PERIODS = ("?term=autumn-2026", "?month=2026-11")  # the first with a plan, the second with a month before it

# What two pages have no room for, or draw instead; the workbook has all of it.
NOT_ON_PAPER = (
    r"sharing\.attainments\.\d+",  # drawn: no two columns apart say more than their order
    r"scenarios\.(low|high)\.premium\.\d+\.hours",  # written once: all three estimates have the same
    r"months\.\d+\.duties\.\d+\.(counted|paid)",  # summed up by duty and by month
    r"duties\.\d+\.(enriching|unconfirmed|learning|never_priced|cover)",  # in sentences: why not all of it counts
    r"hours\.(care_displaced|care_enriching|unpriced|unconfirmed|learning)",  # likewise
)


@pytest.fixture(params=PERIODS)
def taken(request: pytest.FixtureRequest, bluebell: Nursery) -> dict[str, Any]:
    """The five answers to one question."""
    with nursery_scope(bluebell):
        person = Person.objects.get(key="samuel-adjei")
        person.account = Account.objects.create_user(email=person.email)
        person.save()
        Budget.objects.create(
            nursery=bluebell,
            term=Term.objects.get(key="autumn-2026"),
            net="4100.25",
            programme="1311.50",
            fee_relief="3050.75",
            parent_hours=521,
            paid_hours=761,
        )
    client = Client(headers={"host": "localhost"})
    sign_in(client, person.account)
    with time_machine.travel(dt.datetime.combine(AFTER_TERM, dt.time(12), dt.UTC), tick=False):
        found = {"page": client.get(f"/bluebell/costs/{request.param}")}
        for ending in ("json", "csv", "xlsx", "pdf"):
            found[ending] = client.get(f"/bluebell/costs/report.{ending}{request.param}")
    assert {answer.status_code for answer in found.values()} == {200}
    return {place: answer.content for place, answer in found.items()}


@pytest.fixture
def report(taken: dict[str, Any]) -> Report:
    return report_from(taken["json"])


def figures(report: Report, leaving_out: tuple[str, ...] = ()) -> list[Entry]:
    pattern = re.compile("|".join(leaving_out) or "(?!)")
    return [entry for entry in entries(report) if entry.is_figure and not pattern.fullmatch(entry.figure)]


def is_written(entry: Entry) -> bool:
    """On paper. Of a line of which all would have been bought, the part is not written: 216 x £17.52."""
    whole_line = entry.section == "lines" and entry.measure == "bought" and entry.value == 1
    return entry.value is not None and not whole_line


def test_the_json_has_every_figure(taken: dict[str, Any], report: Report):
    document = json.loads(taken["json"])
    for entry in figures(report):
        found = document
        for name in entry.figure.split("."):
            found = found[int(name)] if name.isdigit() else found[name]
        assert (None if found is None else Decimal(found)) == entry.value, entry.figure


def test_the_csv_has_every_figure(taken: dict[str, Any], report: Report):
    rows = csv.DictReader(StringIO(taken["csv"].decode("utf-8-sig"), newline=""))
    found = {row["Figure"]: row["Value"] for row in rows}
    lacking = [
        entry.figure
        for entry in figures(report)
        if (Decimal(found[entry.figure]) if found[entry.figure] else None) != entry.value
    ]
    assert lacking == []


def test_the_workbook_has_every_figure(taken: dict[str, Any], report: Report):
    assert differences(report, named(openpyxl.load_workbook(BytesIO(taken["xlsx"]), data_only=True))) == []


def test_the_page_has_every_figure(taken: dict[str, Any], report: Report):
    spoken = re.findall(r'<data value="([^"]*)" data-figure="([^"]+)"', taken["page"].decode())
    found = {path: value for value, path in spoken}
    wanted = figures(report)
    assert [entry.figure for entry in wanted if entry.figure not in found] == []
    differing = [
        (entry.figure, found[entry.figure], entry.value)
        for entry in wanted
        if (Decimal(found[entry.figure]) if found[entry.figure] else None) != entry.value
    ]
    assert differing == []


def test_the_pdf_has_every_figure_but_those_it_draws_or_sums_up(taken: dict[str, Any], report: Report):
    """A figure on paper has no name; so each is looked for as often as there are figures that read the same."""
    pages = PdfReader(BytesIO(taken["pdf"])).pages
    text = " ".join(
        " ".join(page.extract_text() for page in pages).replace("\u200b", "").replace("\u00a0", " ").split()
    )
    wanted = Counter(said(report, entry) for entry in figures(report, NOT_ON_PAPER) if is_written(entry))
    lacking = [
        (words, number, found)
        for words, number in wanted.items()
        if (found := len(re.findall(rf"(?<![\d.,£]){re.escape(words)}(?![\d]|[.,]\d)", text))) < number
    ]
    assert lacking == []


def said(report: Report, entry: Entry) -> str:
    """As a person reads it."""
    value: Any = entry.value
    match entry.unit:
        case Unit.MONEY:
            words = say_money(value, report.currency)
        case Unit.HOURS if entry.measure == "parent_hours_per_child_session":
            words = f"{value:.4f}"
        case Unit.HOURS:
            words = say_exact_hours(value)
        case Unit.SHARE:
            words = say_exact_percent(value).replace("-", "−")
        case Unit.INDEX:
            words = f"{value:.4f}"
        case _:
            words = f"{value:,}"
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize("pattern", NOT_ON_PAPER)
def test_what_is_left_out_is_still_a_figure(report: Report, pattern: str):
    """A list that names what is no more would hide what comes under its name."""
    assert [entry for entry in figures(report) if re.fullmatch(pattern, entry.figure)]
