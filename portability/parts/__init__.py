"""The parts of the nursery file, each stated in one place: how it is checked, taken in, and given out.

Their order is that of their references: what comes later may refer to what came before.
"""

from portability.parts.bookings import PARTS as BOOKINGS
from portability.parts.calling import PARTS as CALLING
from portability.parts.changes import PARTS as CHANGES
from portability.parts.closings import PARTS as CLOSINGS
from portability.parts.cover import PARTS as COVER
from portability.parts.giving import PARTS as GIVING
from portability.parts.ground import PARTS as GROUND
from portability.parts.history import PARTS as HISTORY
from portability.parts.money import PARTS as MONEY
from portability.parts.part import Part
from portability.parts.patterns import PARTS as PATTERNS
from portability.parts.people import PARTS as PEOPLE
from portability.parts.plan import PARTS as PLAN
from portability.parts.shifts import PARTS as SHIFTS
from portability.parts.swaps import PARTS as SWAPS
from portability.parts.what_ifs import PARTS as WHAT_IFS

PARTS: list[Part] = [
    *GROUND,
    *PEOPLE,
    *PLAN,
    *PATTERNS,
    *SHIFTS,
    *BOOKINGS,
    *COVER,
    *CALLING,
    *SWAPS,
    *GIVING,
    *MONEY,
    *WHAT_IFS,
    *CLOSINGS,
    *CHANGES,
    *HISTORY,
]

__all__ = ["PARTS", "Part"]
