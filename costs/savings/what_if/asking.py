"""What can be asked: each move of a what-if, and why some cannot be answered."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from costs.savings.facts import Scenario


@dataclass(frozen=True, slots=True)
class Places:
    """So many parent places more (or, below nought, fewer) on every shift of a duty, or on those of one weekday."""

    duty: str
    by: int
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class SessionDropped:
    session: str


@dataclass(frozen=True, slots=True)
class SessionAdded:
    """A session on `weekday` like one that there is: its children, its times, its shifts and who stood on them."""

    like: str
    weekday: int


@dataclass(frozen=True, slots=True)
class Weeks:
    """The term so many full weeks longer, or shorter."""

    by: int


@dataclass(frozen=True, slots=True)
class Children:
    """So many children more or fewer in a session."""

    session: str
    by: int


@dataclass(frozen=True, slots=True)
class PayRise:
    """Every wage and hourly cost higher by `part` (0.05 is 5 %)."""

    part: Decimal


@dataclass(frozen=True, slots=True)
class MoveRate:
    """Another rate for a duty, in one scenario or (None) in all. What is None stays as it was."""

    duty: str
    scenario: Scenario | None = None
    wage: Decimal | None = None
    holiday: Decimal | None = None
    ni: Decimal | None = None
    pension: Decimal | None = None
    bought: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Relief:
    """Fee relief of the whole term, or for each child-session, in place of what there was."""

    amount: Decimal
    per_child_session: bool = False


Move = Places | SessionDropped | SessionAdded | Weeks | Children | PayRise | MoveRate | Relief


class Unanswerable(StrEnum):
    """Why a move cannot be worked out; a page says it in a sentence."""

    NO_PLACES = "no_places"  # nobody can know how a place would be filled that the term never had
    TOO_FEW_PLACES = "too_few_places"  # `most`
    NO_SUCH_SESSION = "no_such_session"
    SESSION_THERE = "session_there"
    TOO_FEW_WEEKS = "too_few_weeks"  # `most`
    TOO_FEW_CHILDREN = "too_few_children"  # `most`
    NO_RATE = "no_rate"


class CannotSayError(Exception):
    """`move` cannot be worked out on these facts, for `reason`; `most` is how far it can go, where that is it."""

    def __init__(self, move: Move, reason: Unanswerable, most: int = 0) -> None:
        super().__init__(f"{reason}: {move}")
        self.move: Any = move
        self.reason = reason
        self.most = most
