"""Alerts on a slice: the page's checks, then each alert's edge."""

import datetime as dt
from dataclasses import replace

import pytest

from rota.safety import (
    Clearance,
    Meal,
    NotCounted,
    SafetyPolicy,
    Status,
    TimeSpan,
    evaluate_day,
    evaluate_room,
    own_rule_sets,
)
from tests.engines.day import STAFF_NEEDS, WEDNESDAY, Days, at, cleared, clock, parent, staff

LUNCH = TimeSpan(at("12:00"), at("12:30"))


def check_day(*adults, level_2_at_lunch=False, **fields) -> Days:
    """The session of the page's check with three paid, levels 3, 3 and 2, and `adults`."""
    days = Days(**fields).came(2, 6, 9)
    days.stood(staff("a", 3)).stood(staff("b", 3))
    days.stood(staff("c", 2), breaks=(LUNCH,) if level_2_at_lunch else ())
    for adult in adults:
        days.stood(adult)
    return days


def slices(days: Days, day: dt.date = WEDNESDAY, room: str = "main", **changes):
    room_day = evaluate_room(days.rota(**changes), day, room)
    assert room_day is not None
    return room_day.slices


def only(days: Days, **changes):
    (piece,) = slices(days, **changes)
    return piece


def figures(piece):
    return f"{piece.counted} of {piece.required}"


def test_three_paid_and_two_cleared_parents_are_five_of_five_without_an_alert():
    piece = only(check_day(parent("p"), parent("q")))
    assert (figures(piece), piece.alerts) == ("5 of 5", ())


def test_a_parent_without_pfa_is_present_not_counted_and_the_slice_is_short_by_one():
    piece = only(check_day(parent("p"), parent("q", without=["pfa"])))
    assert (piece.present, piece.counted, piece.short_by, piece.alerts) == (5, 4, 1, ("short",))


def test_the_level_2_at_lunch_leaves_only_that_slice_short_and_below_half_qualified():
    before, lunch, after = slices(check_day(parent("p"), parent("q"), level_2_at_lunch=True))
    assert (figures(before), before.alerts) == (figures(after), after.alerts) == ("5 of 5", ())
    assert (lunch.starts, lunch.ends) == (at("12:00"), at("12:30"))
    assert (figures(lunch), lunch.alerts) == ("4 of 5", ("short", "too_few_qualified"))


def test_a_pfa_that_ends_on_30_november_counts_that_day_and_not_the_next():
    last = dt.date(2026, 11, 30)
    clearances = (
        *cleared("dbs", "references", "induction", "competence"),
        Clearance("pfa", dt.date(2023, 12, 1), last),
    )
    for day, counted in ((last, True), (last + dt.timedelta(days=1), False)):
        days = Days()
        days.came(0, 0, 3, session=days.session(weekday=day.weekday()))
        days.stood(parent("p", clearances=clearances), day=day).stood(staff("a", 3, "pfa"), day=day)
        (piece,) = slices(days, day)
        standing = next(each for each in piece.standings if each.person == "p")
        assert standing.counted == counted
        if not counted:
            assert (standing.reason, standing.lacking) == (NotCounted.CLEARANCE, ("pfa",))


@pytest.mark.parametrize(("day", "alerts"), [("2026-09-30", ()), ("2026-10-01", ("expiring",))])
def test_a_pfa_that_ends_on_30_november_shows_as_expiring_from_1_october(day, alerts):
    on = dt.date.fromisoformat(day)
    days = Days()
    days.came(0, 0, 3, session=days.session(weekday=on.weekday()))
    held = (*cleared("dbs", "references", "induction", "competence"), *cleared("pfa", ends=dt.date(2026, 11, 30)))
    days.stood(staff("a", 3, "pfa"), day=on).stood(parent("p", 2, clearances=held), day=on)
    (piece,) = slices(days, on)
    assert piece.alerts == alerts


def test_a_renewal_that_has_not_begun_leaves_it_expiring():
    held = (
        *cleared("dbs", "references", "induction", "competence"),
        *cleared("pfa", ends=dt.date(2026, 10, 31)),
        Clearance("pfa", dt.date(2026, 10, 20), dt.date(2029, 10, 19)),
    )
    days = Days().came(0, 0, 3).stood(staff("a", 3, "pfa")).stood(parent("p", 2, clearances=held))
    assert only(days).alerts == ("expiring",)


def test_a_renewal_that_has_begun_ends_it():
    held = (
        *cleared("dbs", "references", "induction", "competence"),
        *cleared("pfa", ends=dt.date(2026, 10, 31)),
        Clearance("pfa", dt.date(2026, 9, 20), dt.date(2029, 9, 19)),
    )
    days = Days().came(0, 0, 3).stood(staff("a", 3, "pfa")).stood(parent("p", 2, clearances=held))
    assert only(days).alerts == ()


def test_the_last_first_aider_s_pfa_is_expiring_though_they_need_none_to_count():
    held = (*cleared(*STAFF_NEEDS), Clearance("pfa", dt.date(2024, 1, 1), dt.date(2026, 11, 1)))
    aider = replace(staff("a", 3), clearances=held)
    alone = Days().came(0, 0, 3).stood(aider).stood(staff("b", 2))
    assert only(alone).alerts == ("expiring",)
    assert only(alone.stood(staff("c", 3, "pfa"))).alerts == ()


def test_nobody_of_level_3_is_an_alert_and_takes_nothing_off_the_qualified():
    piece = only(Days().came(0, 0, 9).stood(staff("a", 2, "pfa")).stood(staff("b", 2)))
    assert piece.alerts == ("no_level_3",)


