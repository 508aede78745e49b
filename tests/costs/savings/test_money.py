"""Rates, lines, premium, programme and what is missing."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from costs.savings import (
    FaultKind,
    FeeRelief,
    Pay,
    ProgrammeEntry,
    Rate,
    Savings,
    SavingsFacts,
    Scenario,
    hourly_value,
    savings_document,
    work_out_savings,
)
from rota.exact import rounded, text
from rota.safety import Status
from rota.shares import Contribution
from tests.engines.day import COMMITTEE, FOOD, SINCE, WEDNESDAY, Days, at, parent, staff

LOW, CENTRAL, HIGH = Scenario
DAY = dt.timedelta(days=1)


def rate(key: str, wage: str, **fields: Any) -> Rate:
    given: dict[str, Any] = {"begins": SINCE, "wage": Decimal(wage), "source": "a source"}
    return Rate(key, **given | fields)


def cooked(*, hours: str = "15:00", person=None, **fields: Any) -> Days:
    """A food shift from 13:00, worked by a parent unless said."""
    return Days().stood(person or parent("p"), "parent", duty=FOOD, starts="13:00", ends=hours, **fields)


def savings(days: Days, *rates: Rate, first: dt.date = WEDNESDAY, last: dt.date = WEDNESDAY, **facts: Any) -> Savings:
    return work_out_savings(SavingsFacts(days.rota(), rates=rates, **facts), first, last)


def lines(found: Savings, scenario: Scenario = CENTRAL):
    return [
        (line.duty, text(line.rate), text(line.bought), text(line.hours), text(line.value))
        for line in found.scenarios[scenario].lines
    ]


def test_a_rate_is_the_wage_with_holiday_then_with_ni_and_pension():
    on_costs = {"holiday": Decimal("0.1207"), "ni": Decimal("0.15"), "pension": Decimal("0.03")}
    assert hourly_value(rate("care", "13.25", **on_costs)) == Decimal("17.52")
    assert hourly_value(rate("care", "12.71", holiday=Decimal("0.1207"))) == Decimal("14.24")


@pytest.mark.parametrize(
    ("value", "penny"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0.00"), ("-0.004", "0.00")]
)
def test_a_half_rounds_away_from_zero_and_nothing_is_minus_nought(value, penny):
    assert str(rounded(Decimal(value))) == penny


def test_half_a_penny_out_of_a_third_of_an_hour_is_seen_as_half_a_penny():
    # 20 minutes x 0.5 x 17.55 is 2.925 exactly.
    days = cooked(there_to=at("13:20"))
    assert lines(savings(days, rate("food", "17.55", bought=Decimal("0.5"))))[0][-1] == "2.93"


def test_a_line_is_one_duty_at_one_rate_and_one_s():
    later = WEDNESDAY + 7 * DAY
    days = cooked().stood(parent("p"), duty=FOOD, day=later, starts="13:00", ends="15:00")
    rates = (rate("food", "10", bought=Decimal(1)), rate("food", "12", bought=Decimal(1), begins=later))
    assert lines(savings(days, *rates, last=later)) == [
        ("food", "10.00", "1.00", "2.00", "20.00"),
        ("food", "12.00", "1.00", "2.00", "24.00"),
    ]


def test_two_dated_rates_that_come_to_the_same_are_one_line_with_both_sources():
    later = WEDNESDAY + 7 * DAY
    days = cooked().stood(parent("p"), duty=FOOD, day=later, starts="13:00", ends="15:00")
    rates = (
        rate("food", "10", bought=Decimal(1), source="old"),
        rate("food", "10.00", bought=Decimal(1), begins=later, source="new"),
    )
    (line,) = savings(days, *rates, last=later).central.lines
    assert (text(line.value), [used.source for used in line.rates]) == ("40.00", ["old", "new"])


def test_a_task_without_evidence_is_worth_nothing_though_its_hours_are_shown():
    found = savings(cooked(), rate("food", "10"))
    assert lines(found) == [("food", "10.00", "0.00", "2.00", "0.00")]
    assert text(found.hours.priced) == "2.00"


def test_a_scenario_s_own_rate_goes_before_one_for_all_though_it_is_older():
    rates = (
        rate("food", "10", bought=Decimal(1), scenario=CENTRAL),
        rate("food", "20", bought=Decimal(1), begins=WEDNESDAY),
    )
    found = savings(cooked(), *rates)
    assert [lines(found, scenario)[0][1] for scenario in Scenario] == ["20.00", "10.00", "20.00"]


def test_a_rate_holds_from_its_first_day():
    assert lines(savings(cooked(), rate("food", "10", begins=WEDNESDAY)))[0][1] == "10.00"
    assert savings(cooked(), rate("food", "10", begins=WEDNESDAY + DAY)).central.value is None


def test_a_missing_rate_for_a_worked_hour_is_a_listed_fault_and_leaves_the_totals_open():
    found = savings(cooked(), rate("food", "10", scenario=LOW))
    assert (found.scenarios[LOW].net, found.scenarios[LOW].faults) == (Decimal("0.00"), ())
    central = found.central
    (fault,) = central.faults
    assert (fault.kind, fault.key, fault.day, fault.scenario) == (FaultKind.MISSING_RATE, "food", WEDNESDAY, CENTRAL)
    assert (text(fault.hours), [part.booking for part in fault.parts]) == ("2.00", ["booking-0"])
    assert (central.value, central.net, central.retained, central.returned) == (None, None, None, None)
    assert found.net_per_parent_hour is None
    assert [each.scenario for each in found.faults] == [CENTRAL, HIGH]


def test_what_cannot_be_worked_out_is_null_in_the_document():
    document = savings_document(savings(cooked()), "bluebell", "GBP")
    central = document["scenarios"]["central"]
    assert (central["value"], central["net"], central["retained"], central["returned"]) == (None, None, None, None)
    assert document["per_parent_hour"] == {"net": None, "relief": "0.00"}


def test_a_period_in_which_nothing_happened_has_no_hour_to_divide_by():
    document = savings_document(savings(Days()), "bluebell", "GBP")
    assert document["per_parent_hour"] == {"net": None, "relief": None}
    assert document["hours"]["confirmed_share"] is None
    assert document["scenarios"]["central"] == {
        "lines": [],
        "premium": [],
        "programme": [],
        "value": "0.00",
        "premium_total": "0.00",
        "programme_total": "0.00",
        "net": "0.00",
        "fee_relief": "0.00",
        "retained": "0.00",
        "returned": None,
    }


@pytest.mark.parametrize("fields", [{"confirmed": False}, {"shadow": True}, {"status": Status.BOOKED}])
def test_task_hours_not_confirmed_or_not_worked_are_never_priced(fields):
    found = savings(cooked(**fields), rate("food", "10", bought=Decimal(1)))
    assert lines(found) == []
    under = {"confirmed": "food", "shadow": "shadow"}
    expected = {under[name]: "2.00" for name in fields if name in under}
    assert {duty: text(each) for duty, each in found.hours.unpriced.items()} == expected


def test_a_contribution_to_a_task_is_priced_once_it_is_confirmed():
    def given(*, confirmed: bool) -> Savings:
        contribution = Contribution("1", WEDNESDAY, "p", "food", Decimal("1.5"), confirmed)
        return savings(
            Days(people=(parent("p"),)), rate("food", "10", bought=Decimal(1)), contributions=(contribution,)
        )

    assert lines(given(confirmed=True)) == [("food", "10.00", "1.00", "1.50", "15.00")]
    assert {duty: text(each) for duty, each in given(confirmed=False).hours.unpriced.items()} == {"food": "1.50"}


def covered(duty=FOOD, **fields: Any) -> Days:
    return Days().stood(staff("bank", 2), "parent", duty=duty, starts="13:00", ends="15:00", **fields)


PAY = (Pay("bank", SINCE, Decimal("19.50")),)


def premium(found: Savings):
    return [(line.duty, text(line.hourly_cost), text(line.hours), text(line.value)) for line in found.central.premium]


def test_the_premium_is_what_cover_cost_beyond_what_its_hours_are_valued_at():
    found = savings(covered(), rate("food", "17", bought=Decimal("0.5")), pay=PAY)
    assert premium(found) == [("food", "19.50", "2.00", "22.00")]
    assert text(found.central.net) == "-22.00"


def test_what_an_hour_of_cover_is_valued_at_is_rounded_before_it_is_taken_off():
    # 0.333 of £10.01 is £3.33333: £16.17 more for each of three hours, not £16.16667.
    days = Days().stood(staff("bank", 2), "parent", duty=FOOD, starts="10:00", ends="13:00")
    third = rate("food", "10.01", bought=Decimal("0.3330"))
    assert premium(savings(days, third, pay=PAY)) == [("food", "19.50", "3.00", "48.51")]


def test_the_premium_of_care_takes_the_whole_rate_whatever_part_is_bought():
    days = covered(Days().rota().duties[0])
    assert premium(savings(days, rate("care", "17.50", bought=Decimal("0.5")), pay=PAY)) == [
        ("care", "19.50", "2.00", "4.00")
    ]


def test_the_premium_of_an_unpriced_duty_is_its_whole_cost():
    assert premium(savings(covered(COMMITTEE), pay=PAY)) == [("committee", "19.50", "2.00", "39.00")]


def test_cover_that_costs_less_than_its_hours_are_valued_at_is_a_negative_premium():
    assert premium(savings(covered(), rate("food", "20", bought=Decimal(1)), pay=PAY))[0][-1] == "-1.00"


def test_a_rate_that_changes_within_a_premium_line_is_taken_hour_by_hour():
    later = WEDNESDAY + 7 * DAY
    days = covered().stood(staff("bank", 2), "parent", duty=FOOD, day=later, starts="13:00", ends="15:00")
    rates = (rate("food", "17.50", bought=Decimal(1)), rate("food", "18.50", bought=Decimal(1), begins=later))
    assert premium(savings(days, *rates, pay=PAY, last=later)) == [("food", "19.50", "4.00", "6.00")]


@pytest.mark.parametrize(
    ("place", "fields"), [("paid", {}), ("parent", {"shadow": True}), ("parent", {"status": Status.MISSED})]
)
def test_there_is_no_premium_for_paid_places_shadows_or_work_not_done(place, fields):
    days = Days().stood(staff("bank", 2), place, duty=FOOD, starts="13:00", ends="15:00", **fields)
    assert premium(savings(days, rate("food", "10"), pay=PAY)) == []


def test_cover_whose_pay_is_not_known_has_no_premium_and_is_a_listed_fault():
    found = savings(covered(), rate("food", "10"), pay=(Pay("bank", WEDNESDAY + DAY, Decimal(20)),))
    assert (premium(found), found.central.net) == ([], Decimal("0.00"))
    (fault,) = found.faults
    assert (fault.kind, fault.key, fault.scenario, text(fault.hours)) == (FaultKind.MISSING_PAY, "bank", None, "2.00")


def test_cover_of_a_duty_without_a_rate_leaves_the_premium_open():
    found = savings(covered(), pay=PAY)
    assert (found.central.value, found.central.premium_total, found.central.net) == (Decimal("0.00"), None, None)


def test_paid_hours_are_all_that_paid_people_worked_on_shifts():
    days = covered(confirmed=False).stood(staff("a"), there_to=at("12:30")).stood(staff("b"), status=Status.BOOKED)
    both = replace(staff("both"), parent=True)
    days.stood(both, "parent", duty=COMMITTEE, starts="18:00", ends="19:00")
    worked = savings(days, rate("food", "10"), pay=PAY).hours
    assert (text(worked.paid), text(worked.parent)) == ("5.50", "1.00")


def test_a_contribution_of_paid_staff_is_no_parent_hour():
    given = Contribution("1", WEDNESDAY, "a", "committee", Decimal(3), confirmed=True)
    worked = savings(Days(people=(staff("a"),)), contributions=(given,)).hours
    assert (text(worked.parent), text(worked.paid), dict(worked.unpriced)) == ("0.00", "0.00", {})


def test_programme_entries_are_rounded_then_summed_by_kind():
    entries = tuple(ProgrammeEntry(str(number), WEDNESDAY, "dbs", amount=Decimal("10.005")) for number in range(2))
    hours = ProgrammeEntry("3", WEDNESDAY, "coordination", Decimal("1.5"), "manager")
    central = savings(Days(), rate("manager", "17.01"), programme=(*entries, hours)).central
    assert [(line.kind, text(line.value)) for line in central.programme] == [
        ("coordination", "25.52"),
        ("dbs", "20.02"),
    ]
    assert text(central.net) == "-45.54"


def test_programme_hours_are_rounded_entry_by_entry():
    entries = tuple(
        ProgrammeEntry(str(number), WEDNESDAY, "coordination", Decimal("0.5"), "manager") for number in range(2)
    )
    assert text(savings(Days(), rate("manager", "17.01"), programme=entries).central.programme_total) == "17.02"


def test_a_programme_rate_may_differ_by_scenario_and_one_missing_is_a_fault():
    entry = ProgrammeEntry("1", WEDNESDAY, "coordination", Decimal(2), "manager")
    found = savings(Days(), rate("manager", "20", scenario=HIGH), programme=(entry,))
    assert text(found.scenarios[HIGH].programme_total) == "40.00"
    assert (found.central.programme_total, found.central.net) == (None, None)
    assert [(fault.key, fault.scenario, text(fault.hours)) for fault in found.faults] == [
        ("manager", LOW, "2.00"),
        ("manager", CENTRAL, "2.00"),
    ]


def test_a_programme_entry_is_hours_at_a_rate_or_an_amount():
    with pytest.raises(ValueError, match="either"):
        ProgrammeEntry("1", WEDNESDAY, "dbs")
    with pytest.raises(ValueError, match="either"):
        ProgrammeEntry("1", WEDNESDAY, "dbs", Decimal(1), "manager", Decimal(1))


def test_only_what_is_dated_within_the_period_is_in_it():
    entries = tuple(ProgrammeEntry(f"{day}", WEDNESDAY + day * DAY, "dbs", amount=Decimal(10)) for day in (-1, 0, 1))
    relief = tuple(FeeRelief(WEDNESDAY + day * DAY, Decimal(7)) for day in (-1, 0, 1))
    days = cooked().stood(parent("p"), duty=FOOD, day=WEDNESDAY + DAY, starts="13:00", ends="15:00")
    found = savings(days, rate("food", "10", bought=Decimal(1)), programme=entries, fee_relief=relief)
    assert [text(found.central.programme_total), text(found.fee_relief), text(found.hours.parent)] == [
        "10.00",
        "7.00",
        "2.00",
    ]


def test_fee_relief_is_a_use_of_net_and_returned_is_none_where_net_is_not_above_nought():
    relief = (FeeRelief(WEDNESDAY, Decimal(5)),)
    central = savings(cooked(), rate("food", "10", bought=Decimal(1)), fee_relief=relief).central
    assert (text(central.net), text(central.retained), text(central.returned, 4)) == ("20.00", "15.00", "0.2500")
    nothing = savings(cooked(), rate("food", "10"), fee_relief=relief).central
    assert (text(nothing.retained), nothing.returned) == ("-5.00", None)
    below = savings(
        cooked(),
        rate("food", "10"),
        fee_relief=relief,
        programme=(ProgrammeEntry("1", WEDNESDAY, "dbs", amount=Decimal("0.01")),),
    ).central
    assert (text(below.net), below.returned) == ("-0.01", None)


def test_net_and_relief_per_child_session():
    days = cooked().came(0, 0, 8)
    found = savings(days, rate("food", "10", bought=Decimal(1)), fee_relief=(FeeRelief(WEDNESDAY, Decimal(4)),))
    assert found.child_sessions == 8
    assert (text(found.net_per_child_session), text(found.relief_per_child_session)) == ("2.50", "0.50")
    assert text(found.parent_hours_per_child_session) == "0.25"


def test_task_hours_across_a_clock_change_are_those_that_passed():
    day = dt.date(2026, 10, 25)
    days = Days().stood(parent("p"), duty=FOOD, day=day, starts="00:00", ends="04:00")
    assert text(savings(days, rate("food", "10"), first=day, last=day).hours.parent) == "5.00"
