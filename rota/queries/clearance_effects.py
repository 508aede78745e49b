"""What a change of somebody's clearances does to the turns that they are booked for."""

import datetime as dt
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace

from accounts.models import Clearance, Person, PersonLevel
from nursery.models import Nursery
from rota.models import Booking, Pricing
from rota.queries.effects import Effect, effects_on
from rota.queries.needs import member_with
from rota.queries.uncleared import Stand, bookings_with_shifts, ground_of, say_kinds, turns_ahead


@dataclass(frozen=True, slots=True)
class TurnChange:
    """One turn that stands otherwise than before, and what that does to every slice of its day meanwhile."""

    booking: Booking
    before: Stand
    after: Stand
    effect: Effect

    @property
    def lost(self) -> bool:
        """It no longer counts, or may no longer stand on the duty."""
        return (self.before.counted and not self.after.counted) or bool(
            set(self.after.missing) - set(self.before.missing)
        )

    @property
    def gained(self) -> bool:
        """It counts now, or may stand on the duty, and nothing is wanting any more."""
        return self.after.cleared and not self.before.cleared

    @property
    def may_not_stand(self) -> bool:
        return bool(self.after.missing)

    @property
    def counts(self) -> bool:
        return self.after.counted

    @property
    def say_lacking(self) -> list[str]:
        return say_kinds(self.after.lacking)


@dataclass(frozen=True, slots=True)
class ClearanceEffects:
    """The turns that a change touches, the soonest first."""

    lost: list[TurnChange]
    gained: list[TurnChange]

    @property
    def nothing(self) -> bool:
        return not self.lost and not self.gained


def clearance_effects(
    person: Person,
    before: Sequence[Clearance],
    after: Sequence[Clearance],
    nursery: Nursery,
    now: dt.datetime,
    *,
    saved: bool,
) -> ClearanceEffects:
    """What it does to the turns ahead of `person` that `after` is on record instead of `before`; `saved` says that
    it is already. Three queries; five where a turn changes."""
    ground = ground_of(nursery)
    was, will_be = member_with(person, before), member_with(person, after)
    stands = {turn: (ground.stand(was, turn), ground.stand(will_be, turn)) for turn in turns_ahead(now, [person.pk])}
    changed = {turn: pair for turn, pair in stands.items() if _differ(*pair)}
    if not changed:
        return ClearanceEffects([], [])
    bookings = bookings_with_shifts(turn.booking for turn in changed)
    days = {turn.day for turn in changed}
    effects = effects_on(nursery, days, [person.pk])
    if saved:
        of_day = {day: _turned(effects.of(day, clearances={person.pk: before})) for day in days}
    else:
        of_day = {day: effects.of(day, clearances={person.pk: after}) for day in days}
    changes = [
        TurnChange(bookings[turn.booking], *stood, _meanwhile(of_day[turn.day], bookings[turn.booking]))
        for turn, stood in changed.items()
    ]
    return ClearanceEffects(
        [change for change in changes if change.lost], [change for change in changes if change.gained]
    )


@dataclass(frozen=True, slots=True)
class TurnEffect:
    """One turn, and what differs in the slices of its day meanwhile."""

    booking: Booking
    effect: Effect


def level_effects(
    person: Person, before: Sequence[PersonLevel], nursery: Nursery, now: dt.datetime
) -> list[TurnEffect]:
    """The turns ahead whose slices are otherwise than while `before` were the dated levels: three queries at most."""
    bookings = bookings_with_shifts(turn.booking for turn in turns_ahead(now, [person.pk])).values()
    days = {booking.shift.date for booking in bookings if booking.shift.duty.pricing == Pricing.CARE}
    if not days:
        return []
    effects = effects_on(nursery, days, [person.pk])
    of_day = {day: _turned(effects.of(day, levels={person.pk: before})) for day in days}
    found = [
        TurnEffect(booking, _meanwhile(of_day[booking.shift.date], booking))
        for booking in sorted(bookings, key=lambda booking: booking.shift.starts_at)
        if booking.shift.date in days
    ]
    return [each for each in found if each.effect.spans]


def before_change(clearance: Clearance, on_record: Iterable[Clearance]) -> list[Clearance]:
    """What was on record until `clearance` came to say what it says now."""
    rows = [row for row in on_record if row.pk != clearance.pk]
    return [_in_force_again(row) if _is_replaced_by(row, clearance) else row for row in rows]


def with_change(clearance: Clearance, on_record: Iterable[Clearance]) -> list[Clearance]:
    """What will be on record once `clearance`, new or one of them, says what it says."""
    return [row for row in on_record if row.pk != clearance.pk] + [clearance]


def _is_replaced_by(row: Clearance, clearance: Clearance) -> bool:
    return row.replaced_at is not None and row.replaced_at == clearance.recorded_at


def _in_force_again(row: Clearance) -> Clearance:
    again = copy(row)
    again.replaced_at = None
    return again


def _differ(before: Stand, after: Stand) -> bool:
    return before.counted != after.counted or before.missing != after.missing


def _turned(effect: Effect) -> Effect:
    """The other way round: the day as it was, then as it is."""
    return replace(effect, spans=tuple(replace(span, before=span.after, after=span.before) for span in effect.spans))


def _meanwhile(effect: Effect, booking: Booking) -> Effect:
    """Of a day's effect, what differs while a booking lasts."""
    shift = booking.shift
    spans = (span for span in effect.differing if span.starts < shift.ends and shift.starts < span.ends)
    return replace(effect, spans=tuple(spans))
