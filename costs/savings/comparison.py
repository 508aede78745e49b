"""A period beside the one before it, and what a trustee should be alarmed by (domain 03)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from costs.savings.result import Savings
from rota.exact import EXACT, ONE, ratio

ALARMING_CHANGE = Decimal("0.05")  # more than 5 %


class Alarm(StrEnum):
    """Each is said to a trustee in a sentence of the page's own."""

    MORE_ASKED_OF_PARENTS = "more_asked_of_parents"  # parent hours per child-session up by more than 5 %
    FEWER_PAID_HOURS = "fewer_paid_hours"  # paid hours down by more than 5 %
    LESS_RETURNED = "less_returned"  # Returned, of the central scenario, is falling


@dataclass(frozen=True, slots=True)
class Comparison:
    """Changes as parts of what was before (0.05 is up by 5 %), None where there was nothing to compare with.

    `returned` and `returned_before` are of the central scenario.
    """

    parent_hours: Decimal | None
    parent_hours_per_child_session: Decimal | None
    paid_hours: Decimal | None
    returned: Decimal | None
    returned_before: Decimal | None
    alarms: tuple[Alarm, ...]


def compare(savings: Savings, before: Savings) -> Comparison:
    burden = change(savings.parent_hours_per_child_session, before.parent_hours_per_child_session)
    paid = change(savings.hours.paid, before.hours.paid)
    returned, returned_before = savings.central.returned, before.central.returned
    raised = (
        (Alarm.MORE_ASKED_OF_PARENTS, burden is not None and burden > ALARMING_CHANGE),
        (Alarm.FEWER_PAID_HOURS, paid is not None and paid < -ALARMING_CHANGE),
        (
            Alarm.LESS_RETURNED,
            returned is not None and returned_before is not None and returned < returned_before,
        ),
    )
    return Comparison(
        parent_hours=change(savings.hours.parent, before.hours.parent),
        parent_hours_per_child_session=burden,
        paid_hours=paid,
        returned=returned,
        returned_before=returned_before,
        alarms=tuple(alarm for alarm, is_so in raised if is_so),
    )


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """By what part `now` is more than `before`."""
    times = None if now is None or before is None else ratio(now, before)
    return None if times is None else EXACT.subtract(times, ONE)
