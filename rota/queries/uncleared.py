"""Who is booked and not cleared for it: does not count for want of a clearance, or may not stand on the duty."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from nursery.models import ClearanceKind, Nursery
from rota import safety
from rota.models import LIVE, Booking, Duty, Pricing, ShiftStatus
from rota.queries.engine_facts import rule_book, safety_policy
from rota.queries.needs import Member
from rota.safety import NoRuleSetError, NotCounted, RuleBook, SafetyPolicy, Standing, standing_of

_SOME_TIME = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # how somebody stands does not depend on the time of day


class Turn(NamedTuple):
    """A booking that is not over, as much of it as decides how its person stands there."""

    booking: int
    person: int
    kind: str
    shadow: bool
    day: dt.date
    duty: int


@dataclass(frozen=True, slots=True)
class Stand:
    """How somebody stands in a turn. `missing` are clearances that the duty needs; `standing` is None off care (and
    where no ratio rules hold)."""

    missing: tuple[str, ...]
    standing: Standing | None

    @property
    def counted(self) -> bool:
        return self.standing is not None and self.standing.counted

    @property
    def lacking(self) -> list[str]:
        """All that is wanting, in the order of the kinds."""
        wanting = {*self.missing}
        if self.standing is not None and self.standing.reason == NotCounted.CLEARANCE:
            wanting.update(self.standing.lacking)
        return [kind for kind in ClearanceKind.values if kind in wanting]

    @property
    def cleared(self) -> bool:
        return not self.lacking


@dataclass(frozen=True, slots=True)
class Uncleared:
    """A booking with what is wanting for it."""

    booking: Booking
    stand: Stand

    @property
    def may_not_stand(self) -> bool:
        """The duty itself asks for what is wanting; else they may be there and are not counted."""
        return bool(self.stand.missing)

    @property
    def say_lacking(self) -> list[str]:
        return say_kinds(self.stand.lacking)


@dataclass(frozen=True, slots=True)
class Ground:
    """What decides how people stand, besides themselves."""

    duties: Mapping[int, Duty]
    rules: RuleBook
    policy: SafetyPolicy

    def stand(self, member: Member, turn: Turn) -> Stand:
        duty = self.duties[turn.duty]
        missing = tuple(kind for kind in duty.needs if member.asker.clearance_on(kind, turn.day) is None)
        return Stand(missing, self._standing(member.facts, turn) if duty.pricing == Pricing.CARE else None)

    def _standing(self, person: safety.Person, turn: Turn) -> Standing | None:
        try:
            rules = self.rules.on(turn.day)
        except NoRuleSetError:
            return None
        shift = safety.Shift(str(turn.booking), "", turn.day, _SOME_TIME, _SOME_TIME)
        booking = safety.Booking(
            key=str(turn.booking),
            shift=shift.key,
            person=person.key,
            place=safety.PlaceKind(turn.kind),
            status=safety.Status.BOOKED,
            shadow=turn.shadow,
        )
        return standing_of(person, booking, shift, rules, self.policy)


def ground_of(nursery: Nursery) -> Ground:
    """Two queries."""
    return Ground({duty.pk: duty for duty in Duty.objects.all()}, rule_book(nursery), safety_policy(nursery))


def turns_ahead(now: dt.datetime, people: Iterable[int] | None = None) -> list[Turn]:
    """Every live booking of a shift that is not over, the soonest first: one query. None: of everybody."""
    bookings = Booking.objects.filter(status__in=LIVE, shift__ends_at__gt=now)
    if people is not None:
        bookings = bookings.filter(person__in=list(people))
    rows = bookings.exclude(shift__status=ShiftStatus.CANCELLED).order_by("shift__starts_at", "pk")
    return [
        Turn(*row) for row in rows.values_list("pk", "person_id", "kind", "shadow", "shift__date", "shift__duty_id")
    ]


def stands_uncleared(everybody: Iterable[Member], ground: Ground, now: dt.datetime) -> dict[int, dict[int, Stand]]:
    """Person id → booking id → how they stand, where they are not cleared: one query."""
    by_id = {member.person.pk: member for member in everybody}
    found: dict[int, dict[int, Stand]] = defaultdict(dict)
    known: dict[Turn, Stand] = {}
    for turn in turns_ahead(now, by_id):
        alike = turn._replace(booking=0)
        if alike not in known:
            known[alike] = ground.stand(by_id[turn.person], turn)
        if not known[alike].cleared:
            found[turn.person][turn.booking] = known[alike]
    return dict(found)


def uncleared_bookings(everybody: Iterable[Member], ground: Ground, now: dt.datetime) -> dict[int, list[Uncleared]]:
    """By person id, the soonest first: two queries."""
    stands = stands_uncleared(everybody, ground, now)
    rows = bookings_with_shifts(pk for of_one in stands.values() for pk in of_one)
    return {person: [Uncleared(rows[pk], stand) for pk, stand in of_one.items()] for person, of_one in stands.items()}


def bookings_with_shifts(ids: Iterable[int]) -> dict[int, Booking]:
    """By id, each with all that a line about it says: one query."""
    return Booking.objects.select_related("shift__duty", "shift__room", "person", "place").in_bulk(list(ids))


def say_kinds(kinds: Iterable[str]) -> list[str]:
    return [str(ClearanceKind(kind).label) for kind in kinds]
