"""Asking for cover, offering it, and the manager's yes or no."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.dates import local_day
from nursery.models import Nursery
from nursery.refusal import Refusal, Refused, refuse
from reminders.actions import queue_message
from rota import messages
from rota.actions.booking import (
    end_call_outs,
    end_requests,
    end_swaps,
    last_wall,
    lock_booking,
    lock_hours_of,
    lock_place,
    lock_shift,
    lock_time_of,
    tell_cover_filled,
    write_booking,
)
from rota.actions.history import record
from rota.actions.waves import send_wave
from rota.models import (
    Answer,
    Ask,
    Booking,
    BookingStatus,
    CallOutStatus,
    CoverRequest,
    CoverStatus,
    Offer,
    OfferStatus,
    Place,
    Verb,
)
from rota.queries.asking import Waves
from rota.queries.cover import approvers
from rota.queries.facts import question_about
from rota.queries.shares import term_on
from rota.queries.taking_over import taking_over
from rota.rules.booking import booking_refusal, cover_refusal
from rota.rules.equally_cleared import equally_cleared_refusal
from rota.rules.facts import Question
from rota.rules.leaving import (
    ask_for_cover_refusal,
    notice_ends_at,
    offer_decided_refusal,
    request_ended_refusal,
    withdraw_offer_refusal,
    withdraw_request_refusal,
)


@transaction.atomic
def ask_for_cover(
    booking: Booking, person: Person, *, nursery: Nursery, now: dt.datetime, by_link: bool = False
) -> CoverRequest:
    """Tell those who could come, in waves; the asker stays responsible until somebody is approved. Raises Refused."""
    lock_shift(booking.shift_id)
    booking = Booking.objects.select_related("shift__duty", "place", "person").get(pk=booking.pk)
    refuse(ask_for_cover_refusal(booking, person, now, term_on(booking.shift.date)))
    request, made = CoverRequest.objects.get_or_create(
        booking=booking, status=CoverStatus.OPEN, defaults={"nursery": nursery, "asked_at": now}
    )
    if not made:
        return request
    Booking.objects.filter(pk=booking.pk).update(will_come_at=None)
    record(
        Verb.COVER_ASKED, nursery=nursery, actor=person, now=now, shift=booking.shift, booking=booking, by_link=by_link
    )
    request.booking = booking
    send_wave(request, Waves(nursery, now))
    return request


@transaction.atomic
def withdraw_request(
    request: CoverRequest, person: Person, *, nursery: Nursery, now: dt.datetime, by_link: bool = False
) -> None:
    """ "I can come after all." Raises Refused."""
    lock_shift(request.booking.shift_id)
    request = CoverRequest.objects.select_related("booking__shift", "booking__place").get(pk=request.pk)
    refuse(withdraw_request_refusal(request, person, now))
    end_requests(request.booking, CoverStatus.WITHDRAWN, nursery=nursery, now=now)
    if request.booking.place is not None:
        end_call_outs(request.booking.place, CallOutStatus.STOPPED, now=now)
    record(
        Verb.COVER_WITHDRAWN,
        nursery=nursery,
        actor=person,
        now=now,
        shift=request.booking.shift,
        booking=request.booking,
        by_link=by_link,
    )


@transaction.atomic
def offer_place(
    place: Place, person: Person, *, nursery: Nursery, now: dt.datetime, by_link: bool = False
) -> Offer | Booking:
    """Offer to stand in a place: for somebody who asks, or in an open place of the other kind.

    Returns the Offer, or the Booking where the nursery lets equally cleared people be approved at once.
    Raises Refused.
    """
    place = lock_place(place)
    lock_time_of(person)
    question = question_about(place, person, nursery, now)
    request = _open_request(question.post.holder)
    refuse(cover_refusal(question) if request is not None else booking_refusal(question))
    offer, made = Offer.objects.get_or_create(
        place=place,
        person=person,
        status=OfferStatus.OPEN,
        defaults={"nursery": nursery, "request": request, "offered_at": now},
    )
    if made:
        record(Verb.OFFERED, nursery=nursery, actor=person, now=now, shift=place.shift, by_link=by_link)
        if request is not None:
            Ask.objects.filter(request=request, person=person).update(answer=Answer.YES, answered_at=now)
    if request is not None and _needs_no_manager(question, nursery):
        booking = _approve(offer, question, decided_by=None, nursery=nursery, now=now)
        tell_cover_filled(request, booking, nursery=nursery, now=now)
        return booking
    if made:
        queue_message(
            nursery=nursery,
            kind=messages.COVER_OFFERED,
            people=approvers(local_day(now, nursery.zone)),
            subject=offer.public_id,
            occasion="",
            due_at=now,
            now=now,
        )
    return offer


def _needs_no_manager(question: Question, nursery: Nursery) -> bool:
    """Equally cleared people, in a nursery that lets them arrange it between them."""
    holder = question.post.holder
    if nursery.policy.cover_needs_manager or holder is None:
        return False
    return equally_cleared_refusal(taking_over(holder, question)) is None


def _open_request(holder: Booking | None) -> CoverRequest | None:
    if holder is None:
        return None
    return CoverRequest.objects.filter(booking=holder, status=CoverStatus.OPEN).first()


@transaction.atomic
def decline_request(
    request: CoverRequest, person: Person, *, nursery: Nursery, now: dt.datetime, by_link: bool = False
) -> None:
    """ "I can't": when all who were told have said so, the next are told without waiting. Raises Refused."""
    lock_booking(request.booking)
    request = CoverRequest.objects.select_related(
        "booking__shift__duty", "booking__shift__room", "booking__place", "booking__person"
    ).get(pk=request.pk)
    refuse(request_ended_refusal(request, now))
    changed = Ask.objects.filter(request=request, person=person, answer="").update(answer=Answer.NO, answered_at=now)
    if not changed:
        return
    record(Verb.ANSWERED_NO, nursery=nursery, actor=person, now=now, shift=request.booking.shift, by_link=by_link)
    if request.next_wave_at is not None and not Ask.objects.filter(request=request).exclude(answer=Answer.NO).exists():
        send_wave(request, Waves(nursery, now))


@transaction.atomic
def withdraw_offer(offer: Offer, person: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """Raises Refused."""
    lock_shift(offer.place.shift_id)
    offer = Offer.objects.select_related("place__shift").get(pk=offer.pk)
    refuse(withdraw_offer_refusal(offer, person))
    offer.status = OfferStatus.WITHDRAWN
    offer.decided_at = now
    offer.save(update_fields=["status", "decided_at"])
    record(Verb.OFFER_WITHDRAWN, nursery=nursery, actor=person, now=now, shift=offer.place.shift)


@transaction.atomic
def approve_offer(offer: Offer, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Booking:
    """The place passes from one to the other in one step: never empty, never held twice. Raises Refused."""
    lock_shift(offer.place.shift_id)
    offer = _offer_afresh(offer)
    refuse(offer_decided_refusal(offer))
    lock_time_of(offer.person)
    lock_hours_of(offer.person.family_id, nursery)
    question = question_about(offer.place, offer.person, nursery, now)
    return _approve(offer, question, decided_by=manager, nursery=nursery, now=now)


def _offer_afresh(offer: Offer) -> Offer:
    return Offer.objects.select_related(
        "place__shift__duty", "person", "request__booking__person", "request__booking__shift"
    ).get(pk=offer.pk)


def _approve(
    offer: Offer, question: Question, *, decided_by: Person | None, nursery: Nursery, now: dt.datetime
) -> Booking:
    request = offer.request
    if request is None:
        refuse(booking_refusal(question))
    else:
        if request.status != CoverStatus.OPEN:
            raise Refused(Refusal("request_ended", _("Cover is no longer wanted for this place."), override=False))
        refuse(cover_refusal(question))
    return _pass_place(offer, decided_by=decided_by, nursery=nursery, now=now)


def take_over(
    request: CoverRequest,
    place: Place,
    person: Person,
    *,
    decided_by: Person | None,
    nursery: Nursery,
    now: dt.datetime,
    there_from: dt.datetime | None = None,
) -> Booking:
    """A call's answer stands for the offer, and calling out for the yes. The caller holds the locks and has asked
    the rules."""
    offer, _made = Offer.objects.get_or_create(
        place=place,
        person=person,
        status=OfferStatus.OPEN,
        defaults={"nursery": nursery, "request": request, "offered_at": now},
    )
    offer.place, offer.request = place, request
    return _pass_place(offer, decided_by=decided_by, nursery=nursery, now=now, there_from=there_from)


def _pass_place(
    offer: Offer,
    *,
    decided_by: Person | None,
    nursery: Nursery,
    now: dt.datetime,
    there_from: dt.datetime | None = None,
) -> Booking:
    request = offer.request
    offer.status = OfferStatus.APPROVED
    offer.decided_at, offer.decided_by = now, decided_by
    offer.save(update_fields=["status", "decided_at", "decided_by"])
    concerned = [offer.person]
    if request is None:
        booking = write_booking(offer.place, offer.person, nursery=nursery, now=now, there_from=there_from)
    else:
        given_over = request.booking
        concerned.append(given_over.person)
        end_requests(given_over, CoverStatus.FILLED, nursery=nursery, now=now)
        end_swaps(given_over, nursery=nursery, now=now)
        late = request.asked_at >= notice_ends_at(given_over, nursery.policy)
        given_over.status = BookingStatus.CANCELLED_LATE if late else BookingStatus.CANCELLED
        with last_wall():
            given_over.save(update_fields=["status"])
            booking = write_booking(offer.place, offer.person, nursery=nursery, now=now, there_from=there_from)
    record(
        Verb.APPROVED,
        nursery=nursery,
        actor=decided_by,
        subject=offer.person,
        now=now,
        shift=offer.place.shift,
        booking=booking,
    )
    _tell(messages.COVER_APPROVED, concerned, offer, nursery, now)
    return booking


def _tell(kind: str, people: list[Person], offer: Offer, nursery: Nursery, now: dt.datetime) -> None:
    queue_message(
        nursery=nursery,
        kind=kind,
        people=people,
        subject=offer.public_id,
        occasion="",
        due_at=now,
        now=now,
    )


@transaction.atomic
def decline_offer(offer: Offer, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Offer:
    """The request stays open, and its asker responsible. Raises Refused."""
    lock_shift(offer.place.shift_id)
    offer = _offer_afresh(offer)
    refuse(offer_decided_refusal(offer))
    offer.status = OfferStatus.DECLINED
    offer.decided_at, offer.decided_by = now, manager
    offer.save(update_fields=["status", "decided_at", "decided_by"])
    record(
        Verb.DECLINED,
        nursery=nursery,
        actor=manager,
        subject=offer.person,
        now=now,
        shift=offer.place.shift,
    )
    asker = [offer.request.booking.person] if offer.request is not None else []
    _tell(messages.COVER_DECLINED, [offer.person, *asker], offer, nursery, now)
    return offer
