"""What is said while cover is asked for, offered, approved and declined."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.models import Closure, Nursery
from reminders.kinds import Kind
from reminders.letters import absolute
from reminders.models import Message
from rota import messages
from rota.models import LIVE, Booking, CoverRequest, CoverStatus, Offer, OfferStatus, Shift
from rota.reminders.words import sample_words, shift_words


def _is_to_come(shift: Shift, now: dt.datetime) -> bool:
    return (
        shift.starts_at > now
        and not shift.is_cancelled
        and not Closure.objects.filter(starts__lte=shift.date, ends__gte=shift.date).exists()
    )


def _offers() -> QuerySet[Offer]:
    return Offer.objects.select_related(
        "person", "place__shift__duty", "place__shift__room", "request__booking__person"
    )


def _asker(offer: Offer) -> Person | None:
    """Who asked for cover; None for an offer to take an open place."""
    return offer.request.booking.person if offer.request is not None else None


class CoverAsked(Kind):
    """To everybody who could take the place over. Who asks is said; why is never known."""

    name = messages.COVER_ASKED
    description = _("When somebody asks for cover for a shift that you could take")
    template = "rota/mail/cover_asked"

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        request = (
            CoverRequest.objects.filter(public_id=message.subject, status=CoverStatus.OPEN)
            .exclude(booking__person=message.person)
            .select_related("booking__person", "booking__place", "booking__shift__duty", "booking__shift__room")
            .first()
        )
        if request is None or not _is_to_come(request.booking.shift, now):
            return None
        # Somebody who has taken something else at that time since, or offered already, need not be asked.
        busy = Booking.objects.filter(person=message.person, status__in=LIVE).filter(
            during__overlap=(request.booking.shift.starts_at, request.booking.shift.ends_at)
        )
        if busy.exists() or request.offers.filter(person=message.person).exists():
            return None
        return shift_words(request.booking.shift, message.nursery, now, request.booking.place) | {
            "who": request.booking.person.short_name
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {"who": "Amara O."}


class CoverOffered(Kind):
    """To the manager: an offer waits for a yes or a no."""

    name = messages.COVER_OFFERED
    description = _("When an offer waits for your yes")
    template = "rota/mail/cover_offered"

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        offer = _offers().filter(public_id=message.subject, status=OfferStatus.OPEN).first()
        if offer is None or not _is_to_come(offer.place.shift, now):
            return None
        asker = _asker(offer)
        return shift_words(offer.place.shift, message.nursery, now, offer.place) | {
            "who": offer.person.short_name,
            "asker": asker.short_name if asker is not None else "",
            "waiting_link": _waiting_link(message.nursery),
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {
            "who": "Tomasz N.",
            "asker": "Amara O.",
            "waiting_link": _waiting_link(nursery),
        }


def _waiting_link(nursery: Nursery) -> str:
    return absolute(reverse("rota:waiting", args=[nursery.slug]))


class CoverApproved(Kind):
    """To the one who offered, whose place it now is, and to the one who asked, who is free."""

    name = messages.COVER_APPROVED
    description = _("When your offer, or cover for you, is approved")
    template = "rota/mail/cover_approved"

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        offer = _offers().filter(public_id=message.subject, status=OfferStatus.APPROVED).first()
        if offer is None or not _is_to_come(offer.place.shift, now):
            return None
        mine = offer.person_id == message.person_id
        if mine and not _stands_in(offer, message.person):
            return None  # given back or given over since
        asker = _asker(offer)
        return shift_words(offer.place.shift, message.nursery, now, offer.place) | {
            "mine": mine,
            "who": offer.person.short_name,
            "asker": asker.short_name if asker is not None else "",
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {"mine": True, "who": "Tomasz N.", "asker": "Amara O."}


class CoverDeclined(Kind):
    """To somebody whose offer was not taken, and to the one who asked when the place is still theirs.

    The message may name the offer itself, or the one that was approved in its stead.
    """

    name = messages.COVER_DECLINED
    description = _("When your offer, or cover for you, is declined")
    template = "rota/mail/cover_declined"

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        offer = (
            _offers().filter(public_id=message.subject, status__in=[OfferStatus.DECLINED, OfferStatus.APPROVED]).first()
        )
        if offer is None or not _is_to_come(offer.place.shift, now):
            return None
        asker = _asker(offer)
        to_asker = asker is not None and asker.pk == message.person_id
        if to_asker:
            still_asked = offer.request is not None and offer.request.status == CoverStatus.OPEN
            if offer.status != OfferStatus.DECLINED or not still_asked:
                return None
        elif self._has_more_hope(offer, message.person):
            return None
        return shift_words(offer.place.shift, message.nursery, now, offer.place) | {
            "to_asker": to_asker,
            "who": offer.person.short_name,
            "filled": Booking.objects.filter(place=offer.place, status__in=LIVE).exclude(person=asker).exists(),
        }

    def _has_more_hope(self, offer: Offer, person: Person) -> bool:
        """They have offered again, or the place has become theirs after all."""
        waits = Offer.objects.filter(place=offer.place, person=person, status=OfferStatus.OPEN).exists()
        return waits or _stands_in(offer, person)

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {"to_asker": False, "who": "Tomasz N.", "filled": True}


def _stands_in(offer: Offer, person: Person) -> bool:
    return Booking.objects.filter(place=offer.place, person=person, status__in=LIVE).exists()
