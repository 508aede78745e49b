"""Corrections of a closed term: in the open one, with who and why, once somebody else has confirmed them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from costs.actions.corrections import Correction, confirm_correction, enter_correction, remove_correction
from costs.models import Adjustment, Change, Rate
from costs.periods import period_of_term
from costs.reports.building import report_of
from costs.reports.documents import report_bytes, report_from
from nursery.models import Term
from nursery.refusal import Refused
from reminders.models import Message
from tests.builders import House
from tests.costs.closings import WORKED_ON, Ended
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
IN_SPRING = dt.date(2027, 1, 20)
NOW = dt.datetime(2027, 1, 20, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def closed(house: House) -> Ended:
    ended = Ended(house)
    ended.close()
    Term.objects.create(
        nursery=house.nursery, key="spring", name="Spring term", starts=dt.date(2027, 1, 4), ends=dt.date(2027, 3, 26)
    )
    return ended


def what(ended: Ended) -> dict[str, Any]:
    return {"nursery": ended.nursery, "now": NOW, "today": IN_SPRING}


def hours(ended: Ended, much: str = "2", **other: Any) -> Adjustment:
    given: dict[str, Any] = {
        "duty": ended.house.food,
        "day": WORKED_ON,
        "hours": Decimal(much),
        "reason": "Two hours were missed",
    }
    return enter_correction(Correction(ended.term, "hours", **(given | other)), ended.treasurer, **what(ended))


def amount(ended: Ended, kind: str, much: str) -> Adjustment:
    given = Correction(ended.term, kind, "An invoice came late", amount=Decimal(much))
    return enter_correction(given, ended.treasurer, **what(ended))


def confirm(ended: Ended, correction: Adjustment) -> Adjustment:
    return confirm_correction(correction, ended.trustee, nursery=ended.nursery, now=NOW)


def spring_report(ended: Ended, today: dt.date = IN_SPRING) -> Any:
    return report_of(ended.nursery, period_of_term(Term.objects.get(key="spring")), today)


def test_hours_are_worth_what_the_closed_terms_own_rates_say(closed: Ended):
    Rate.objects.update(wage=Decimal(99))
    found = hours(closed)
    assert (found.value_low, found.value_central, found.value_high) == (Decimal("20.00"),) * 3
    assert found.date == IN_SPRING
    assert hours(closed, "-0.5").value_central == Decimal("-5.00")


def test_hours_of_a_duty_that_is_never_priced_are_worth_nothing(closed: Ended):
    committee = closed.house.food.__class__.objects.create(
        nursery=closed.nursery, key="committee", name="Committee", pricing="none"
    )
    assert hours(closed, duty=committee).value_central == Decimal(0)


def test_it_counts_in_the_open_term_once_somebody_else_has_confirmed_it(closed: Ended):
    waiting = hours(closed)
    assert spring_report(closed).adjustments == ()
    assert list(Message.objects.filter(kind="costs.correction_entered").values_list("person__name", flat=True)) == [
        "Ruth Adeyemi"
    ]
    confirm(closed, waiting)
    confirm(closed, amount(closed, "programme", "12.50"))
    confirm(closed, amount(closed, "fee_relief", "-7"))
    found = spring_report(closed)
    assert [(one.about, one.kind, one.net_central, one.fee_relief) for one in found.adjustments] == [
        ("autumn", "hours", Decimal("20.00"), Decimal("0.00")),
        ("autumn", "programme", Decimal("-12.50"), Decimal("0.00")),
        ("autumn", "fee_relief", Decimal("0.00"), Decimal("-7.00")),
    ]
    assert (found.adjusted.net_central, found.adjusted.fee_relief) == (Decimal("7.50"), Decimal("-7.00"))
    assert found.scenarios.central.net == 0  # every other figure is without them
    assert found.adjustments[0].entered_by == closed.treasurer.public_id
    assert report_from(report_bytes(found)) == found


def test_the_closed_report_stays_byte_for_byte(closed: Ended):
    before = report_bytes(report_of(closed.nursery, period_of_term(closed.term), IN_SPRING))
    confirm(closed, hours(closed))
    assert report_bytes(report_of(closed.nursery, period_of_term(closed.term), IN_SPRING)) == before


def test_nobody_confirms_their_own(closed: Ended):
    with pytest.raises(Refused, match="somebody else has to confirm it"):
        confirm_correction(hours(closed), closed.treasurer, nursery=closed.nursery, now=NOW)
    with pytest.raises(Refused, match="Only a trustee or a treasurer confirms"):
        confirm_correction(hours(closed), closed.parent, nursery=closed.nursery, now=NOW)


def test_what_is_confirmed_stays_for_the_database_too(closed: Ended):
    correction = confirm(closed, hours(closed))
    with pytest.raises(Refused, match="Somebody has confirmed it already, so it stays"):
        remove_correction(correction, closed.treasurer, nursery=closed.nursery, now=NOW)
    for change in (lambda: Adjustment.objects.update(reason="Another"), lambda: Adjustment.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_nobody_has_confirmed_goes_again(closed: Ended):
    remove_correction(hours(closed), closed.treasurer, nursery=closed.nursery, now=NOW)
    assert not Adjustment.objects.exists()
    assert list(Change.objects.filter(thing="adjustment").order_by("pk").values_list("verb", flat=True)) == [
        "added",
        "removed",
    ]


def test_corrections_freeze_with_the_term_that_they_are_entered_in(closed: Ended):
    confirm(closed, hours(closed))
    Term.objects.filter(key="spring").update(closed_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Adjustment.objects.create(
            nursery=closed.nursery,
            about=closed.term,
            date=IN_SPRING,
            kind="programme",
            amount=Decimal(1),
            reason="Late",
            entered_by=closed.treasurer,
            entered_at=NOW,
        )
    with pytest.raises(Refused, match="No open term has begun"):
        hours(closed)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"hours": Decimal(0)}, "This changes nothing"),
        ({"day": dt.date(2027, 1, 5)}, "This day is not in Autumn term"),
        ({"duty": "care"}, "without a rate for this duty"),
    ],
)
def test_what_makes_no_sense_says_what_to_do(closed: Ended, other: dict[str, Any], sentence: str):
    if other.get("duty"):
        other = {"duty": closed.house.care}
    with pytest.raises(Refused, match=sentence):
        hours(closed, **other)


def test_an_open_term_is_put_right_where_it_happened(closed: Ended):
    spring = Term.objects.get(key="spring")
    given = Correction(spring, "programme", "Late", amount=Decimal(1))
    with pytest.raises(Refused, match="Spring term is open"):
        enter_correction(given, closed.treasurer, **what(closed))


def page(person: Any, path: str, **posted: Any) -> Any:
    with time_machine.travel(NOW, tick=False):
        client = client_of(person)
        return client.post(path, posted) if posted else client.get(path)


def test_the_treasurer_enters_it_and_a_trustee_confirms_it_by_the_pages(closed: Ended):
    sent = {
        "about": "autumn",
        "kind": "hours",
        "direction": "less",
        "duty": "food",
        "day": "23 Sep 2026",
        "hours": "1:30",
        "reason": "Marked twice",
    }
    assert page(closed.treasurer, "/bluebell/costs/corrections/add/", **sent).status_code == 302
    assert "Waiting for a second pair of eyes" in text_of(page(closed.trustee, "/bluebell/costs/corrections/"))
    correction = Adjustment.objects.get()
    assert page(closed.trustee, f"/bluebell/costs/corrections/{correction.public_id}/confirm/", ok=1).status_code == 302

    text = text_of(page(closed.trustee, "/bluebell/costs/corrections/"))
    assert "Autumn term : 1.5 h less of food on Wed 23 Sep" in text
    assert "By the rates of that term: −£15.00" in text or "By the rates of that term: -£15.00" in text
    assert "Marked twice" in text
    assert "Entered by Nia E. (treasurer), Wed 20 Jan · confirmed by Ruth A. (trustee)" in text
    report = text_of(page(closed.trustee, "/bluebell/costs/?term=autumn"))
    assert "These figures stay as they are. 1 correction was entered since." in report
    assert "correction of an earlier term was entered" in text_of(page(closed.trustee, "/bluebell/costs/?term=spring"))


def test_a_slip_stands_beside_its_field_and_nothing_typed_is_lost(closed: Ended):
    answer = page(
        closed.treasurer,
        "/bluebell/costs/corrections/add/",
        about="autumn",
        kind="programme",
        direction="more",
        amount="a lot",
        reason="Invoice",
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "We can’t read this as an amount" in text
    assert "a lot" in text
    assert "Invoice" in text
    answer = page(closed.treasurer, "/bluebell/costs/corrections/add/", about="autumn", kind="hours")
    for sentence in (
        "Say which duty",
        "On which day" if False else "Say on which day",
        "Say how many hours",
        "Say why",
    ):
        assert sentence in answer.content.decode()


@pytest.mark.parametrize("many", [1, 6])
def test_the_list_asks_as_many_queries_whatever_its_length(closed: Ended, many: int):
    for _each in range(many):
        confirm(closed, hours(closed))
        hours(closed)
    client = client_of(closed.trustee)
    with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connection) as queries:
        assert client.get("/bluebell/costs/corrections/").status_code == 200
    assert len(queries) == LIST_QUERIES


LIST_QUERIES = 9
