"""What every change of money takes first."""

from typing import TypeVar

from django.utils.translation import gettext as _

from nursery.models import Nursery, Term
from nursery.owned import NurseryOwned
from nursery.refusal import Refusal, Refused
from nursery.settled import settle_alone

Row = TypeVar("Row", bound=NurseryOwned)


def closed_terms_locked(nursery: Nursery) -> list[Term]:
    """The closed terms, none closing until this transaction ends: the nursery's settling lock, alone, as closing takes
    it and as rates are kept. So two who keep money of one nursery also wait for each other."""
    settle_alone(nursery)
    return list(Term.objects.filter(closed_at__isnull=False))


def lock_row(row: Row) -> Row:
    """The row as it is now. Raises Refused where somebody has taken it out."""
    found: Row | None = type(row).objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise Refused(Refusal("gone", _("Somebody has just taken it out."), _("The changes say who."), override=False))
    return found
