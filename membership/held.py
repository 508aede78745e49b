"""What is held of who was let in (nursery/held.py)."""

from django.utils.translation import gettext_lazy as _

from membership.models import Invitation, Remark
from nursery.held import Goes, Held, Kept

_JOINING = _("So that the manager sees who is not in yet, and why.")

HELD = [
    Held(
        Invitation,
        "person",
        _("Invitations to you"),
        _JOINING,
        Kept.MESSAGES,
        Goes.ROW,
        {
            "email": _("e-mail address"),
            "invited_at": _("went"),
            "invited_by__name": _("by"),
            "expires_at": _("until"),
            "opened_at": _("first opened"),
            "used_at": _("used"),
            "recalled_at": _("taken back"),
        },
    ),
    Held(
        Invitation,
        "invited_by",
        _("Invitations that you sent"),
        _JOINING,
        Kept.MESSAGES,
        Goes.STAYS,
        {"person__name": _("to"), "invited_at": _("went")},
        left_out={"email": "another’s"},
    ),
    Held(
        Remark,
        "person",
        _("What you said is not right"),
        _("So that the manager can put it right."),
        Kept.MESSAGES,
        Goes.ROW,
        {"at": _("when"), "text": _("what"), "done_at": _("seen to")},
    ),
]

NOT_HELD: dict[str, str] = {}
