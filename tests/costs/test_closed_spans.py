"""A span that holds closed terms is added up from what they have kept, and comes to what rows would give."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person, RoleKind
from costs.actions.closing import confirm_closing, propose_closing, would_keep
from costs.models import Closing, FeeRelief
from costs.periods import Period, span_of
from costs.queries.facts import facts_of_rows
from costs.reports.building import report_of, report_on
from costs.reports.figures import Report
from costs.reports.inputs import report_inputs
from nursery.models import Nursery, Term
from nursery.scope import nursery_scope
from portability.importing import import_document
from rota.models import Booking, Shift
from tests.bench.years import years
from tests.filled import FilledDatabases

pytestmark = pytest.mark.django_db
BLUEBELL: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "bluebell.json").read_text())
TODAY = dt.date(2027, 1, 4)
NOW = dt.datetime(2027, 1, 4, 9, tzinfo=dt.UTC)


@pytest.fixture
def bluebell(db: None, filled: FilledDatabases):
    """A year of Bluebell, three terms, one of them open; something is dated in the holidays, too."""
    with (
        filled.opened("bluebell_year", lambda: import_document(years(BLUEBELL, 1))),
        nursery_scope(Nursery.objects.get(slug="bluebell")),
    ):
        nursery = Nursery.objects.select_related("policy").get(slug="bluebell")
        FeeRelief.objects.create(nursery=nursery, date=dt.date(2026, 4, 30), amount="12.345")
        yield nursery


def close(nursery: Nursery, *terms: Term) -> None:
    treasurer = Person.objects.filter(roles__contains=[RoleKind.TREASURER])[0]
    trustee = Person.objects.filter(roles__contains=[RoleKind.TRUSTEE]).exclude(pk=treasurer.pk)[0]
    what: dict[str, Any] = {"nursery": nursery, "now": NOW, "today": TODAY}
    for term in terms:
        kept = would_keep(term, nursery=nursery, today=TODAY)
        assert kept is not None
        closing = propose_closing(term, kept.inputs_digest, treasurer, **what)
        confirm_closing(closing, kept.inputs_digest, trustee, **what)


def terms() -> list[Term]:
    return list(Term.objects.order_by("starts"))


def from_rows(nursery: Nursery, period: Period) -> Report:
    return report_on(report_inputs(nursery, period, TODAY, facts_of_rows))


@pytest.mark.parametrize("closed", [1, 2, 3])
def test_a_year_with_closed_terms_is_what_its_rows_give(bluebell: Nursery, closed: int):
    year = span_of(terms()[0].starts, terms()[-1].ends)
    expected = from_rows(bluebell, year)
    close(bluebell, *terms()[:closed])
    assert report_of(bluebell, year, TODAY) == expected
    assert expected.scenarios.central.net
    assert expected.child_sessions > 2000


def test_a_span_that_cuts_a_closed_term_is_read_from_rows(bluebell: Nursery):
    close(bluebell, *terms()[:2])
    cut = span_of(terms()[0].starts + dt.timedelta(days=20), terms()[-1].ends)
    assert report_of(bluebell, cut, TODAY) == from_rows(bluebell, cut)


def test_a_closed_term_in_the_span_before_is_added_up_too(bluebell: Nursery):
    first, _second, third = terms()
    close(bluebell, *terms())
    length = third.ends - first.starts
    later = span_of(third.starts, third.starts + length)
    found = report_of(bluebell, later, later.last + dt.timedelta(days=1))
    expected = report_on(report_inputs(bluebell, later, later.last + dt.timedelta(days=1), facts_of_rows))
    assert found == expected
    assert found.before is not None


def test_no_row_of_a_closed_term_is_read(bluebell: Nursery):
    close(bluebell, *terms())
    year = span_of(terms()[0].starts, terms()[-1].ends)
    with CaptureQueriesContext(connection) as captured:
        report_of(bluebell, year, TODAY)
    asked = " ".join(query["sql"] for query in captured.captured_queries)
    assert Booking._meta.db_table not in asked
    assert f'FROM "{Shift._meta.db_table}"' in asked  # whether there is one between the terms


def test_what_is_kept_names_no_family(bluebell: Nursery):
    close(bluebell, terms()[0])
    kept = bytes(Closing.objects.get().tally or b"").decode()
    assert '"families"' in kept
    assert '"okafor"' not in kept


def test_a_term_open_today_is_added_up_to_today(bluebell: Nursery):
    close(bluebell, *terms()[:2])
    year = span_of(terms()[0].starts, terms()[-1].ends)
    middle = terms()[-1].starts + dt.timedelta(days=30)
    expected = report_on(report_inputs(bluebell, year, middle, facts_of_rows))
    assert report_of(bluebell, year, middle) == expected
    assert replace(expected, so_far=True) == expected
