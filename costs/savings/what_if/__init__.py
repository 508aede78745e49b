"""What a term's savings would have been if something had been otherwise: its facts changed, then the same engine.

There is no second formula. `asking` says what can be asked, `working` works it out. Everything is fixed: the same
question about the same facts has the same answer, and nothing is drawn by chance.
"""

from costs.savings.what_if.answer import Answer, Safety
from costs.savings.what_if.asking import (
    CannotSayError,
    Children,
    Move,
    MoveRate,
    PayRise,
    Places,
    Relief,
    SessionAdded,
    SessionDropped,
    Unanswerable,
    Weeks,
)
from costs.savings.what_if.base import Base, Filled
from costs.savings.what_if.working import as_it_was, what_if

__all__ = [
    "Answer",
    "Base",
    "CannotSayError",
    "Children",
    "Filled",
    "Move",
    "MoveRate",
    "PayRise",
    "Places",
    "Relief",
    "Safety",
    "SessionAdded",
    "SessionDropped",
    "Unanswerable",
    "Weeks",
    "as_it_was",
    "what_if",
]
