"""Calling out: starting, asking the next wave, answering, stopping.

Calling out is the approval, so the first eligible answer is booked at once. Everything waits for the shift's lock,
so that the place is never held twice: the second to answer reads "Filled, thank you".
"""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from nursery.dates import local_day
from nursery.models import Nursery
from nursery.refusal import Refused, refuse
from reminders.actions import queue_message
from rota import messages
from rota.actions.booking import lock_place, lock_time_of, tell_booked, write_booking
from rota.actions.cover import take_over
from rota.actions.history import record
from rota.actions.waves import send_wave
from rota.models import (
    Answer,
    Ask,
    Booking,
    Called,
    CallOut,
    CallOutStatus,
    CoverRequest,
    CoverStatus,
    Place,
    PlaceKind,
    Verb,
)
from rota.queries.asking import Waves, whole_minute
from rota.queries.calling import answer_question, start_question
from rota.queries.cover import approvers
from rota.queries.missing_adults import is_short_without
from rota.rules.calling import answer_refusal, call_out_ended_refusal, call_out_refusal, filled


@transaction.atomic
def call_out_place(place: Place, starter: Person, called: Called, *, nursery: Nursery, now: dt.datetime) -> CallOut:
    """Look for somebody now. A place whose holder can't come is given over by this: they stay responsible until
    somebody answers. Where the place is called out already, that call-out is returned. Raises Refused."""
    place = lock_place(place)
    question = start_question(place, starter, nursery, now)
    refuse(call_out_refusal(question))
    if question.post.holder is not None:
        _ask_on_behalf_of(question.post.holder, starter, nursery, now)
    return _start(place, starter, called, nursery, now)


def _ask_on_behalf_of(holder: Booking, starter: Person, nursery: Nursery, now: dt.datetime) -> None:
    _request, made = CoverRequest.objects.get_or_create(
        booking=holder, status=CoverStatus.OPEN, defaults={"nursery": nursery, "asked_at": now}
    )
    if made:
        record(
            Verb.COVER_ASKED,
            nursery=nursery,
            actor=starter,
            subject=holder.person,
            now=now,
            shift=holder.shift,
            booking=holder,
        )


def _start(place: Place, starter: Person | None, called: Called, nursery: Nursery, now: dt.datetime) -> CallOut:
    started, made = CallOut.objects.get_or_create(
        place=place,
        status=CallOutStatus.OPEN,
        defaults={"nursery": nursery, "called": called, "started_by": starter, "started_at": now},
    )
    if made:
        started.place = place
        record(Verb.CALLED_OUT, nursery=nursery, actor=starter, now=now, shift=place.shift)
        send_wave(started, Waves(nursery, now))
    return started


def call_out_if_short(missed: Booking, *, nursery: Nursery, now: dt.datetime) -> CallOut | None:
    """Somebody was marked as not come: where the slices still to come are short without them, what was needed is
    called out (domain 02). The caller, who marked it, holds the shift's lock.

    Those of the place's own kind are asked: whom else, the manager decides.
    """
    place = missed.place
    if place is None or missed.covers_id is not None or not is_short_without(missed, nursery, now):
        return None
    place = Place.objects.select_related("shift__duty", "shift__room").get(pk=place.pk)
    question = start_question(place, missed.person, nursery, now)
    if question.post.holder is not None or call_out_refusal(question) is not None:
        return None
    called = Called.STAFF if place.kind == PlaceKind.PAID else Called.PARENTS
    return _start(place, None, called, nursery, now)


@transaction.atomic
def ask_next_wave(call: CallOut, manager: Person, *, nursery: Nursery, now: dt.datetime) -> int:
    """Do not wait: ask the next people now; how many. Raises Refused."""
    call = _fetch_locked(call)
    refuse(call_out_ended_refusal(call, now))
    asked = send_wave(call, Waves(nursery, now))
    if asked:
        record(Verb.CALLED_OUT, nursery=nursery, actor=manager, now=now, shift=call.place.shift)
    return asked


@transaction.atomic
def stop_call_out(call: CallOut, manager: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """Nobody else is asked, and who answers reads that nobody is needed. Raises Refused."""
    call = _fetch_locked(call)
    refuse(call_out_ended_refusal(call, now))
    _end(call, CallOutStatus.STOPPED, now)
    record(Verb.CALL_OUT_STOPPED, nursery=nursery, actor=manager, now=now, shift=call.place.shift)


@transaction.atomic
def answer_yes(call: CallOut, person: Person, *, nursery: Nursery, now: dt.datetime, by_link: bool = False) -> Booking:
    """ "I'm coming": the first eligible answer has the place at once. Raises Refused."""
    call = _fetch_locked(call)
    refuse(call_out_ended_refusal(call, now))
    lock_time_of(person)
    question, request = answer_question(call.place, person, nursery, now)
    try:
        refuse(answer_refusal(question))
        booking = _book(call, person, request, nursery, now)
    except Refused as error:
        if error.refusal.code == "taken":
            raise Refused(filled()) from error
        raise
    _end(call, CallOutStatus.FILLED, now)
    Ask.objects.filter(call_out=call, person=person).update(answer=Answer.YES, answered_at=now)
    entry = record(
        Verb.ANSWERED_YES,
        nursery=nursery,
        actor=person,
        now=now,
        shift=call.place.shift,
        booking=booking,
        by_link=by_link,
    )
    if request is None:  # else the letter that cover is approved says so
        tell_booked(entry, booking, nursery=nursery, now=now)
    queue_message(
        nursery=nursery,
        kind=messages.CALL_OUT_FILLED,
        people=approvers(local_day(now, nursery.zone)).exclude(pk=person.pk),
        subject=booking.public_id,
        occasion="",
        due_at=now,
        now=now,
        urgent=call.place.shift.date == local_day(now, nursery.zone),
    )
    return booking


def _book(call: CallOut, person: Person, request: CoverRequest | None, nursery: Nursery, now: dt.datetime) -> Booking:
    runs = call.place.shift.starts_at <= now
    there_from = whole_minute(now) if runs else None
    if request is None:
        return write_booking(call.place, person, nursery=nursery, now=now, there_from=there_from)
    return take_over(
        request,
        call.place,
        person,
        decided_by=call.started_by,
        nursery=nursery,
        now=now,
        there_from=there_from,
    )


@transaction.atomic
def answer_no(call: CallOut, person: Person, *, nursery: Nursery, now: dt.datetime, by_link: bool = False) -> None:
    """ "I can't": when all who were asked have said so, the next are asked without waiting. Raises Refused."""
    call = _fetch_locked(call)
    refuse(call_out_ended_refusal(call, now))
    changed = Ask.objects.filter(call_out=call, person=person, answer="").update(answer=Answer.NO, answered_at=now)
    if not changed:
        return
    record(Verb.ANSWERED_NO, nursery=nursery, actor=person, now=now, shift=call.place.shift, by_link=by_link)
    if call.next_wave_at is not None and not Ask.objects.filter(call_out=call, answer="").exists():
        send_wave(call, Waves(nursery, now))


def _fetch_locked(call: CallOut) -> CallOut:
    lock_place(call.place)
    return CallOut.objects.select_related("place__shift__duty", "place__shift__room", "started_by").get(pk=call.pk)


def _end(call: CallOut, status: CallOutStatus, now: dt.datetime) -> None:
    call.status, call.ended_at, call.next_wave_at = status, now, None
    call.save(update_fields=["status", "ended_at", "next_wave_at"])
