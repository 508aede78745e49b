"""The rota's tables: what is planned, who stands in it, cover, and what else is given."""

from rota.models.booking import (
    LIVE,
    UNDO_FOR,
    Booking,
    BookingStatus,
    Break,
    CoverRequest,
    CoverStatus,
    Offer,
    OfferStatus,
)
from rota.models.calling import Answer, Ask, Called, CallOut, CallOutStatus
from rota.models.feed import CalendarFeed
from rota.models.giving import Absence, Contribution, DayMark, DayMarkKind, Relief, Reserve
from rota.models.history import HistoryEntry, Verb
from rota.models.plan import (
    Duty,
    Meal,
    Place,
    PlaceKind,
    Pricing,
    RatioRule,
    Shift,
    ShiftPattern,
    ShiftStatus,
    StandingTurn,
)
from rota.models.swap import Swap, SwapStatus

__all__ = [
    "LIVE",
    "UNDO_FOR",
    "Absence",
    "Answer",
    "Ask",
    "Booking",
    "BookingStatus",
    "Break",
    "CalendarFeed",
    "CallOut",
    "CallOutStatus",
    "Called",
    "Contribution",
    "CoverRequest",
    "CoverStatus",
    "DayMark",
    "DayMarkKind",
    "Duty",
    "HistoryEntry",
    "Meal",
    "Offer",
    "OfferStatus",
    "Place",
    "PlaceKind",
    "Pricing",
    "RatioRule",
    "Relief",
    "Reserve",
    "Shift",
    "ShiftPattern",
    "ShiftStatus",
    "StandingTurn",
    "Swap",
    "SwapStatus",
    "Verb",
]
