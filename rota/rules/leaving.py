"""Giving a place back, undoing, asking for cover and taking it back (domain 02, "Cancelling, cover, swap")."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.models import Policy, Term
from nursery.refusal import Refusal
from rota.models import Booking, BookingStatus, CoverRequest, CoverStatus, Offer, OfferStatus, PlaceKind
from rota.rules.closed_term import closed_term_refusal


def notice_ends_at(booking: Booking, policy: Policy) -> dt.datetime:
    """Until when the place may be given back: the notice period before the shift."""
    return booking.shift.starts_at - dt.timedelta(hours=policy.cancel_notice_hours)


def not_mine_refusal(booking: Booking, person: Person) -> Refusal | None:
    if booking.person_id != person.pk:
        return Refusal("not_mine", _("This is somebody else’s place."), _("Only they can give it over."))
    return None


def no_longer_booked() -> Refusal:
    """Also where the booking itself is gone."""
    return Refusal("not_booked", _("You no longer stand in this place."), _("There is nothing to do."), override=False)


def not_booked_refusal(booking: Booking, now: dt.datetime, term: Term | None) -> Refusal | None:
    """`term` is the shift's own."""
    if refusal := closed_term_refusal(term):
        return refusal
    if booking.status != BookingStatus.BOOKED:
        return no_longer_booked()
    if booking.shift.starts_at <= now:
        return Refusal("begun", _("This shift has begun."), _("Tell the person who runs it, by telephone if you can."))
    return None


def undo_refusal(booking: Booking, person: Person, now: dt.datetime, term: Term | None) -> Refusal | None:
    if refusal := not_mine_refusal(booking, person) or not_booked_refusal(booking, now, term):
        return refusal
    if not booking.can_be_undone_at(now):
        return Refusal(
            "undo_over",
            _("A booking can be undone for ten minutes."),
            _("You can still give the place back or ask for cover."),
        )
    return None


def give_back_refusal(
    booking: Booking, person: Person, policy: Policy, now: dt.datetime, term: Term | None
) -> Refusal | None:
    if refusal := not_mine_refusal(booking, person) or not_booked_refusal(booking, now, term):
        return refusal
    if booking.kind == PlaceKind.PAID and person.is_paid:
        return Refusal(
            "paid_place",
            _("A paid place is not given back, it is given over."),
            _("Ask for cover instead: we will tell everybody who could come."),
        )
    if now >= notice_ends_at(booking, policy):
        return Refusal(
            "too_late",
            _("It is less than %(hours)d hours to this shift, so the place cannot just be given back.")
            % {"hours": policy.cancel_notice_hours},
            _("Ask for cover instead: we will tell everybody who could come."),
        )
    return None


def withdraw_shadow_refusal(booking: Booking, person: Person, now: dt.datetime, term: Term | None) -> Refusal | None:
    if refusal := not_mine_refusal(booking, person) or not_booked_refusal(booking, now, term):
        return refusal
    if not booking.shadow:
        return Refusal(
            "no_shadow",
            _("Others count on you in this place."),
            _("Give it back or ask for cover instead."),
            override=False,
        )
    return None


def ask_for_cover_refusal(booking: Booking, person: Person, now: dt.datetime, term: Term | None) -> Refusal | None:
    return not_mine_refusal(booking, person) or not_booked_refusal(booking, now, term)


def withdraw_request_refusal(request: CoverRequest, person: Person, now: dt.datetime) -> Refusal | None:
    if refusal := not_mine_refusal(request.booking, person):
        return refusal
    if request.status != CoverStatus.OPEN:
        return Refusal(
            "request_ended",
            _("Cover has been found already, thank you."),
            _("The week shows who comes."),
            override=False,
        )
    return None


def request_ended_refusal(request: CoverRequest, now: dt.datetime) -> Refusal | None:
    """To whoever was asked and answers when it is over."""
    look = _("Look at the week for another place.")
    match request.status:
        case CoverStatus.FILLED:
            return Refusal("filled", _("Filled, thank you."), look, override=False)
        case CoverStatus.WITHDRAWN:
            return Refusal(
                "request_ended", _("Cover is no longer wanted for this place, thank you."), look, override=False
            )
    if request.booking.shift.starts_at <= now:
        return Refusal("begun", _("This shift has begun, thank you."), look, override=False)
    return None


def withdraw_offer_refusal(offer: Offer, person: Person) -> Refusal | None:
    if offer.person_id != person.pk:
        return Refusal(
            "not_mine", _("This is somebody else’s offer."), _("Only they can take it back."), override=False
        )
    return offer_decided_refusal(offer)


def offer_decided_refusal(offer: Offer) -> Refusal | None:
    match offer.status:
        case OfferStatus.OPEN:
            return None
        case OfferStatus.APPROVED:
            sentence = _("This offer has been approved already.")
        case OfferStatus.WITHDRAWN:
            sentence = _("This offer has been taken back.")
        case _other:
            sentence = _("This offer has been declined already.")
    return Refusal("offer_decided", sentence, _("The week shows who comes."), override=False)
