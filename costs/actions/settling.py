"""What every change of money takes first."""

from typing import TypeVar

from django.utils.translation import gettext as _

from nursery.models import Term
from nursery.owned import NurseryOwned
from nursery.refusal import Refusal, Refused

Row = TypeVar("Row", bound=NurseryOwned)


def closed_terms_locked() -> list[Term]:
    """The closed terms, no other closing meanwhile: whoever closes a term takes its row, and whoever keeps money takes
    all of them, in one order. So two keepers of one nursery also wait for each other."""
    terms = Term.objects.select_for_update(of=("self",)).order_by("pk")
    return [term for term in terms if term.closed_at is not None]


def lock_row(row: Row) -> Row:
    """The row as it is now. Raises Refused where somebody has taken it out."""
    found: Row | None = type(row).objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise Refused(Refusal("gone", _("Somebody has just taken it out."), _("The changes say who."), override=False))
    return found


def refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Refused(refusal)
