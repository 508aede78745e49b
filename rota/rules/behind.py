"""When a family is so far from its share that a word helps. Pure; hours are Decimals, days are dates."""

import datetime as dt
from decimal import Decimal

from nursery.dates import DAY
from nursery.models import Closure, Term

SETTLING_IN = 28  # days from a term's first in which nobody is behind
TOO_LATE = 14  # days to a term's last in which a word would only weigh
SLACK = Decimal(2)  # hours; less than a turn is no reason to write


def is_time_to_say(term: Term, day: dt.date) -> bool:
    """Neither in the first weeks of a term nor in its last, and never of a closed one."""
    return term.closed_at is None and term.starts + SETTLING_IN * DAY <= day and day <= term.ends - TOO_LATE * DAY


def part_gone(term: Term, closures: list[Closure], day: dt.date) -> Decimal:
    """Which part of the term's weekdays, less closures, lies before `day`."""
    open_days = [
        each
        for each in (term.starts + n * DAY for n in range((term.ends - term.starts).days + 1))
        if each.weekday() < 5 and not any(closure.starts <= each <= closure.ends for closure in closures)
    ]
    return Decimal(sum(each < day for each in open_days)) / max(len(open_days), 1)


def is_behind(due: Decimal, given: Decimal, gone: Decimal) -> bool:
    """`due` for the whole term, `given` what is done and what is booked ahead, `gone` the part of the term behind us:
    behind is who has found less than would be half-way at half-time, by more than `SLACK`."""
    return given < due and due * gone - given > SLACK
