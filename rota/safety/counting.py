"""Who counts, and why not (domain 02, who counts). What only depends on a person, their booking and the day."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from rota.safety.facts import Booking, Person, PlaceKind, SafetyPolicy, Shift
from rota.safety.rules import RuleSet

FIRST_AID = "pfa"


class NotCounted(StrEnum):
    """Why somebody present does not count; the first that applies. For the person and the manager alone."""

    SHADOW = "shadow"
    UNDER_17 = "under_17"
    PARENTS_DO_NOT_COUNT = "parents_do_not_count"
    CLEARANCE = "clearance"


@dataclass(frozen=True, slots=True)
class Standing:
    """One adult on a care shift on one day, and how they stand there; the same in all slices of the booking.

    `acts_paid`: as paid staff, else as a parent. `lacking` are the clearances that they need and do not hold that
    day, in the order of the rule; `reason` is None where they count. `ends` says of each clearance needed and held
    when it ends (None: open). `first_aider`: holds pfa that day, counted or not, but no shadow; `first_aid_ends` is
    its last day.
    """

    booking: str
    shift: str
    person: str
    place: PlaceKind
    acts_paid: bool
    level: int
    reason: NotCounted | None
    lacking: tuple[str, ...]
    ends: tuple[tuple[str, dt.date | None], ...]
    first_aider: bool
    first_aid_ends: dt.date | None

    @property
    def counted(self) -> bool:
        return self.reason is None

    def runs_out_by(self, day: dt.date) -> tuple[str, ...]:
        """The clearances they need and hold that end on `day` or before."""
        return tuple(kind for kind, ends in self.ends if ends is not None and ends <= day)


def standing_of(person: Person, booking: Booking, shift: Shift, rules: RuleSet, policy: SafetyPolicy) -> Standing:
    """How `person` stands on `shift` (a care shift), on its day."""
    held = clearances_held(person, shift.day)
    acts_paid = person.acts_paid_in(booking.place)
    needs = rules.staff_needs if acts_paid else rules.parent_needs
    lacking = tuple(kind for kind in needs if kind not in held)
    reason: NotCounted | None = None
    if booking.shadow:
        reason = NotCounted.SHADOW
    elif not person.of_age:
        reason = NotCounted.UNDER_17
    elif not acts_paid and not policy.parents_count:
        reason = NotCounted.PARENTS_DO_NOT_COUNT
    elif lacking:
        reason = NotCounted.CLEARANCE
    return Standing(
        booking=booking.key,
        shift=shift.key,
        person=person.key,
        place=booking.place,
        acts_paid=acts_paid,
        level=person.level_on(shift.day),
        reason=reason,
        lacking=lacking,
        ends=tuple((kind, held[kind]) for kind in needs if kind in held),
        first_aider=FIRST_AID in held and not booking.shadow,
        first_aid_ends=held.get(FIRST_AID),
    )


def clearances_held(person: Person, day: dt.date) -> dict[str, dt.date | None]:
    """The kinds that a person holds on a day, each with the last day of the one that runs longest (None: open).

    A renewal that has not begun yet is not looked at: until it has, the one that runs out is what they hold.
    """
    held: dict[str, dt.date | None] = {}
    for clearance in person.clearances:
        if clearance.begins <= day and (clearance.ends is None or day <= clearance.ends):
            longest = held.get(clearance.kind, day)
            if longest is not None:
                held[clearance.kind] = None if clearance.ends is None else max(longest, clearance.ends)
    return held
