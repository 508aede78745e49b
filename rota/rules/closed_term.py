"""A term that is closed is settled (domain 03): nothing on its shifts changes any more."""

from django.utils.translation import gettext as _

from nursery.models import Term
from nursery.refusal import Refusal


def closed_term_refusal(term: Term | None) -> Refusal | None:
    """Of a shift's own term, or of one that is to be changed; None for a day outside every term."""
    if term is None or term.closed_at is None:
        return None
    return Refusal(
        "closed_term",
        _("%(term)s is closed: its figures are settled.") % {"term": term.name},
        _("What comes now belongs into a term that is open."),
        override=False,
    )
