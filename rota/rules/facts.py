"""What the rules look at: a post to stand in, and somebody who would stand there."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Clearance, Person
from nursery.models import Closure, Nursery, Term
from rota.models import Absence, Booking, Place, PlaceKind, Shift


@dataclass(frozen=True, slots=True)
class Busy:
    """A span in which somebody stands elsewhere; `shift` is None for another nursery, of which no more is told."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    shift: Shift | None = None

    def overlaps(self, shift: Shift) -> bool:
        return self.starts_at < shift.ends_at and shift.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who would stand in a place."""

    person: Person
    clearances: tuple[Clearance, ...] = ()
    busy: tuple[Busy, ...] = ()
    absences: tuple[Absence, ...] = ()

    def absence_on(self, day: dt.date) -> Absence | None:
        return next((away for away in self.absences if away.starts <= day <= away.ends), None)

    def acts_in(self, kind: str) -> bool:
        """Whether places of `kind` are theirs by right (domain 02, "Who counts": everybody who is not paid acts
        as a parent); the other kind needs the manager's approval."""
        if kind == PlaceKind.PAID:
            return self.person.is_paid
        return self.person.is_parent or not self.person.is_paid

    def clearance_on(self, kind: str, day: dt.date) -> Clearance | None:
        return next((c for c in self.clearances if c.kind == kind and c.holds_on(day)), None)

    def missing_for(self, shift: Shift) -> list[str]:
        """The clearances that the shift's duty needs and that this person does not hold on its day."""
        return [kind for kind in shift.duty.needs if self.clearance_on(kind, shift.date) is None]

    def last_clearance(self, kind: str) -> Clearance | None:
        """The one of `kind` that ends last, for saying when it ran out."""
        held = [c for c in self.clearances if c.kind == kind and c.in_force and c.ends is not None]
        return max(held, key=lambda c: c.ends or dt.date.max, default=None)


@dataclass(frozen=True, slots=True)
class Post:
    """A place with its shift, whoever holds it, and the closure and the term that its day falls in."""

    place: Place
    shift: Shift
    holder: Booking | None = None
    closure: Closure | None = None
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class FamilyStanding:
    """Where a family stands in a term, in hours. `given` is what it has done and what it is booked for besides;
    `others_below` whether any other family has given less than is due from it."""

    due: Decimal
    given: Decimal
    others_below: bool


@dataclass(frozen=True, slots=True)
class Question:
    """May `asker` stand in `post`? Everything that a booking rule may look at.

    `standing` is that of the asker's family in the shift's term, and None where the limit cannot concern them.
    """

    post: Post
    asker: Asker
    nursery: Nursery
    now: dt.datetime
    standing: FamilyStanding | None = None
