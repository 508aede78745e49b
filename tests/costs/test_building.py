"""A report holds what the savings command prints, and more; its JSON is the same report."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from accounts.models import Family, Person
from costs.models import Budget
from costs.periods import month_of, period_of_term, span_of, year_beginning
from costs.reports.building import report_of
from costs.reports.documents import report_bytes, report_from
from costs.reports.figures import Report
from nursery.models import Nursery, Term
from nursery.scope import nursery_scope
from rota.models import Contribution

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"
EXPECTED = json.loads((DATA / "bluebell.expected.json").read_text())
AFTER = dt.date(2026, 12, 14)


def report(nursery: Nursery, today: dt.date = AFTER) -> Report:
    with nursery_scope(nursery):
        return report_of(nursery, period_of_term(Term.objects.get(key="autumn-2026")), today)


def test_every_estimate_is_as_the_savings_command_prints_it(bluebell: Nursery):
    found = report(bluebell)
    for name, figures in found.scenarios.each:
        expected = EXPECTED["savings"]["scenarios"][name]
        for total in ("value", "premium_total", "programme_total", "net", "fee_relief", "retained", "returned"):
            assert str(getattr(figures, total)) == expected[total], (name, total)
        assert [(line.duty, str(line.rate), f"{line.hours:.2f}", str(line.value)) for line in figures.lines] == [
            (line["duty"], line["rate"], line["hours"], line["value"]) for line in expected["lines"]
        ]
        assert [(line.kind, str(line.value)) for line in figures.programme] == [
            (line["kind"], line["value"]) for line in expected["programme"]
        ]


def test_the_hours_and_the_shares_are_as_the_commands_print_them(bluebell: Nursery):
    found, hours, fair = report(bluebell), EXPECTED["savings"]["hours"], EXPECTED["fairness"]
    assert f"{found.hours.parent:.2f}" == hours["parent"]
    assert f"{found.hours.care_enriching:.2f}" == hours["care_enriching"]
    assert f"{found.hours.paid:.2f}" == hours["paid"]
    assert found.child_sessions == hours["child_sessions"]
    assert str(found.per.net_per_parent_hour) == EXPECTED["savings"]["per_parent_hour"]["net"]
    assert [str(found.sharing.coverage), str(found.sharing.jain), str(found.sharing.gini)] == [
        fair["coverage"],
        fair["jain"],
        fair["gini"],
    ]
    assert found.sharing.attained == len(found.sharing.attainments) == 26


def test_months_and_duties_add_up_to_all_hours(bluebell: Nursery):
    found = report(bluebell)
    assert sum(month.given for month in found.months) == found.hours.parent
    assert sum(month.counted for month in found.months) == found.hours.priced
    assert sum(month.paid for month in found.months) == found.hours.paid
    assert sum(duty.given for duty in found.duties) == found.hours.parent
    for duty in found.duties:
        parts = duty.counted + duty.enriching + duty.unconfirmed + duty.learning + duty.never_priced
        assert parts == duty.given, duty.key


def test_its_json_is_the_same_report_and_is_written_the_same_again(bluebell: Nursery):
    found = report(bluebell)
    written = report_bytes(found)
    assert report_from(written) == found
    assert report_bytes(report_from(written)) == written


def test_its_json_names_nobody(bluebell: Nursery):
    written = report_bytes(report(bluebell)).decode()
    with nursery_scope(bluebell):
        for model in (Person, Family):
            assert [row.name for row in model.objects.all() if row.name in written or row.key in written] == []


def test_a_month_a_year_and_a_span_hold_what_their_days_hold(bluebell: Nursery):
    with nursery_scope(bluebell):
        september = report_of(bluebell, month_of(dt.date(2026, 9, 30)), AFTER)
        year = report_of(bluebell, year_beginning(2026, 4), dt.date(2027, 4, 1))
        span = report_of(bluebell, span_of(dt.date(2026, 9, 1), dt.date(2026, 12, 31)), dt.date(2027, 1, 1))
    term = report(bluebell)
    assert september.hours.parent == term.months[0].given
    assert year.scenarios == span.scenarios == term.scenarios
    assert span.sharing.coverage == term.sharing.coverage
    assert span.before is None


def test_while_a_term_is_open_it_reaches_to_today_and_is_not_compared(bluebell: Nursery):
    found = report(bluebell, dt.date(2026, 10, 1))
    assert found.so_far
    assert found.last_day == dt.date(2026, 10, 1)
    assert found.before is None
    assert found.sharing.under_half is None


def test_a_month_is_compared_with_the_month_before(bluebell: Nursery):
    with nursery_scope(bluebell):
        found = report_of(bluebell, month_of(dt.date(2026, 10, 5)), AFTER)
    assert found.before is not None
    assert found.before.period.key == "2026-09"
    assert found.changes is not None
    assert found.changes.parent_hours == round(found.hours.parent / found.before.parent_hours - 1, 4)


def test_hours_not_confirmed_are_said(bluebell: Nursery):
    with nursery_scope(bluebell):
        given = Contribution.objects.get(date=dt.date(2026, 10, 31))
        given.confirmed = False
        given.save()
    found = report(bluebell)
    assert found.hours.unconfirmed == Decimal("4.5")
    assert found.hours.parent == Decimal(527)


def test_what_was_planned_for_the_term_stands_beside_it(bluebell: Nursery):
    with nursery_scope(bluebell):
        term = Term.objects.get(key="autumn-2026")
        Budget.objects.create(nursery=bluebell, term=term, net=Decimal(4000), parent_hours=Decimal(500))
    found = report(bluebell).budget
    assert found is not None
    assert (found.net, found.parent_hours, found.paid_hours) == (Decimal("4000.00"), Decimal(500), None)
