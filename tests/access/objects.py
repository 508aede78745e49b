"""Of what an address names by its random id: one row of the nursery's, by the part of the path before the id."""

from django.db.models import QuerySet

from accounts.models import Clearance, Deputy, Family, Person
from costs.models import Adjustment, FeeRelief, Pay, ProgrammeEntry, Rate, WhatIf
from membership.models import Invitation, Remark
from nursery.models import Closure, Term
from reminders.models import Bounced, PushDevice
from rights.models import Wish
from rota.models import (
    Absence,
    Booking,
    CallOut,
    Contribution,
    CoverRequest,
    Offer,
    Place,
    Relief,
    Reserve,
    Shift,
    ShiftPattern,
    StandingTurn,
    Swap,
)

_OF = {
    "addresses": Person,
    "away": Absence,
    "bookings": Booking,
    "bounced": Bounced,
    "budget": Term,
    "call-outs": CallOut,
    "clearances": Clearance,
    "closures": Closure,
    "corrections": Adjustment,
    "deputies": Deputy,
    "devices": PushDevice,
    "families": Family,
    "given": Contribution,
    "invitations": Invitation,
    "offers": Offer,
    "patterns": ShiftPattern,
    "pay": Pay,
    "people": Person,
    "places": Place,
    "programme": ProgrammeEntry,
    "rates": Rate,
    "relief": FeeRelief,
    "reliefs": Relief,
    "remarks": Remark,
    "requests": CoverRequest,
    "reserves": Reserve,
    "shift": Shift,
    "shifts": Shift,
    "standing": StandingTurn,
    "swaps": Swap,
    "terms": Term,
    "what-ifs": WhatIf,
    "wishes": Wish,
}
# Of what there is more than one, where it matters which: what was on a day that is over, or is ahead.
_ON = {"bookings": "shift__date", "places": "shift__date", "shift": "date", "shifts": "date"}
_OVER, _AHEAD = "2026-09-14", "2026-10-25"


def object_of(part: str, *, ahead: bool = False) -> str:
    """Its public id, in the nursery in scope."""
    rows: QuerySet = _OF[part].objects.order_by("pk")  # type: ignore[attr-defined]
    if part in _ON:
        rows = rows.filter(**{_ON[part]: _AHEAD if ahead else _OVER})
    public_id: str = rows[0].public_id
    return public_id
