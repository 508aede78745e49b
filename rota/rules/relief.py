"""May a trustee lift part of what a family owes (domain 02, Shares)? Never with a reason."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Family, Person
from nursery.dates import say_day
from nursery.models import Term
from nursery.refusal import Refusal


def own_family_refusal(family: Family, trustee: Person) -> Refusal | None:
    """Nobody decides on their own: relief is approved by a trustee of another family."""
    if trustee.family_id != family.pk:
        return None
    return Refusal("own_family", _("This is your own family."), _("Ask another trustee to enter it."), override=False)


def settled_relief_refusal(days: Iterable[tuple[dt.date, dt.date]], closed: Iterable[Term]) -> Refusal | None:
    """A closed term's shares are settled (domain 03). `days` are spans that the change touches, ends included."""
    spans = list(days)
    for term in closed:
        if any(starts <= term.ends and term.starts <= ends for starts, ends in spans):
            return Refusal(
                "closed_term",
                _("%(term)s is closed: its figures are settled.") % {"term": term.name},
                _("Choose days after %(day)s.") % {"day": say_day(term.ends, year=True)},
                override=False,
            )
    return None
