"""What asking to be erased holds itself (nursery/held.py)."""

from django.utils.translation import gettext_lazy as _

from nursery.held import Goes, Held, Kept
from rights.models import Wish

_ASKED = _("So that the manager can answer.")

HELD = [
    Held(
        Wish,
        "person",
        _("That you asked to be erased"),
        _ASKED,
        Kept.ACCOUNT,
        Goes.ROW,
        {"asked_at": _("asked"), "granted": _("granted"), "decided_by__name": _("by"), "decided_at": _("decided")},
    ),
    Held(
        Wish,
        "decided_by",
        _("Whose wish to be erased you answered"),
        _ASKED,
        Kept.ACCOUNT,
        Goes.STAYS,
        {"person__name": _("of"), "granted": _("granted"), "decided_at": _("decided")},
    ),
]

NOT_HELD = {"rights.Erasure": "ids and counts: it says that somebody was erased, never who it was"}
