"""`coverage`, `savings` and `fairness` print for Bluebell exactly what is expected, from the rows of an import."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nursery.models import Nursery

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"
EXPECTED = json.loads((DATA / "bluebell.expected.json").read_text())
TERM = ("--from", "2026-09-07", "--to", "2026-12-11")


def printed(*arguments: str) -> Any:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return json.loads(out.getvalue())


def test_coverage_of_the_term_is_as_expected(bluebell: Nursery):
    slices = printed("coverage", "bluebell", *TERM, "--format", "json")["slices"]
    expected = EXPECTED["coverage"]
    assert len(slices) == expected["count"]
    assert slices[: len(expected["slices"])] == expected["slices"]


def test_savings_of_the_term_are_as_expected_to_the_penny(bluebell: Nursery):
    assert printed("savings", "bluebell", *TERM, "--format", "json") == EXPECTED["savings"]


def test_fairness_of_the_term_is_as_expected(bluebell: Nursery):
    assert printed("fairness", "bluebell", "--term", "autumn-2026", "--format", "json") == EXPECTED["fairness"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("coverage", "clover", *TERM), "There is no nursery 'clover'. There are: bluebell."),
        (("savings", "bluebell", "--from", "2026-12-11", "--to", "2026-09-07"), "is before --from"),
        (("fairness", "bluebell", "--term", "summer"), "There is no term 'summer'. There are: autumn-2026"),
        (("coverage", "bluebell", "--from", "soon", "--to", "2026-09-07"), "'soon' is no day"),
    ],
)
def test_a_command_says_what_is_wrong_with_its_words(bluebell: Nursery, arguments: tuple[str, ...], says: str):
    with pytest.raises(CommandError, match=says.replace("(", r"\(")):
        call_command(*arguments)


def test_the_number_of_queries_does_not_grow_with_the_term(bluebell: Nursery, django_assert_num_queries):
    with django_assert_num_queries(13):
        printed("savings", "bluebell", "--from", "2026-09-07", "--to", "2026-09-11")
    with django_assert_num_queries(13):
        printed("savings", "bluebell", *TERM)
