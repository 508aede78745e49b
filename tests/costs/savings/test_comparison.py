"""A period beside the one before, and its alarms."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from costs.savings import Savings, Scenario, compare
from costs.savings.comparison import change
from tests.costs.savings.worked_example import worked_out

NOW = worked_out()


def with_hours(**hours: str) -> Savings:
    changed: dict[str, Any] = {name: Decimal(value) for name, value in hours.items()}
    return replace(NOW, hours=replace(NOW.hours, **changed))


def with_relief(relief: str) -> Savings:
    central = replace(NOW.central, fee_relief=Decimal(relief))
    return replace(NOW, scenarios={**NOW.scenarios, Scenario.CENTRAL: central})


def test_a_period_like_the_one_before_raises_no_alarm():
    same = compare(NOW, NOW)
    assert [same.parent_hours, same.paid_hours, same.alarms] == [0, 0, ()]


def test_parent_hours_per_child_session_alarm_above_5_percent():
    assert compare(NOW, with_hours(parent="500")).alarms == ("more_asked_of_parents",)  # 527 is 5.4 % more
    assert compare(with_hours(parent="525"), with_hours(parent="500")).alarms == ()  # 5 % exactly


def test_more_hours_for_more_child_sessions_are_no_alarm():
    before = replace(with_hours(parent="400"), child_sessions=NOW.child_sessions * 400 // 527)
    assert compare(NOW, before).alarms == ()


def test_paid_hours_alarm_below_5_percent():
    assert compare(with_hours(paid="949"), with_hours(paid="1000")).alarms == ("fewer_paid_hours",)
    assert compare(with_hours(paid="950"), with_hours(paid="1000")).alarms == ()


def test_returned_alarms_when_it_falls():
    assert compare(NOW, with_relief("3000.01")).alarms == ("less_returned",)
    assert compare(NOW, with_relief("2999")).alarms == ()


def test_nothing_to_compare_with_is_no_change_at_all():
    assert change(Decimal(1), Decimal(0)) is None
    assert change(None, Decimal(1)) is None
