"""A whole nursery's term, as it is expected."""

import datetime as dt
import time
from dataclasses import replace
from typing import Any

import pytest

from rota.safety import Rota, coverage_document, evaluate_span
from tests.engines.nursery_file import read, rota_of

FIRST, LAST = dt.date(2026, 9, 7), dt.date(2026, 12, 11)


@pytest.fixture(scope="module")
def rota() -> Rota:
    return rota_of(read("bluebell.json"))


def test_the_coverage_of_bluebell_s_term_is_as_expected(rota):
    expected = read("bluebell.expected.json")["coverage"]
    slices = coverage_document(evaluate_span(rota, FIRST, LAST), rota.zone)["slices"]
    assert len(slices) == expected["count"]
    assert slices[: len(expected["slices"])] == expected["slices"]


def test_a_day_is_the_same_alone_and_within_its_term(rota):
    day = dt.date(2026, 9, 23)
    of_term = [each for each in evaluate_span(rota, FIRST, LAST) if each.day == day]
    assert list(evaluate_span(rota, day, day)) == of_term


def test_the_order_of_the_facts_does_not_matter(rota):
    names = ("terms", "sessions", "children", "people", "duties", "shifts", "bookings")
    turned: dict[str, Any] = {name: tuple(reversed(getattr(rota, name))) for name in names}
    assert evaluate_span(replace(rota, **turned), FIRST, LAST) == evaluate_span(rota, FIRST, LAST)


def sixty_families(rota: Rota) -> Rota:
    """Bluebell's 26 families almost two and a half times, each time in a room of their own."""

    def copied(number: int) -> dict[str, Any]:
        def own(key: str) -> str:
            return f"{number}-{key}"

        return {
            "sessions": [replace(each, key=own(each.key), room=own(each.room)) for each in rota.sessions],
            "children": [
                replace(
                    each,
                    key=own(each.key),
                    enrolments=tuple(replace(one, session=own(one.session)) for one in each.enrolments),
                )
                for each in rota.children[: 31 if number < 2 else 9]
            ],
            "people": [replace(each, key=own(each.key)) for each in rota.people],
            "shifts": [replace(each, key=own(each.key), room=each.room and own(each.room)) for each in rota.shifts],
            "bookings": [
                replace(each, key=own(each.key), shift=own(each.shift), person=own(each.person))
                for each in rota.bookings
            ],
        }

    parts = [copied(number) for number in range(3)]
    whole: dict[str, Any] = {name: tuple(each for part in parts for each in part[name]) for name in parts[0]}
    return replace(rota, **whole)


def test_a_term_of_sixty_families_is_evaluated_within_250_ms(rota):
    large = sixty_families(rota)
    taken = []
    for _attempt in range(3):
        begun = time.process_time()
        found = evaluate_span(large, FIRST, LAST)
        taken.append(time.process_time() - begun)
    assert len(found) == 3 * 60
    assert min(taken) < 0.25
