"""Random nurseries are written into PostgreSQL, and their savings are worked out there a second time.

`savings.sql` states domain 02 and 03 anew, in another language and on raw rows; it must agree with
`manage.py savings` to the penny. The examples are the same in every run. That they come by the cases in which
figures go wrong is counted, so that an easier life for the generator cannot make the test say less.
"""

import datetime as dt
import json
from collections import Counter
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import given, seed, settings

from costs.queries import savings_of
from costs.savings import FaultKind, Savings
from nursery.models import Nursery
from nursery.scope import nursery_scope
from portability.importing import import_document
from tests.costs.recomputed.nurseries import ROUNDINGS, SPANS, nursery_files

pytestmark = pytest.mark.django_db
AGAIN = (Path(__file__).parent / "savings.sql").read_text()
DAY = dt.timedelta(days=1)
EXAMPLES = 5  # of each span and rounding
AT_LEAST = 2  # times that each case is come by


def test_postgresql_works_the_same_savings_out_of_the_raw_rows():
    reached: Counter[str] = Counter()

    def agrees(document: dict[str, Any]) -> None:
        with transaction.atomic():
            nursery = import_document(document)
            first, last = (dt.date.fromisoformat(document["terms"][0][end]) for end in ("starts", "ends"))
            for begin, end in ((first, last), (first + DAY, last - DAY)):
                printed = savings_printed(begin, end)
                assert printed == savings_again(nursery, begin, end)
            reached.update(cases(document, savings_found(nursery, first, last)))
            transaction.set_rollback(True)  # each example finds an empty database

    for number, ((begins, _why), rounding) in enumerate(product(SPANS, ROUNDINGS)):
        example = given(nursery_files(begins, rounding))(lambda document: agrees(document))
        seed(number)(settings(max_examples=EXAMPLES, database=None)(example))()
    assert {case: reached[case] for case in CASES if reached[case] < AT_LEAST} == {}


def savings_printed(first: dt.date, last: dt.date) -> Any:
    out = StringIO()
    call_command("savings", "random", "--from", str(first), "--to", str(last), stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def savings_again(nursery: Nursery, first: dt.date, last: dt.date) -> Any:
    with nursery_scope(nursery), connection.cursor() as cursor:
        cursor.execute(AGAIN, {"nursery": nursery.pk, "first": first, "last": last})
        return json.loads(cursor.fetchone()[0])


def savings_found(nursery: Nursery, first: dt.date, last: dt.date) -> Savings:
    with nursery_scope(nursery):
        return savings_of(Nursery.objects.select_related("policy").get(pk=nursery.pk), first, last)


CASES = (
    *(why for _day, why in SPANS),
    *ROUNDINGS,
    "parents do not count",
    *("displaced", "enriching", "two duties displace at once", "parents beyond the cap", "no room for parents"),
    *("paid below level 2", "cover in a slice", "level 6 in a room", "more parents than are needed"),
    *("paid booked and not recorded", "part of a shift displaced"),
    *("shadow", "care not confirmed", "committee", "task valued", "task without evidence"),
    *("premium", "negative premium", "premium of an unpriced duty", "premium of a task"),
    *("missing rate", "missing pay", "two rates of a duty", "scenarios differ", "rate of one scenario first"),
    *("programme by the hour", "programme rounded up", "fee relief", "net below nought", "returned"),
    *("closure", "breaks", "late or early", "away", "extra", "settling_in", "dated level", "half a penny"),
)


def cases(document: dict[str, Any], found: Savings) -> set[str]:
    """What of CASES an example comes by."""
    care, central, hours = found.care, found.central, found.hours
    lines = [line for scenario in found.scenarios.values() for line in scenario.lines]
    premium = [line for scenario in found.scenarios.values() for line in scenario.premium]
    pricing = {duty["key"]: duty["pricing"] for duty in document["duties"]}
    in_slices = [each for each in care if each.displaced]
    duty_of = {part.booking: part.duty for part in hours.parts["displaced"]}
    duties_at_once = [{duty_of[key] for key in each.displacing} for each in in_slices]
    begins = dt.date.fromisoformat(document["terms"][0]["starts"])
    faults = {fault.kind for fault in found.faults}
    rates_of = Counter((line.duty, scenario) for scenario, of in found.scenarios.items() for line in of.lines)
    own = {rate["key"] for rate in document["rates"] if "scenario" in rate and rate["from"] == "2020-01-06"}
    later = {rate["key"] for rate in document["rates"] if "scenario" not in rate and rate["from"] != "2020-01-06"}
    marks = {mark["mark"] for mark in document["day_marks"]}
    paid_booked = any(
        standing.counted and standing.acts_paid and standing.booking not in {p.booking for p in hours.parts["paid"]}
        for each in in_slices
        for standing in each.slice.standings
    )
    half = any((line.hours * line.bought * line.rate * 1000) % 10 == 5 for line in lines)
    happened = {
        dict(SPANS)[begins]: bool(in_slices),
        document["policy"]["ratio_rounding"]: bool(in_slices),
        "parents do not count": not document["policy"]["parents_count"] and bool(hours.care_enriching),
        "displaced": bool(in_slices),
        "enriching": bool(hours.care_enriching),
        "two duties displace at once": any(len(duties) > 1 for duties in duties_at_once),
        "parents beyond the cap": any(each.admitted < each.parents for each in care),
        "no room for parents": any(each.cap == 0 and each.below for each in care),
        "paid below level 2": any(each.below and each.displaced for each in care),
        "cover in a slice": any(each.cover and each.displaced for each in care),
        "level 6 in a room": any(each.slice.level_6 for each in in_slices),
        "more parents than are needed": any(each.displaced < each.admitted for each in care),
        "paid booked and not recorded": paid_booked,
        "part of a shift displaced": any(part.booking in duty_of for part in hours.parts["enriching"]),
        "shadow": "shadow" in hours.unpriced,
        "care not confirmed": "care" in hours.unpriced,
        "committee": "committee" in hours.unpriced,
        "task valued": any(pricing[line.duty] == "task" and line.value for line in lines),
        "task without evidence": any(pricing[line.duty] == "task" and not line.bought for line in lines),
        "premium": bool(premium),
        "negative premium": any(line.value < 0 for line in premium),
        "premium of an unpriced duty": any(pricing[line.duty] == "none" for line in premium),
        "premium of a task": any(pricing[line.duty] == "task" for line in premium),
        "missing rate": FaultKind.MISSING_RATE in faults,
        "missing pay": FaultKind.MISSING_PAY in faults,
        "two rates of a duty": any(count > 1 for count in rates_of.values()),
        "scenarios differ": len({each.net for each in found.scenarios.values()}) == 3,
        "rate of one scenario first": bool(own & later & {line.duty for line in lines}),
        "programme by the hour": any(entry.hours for line in central.programme for entry, _value in line.entries),
        "programme rounded up": any(
            entry.amount is not None and value > entry.amount
            for line in central.programme
            for entry, value in line.entries
        ),
        "fee relief": bool(found.fee_relief),
        "net below nought": any(each.net is not None and each.net < 0 for each in found.scenarios.values()),
        "returned": central.returned is not None,
        "closure": bool(document["terms"][0]["closures"]),
        "breaks": any("breaks" in booking and booking["status"] == "worked" for booking in document["bookings"]),
        "late or early": any({"from", "to"} & set(booking) for booking in document["bookings"]),
        **{mark: mark in marks for mark in ("away", "extra", "settling_in")},
        "dated level": any("levels" in person for person in document["people"]),
        "half a penny": half,
    }
    return {case for case, is_so in happened.items() if is_so}
