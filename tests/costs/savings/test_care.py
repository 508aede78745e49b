"""Which care hours take the place of paid ones: D, slice by slice."""

from dataclasses import replace
from decimal import Decimal

import pytest

from costs.savings import Savings, SavingsFacts, work_out_savings
from rota.exact import text
from rota.safety import Booking, PlaceKind, SafetyPolicy, Shift, Status, TimeSpan
from rota.shares import Contribution
from tests.engines.day import WEDNESDAY, Days, at, parent, staff


def savings(days: Days, **facts) -> Savings:
    return work_out_savings(SavingsFacts(days.rota(), **facts), WEDNESDAY, WEDNESDAY)


def hours(days: Days) -> tuple[str | None, str | None]:
    """Displaced and enriching."""
    worked = savings(days).hours
    return text(worked.care_displaced), text(worked.care_enriching)


def four_required() -> Days:
    """Four adults are required; levels 3 and 3 are paid."""
    return Days().came(0, 8, 13).stood(staff("a", 3, "pfa")).stood(staff("b", 3))


def test_a_parent_in_the_place_of_a_paid_adult_displaces_their_hours():
    assert hours(four_required().stood(staff("c", 2)).stood(parent("p"))) == ("4.00", "0.00")


def test_a_parent_beyond_what_is_required_is_enriching():
    days = four_required().stood(staff("c", 2)).stood(staff("d", 2)).stood(parent("p"))
    assert hours(days) == ("0.00", "4.00")


def test_cover_in_a_parent_place_takes_up_what_is_required():
    days = four_required().stood(staff("c", 2)).stood(staff("bank", 2), "parent").stood(parent("p"))
    assert hours(days) == ("0.00", "4.00")


def test_paid_adults_booked_and_not_yet_recorded_take_it_up_too():
    days = four_required().stood(staff("c", 2)).stood(staff("d", 2), status=Status.BOOKED).stood(parent("p"))
    assert hours(days) == ("0.00", "4.00")


@pytest.mark.parametrize("fields", [{"status": Status.BOOKED}, {"confirmed": False}])
def test_a_parent_not_recorded_or_not_confirmed_displaces_nobody(fields):
    assert savings(four_required().stood(parent("p"), **fields)).hours.care_displaced == 0


def test_a_parent_who_does_not_count_is_enriching():
    assert hours(four_required().stood(parent("p", without=["pfa"]))) == ("0.00", "4.00")


def test_where_parents_do_not_count_all_their_care_is_enriching():
    days = four_required().stood(parent("p"))
    days.fields["policy"] = SafetyPolicy(parents_count=False)
    assert hours(days) == ("0.00", "4.00")


def test_parents_below_level_2_displace_no_more_than_the_rule_has_room_for():
    # R is 4: room for (4 - 1) - 2 = 1 below level 2; two places are open and two parents came.
    assert hours(four_required().stood(parent("p")).stood(parent("q"))) == ("4.00", "4.00")


def test_parents_of_level_2_are_not_capped():
    assert hours(four_required().stood(parent("p", 2)).stood(parent("q"))) == ("8.00", "0.00")


def test_paid_adults_below_level_2_use_up_the_room_for_parents():
    days = four_required().stood(staff("c", 0)).stood(parent("p"))
    assert hours(days) == ("0.00", "4.00")
    (found,) = savings(days).care
    assert (found.below, found.cap, found.parents, found.admitted, found.displaced) == (1, 0, 1, 0, 0)


def test_cover_below_level_2_uses_up_the_room_for_parents_too():
    # R is 4 and one place is open, but cover takes the only place for somebody below level 2.
    days = four_required().stood(staff("bank", 0), "parent").stood(parent("p"))
    assert hours(days) == ("0.00", "4.00")


