"""Who counts, and why somebody present does not."""

from dataclasses import replace

import pytest

from rota.safety import Clearance, DatedLevel, NotCounted, PlaceKind, SafetyPolicy, Status, evaluate_day
from tests.engines.day import PARENT_NEEDS, SINCE, WEDNESDAY, Days, at, cleared, parent, staff


def standing(person, place="", **fields):
    """How one adult stands in a room with children."""
    policy = fields.pop("policy", SafetyPolicy())
    days = Days(policy=policy).came(0, 0, 3).stood(person, place, **fields)
    (room_day,) = evaluate_day(days.rota(), WEDNESDAY)
    return room_day.slices[0].standings[0]


def test_a_paid_adult_counts_with_dbs_and_references():
    assert standing(staff("a")).counted


@pytest.mark.parametrize("kind", ["dbs", "references"])
def test_a_paid_adult_without_one_of_them_does_not(kind):
    person = replace(staff("a"), clearances=cleared(*{"dbs", "references"} - {kind}))
    assert (standing(person).reason, standing(person).lacking) == (NotCounted.CLEARANCE, (kind,))


def test_a_parent_counts_with_all_five_clearances():
    assert standing(parent("p")).counted


@pytest.mark.parametrize("kind", PARENT_NEEDS)
def test_a_parent_without_one_of_the_five_does_not(kind):
    found = standing(parent("p", without=[kind]))
    assert (found.reason, found.lacking) == (NotCounted.CLEARANCE, (kind,))


def test_parents_count_only_where_the_nursery_counts_them():
    policy = SafetyPolicy(parents_count=False)
    assert standing(parent("p"), policy=policy).reason == NotCounted.PARENTS_DO_NOT_COUNT
    assert standing(staff("a"), policy=policy).counted


@pytest.mark.parametrize("person", [staff("a", of_age=False), parent("p", of_age=False)])
def test_nobody_under_17_counts(person):
    assert standing(person).reason == NotCounted.UNDER_17


def test_a_shadow_is_present_and_never_counted():
    assert standing(staff("a"), shadow=True).reason == NotCounted.SHADOW


def test_staff_in_a_parent_place_act_as_paid():
    found = standing(staff("a"), "parent")
    assert (found.acts_paid, found.counted, found.place) == (True, True, PlaceKind.PARENT)


def test_staff_who_are_parents_act_as_parents_in_a_parent_place_alone():
    both = replace(staff("a"), parent=True)
    assert standing(both, "paid").counted
    found = standing(both, "parent")
    assert (found.acts_paid, found.lacking) == (False, ("induction", "pfa", "competence"))


@pytest.mark.parametrize("person", [parent("p"), replace(parent("p"), parent=False)])
def test_everybody_else_acts_as_a_parent_in_a_paid_place_too(person):
    found = standing(person, "paid")
    assert (found.acts_paid, found.counted) == (False, True)


@pytest.mark.parametrize("status", [Status.MISSED, Status.CANCELLED, Status.CANCELLED_LATE])
def test_somebody_who_is_not_there_is_not_present(status):
    days = Days().came(0, 0, 3).stood(staff("a"), status=status)
    assert evaluate_day(days.rota(), WEDNESDAY)[0].slices[0].present == 0


def test_a_clearance_is_valid_on_its_first_and_last_day():
    one_day = (Clearance("dbs", WEDNESDAY, WEDNESDAY), Clearance("references", SINCE))
    assert standing(replace(staff("a"), clearances=one_day)).counted


def test_the_level_of_the_day_is_the_last_that_has_begun():
    learned = replace(staff("a", 0), levels=(DatedLevel(SINCE, 2), DatedLevel(WEDNESDAY, 3)))
    learning = replace(staff("a", 0), levels=(DatedLevel(WEDNESDAY.replace(month=12), 3), DatedLevel(SINCE, 2)))
    assert (standing(learned).level, standing(learning).level) == (3, 2)


def test_before_september_2025_a_parent_needs_no_first_aid():
    day = WEDNESDAY.replace(year=2024, month=10, day=2)  # a Wednesday
    held = tuple(Clearance(kind, day) for kind in PARENT_NEEDS if kind != "pfa")
    days = Days().stood(parent("p", clearances=held), day=day, starts="09:00")
    (room_day,) = evaluate_day(days.rota(), day)
    assert room_day.rules.id == "GB-ENG-2023-09"
    assert room_day.slices[0].counted == 1


def test_a_counted_level_6_lets_an_adult_have_thirteen():
    with_level_6 = Days().came(0, 0, 13).stood(staff("a", 6, "pfa"), ends="11:00").stood(staff("b", 3))
    early, late = evaluate_day(with_level_6.rota(policy=SafetyPolicy(min_adults=1)), WEDNESDAY)[0].slices
    assert (early.required, early.level_6, late.required, late.level_6) == (1, True, 2, False)
    assert late.starts == at("11:00")


def test_a_level_6_who_does_not_count_changes_nothing():
    days = Days(policy=SafetyPolicy(min_adults=1)).came(0, 0, 13).stood(parent("p", 6, without=["dbs"]))
    assert evaluate_day(days.rota(), WEDNESDAY)[0].slices[0].required == 2
