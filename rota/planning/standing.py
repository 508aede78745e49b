"""Standing turns: who is put into which open place, as far as the booking rules let them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Reason = TypeVar("Reason")
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who holds a place of `kind` of a pattern, each week or every second one, counted from the week of `first`."""

    turn: int
    pattern: int
    kind: str
    person: int
    first: dt.date | None = None
    last: dt.date | None = None
    every: int = 1

    def holds_on(self, day: dt.date) -> bool:
        if (self.first is not None and day < self.first) or (self.last is not None and self.last < day):
            return False
        return self.first is None or weeks_apart(self.first, day) % self.every == 0


def weeks_apart(first: dt.date, day: dt.date) -> int:
    """How many calendar weeks, which begin on Mondays, `day` is after `first`."""
    return (_monday(day) - _monday(first)) // _WEEK


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Vacancies:
    """One shift that a pattern makes, with its open places of each kind in the order of their numbers.

    `taken` are those who are on it, or left it by their own wish: nobody is put in twice, or where they do not come.
    """

    shift: int
    pattern: int
    occasion: dt.date
    open: dict[str, tuple[int, ...]]
    taken: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Filling(Generic[Reason]):
    """One turn on one shift: into `place`, or nowhere, for `reason` (None: no place of its kind is open)."""

    turn: Turn
    shift: int
    occasion: dt.date
    place: int | None
    reason: Reason | None = None


def fill(
    shifts: Iterable[Vacancies],
    turns: Iterable[Turn],
    ask: Callable[[Turn, Vacancies, int], Reason | None],
) -> list[Filling[Reason]]:
    """Every turn that falls on one of `shifts`, in the order in which they come and then in which they were given.

    `ask` says why a person may not have a place, or None, and remembers that they have it then.
    """
    of_pattern: dict[int, list[Turn]] = defaultdict(list)
    for turn in sorted(turns, key=lambda turn: turn.turn):
        of_pattern[turn.pattern].append(turn)
    found: list[Filling[Reason]] = []
    for shift in shifts:
        left = {kind: list(places) for kind, places in shift.open.items()}
        taken = set(shift.taken)
        for turn in of_pattern[shift.pattern]:
            if not turn.holds_on(shift.occasion) or turn.person in taken:
                continue
            places = left.get(turn.kind, [])
            if not places:
                found.append(Filling(turn, shift.shift, shift.occasion, None))
                continue
            reason = ask(turn, shift, places[0])
            if reason is None:
                taken.add(turn.person)
                found.append(Filling(turn, shift.shift, shift.occasion, places.pop(0)))
            else:
                found.append(Filling(turn, shift.shift, shift.occasion, None, reason))
    return found
