"""Parent places more or fewer: who would not have come, and who would have come besides."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, localcontext

from costs.savings.what_if.asking import CannotSayError, Places, Unanswerable
from costs.savings.what_if.base import Base, Filled, in_order, on_duty
from costs.savings.what_if.draft import Draft
from rota.exact import EXACT, ZERO
from rota.safety import Booking, Clearance, Person, PlaceKind, Status, clearances_held


def filled_as(base: Base, move: Places) -> Filled:
    """How places like those that would be added were filled: those of that weekday, or of the duty on any day."""
    own = base.filled(move.duty, move.weekday)
    return own if own.places else base.filled(move.duty, None)


def move_places(draft: Draft, move: Places) -> None:
    had = [shift.parent_places for shift in draft.base.shifts_of(move.duty, move.weekday)]
    if move.by < 0 and -move.by > max(had, default=0):
        raise CannotSayError(move, Unanswerable.TOO_FEW_PLACES, max(had, default=0))
    if move.by < 0:
        _take_away(draft, move)
    elif move.by > 0:
        _add(draft, move)


def _take_away(draft: Draft, move: Places) -> None:
    """Of n places on a shift, k taken away take k/n of those who stood there as parents, over all shifts to the
    nearest turn. Which of them: each in turn. Paid cover stays."""
    due = _Due()
    for shift in in_order(each for each in draft.shifts.values() if on_duty(each, move.duty, move.weekday)):
        if not shift.parent_places:
            continue
        going = min(-move.by, shift.parent_places)
        draft.with_places(shift, shift.parent_places - going)
        parents = draft.parents_on(shift.key)
        begin = due.done
        for number in range(due.more(EXACT.divide(Decimal(len(parents) * going), Decimal(shift.parent_places)))):
            draft.free(parents[(begin + number) % len(parents)])


def _add(draft: Draft, move: Places) -> None:
    """Filled in the part in which such places were, over all shifts to the nearest turn, by people with the level
    and the clearances of those who came, one after the other."""
    filled = filled_as(draft.base, move)
    if not filled.places:
        raise CannotSayError(move, Unanswerable.NO_PLACES)
    due = _Due()
    for shift in in_order(each for each in draft.shifts.values() if on_duty(each, move.duty, move.weekday)):
        draft.with_places(shift, shift.parent_places + move.by)
        begin = due.done
        for number in range(due.more(move.by * filled.part)):
            like = filled.given[(begin + number) % len(filled.given)]
            person = _like(draft, like)
            draft.people[person.key] = person
            draft.book(Booking(draft.made_up_key("booking"), shift.key, person.key, PlaceKind.PARENT, Status.WORKED))


class _Due:
    """Whole turns out of parts of turns: after each shift, as many as the parts so far come to, a half as one."""

    def __init__(self) -> None:
        self.done = 0
        self._parts = ZERO

    def more(self, part: Decimal) -> int:
        with localcontext(EXACT):
            self._parts += part
            turns = int(self._parts.quantize(Decimal(1), rounding=ROUND_HALF_UP)) - self.done
        self.done += turns
        return turns


def _like(draft: Draft, booking: Booking) -> Person:
    """Somebody of the same family who counts as that parent did on that day."""
    person = draft.people[booking.person]
    day = draft.base.day_of[booking.shift]
    held = clearances_held(person, day)
    return Person(
        key=draft.made_up_key("parent"),
        parent=True,
        level=person.level_on(day),
        of_age=person.of_age,
        clearances=tuple(Clearance(kind, dt.date.min) for kind in held),
        family=person.family,
    )
