"""Bluebell's autumn term, over and with a term before it, as a report."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import call_command

from costs.periods import period_of_term
from costs.reports.building import report_of
from costs.reports.figures import Report
from nursery.models import Nursery, Term
from nursery.scope import nursery_scope

DATA = Path(__file__).parents[2] / "data"
AFTER_TERM = dt.date(2026, 12, 14)


@pytest.fixture
def bluebell(db: None) -> Nursery:
    call_command("import_nursery", str(DATA / "bluebell.json"), verbosity=0)
    return Nursery.objects.get(slug="bluebell")


@pytest.fixture
def report(bluebell: Nursery) -> Report:
    with nursery_scope(bluebell):
        return report_of(bluebell, period_of_term(Term.objects.get(key="autumn-2026")), AFTER_TERM)
