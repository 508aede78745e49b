"""Days away: entered once as a span, which opens every place in it; and back early."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import DAY, local_day
from nursery.models import Nursery
from nursery.refusal import Refusal, Refused, refuse
from reminders.actions import queue_message
from rota import messages
from rota.actions.booking import end_requests, end_swaps, tell_reserves_soon, write_booking
from rota.actions.history import record
from rota.actions.locks import lock_shifts, lock_times_of
from rota.models import UNDO_FOR, Absence, Booking, BookingStatus, CoverStatus, Offer, OfferStatus, Verb
from rota.queries.absences import ended_by_absence, places_open_through, turns_in, who_could_take
from rota.queries.cover import approvers
from rota.queries.facts import question_about
from rota.rules.absence import back_refusal, entering_refusal, span_refusal
from rota.rules.booking import BOOKING_RULES, family_limit_refusal, first_refusal, not_open_yet_refusal

# Whoever comes back takes up what was theirs: it was booked in its time.
RETURN_RULES = [rule for rule in BOOKING_RULES if rule not in {not_open_yet_refusal, family_limit_refusal}]


@dataclass(frozen=True, slots=True)
class Entered:
    """An absence, the turns that it ended, and how many people were told of the open places."""

    absence: Absence
    ended: list[Booking]
    told: int


@dataclass(frozen=True, slots=True)
class Back:
    """What became theirs again, and what could not, with why."""

    again: list[Booking]
    gone: list[tuple[Booking, Refusal]]


@transaction.atomic
def enter_absence(
    person: Person, starts: dt.date, ends: dt.date, by: Person, *, nursery: Nursery, now: dt.datetime
) -> Entered:
    """Away from `starts` to `ends`, both included: every turn to come ends and its place opens. Raises Refused.

    Days that overlap or touch what is entered already become one absence with it.
    """
    refuse(entering_refusal(person, by))
    refuse(span_refusal(starts, ends, local_day(now, nursery.zone)))
    turns = locked_turns(lambda: list(turns_in(person, starts, ends).filter(shift__starts_at__gt=now)), person)
    absence = _merged(person, starts, ends, nursery)
    for turn in turns:
        open_turn(turn, nursery=nursery, now=now)
        tell_reserves_soon(turn, nursery=nursery, now=now)
        record(Verb.ABSENT, nursery=nursery, actor=by, subject=person, now=now, shift=turn.shift, booking=turn)
    if not turns:
        record(Verb.ABSENT, nursery=nursery, actor=by, subject=person, now=now)
    return Entered(absence, turns, _tell(absence, by, bool(turns), nursery, now))


def locked_turns(find: Callable[[], list[Booking]], *people: Person, also: Collection[int] = ()) -> list[Booking]:
    """What `find` finds, with its shifts (and the shifts `also`) and then the people's time locked.

    A turn that somebody gets between the look and the locks would be missed: then the locks are let go and taken
    again, since a shift is never locked after an account.
    """
    while True:
        point = transaction.savepoint()
        ids = {booking.shift_id for booking in find()}
        lock_shifts({*ids, *also})
        lock_times_of(people)
        found = find()
        if ids.issuperset(booking.shift_id for booking in found):
            transaction.savepoint_commit(point)
            return found
        transaction.savepoint_rollback(point)


def _merged(person: Person, starts: dt.date, ends: dt.date, nursery: Nursery) -> Absence:
    meeting = list(
        Absence.objects.filter(person=person, starts__lte=ends + DAY, ends__gte=starts - DAY).order_by("starts", "pk")
    )
    if not meeting:
        return Absence.objects.create(nursery=nursery, person=person, starts=starts, ends=ends)
    kept, others = meeting[0], meeting[1:]
    kept.starts = min(starts, kept.starts)
    kept.ends = max(ends, *(absence.ends for absence in meeting))
    Absence.objects.filter(pk__in=[other.pk for other in others]).delete()
    kept.save(update_fields=["starts", "ends"])
    kept.person = person
    return kept


def open_turn(turn: Booking, *, nursery: Nursery, now: dt.datetime) -> None:
    """The turn ends. Whoever offered to cover it offers for the open place now, and waits for the same yes."""
    Offer.objects.filter(request__booking=turn, status=OfferStatus.OPEN).update(request=None)
    end_requests(turn, CoverStatus.WITHDRAWN, nursery=nursery, now=now)
    end_swaps(turn, nursery=nursery, now=now)
    turn.status = BookingStatus.CANCELLED
    turn.save(update_fields=["status"])


def _tell(absence: Absence, by: Person, opened: bool, nursery: Nursery, now: dt.datetime) -> int:
    """The manager once, with the list; whoever is away, if somebody else entered it; and, one message a person,
    everybody who could take one of the places. How many of the last are newly told."""
    occasion = f"{absence.starts.isoformat()} {absence.ends.isoformat()} {now.isoformat(timespec='seconds')}"
    concerned = {person.pk: person for person in (*approvers(local_day(now, nursery.zone)), absence.person)}
    concerned.pop(by.pk, None)
    queue_message(
        nursery=nursery,
        kind=messages.ABSENCE_ENTERED,
        people=concerned.values(),
        subject=absence.public_id,
        occasion=occasion,
        due_at=now,
        now=now,
    )
    if not opened:
        return 0
    return queue_message(
        nursery=nursery,
        kind=messages.PLACES_OPEN,
        people=[p for p in who_could_take(places_open_through(absence, now), nursery, now) if p.pk != by.pk],
        subject=absence.public_id,
        occasion=occasion,
        due_at=now,
        now=now,
    )


@transaction.atomic
def shorten_absence(
    absence: Absence, last_day: dt.date | None, by: Person, *, nursery: Nursery, now: dt.datetime
) -> Back:
    """ "I'm back early": away until `last_day`, or (None) not at all; days that are over stay. Raises Refused.

    The places that are still open become theirs again; of the others it is said who has them.
    """
    today = local_day(now, nursery.zone)
    person = absence.person
    refuse(entering_refusal(person, by))
    first = max(today, absence.starts) if last_day is None else last_day + DAY
    ended = locked_turns(lambda: ended_by_absence(person, first, absence.ends, now), person)
    there = Absence.objects.select_related("person").filter(pk=absence.pk).first()
    if there is None:
        raise Refused(Refusal("gone", _("These days have been taken back already."), override=False))
    absence = there
    refuse(back_refusal(absence, last_day, today))
    if last_day is None and absence.starts >= today:
        absence.delete()
    else:
        absence.ends = today - DAY if last_day is None else last_day
        absence.save(update_fields=["ends"])
    back = Back([], [])
    for turn in ended:
        _take_up(turn, by, back, nursery=nursery, now=now)
    if not back.again:
        record(Verb.ABSENCE_CHANGED, nursery=nursery, actor=by, subject=person, now=now)
    return back


def _take_up(turn: Booking, by: Person, back: Back, *, nursery: Nursery, now: dt.datetime) -> None:
    place = turn.place
    if place is None:
        return
    place.shift = turn.shift
    refusal = first_refusal(RETURN_RULES, question_about(place, turn.person, nursery, now))
    if refusal is not None:
        back.gone.append((turn, refusal))
        return
    # No fresh booking, which could be undone.
    since = min(turn.booked_at, now - UNDO_FOR)
    booking = write_booking(place, turn.person, nursery=nursery, now=now, booked_at=since)
    record(
        Verb.ABSENCE_CHANGED,
        nursery=nursery,
        actor=by,
        subject=turn.person,
        now=now,
        shift=turn.shift,
        booking=booking,
    )
    back.again.append(booking)
