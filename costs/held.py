"""What is held of people beside the figures (nursery/held.py)."""

from django.utils.translation import gettext_lazy as _

from costs.models import Adjustment, Change, Closing, Pay, WhatIf
from nursery.held import Goes, Held, Kept

_MONEY = _("So that it can be shown who entered, changed and confirmed what figures stand on.")

_DIGESTS = ("proposed_digest", "inputs_digest", "inputs", "tally", "document_digest", "document", "engine")

HELD = [
    Held(
        Pay,
        "person",
        _("What an hour of yours costs the nursery"),
        _("So that the nursery knows what paid hours cost. Only the manager and the treasurer see it."),
        Kept.LASTING,
        Goes.STAYS,
        {"starts": _("from"), "hourly_cost": _("an hour")},
    ),
    Held(
        Change,
        "actor",
        _("What you changed about money"),
        _MONEY,
        Kept.LASTING,
        Goes.STAYS,
        {"at": _("when"), "verb": _("what"), "reason": _("reason")},
        left_out={
            "thing": "a name of the program’s",
            "about": "a number of the program’s, or another’s",
            "before": "the nursery’s figures, or another’s",
            "after": "the nursery’s figures, or another’s",
        },
    ),
    Held(
        WhatIf,
        "by",
        _("Questions that you kept"),
        _MONEY,
        Kept.LASTING,
        Goes.STAYS,
        {"name": _("name"), "at": _("when")},
        left_out={"changes": "what was asked, of nobody"},
    ),
    Held(
        Closing,
        "proposed_by",
        _("Terms that you proposed to close"),
        _MONEY,
        Kept.LASTING,
        Goes.STAYS,
        {"term__name": _("term"), "proposed_at": _("when")},
        left_out=dict.fromkeys(_DIGESTS, "of figures, and of nobody"),
    ),
    Held(
        Closing,
        "confirmed_by",
        _("Terms that you closed"),
        _MONEY,
        Kept.LASTING,
        Goes.STAYS,
        {"term__name": _("term"), "closed_at": _("when")},
    ),
    Held(
        Adjustment,
        "entered_by",
        _("Corrections that you entered"),
        _MONEY,
        Kept.LASTING,
        Goes.STAYS,
        {"date": _("day"), "kind": _("of what"), "reason": _("reason"), "entered_at": _("entered")},
    ),
    Held(
        Adjustment,
        "confirmed_by",
        _("Corrections that you confirmed"),
        _MONEY,
        Kept.LASTING,
        Goes.STAYS,
        {"date": _("day"), "kind": _("of what"), "confirmed_at": _("confirmed")},
    ),
]

_FIGURES = "money of the nursery’s; its pages ask for no names"
NOT_HELD = {
    "costs.Budget": _FIGURES,
    "costs.FeeRelief": _FIGURES,
    "costs.ProgrammeEntry": _FIGURES,
    "costs.Rate": _FIGURES,
}