@pytest.mark.parametrize("fields", [{"status": Status.BOOKED}, {"confirmed": False}])
def test_a_parent_not_recorded_or_not_confirmed_takes_no_hour_from_one_who_is(fields):
    days = four_required().stood(staff("c", 2)).stood(parent("a-first"), **fields).stood(parent("b-second"))
    assert savings(days).hours.care_displaced == 4


def test_a_slice_says_what_it_was_reckoned_from():
    days = four_required().stood(staff("bank", 2), "parent").stood(parent("p", 2)).stood(parent("q"))
    (found,) = savings(days).care
    assert (found.slice.required, found.paid, found.cover, found.parents, found.cap, found.admitted) == (
        4,
        2,
        1,
        2,
        1,
        2,
    )
    assert (found.displacing, found.enriching) == (("booking-3",), ("booking-4",))
    assert found.rules.id == "GB-ENG-2025-09"


def test_a_break_of_paid_staff_is_time_that_a_parent_stands_in_for():
    lunch = TimeSpan(at("12:00"), at("12:30"))
    days = four_required().stood(staff("c", 2), breaks=(lunch,)).stood(staff("d", 2)).stood(parent("p"))
    assert hours(days) == ("0.50", "3.50")


def test_a_parent_s_own_break_is_no_hour_at_all():
    lunch = TimeSpan(at("12:00"), at("12:30"))
    days = four_required().stood(staff("c", 2)).stood(parent("p"), breaks=(lunch,))
    assert hours(days) == ("3.50", "0.00")
    assert text(savings(days).hours.parent) == "3.50"


def test_time_before_the_children_come_is_enriching():
    days = four_required().stood(staff("c", 2)).stood(parent("p"), there_from=at("08:30"))
    assert hours(days) == ("4.00", "0.50")


def test_a_parent_in_a_paid_place_displaces_as_any_other():
    assert hours(four_required().stood(staff("c", 2)).stood(parent("p"), "paid")) == ("4.00", "0.00")


def test_a_shadow_displaces_nobody_and_stands_under_shadow():
    days = four_required().stood(parent("p"), shadow=True)
    worked = savings(days).hours
    assert (text(worked.care_displaced), text(worked.care_enriching)) == ("0.00", "0.00")
    assert {duty: text(each) for duty, each in worked.unpriced.items()} == {"shadow": "4.00"}


def test_care_not_confirmed_stands_unpriced_under_its_duty():
    worked = savings(four_required().stood(parent("p"), confirmed=False)).hours
    assert {duty: text(each) for duty, each in worked.unpriced.items()} == {"care": "4.00"}
    assert text(worked.confirmed_share, 4) == "0.0000"


def test_a_confirmed_contribution_to_care_is_enriching():
    days = four_required().stood(staff("c", 2)).stood(parent("p"))
    given = Contribution("1", WEDNESDAY, "p", "care", Decimal("1.5"), confirmed=True)
    worked = savings(days, contributions=(given,)).hours
    assert (text(worked.care_displaced), text(worked.care_enriching)) == ("4.00", "1.50")


def test_care_outside_any_room_is_enriching():
    days = four_required().stood(staff("c", 2)).stood(parent("p"))
    days.shifts["outing"] = Shift("outing", "care", WEDNESDAY, at("14:00"), at("15:00"))
    days.bookings.append(Booking("out", "outing", "p", PlaceKind.PARENT, Status.WORKED))
    assert hours(days) == ("4.00", "1.00")


@pytest.mark.parametrize("level", [0, 2])
@pytest.mark.parametrize("turned", [False, True])
def test_which_parent_displaces_does_not_hang_on_the_order_of_rows(turned, level):
    days = four_required().stood(staff("c", 2)).stood(parent("q", level)).stood(parent("p", level))
    rota = days.rota()
    rota = replace(rota, bookings=rota.bookings[::-1]) if turned else rota
    (found,) = work_out_savings(SavingsFacts(rota), WEDNESDAY, WEDNESDAY).care
    assert found.displacing == ("booking-4",)  # p's
