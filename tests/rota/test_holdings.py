"""How somebody stands with each kind of clearance on a day, and what is asked of whom (domain 02, who counts)."""

import datetime as dt

import pytest

from accounts.models import Clearance, Person, RoleKind
from rota.models import RatioRule
from rota.queries.clearances import State, holdings_of
from rota.queries.needs import members, needs_on
from tests.builders import TODAY, House

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _planned(house: House) -> None:
    """Staff and parents stand on care, parents alone on food."""
    house.pattern()
    house.pattern(house.food, paid_places=0)


def holdings(house: House, person: Person, day: dt.date = TODAY):
    (member,) = members([person])
    return {each.kind: each for each in holdings_of(member, needs_on(house.nursery, day), day)}


def only(house: House, person: Person, kind: str, *spans: tuple[str, str | None], **fields: str) -> None:
    """Replace what is on record of a kind."""
    Clearance.objects.filter(person=person, kind=kind).delete()
    for starts, ends in spans:
        Clearance.objects.create(
            nursery=house.nursery,
            person=person,
            kind=kind,
            starts=dt.date.fromisoformat(starts),
            ends=dt.date.fromisoformat(ends) if ends else None,
            **fields,
        )


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-09-30", State.HELD),  # 61 days to run
        ("2026-10-01", State.ENDING),  # 60
        ("2026-11-30", State.ENDING),  # its last day, on which it still counts
        ("2026-12-01", State.ENDED),
    ],
)
def test_a_pfa_that_ends_on_30_november_holds_that_day_and_ends_soon_from_1_october(house: House, day, state):
    parent = house.parent()
    only(house, parent, "pfa", ("2024-12-01", "2026-11-30"))
    held = holdings(house, parent, dt.date.fromisoformat(day))["pfa"]
    assert (held.state, held.on) == (state, dt.date(2026, 11, 30))


def test_what_is_renewed_without_a_gap_does_not_end_soon(house: House):
    parent = house.parent()
    only(house, parent, "pfa", ("2023-10-16", "2026-10-15"), ("2026-10-16", "2029-10-15"))
    held = holdings(house, parent)["pfa"]
    assert (held.state, held.on) == (State.HELD, dt.date(2029, 10, 15))


def test_a_renewal_with_a_gap_of_one_day_ends_soon_all_the_same(house: House):
    parent = house.parent()
    only(house, parent, "pfa", ("2023-10-16", "2026-10-15"), ("2026-10-17", "2029-10-15"))
    assert holdings(house, parent)["pfa"].on == dt.date(2026, 10, 15)


def test_a_renewal_that_was_not_accepted_renews_nothing(house: House):
    parent = house.parent()
    only(house, parent, "pfa", ("2023-10-16", "2026-10-15"))
    Clearance.objects.create(
        nursery=house.nursery, person=parent, kind="pfa", starts=dt.date(2026, 9, 1), decision="not_accepted"
    )
    assert holdings(house, parent)["pfa"].state is State.ENDING


def test_one_that_begins_later_is_not_there_yet(house: House):
    parent = house.parent()
    only(house, parent, "dbs", ("2026-10-05", None))
    held = holdings(house, parent)["dbs"]
    assert (held.state, held.on, held.lacking) == (State.LATER, dt.date(2026, 10, 5), True)


def test_one_that_was_not_accepted_is_not_there(house: House):
    parent = house.parent()
    only(house, parent, "dbs", ("2026-09-05", None), decision="not_accepted")
    held = holdings(house, parent)["dbs"]
    assert (held.state, held.lacking) == (State.NOT_ACCEPTED, True)


def test_of_a_parent_all_five_are_asked_to_count(house: House):
    asked = holdings(house, house.parent(cleared=()))
    assert {kind for kind, each in asked.items() if each.to_count} == set(asked)
    assert asked["induction"].duties == ("Food",)


def test_of_staff_dbs_and_references_alone(house: House):
    asked = holdings(house, house.staff(cleared=()))
    assert {kind for kind, each in asked.items() if each.lacking} == {"dbs", "references"}


def test_a_volunteer_must_be_found_competent_by_the_rule_in_force(house: House):
    assert holdings(house, house.parent(cleared=("dbs", "references", "induction", "pfa")))["competence"].to_count


def test_the_nurserys_own_rules_decide_while_they_are_in_force(house: House):
    RatioRule.objects.create(
        nursery=house.nursery,
        key="own",
        starts=dt.date(2026, 9, 1),
        ends=dt.date(2026, 9, 30),
        body={
            "source": "Agreed",
            "bands": [{"from_months": 0, "children_per_adult": 8}],
            "parent_needs": ["dbs"],
        },
    )
    parent = house.parent(cleared=())
    assert {kind for kind, each in holdings(house, parent).items() if each.to_count} == {"dbs"}
    assert holdings(house, parent, dt.date(2026, 10, 1))["pfa"].to_count


def test_where_parents_do_not_count_only_the_duties_ask_something_of_them(house: House):
    house.policy.parents_count = False
    house.policy.save()
    house.nursery.policy = house.policy
    asked = holdings(house, house.parent(cleared=()))
    assert not any(each.to_count for each in asked.values())
    assert {kind for kind, each in asked.items() if each.lacking} == {"dbs", "references", "induction"}


def test_nothing_makes_somebody_under_17_count_so_nothing_is_asked_for_it(house: House):
    asked = holdings(house, house.parent(cleared=(), adult=False))
    assert not any(each.to_count for each in asked.values())
    assert asked["dbs"].duties == ("Care",)


def test_of_a_trustee_who_takes_no_turns_nothing_is_expected(house: House):
    assert not any(each.wanted for each in holdings(house, house.person("Jo", RoleKind.TRUSTEE, cleared=())).values())


def test_a_member_of_staff_who_is_a_parent_too_needs_what_either_place_asks(house: House):
    both = house.person("Ana Ruiz", RoleKind.STAFF, RoleKind.PARENT, cleared=("dbs", "references"), level=3)
    lacking = {kind for kind, each in holdings(house, both).items() if each.lacking}
    assert lacking == {"induction", "pfa", "competence"}


def test_a_country_without_rules_asks_only_what_the_duties_do(house: House):
    house.nursery.country = "XX"
    house.nursery.save()
    asked = holdings(house, house.parent(cleared=()))
    assert {kind for kind, each in asked.items() if each.lacking} == {"dbs", "references", "induction"}
