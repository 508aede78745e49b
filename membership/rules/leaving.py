"""Which last day somebody may have."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import say_day
from nursery.refusal import Refusal

FARTHEST = 3 * 366  # days; more is a slip of the pen


def last_day_refusal(person: Person, last: dt.date, today: dt.date) -> Refusal | None:
    if person.left is not None and person.left < today:
        return Refusal(
            "left",
            _("%(name)s has left already.") % {"name": person.short_name},
            _("Whoever comes back is given a later last day, or none, by the manager."),
            override=False,
        )
    if last < today:
        return Refusal(
            "past", _("This day is over."), _("Choose today or a later one; sign-in ends with it."), override=False
        )
    if person.joined is not None and last < person.joined:
        joined = say_day(person.joined, year=True)
        return Refusal("before", _("They join on %(day)s only.") % {"day": joined}, override=False)
    if (last - today).days > FARTHEST:
        return Refusal("far", _("That is more than three years away."), _("Check the year."), override=False)
    return None


def family_goes_along(person: Person, others: int, asked: bool) -> bool:
    """Whether the family’s children leave with somebody: where that was asked, or where no other grown-up of it is
    there any more. `others` are the family’s other people who stay."""
    return person.family_id is not None and (asked or (person.is_parent and others == 0))
