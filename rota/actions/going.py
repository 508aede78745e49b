"""What becomes of somebody's turns when they leave the nursery, and when they stay after all."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts.models import Deputy, Person
from nursery.models import Nursery
from nursery.refusal import Refusal
from rota.actions.absence import RETURN_RULES, locked_turns, open_turn
from rota.actions.booking import tell_reserves_soon, write_booking
from rota.actions.carrying_out import one_planner
from rota.actions.history import record
from rota.models import UNDO_FOR, Booking, Offer, OfferStatus, Reserve, Shift, StandingTurn, Verb
from rota.queries.facts import question_about
from rota.queries.going import ended_by_leaving, shifts_led_after, turns_to_come_after
from rota.rules.booking import first_refusal


@dataclass(frozen=True, slots=True)
class Back:
    """What became theirs again, and what could not, with why."""

    again: list[Booking]
    gone: list[tuple[Booking, Refusal]]


@transaction.atomic
def free_after(
    people: Sequence[Person], last: dt.date, by: Person, *, nursery: Nursery, now: dt.datetime
) -> list[Booking]:
    """Everything of theirs on the rota after `last`, their last day, ends and every place opens; the turns that ended.

    Whoever waits for a swap with them is told, and the reserves of the next seven days. A closed term keeps what it
    has.
    """
    one_planner(nursery)
    led = shifts_led_after(people, last)
    turns = locked_turns(
        lambda: [turn for person in people for turn in turns_to_come_after(person, last, now)], *people, also=led
    )
    for turn in turns:
        open_turn(turn, nursery=nursery, now=now)
        tell_reserves_soon(turn, nursery=nursery, now=now)
        record(Verb.LEAVES, nursery=nursery, actor=by, subject=turn.person, now=now, shift=turn.shift, booking=turn)
    for person in people:
        if all(turn.person_id != person.pk for turn in turns):
            record(Verb.LEAVES, nursery=nursery, actor=by, subject=person, now=now)
        _end_standing_turns(person, last, by, nursery, now)
    Offer.objects.filter(person__in=people, status=OfferStatus.OPEN, place__shift__date__gt=last).update(
        status=OfferStatus.WITHDRAWN, decided_at=now
    )
    Reserve.objects.filter(person__in=people, shift__date__gt=last).delete()
    Shift.objects.filter(pk__in=led).update(lead=None)
    Deputy.objects.filter(person__in=people, starts__gt=last).delete()
    Deputy.objects.filter(person__in=people, ends__gt=last).update(ends=last)
    return turns


def _end_standing_turns(person: Person, last: dt.date, by: Person, nursery: Nursery, now: dt.datetime) -> None:
    later = StandingTurn.objects.filter(Q(ends=None) | Q(ends__gt=last), person=person).select_related("pattern")
    for turn in later.order_by("pk"):
        record(Verb.STANDING_ENDED, nursery=nursery, actor=by, subject=person, now=now, reason=turn.pattern.key)
        if turn.starts is not None and last < turn.starts:
            turn.delete()
        else:
            turn.ends = last
            turn.save(update_fields=["ends"])


@transaction.atomic
def take_up_again(
    person: Person, first: dt.date, last: dt.date, by: Person, *, nursery: Nursery, now: dt.datetime
) -> Back:
    """They stay, at least until `last`: the turns from `first` on which their leaving ended, and whose places are still
    open, are theirs again. Standing turns, offers and days as deputy are not."""
    one_planner(nursery)
    ended = locked_turns(lambda: ended_by_leaving(person, first, last, now), person)
    back = Back([], [])
    for turn in ended:
        place = turn.place
        if place is None:
            continue
        place.shift = turn.shift
        refusal = first_refusal(RETURN_RULES, question_about(place, person, nursery, now))
        if refusal is not None:
            back.gone.append((turn, refusal))
            continue
        # No fresh booking, which could be undone.
        booking = write_booking(place, person, nursery=nursery, now=now, booked_at=min(turn.booked_at, now - UNDO_FOR))
        record(Verb.STAYS, nursery=nursery, actor=by, subject=person, now=now, shift=turn.shift, booking=booking)
        back.again.append(booking)
    if not back.again:
        record(Verb.STAYS, nursery=nursery, actor=by, subject=person, now=now)
    return back
