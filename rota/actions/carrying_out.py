"""Carrying out exactly what was looked at: the plan is worked out anew under its locks, and must be the same."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import Account, Person
from nursery.dates import say_day, say_times
from nursery.models import Nursery
from reminders.actions import queue_message
from rota import messages
from rota.actions.booking import close_offers, end_call_outs, end_requests, end_swaps, last_wall
from rota.models import (
    LIVE,
    Booking,
    BookingStatus,
    CallOutStatus,
    CoverStatus,
    HistoryEntry,
    Offer,
    Place,
    PlaceKind,
    Shift,
    ShiftPattern,
    ShiftStatus,
    Verb,
)
from rota.planning import Doing, Occasion, Step, Why, Work
from rota.queries.proposal import Proposal, Propose
from rota.queries.standing import Filled

_BATCH = 1000


class PlanChanged(Exception):  # noqa: N818 - nothing is wrong: somebody did something in between
    """What would be done is not what was looked at any more; nothing is done, and `proposal` says what it is now."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__("The plan is another one now.")
        self.proposal = proposal


def one_planner(nursery: Nursery) -> None:
    """One planner at a time: the second finds everything there."""
    Nursery.objects.select_for_update(no_key=True).get(pk=nursery.pk)


def settle(propose: Propose, digest: str) -> Proposal:
    """The proposal that was looked at, with everything locked that it touches. Raises PlanChanged.

    The caller has `one_planner`. Shifts are locked in the order of their ids, then people's time in that of theirs;
    whoever books in between is in the second proposal, which must be the first.
    """
    proposal = propose()
    if proposal.digest != digest:
        raise PlanChanged(proposal)
    lock_shifts([*proposal.plan.shifts, *(f.shift for f in proposal.filled if f.shift > 0)])
    lock_times_of(proposal.people)
    settled = propose()
    if settled.digest != digest:
        raise PlanChanged(settled)
    return settled


