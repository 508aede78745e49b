"""Whatever is typed into a step, it answers: kept, or said beside the field; and what was kept makes a nursery file
without a fault."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.scope import account_scope
from founding.rules.steps import Step, step_of
from tests.founding.conftest import Founder
from tests.founding.walk import Walk

_TRICKS = (
    *("", "0", "1", "-1", "2", "999999999999999999999", "on", "room-1", "room-9", "09:00", "24:00", "2026-10-01"),
    *("x" * 300, "9999-12-31", "1e9", "\u202eevil", "½", "٣", "<b>", "GB-ENG", "per_band", "01/02/03", "on\non"),
)
_ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
_WORDS = st.sampled_from(_TRICKS) | _ANY
_PAGES = [step for step in Step if step is not Step.PEOPLE]


@pytest.fixture
def walk(founder: Founder) -> Walk:
    there = Walk(founder)
    there.name()
    return there


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_answer_is_kept_or_refused(walk: Walk, data: Any) -> None:
    step = data.draw(st.sampled_from(_PAGES))
    fields = walk.fields(step)
    typed = data.draw(st.dictionaries(st.sampled_from(sorted({*fields, "more", "later", "row-0-DELETE"})), _WORDS))
    answer = walk.post(step, fields | typed)
    assert answer.status_code in {200, 302, 409, 422}, (step, typed)
    look = walk.open("look")
    assert look.status_code == 200, look.content
    assert look.context["faults"] == []


def test_a_fault_of_what_was_kept_leads_to_its_step(walk: Walk) -> None:
    """As an older program may have kept it."""
    (draft,) = walk.founder.drafts()
    draft.answers["rooms"] = [
        {"key": "room-1", "name": "x" * 201, "from_months": 24, "to_months": 60, "places": 16},
    ]
    with_scope(walk, draft)
    page = walk.open("look")
    assert page.status_code == 422
    assert f'href="{walk.there}rooms/"' in page.content.decode()
    assert "rooms[0].name" in page.content.decode()
    assert walk.make().status_code == 422


def with_scope(walk: Walk, draft: Any) -> None:

    with account_scope(walk.founder.account):
        draft.save()


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("nursery.slug", Step.NAME),
        ("terms[0].closures[2]", Step.TERM),
        ("people[1].email", Step.PEOPLE),
        ("", Step.NAME),
    ],
)
def test_each_part_of_the_file_has_its_step(path: str, step: Step) -> None:
    assert step_of(path) is step
