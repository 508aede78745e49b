"""Bluebell's autumn term, over and with a term before it, as a report."""

import datetime as dt

import pytest

from costs.periods import period_of_term
from costs.reports.building import report_of
from costs.reports.figures import Report
from nursery.models import Nursery, Term
from nursery.scope import nursery_scope

AFTER_TERM = dt.date(2026, 12, 14)


@pytest.fixture
def report(bluebell: Nursery) -> Report:
    with nursery_scope(bluebell):
        return report_of(bluebell, period_of_term(Term.objects.get(key="autumn-2026")), AFTER_TERM)
