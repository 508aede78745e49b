"""The part of the address that a nursery's pages begin with: its slug."""

import re

from django.utils.text import slugify
from django.utils.translation import gettext as _

from nursery.models import RESERVED_SLUGS
from nursery.refusal import Refusal

LONGEST = 50
_ALLOWED = re.compile(r"[a-z0-9-]+\Z")


def address_from(name: str) -> str:
    """What a name in Latin letters gives: "Bluebell Nursery & Co" → "bluebell-nursery-co"; "nursery" where it gives
    nothing, as for a name in another script."""
    found = slugify(name)[:40].strip("-_").replace("_", "-")
    return found if found and found not in RESERVED_SLUGS else f"{found}-nursery".strip("-")


def candidates(wanted: str) -> list[str]:
    """What to look at, in this order, for one that is free."""
    return [wanted, *(f"{wanted[: LONGEST - 3]}-{number}" for number in range(2, 30))]


def address_refusal(slug: str, *, taken: bool, free: str = "") -> Refusal | None:
    """`free` is another that could be had."""
    if not _ALLOWED.match(slug) or len(slug) > LONGEST:
        return Refusal(
            "address",
            _("An address takes small letters, digits and hyphens alone, %(n)d at most.") % {"n": LONGEST},
            _("Write it like bluebell-nursery."),
        )
    way_on = _("“%(slug)s” is free.") % {"slug": free} if free else _("Choose another.")
    if slug in RESERVED_SLUGS:
        return Refusal("reserved", _("“%(slug)s” is kept for the site itself.") % {"slug": slug}, way_on)
    if taken:
        return Refusal("taken", _("Another nursery has this address already."), way_on)
    return None