def test_a_level_3_who_does_not_count_is_no_level_3():
    uncleared = parent("b", 3, without=["induction"])
    piece = only(Days().came(0, 0, 9).stood(staff("a", 2, "pfa")).stood(staff("c", 2)).stood(uncleared))
    assert piece.alerts == ("no_level_3",)


def test_one_adult_alone_is_an_alert_whether_they_count_or_not():
    piece = only(Days(policy=SafetyPolicy(min_adults=1)).came(0, 0, 2).stood(staff("a", 3, "pfa")))
    assert piece.alerts == ("one_adult_only",)


def test_somebody_beside_them_who_does_not_count_is_company_all_the_same():
    days = Days(policy=SafetyPolicy(min_adults=1)).came(0, 0, 2).stood(staff("a", 3, "pfa"))
    assert only(days.stood(parent("p", without=["induction"]))).alerts == ()


def test_the_only_one_present_is_alone_though_they_do_not_count():
    days = Days().came(0, 0, 2).stood(parent("p", without=["induction"]))
    assert "one_adult_only" in only(days).alerts


def test_alerts_are_listed_in_the_order_of_the_page():
    days = Days(meals=(Meal("main", WEDNESDAY.weekday(), clock("09:00"), clock("13:00")),)).came(0, 0, 9)
    assert only(days.stood(staff("a", 0))).alerts == (
        "short",
        "no_level_3",
        "too_few_qualified",
        "no_first_aider",
        "one_adult_only",
        "no_first_aider_at_meal",
    )


def test_children_with_nobody_are_short_without_a_first_aider():
    piece = only(Days().came(0, 0, 3))
    assert (piece.present, figures(piece)) == (0, "0 of 2")
    assert piece.alerts == ("short", "no_level_3", "too_few_qualified", "no_first_aider")


def test_a_first_aider_in_another_room_is_on_the_premises():
    days = Days().came(0, 0, 3).stood(staff("a", 3)).stood(staff("b", 2))
    days.came(0, 0, 3, session=days.session("acorn")).stood(staff("c", 3, "pfa"), room="acorn", ends="11:00")
    days.stood(staff("d", 2), room="acorn")
    early, late = slices(days)
    assert (early.ends, early.alerts, late.alerts) == (at("11:00"), (), ("no_first_aider",))


@pytest.mark.parametrize(
    ("fields", "alerts"),
    [({}, ()), ({"shadow": True}, ("no_first_aider",)), ({"status": Status.MISSED}, ("no_first_aider",))],
)
def test_a_first_aider_need_not_count_but_is_no_shadow(fields, alerts):
    aider = parent("p", without=["induction"])
    days = Days().came(0, 0, 3).stood(staff("a", 3)).stood(staff("b", 2)).stood(aider, **fields)
    assert only(days).alerts == alerts


def test_a_first_aider_on_another_duty_is_not_on_a_care_shift():
    days = check_day(parent("p"), parent("q"))
    assert only(days).alerts == ()
    days = Days().came(0, 0, 3).stood(staff("a", 3)).stood(staff("b", 2))
    food = days.rota().duties[1]
    assert only(days.stood(staff("cook", 2, "pfa"), duty=food)).alerts == ("no_first_aider",)


MEAL = (Meal("main", WEDNESDAY.weekday(), clock("12:00"), clock("12:30")),)


def test_a_meal_needs_a_counted_first_aider_in_the_room():
    days = Days(meals=MEAL).came(0, 0, 3).stood(staff("a", 3)).stood(staff("b", 2))
    days.stood(parent("p", without=["induction"]))  # holds pfa, does not count
    before, meal, after = slices(days)
    assert (before.alerts, meal.alerts, after.alerts) == ((), ("no_first_aider_at_meal",), ())
    assert (meal.starts, meal.ends) == (at("12:00"), at("12:30"))


def test_a_meal_with_a_counted_first_aider_makes_no_slice_of_its_own():
    days = Days(meals=MEAL).came(0, 0, 3).stood(staff("a", 3, "pfa")).stood(staff("b", 2))
    assert only(days).alerts == ()


def test_a_meal_of_another_weekday_or_room_is_none_here():
    meals = (Meal("main", 3, clock("12:00"), clock("12:30")), Meal("acorn", 2, clock("12:00"), clock("12:30")))
    days = Days(meals=meals).came(0, 0, 3).stood(staff("a", 3)).stood(staff("b", 2)).stood(parent("p", without=["dbs"]))
    assert only(days).alerts == ()


def test_a_nursery_s_own_rules_may_ask_for_two_first_aiders_and_no_level_3():
    rules = own_rule_sets(
        [
            {
                "id": "ours",
                "from": "2026-01-01",
                "bands": [{"from_months": 0, "children_per_adult": 10}],
                "first_aiders": 2,
                "min_level_3": 0,
                "share_level_2": "0",
                "staff_needs": list(STAFF_NEEDS),
            }
        ],
        "GB-ENG",
    )
    days = Days(own_rules=rules).came(0, 0, 3).stood(staff("a", 0, "pfa")).stood(staff("b", 0))
    assert only(days).alerts == ("no_first_aider",)
    assert only(days.stood(staff("c", 0, "pfa"))).alerts == ()


def test_a_room_day_says_its_alerts_once_and_its_greatest_shortage():
    room_day = evaluate_day(check_day(parent("p"), parent("q"), level_2_at_lunch=True).rota(), WEDNESDAY)[0]
    assert (room_day.alerts, room_day.short_by) == (("short", "too_few_qualified"), 1)
