"""What messages are held as (nursery/held.py)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from nursery.held import Goes, Held, Kept, Shown, Words
from reminders.kinds import kinds
from reminders.models import Bounced, Failure, Message, Preference, PushDevice, Reach

_REACH = _("So that you are told what concerns you, in the way and at the hours that you chose.")
_LOG = _("So that nobody is told twice, and the manager sees what did not arrive.")


def _say_kind(name: Any) -> Words:
    """What members read where they choose what to be told."""
    kind = kinds().get(name)
    return name if kind is None else kind.description  # type: ignore[no-any-return]


_OF_THE_DEVICE = "it is where a notification goes, or locks it: a secret"

HELD = [
    Held(
        Message,
        "person",
        _("Messages to you"),
        _LOG,
        Kept.MESSAGES,
        Goes.ROW,
        {
            "kind": Shown(_("what about"), _say_kind),
            "due_at": _("due"),
            "sent_at": _("sent"),
            "channel": _("how"),
            "status": _("what became of it"),
        },
        left_out={
            "subject": "a number of the program’s",
            "occasion": "a number of the program’s",
            "letter": "a number of the program’s",
            "fault": "said by its failures",
        },
    ),
    Held(
        Failure,
        "message__person",
        _("Messages that did not reach you"),
        _LOG,
        Kept.MESSAGES,
        Goes.ROW,
        {"at": _("when"), "channel": _("how"), "sentence": _("why")},
    ),
    Held(
        Preference,
        "person",
        _("What you chose to be told"),
        _REACH,
        Kept.HERE,
        Goes.ROW,
        {"kind": Shown(_("what about"), _say_kind), "channels": _("how"), "timing": _("when")},
    ),
    Held(
        Reach,
        "person",
        _("Your quiet hours"),
        _REACH,
        Kept.HERE,
        Goes.ROW,
        {"quiet_from": _("from"), "quiet_until": _("until"), "call_outs_pass": _("call-outs may pass")},
    ),
    Held(
        PushDevice,
        "person",
        _("Phones and browsers that show your notifications"),
        _REACH,
        Kept.HERE,
        Goes.ROW,
        {"label": _("browser"), "added_at": _("added"), "used_at": _("last used")},
        left_out={"endpoint": _OF_THE_DEVICE, "p256dh": _OF_THE_DEVICE, "auth": _OF_THE_DEVICE},
    ),
    Held(
        Bounced,
        "person",
        _("Addresses of yours that took no message"),
        _REACH,
        Kept.HERE,
        Goes.ROW,
        {"channel": _("how"), "address": _("address"), "sentence": _("why"), "at": _("when")},
    ),
]

NOT_HELD = {"reminders.LookedAt": "which kinds were looked at, on which day; of nobody"}
