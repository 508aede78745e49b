"""Who may enter whose days away, and which days (domain 02: staff absence is entered once as a span)."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import say_day
from nursery.refusal import Refusal
from rota.models import Absence

LONGEST = 366  # days; more is a slip of the pen


def entering_refusal(person: Person, by: Person) -> Refusal | None:
    """Paid people for themselves, whoever approves for any of them. Parents ask for cover, or for relief."""
    if not person.is_paid:
        return Refusal(
            "not_paid",
            _("Days away are entered for staff."),
            _("A parent who cannot come asks for cover, or gives the place back in good time."),
            override=False,
        )
    if person.pk != by.pk and not by.approves:
        return Refusal(
            "not_mine",
            _("These are somebody else’s days."),
            _("Only they, the manager or a deputy can enter them."),
            override=False,
        )
    return None


def span_refusal(starts: dt.date, ends: dt.date, today: dt.date) -> Refusal | None:
    if ends < starts:
        return Refusal("order", _("The last day is before the first."), _("Choose a later one."), override=False)
    if ends < today:
        return Refusal(
            "past",
            _("These days are over."),
            _("Who came and who did not is marked on the shift itself."),
            override=False,
        )
    if (ends - starts).days >= LONGEST:
        return Refusal(
            "too_long",
            _("That is more than a year."),
            _("Check the year, or enter the days in two parts."),
            override=False,
        )
    return None


def back_refusal(absence: Absence, last_day: dt.date | None, today: dt.date) -> Refusal | None:
    """`last_day` is the last one away, None where they are not away at all."""
    if absence.ends < today:
        return Refusal("past", _("These days are over."), _("There is nothing to change."), override=False)
    if last_day is None:
        return None
    if last_day >= absence.ends:
        return Refusal(
            "not_earlier",
            _("That is not earlier than %(day)s.") % {"day": say_day(absence.ends)},
            _("Choose an earlier day. To stay away longer, enter the further days."),
            override=False,
        )
    if last_day < absence.starts:
        return Refusal(
            "before",
            _("That is before the first day, %(day)s.") % {"day": say_day(absence.starts)},
            _("If you are not away at all, take the days back altogether."),
            override=False,
        )
    return None
