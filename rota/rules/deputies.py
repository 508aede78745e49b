"""Who may stand in for the manager (domain 02, deputy)."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Deputy, Person
from nursery.dates import say_day
from nursery.refusal import Refusal


def deputy_refusal(person: Person, starts: dt.date, ends: dt.date, theirs: Iterable[Deputy]) -> Refusal | None:
    """Why `person` cannot deputise from `starts` to `ends`, both included, or None. `theirs` are their other spans."""
    name = {"name": person.short_name}
    if person.is_manager:
        return Refusal("manager", _("%(name)s manages the nursery already.") % name, override=False)
    if not person.adult:
        return Refusal("under_17", _("%(name)s is under 17.") % name, _("Choose somebody older."), override=False)
    if not (person.belongs_on(starts) and person.belongs_on(ends)):
        return Refusal("not_here", _("%(name)s is not with the nursery on all of these days.") % name, override=False)
    for other in theirs:
        if other.starts <= ends and starts <= other.ends:
            return Refusal(
                "twice",
                _("%(name)s deputises from %(first)s to %(last)s already.")
                % (name | {"first": say_day(other.starts), "last": say_day(other.ends)}),
                _("End that first, or choose other days."),
                override=False,
            )
    return None
