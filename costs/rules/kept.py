"""May what is kept about money change: programme, fee relief, pay, budgets? A closed term is settled (domain 03)."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import DAY, say_day
from nursery.models import Term
from nursery.refusal import Refusal


def settled_day_refusal(days: Iterable[dt.date], closed: Iterable[Term]) -> Refusal | None:
    """`days` are those that an entry is dated, before and after the change; `closed` are the closed terms."""
    dated = list(days)
    for term in closed:
        if any(term.holds(day) for day in dated):
            return Refusal(
                "closed_term",
                _("%(term)s is closed: its figures are settled.") % {"term": term.name},
                _("Enter it on a day from %(day)s on, or as a correction.")
                % {"day": say_day(term.ends + DAY, year=True)},
                override=False,
            )
    return None


def ahead_refusal(day: dt.date, today: dt.date) -> Refusal | None:
    """What was spent or forgone is kept once it has been; what is planned is the budget's."""
    if day <= today:
        return None
    return Refusal(
        "ahead",
        _("That day is still ahead."),
        _("Enter it once it has happened; what is planned belongs into the term’s budget."),
        override=False,
    )


def no_rate_refusal(key: str, day: dt.date, begins: Collection[dt.date]) -> Refusal | None:
    """`begins` are the first days of the rates that go by `key`."""
    if any(first <= day for first in begins):
        return None
    if begins:
        way_on = _("It begins on %(first)s. Add an earlier one to the rates, or enter an amount.") % {
            "first": say_day(min(begins), year=True)
        }
    else:
        way_on = _("Add it to the rates first, or enter an amount.")
    return Refusal(
        "no_rate",
        _("No rate “%(key)s” holds on %(day)s.") % {"key": key, "day": say_day(day, year=True)},
        way_on,
        override=False,
    )


def not_paid_refusal(person: Person) -> Refusal | None:
    if person.is_paid:
        return None
    return Refusal(
        "not_paid",
        _("%(name)s is not paid here.") % {"name": person.short_name},
        _("Choose somebody of the staff, or give them that role first."),
        override=False,
    )


def same_pay_day_refusal(starts: dt.date, others: Iterable[dt.date]) -> Refusal | None:
    """`others` are the first days of what else is kept of the same person's pay."""
    if starts not in set(others):
        return None
    return Refusal(
        "same_day",
        _("There is one of theirs from %(day)s already.") % {"day": say_day(starts, year=True)},
        _("Change that one, or choose another day."),
        override=False,
    )
