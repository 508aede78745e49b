"""The parts of the nursery file, each stated in one place: how it is checked, taken in, and given out.

Their order is that of their references: what comes later may refer to what came before.
"""

from portability.parts import bookings, giving, ground, money, people, plan
from portability.parts.part import Part

PARTS: list[Part] = [*ground.PARTS, *people.PARTS, *plan.PARTS, *bookings.PARTS, *giving.PARTS, *money.PARTS]

__all__ = ["PARTS", "Part"]
