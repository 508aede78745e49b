"""Every figure of a report stands on the trustees' page, to the penny, under the name that it has in the JSON."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
import time_machine

from accounts.models import Account, Person
from costs.periods import period_of_term
from costs.reports.building import report_of
from costs.reports.documents import report_bytes
from nursery.models import Nursery, Term
from nursery.scope import nursery_scope
from tests.pages import client_of

pytestmark = pytest.mark.django_db
AFTER_TERM = dt.datetime(2026, 12, 14, 12, tzinfo=dt.UTC)
SPOKEN = re.compile(r'<data value="([^"]*)" data-figure="([^"]+)">([^<]*)</data>')


def figures_in(document: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The names and values of all numbers; what cannot be said is null where a number would stand."""
    if isinstance(document, dict):
        for name, value in document.items():
            yield from figures_in(value, f"{path}.{name}" if path else name)
    elif isinstance(document, list):
        for n, value in enumerate(document):
            yield from figures_in(value, f"{path}.{n}")
    elif isinstance(document, int) and not isinstance(document, bool):
        yield path, str(document)
    elif isinstance(document, str) and re.fullmatch(r"-?\d+(\.\d+)?", document):
        yield path, document


@pytest.fixture
def html(bluebell: Nursery) -> str:
    with nursery_scope(bluebell):
        trustee = Person.objects.get(key="samuel-adjei")
        trustee.account = Account.objects.create_user(email=trustee.email)
        trustee.save()
    with time_machine.travel(AFTER_TERM, tick=False):
        return client_of(trustee).get("/bluebell/costs/").content.decode()


def test_every_figure_of_the_report_is_on_the_page(bluebell: Nursery, html: str):
    with nursery_scope(bluebell):
        report = report_of(bluebell, period_of_term(Term.objects.get(key="autumn-2026")), AFTER_TERM.date())
    expected = dict(figures_in(json.loads(report_bytes(report))))
    shown = {path: value for value, path, _said in SPOKEN.findall(html)}
    assert expected["scenarios.central.net"] == "4361.56"
    assert {path: shown.get(path) for path in expected} == expected


def test_a_figure_reads_as_it_is_worth(html: str):
    read = {path: (value, said) for value, path, said in SPOKEN.findall(html)}
    assert read["scenarios.central.net"] == ("4361.56", "£4,361.56")
    assert read["hours.parent"] == ("527", "527.00")
    assert read["scenarios.central.returned"] == ("0.6878", "68.78\N{NO-BREAK SPACE}%")
    assert read["rates.0.holiday"][1] == "12.07\N{NO-BREAK SPACE}% holiday"
    for value, said in read.values():
        if value and "%" not in said:
            assert abs(Decimal(re.sub(r"[^\d.]", "", said)) - abs(Decimal(value))) <= Decimal("0.005"), (value, said)


def test_every_figure_that_opens_leads_to_a_page(bluebell: Nursery, html: str):
    """None of them to a page that does not know it."""
    with nursery_scope(bluebell):
        trustee = Person.objects.get(key="samuel-adjei")
    links = set(re.findall(r'href="(/bluebell/costs/(?:line|lines|burden)/[^"]*)"', html))
    client = client_of(trustee)
    assert len(links) > 40
    with time_machine.travel(AFTER_TERM, tick=False):
        answers = {link: client.get(unescape(link)) for link in sorted(links)[::6]}
    assert {link: answer.status_code for link, answer in answers.items() if answer.status_code != 200} == {}