def lock_shifts(ids: Iterable[int]) -> None:
    list(Shift.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk").values_list("pk"))


def lock_times_of(people: Iterable[int]) -> None:
    """As `lock_time_of`, for many."""
    ids = set(people)
    list(Account.objects.select_for_update(no_key=True).filter(people__in=ids).order_by("pk").values_list("pk"))
    without = Person.objects.select_for_update(no_key=True).filter(pk__in=ids, account=None)
    list(without.order_by("pk").values_list("pk"))


def patterns_by_occasion() -> Callable[[Occasion], ShiftPattern]:
    """Each occasion's own pattern: one query."""
    patterns = {pattern.pk: pattern for pattern in ShiftPattern.objects.all()}
    return lambda occasion: patterns[occasion[0]]


@dataclass(slots=True)
class Done:
    """What was carried out: the shifts by the proposal's names for them, and what history remembers of it."""

    nursery: Nursery
    actor: Person
    now: dt.datetime
    shifts: dict[int, Shift] = field(default_factory=dict)
    made: int = 0
    changed: int = 0
    removed: int = 0
    restored: int = 0
    filled: int = 0
    told: int = 0
    history: list[HistoryEntry] = field(default_factory=list)

    def remember(
        self,
        verb: Verb,
        *,
        shift: int | None = None,
        booking: int | None = None,
        subject: int | None = None,
        reason: str = "",
    ) -> None:
        self.history.append(
            HistoryEntry(
                nursery=self.nursery,
                at=self.now,
                actor=self.actor,
                verb=verb,
                shift_id=shift,
                booking_id=booking,
                subject_id=subject if subject != self.actor.pk else None,
                reason=reason,
            )
        )


def carry_out(
    proposal: Proposal,
    *,
    actor: Person,
    nursery: Nursery,
    now: dt.datetime,
    pattern_of: Callable[[Occasion], ShiftPattern],
    planned: Verb | None = None,
) -> Done:
    """Do what a settled proposal says, inside the caller's transaction: write, remember, tell whom it reaches.

    `pattern_of` is the pattern to which a shift that is made belongs; `planned` is what history says of it all.
    """
    done = Done(nursery, actor, now)
    if planned is not None:
        done.remember(planned)
    steps = proposal.plan.steps
    touched = {shift.pk: shift for shift in Shift.objects.filter(pk__in=proposal.plan.shifts).select_related("duty")}
    _free(done, proposal)
    _remove(done, [step for step in steps if step.doing == Doing.REMOVE], touched)
    _change(done, [step for step in steps if step.doing in {Doing.CHANGE, Doing.RESTORE}], touched, proposal)
    _make(done, [(number, step) for number, step in enumerate(steps, start=1) if step.doing == Doing.MAKE], pattern_of)
    put_in(done, proposal.filled, _places_of(done, proposal.filled))
    HistoryEntry.objects.bulk_create(done.history, batch_size=_BATCH)
    _tell(done, proposal)
    return done


# --- whose place goes ------------------------------------------------------------------------------------------------
def _free(done: Done, proposal: Proposal) -> None:
    """Cancelled, never deleted; what was open around it ends."""
    why = {e.booking: e.freed for e in proposal.plan.effects if e.freed is not None}
    bookings = list(Booking.objects.filter(pk__in=why).select_related("shift", "person").order_by("pk"))
    for booking in bookings:
        end_requests(booking, CoverStatus.WITHDRAWN, nursery=done.nursery, now=done.now)
        end_swaps(booking, nursery=done.nursery, now=done.now)
        verb = Verb.SHIFT_CANCELLED if why[booking.pk] == Why.REMOVED else Verb.RELEASED
        done.remember(
            verb,
            shift=booking.shift_id,
            booking=booking.pk,
            subject=booking.person_id,
            reason=_was(booking.shift.date, booking.shift),
        )
    Booking.objects.filter(pk__in=why).update(status=BookingStatus.CANCELLED)
    removed = [step.shift for step in proposal.plan.steps if step.doing == Doing.REMOVE]
    offers = Offer.objects.filter(Q(place__shift__in=removed) | Q(place__in=proposal.plan.places_gone))
    close_offers(offers, nursery=done.nursery, now=done.now)
    _end_call_outs(Q(shift__in=removed) | Q(pk__in=proposal.plan.places_gone), CallOutStatus.STOPPED, done)


def _end_call_outs(which: Q, status: CallOutStatus, done: Done) -> None:
    """Nobody is called any longer for places that are gone, or that somebody holds now."""
    for place in Place.objects.filter(which, call_outs__status=CallOutStatus.OPEN):
        end_call_outs(place, status, now=done.now)


def _was(day: dt.date, span: Shift | Work) -> str:
    return f"{say_day(day)}, {say_times(span.starts, span.ends)}"


# --- shifts ----------------------------------------------------------------------------------------------------------
def _remove(done: Done, steps: list[Step], touched: dict[int, Shift]) -> None:
    """A shift on which somebody stood or offered is cancelled and stays to be seen; one without a trace goes."""
    for step in steps:
        shift = touched[step.shift or 0]
        done.remember(Verb.SHIFT_CANCELLED, shift=shift.pk, reason=_was(shift.date, shift))
    stay = [step for step in steps if step.traces or step.by_hand]
    for by_hand in (False, True):
        ids = [step.shift for step in stay if step.shift is not None and step.by_hand == by_hand]
        Shift.objects.filter(pk__in=ids).update(status=ShiftStatus.CANCELLED, cancelled_by_plan=not by_hand)
    Shift.objects.filter(pk__in=[step.shift or 0 for step in steps if step not in stay]).delete()
    done.removed = len(steps)


def _change(done: Done, steps: list[Step], touched: dict[int, Shift], proposal: Proposal) -> None:
    if not steps:
        return
    rows = []
    other_hours = []
    for step in steps:
        shift, work = touched[step.shift or 0], step.work
        reason = _was(shift.date, shift)
        verb = Verb.SHIFT_CHANGED if step.doing == Doing.CHANGE else Verb.SHIFT_RESTORED
        done.remember(verb, shift=shift.pk, reason=reason if verb == Verb.SHIFT_CHANGED else "")
        if step.was is None or not step.was.same_hours(work):
            other_hours.append(shift.pk)
        shift.duty_id, shift.room_id = work.duty, work.room
        shift.date, shift.starts, shift.ends = work.date, work.starts, work.ends
        shift.set_instants(done.nursery.zone)
        shift.status, shift.cancelled_by_plan = _status_after(step, shift), False
        rows.append(shift)
        done.shifts[shift.pk] = shift
    ids = [shift.pk for shift in rows]
    # Bookings on shifts that change their times stand in nobody's way until all of them have changed.
    aside = {
        status: list(Booking.objects.filter(shift__in=ids, status=status).values_list("pk", flat=True))
        for status in LIVE
    }
    Booking.objects.filter(shift__in=ids, status__in=LIVE).update(status=BookingStatus.CANCELLED)
    # Whoever said that they will be there said so of the old time.
    Booking.objects.filter(shift__in=other_hours).exclude(will_come_at=None).update(will_come_at=None)
    Shift.objects.bulk_update(
        rows,
        ["duty", "room", "date", "starts", "ends", "starts_at", "ends_at", "status", "cancelled_by_plan"],
        batch_size=_BATCH,
    )
    set_places(done.nursery, {step.shift or 0: step.work for step in steps}, proposal.plan.places_gone)
    with last_wall():
        for status, bookings in aside.items():
            Booking.objects.filter(pk__in=bookings).update(status=status)
    done.changed = sum(step.doing == Doing.CHANGE for step in steps)
    done.restored = len(steps) - done.changed


def _status_after(step: Step, shift: Shift) -> ShiftStatus:
    """A pattern's shift that is moved by hand says so, and no longer follows its pattern."""
    moved = shift.pattern_id is not None and (
        (step.by_hand and step.was is not None and not step.was.same_hours(step.work))
        or shift.date != shift.occasion
        or (step.doing == Doing.CHANGE and shift.status == ShiftStatus.MOVED)
    )
    return ShiftStatus.MOVED if moved else ShiftStatus.PLANNED


def set_places(nursery: Nursery, works: dict[int, Work], gone: Iterable[int] = ()) -> None:
    """Give each shift the places that it is to have: `gone` go, what lies behind them stays with another place of
    the shift, and the numbers close up."""
    going = set(gone)
    by_shift: dict[tuple[int, str], list[Place]] = defaultdict(list)
    every = list(Place.objects.filter(shift__in=works).order_by("kind", "number"))
    for place in every:
        by_shift[place.shift_id, place.kind].append(place)
    for place in every:
        if place.pk in going:
            stay = [p for p in by_shift[place.shift_id, place.kind] if p.pk not in going]
            others = [p for p in every if p.shift_id == place.shift_id and p.pk not in going]
            _hand_on(place, next(iter(stay), None), next(iter(stay or others), None))
    Place.objects.filter(pk__in=going).delete()
    new = []
    for shift, work in works.items():
        for kind in PlaceKind.values:
            stay = [place for place in by_shift[shift, kind] if place.pk not in going]
            for number, place in enumerate(stay, start=1):
                if place.number != number:
                    Place.objects.filter(pk=place.pk).update(number=number)
            new += [
                Place(nursery=nursery, shift_id=shift, kind=kind, number=number)
                for number in range(len(stay) + 1, work.places(kind) + 1)
            ]
    Place.objects.bulk_create(new, batch_size=_BATCH)


def _hand_on(place: Place, same_kind: Place | None, other: Place | None) -> None:
    """What was cancelled in a place that goes is kept: with a place of its kind, or with none."""
    Booking.objects.filter(place=place).update(place=same_kind)
    for related in Place._meta.related_objects:
        if related.get_accessor_name() != "bookings" and other is not None:
            rows = related.related_model._default_manager.filter(**{related.field.name: place})
            rows.update(**{related.field.name: other})


def _make(done: Done, steps: list[tuple[int, Step]], pattern_of: Callable[[Occasion], ShiftPattern]) -> None:
    rows = []
    for _number, step in steps:
        if step.occasion is None:
            continue
        work = step.work
        pattern = pattern_of(step.occasion)
        rows.append(
            Shift(
                nursery=done.nursery,
                pattern=pattern,
                occasion=step.occasion[1],
                duty_id=work.duty,
                room_id=work.room,
                date=work.date,
                starts=work.starts,
                ends=work.ends,
            ).set_instants(done.nursery.zone)
        )
    shifts = Shift.objects.bulk_create(rows, batch_size=_BATCH)
    for (number, _step), shift in zip(steps, shifts, strict=True):
        done.shifts[-number] = shift
    set_places(done.nursery, {shift.pk: step.work for (_n, step), shift in zip(steps, shifts, strict=True)})
    done.made = len(shifts)


# --- standing turns --------------------------------------------------------------------------------------------------
def _places_of(done: Done, fillings: list[Filled]) -> dict[tuple[int, str, int], Place]:
    """By the proposal's name for the shift and the place: its number on a shift that was made or came back just now,
    its id on one that was there."""
    names = {done.shifts[f.shift].pk if f.shift in done.shifts else f.shift: f.shift for f in fillings}
    found = {}
    for place in Place.objects.filter(shift__in=names).select_related("shift"):
        name = names[place.shift_id]
        found[name, place.kind, place.number if name in done.shifts else place.pk] = place
    return found


def put_in(done: Done, fillings: list[Filled], places: dict[tuple[int, str, int], Place]) -> None:
    """Book everybody whose standing turn it is; one message a person, not one a shift."""
    rows = []
    for filling in fillings:
        place = places[filling.shift, filling.turn.kind, filling.place or 0]
        rows.append(
            Booking(
                nursery=done.nursery,
                shift_id=place.shift_id,
                place=place,
                kind=place.kind,
                person_id=filling.turn.person,
                booked_at=done.now,
            )
        )
    with last_wall():
        Booking.objects.bulk_create(rows, batch_size=_BATCH)
    close_offers(Offer.objects.filter(place__in=[row.place_id for row in rows]), nursery=done.nursery, now=done.now)
    _end_call_outs(Q(pk__in=[row.place_id for row in rows]), CallOutStatus.FILLED, done)
    for row in rows:
        done.remember(Verb.STANDING_FILLED, shift=row.shift_id, booking=row.pk, subject=row.person_id)
    done.filled = len(rows)


# --- telling ---------------------------------------------------------------------------------------------------------
def _tell(done: Done, proposal: Proposal) -> None:
    freed = {effect.person for effect in proposal.plan.effects if effect.freed is not None}
    stays = {
        effect.person for effect in proposal.plan.effects if effect.freed is None and _felt(effect.shift, proposal)
    }
    filled = {filling.turn.person for filling in proposal.filled}
    tell(done, messages.SHIFT_CANCELLED, freed)
    tell(done, messages.SHIFT_CHANGED, stays)
    tell(done, messages.STANDING_FILLED, filled)
    done.told = len(freed | stays | filled)


def _felt(shift: int, proposal: Proposal) -> bool:
    """Whether somebody who stays on a shift has anything to be told: another place beside theirs is no news."""
    step = next(step for step in proposal.plan.steps if step.shift == shift)
    return step.was is not None and not step.was.same_for_people(step.work)


def tell(done: Done, kind: str, people: Iterable[int]) -> None:
    """One message a person about everything that was done in this moment."""
    told = list(Person.objects.filter(pk__in=set(people)).order_by("pk"))
    queue_message(
        nursery=done.nursery,
        kind=kind,
        people=told,
        subject=done.actor.public_id,
        occasion=done.now.isoformat(),
        due_at=done.now,
        now=done.now,
    )
