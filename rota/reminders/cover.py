"""What is said while cover is asked for, offered, approved and declined."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.models import Nursery
from reminders.kinds import Due, Group, Kind
from reminders.letters import absolute
from reminders.models import Message
from rota import messages
from rota.actions.waves import advance_waves
from rota.models import LIVE, Ask, Booking, CoverRequest, CoverStatus, Offer, OfferStatus
from rota.queries.asking import Waves, requests_with_a_wave_due
from rota.queries.reminding import nurseries_with_a_wave_due
from rota.reminders.calling import free_people
from rota.reminders.enclosed import enclosed, sample_enclosed
from rota.reminders.one_tap import link_words, readers, sample_links
from rota.reminders.words import is_to_come, sample_words, shift_words


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
    group = Group.COVER

    def nurseries_due(self, now: dt.datetime, clocks: Mapping[str, dt.datetime]) -> Collection[int]:
        return nurseries_with_a_wave_due(now)

    def advance(self, nursery: Nursery, now: dt.datetime) -> None:
        """The waves of requests and call-outs alike, so that all shifts are locked in one order."""
        advance_waves(nursery, now)

    def due(self, nursery: Nursery, now: dt.datetime) -> Iterator[Due]:
        """The next waves, for whoever wants to know them beforehand: the sweep has sent them already. About thirty
        queries a wave."""
        waves = Waves(nursery, now)
        for request in requests_with_a_wave_due(now):
            for person in waves.next_wave(request)[0]:
                yield Due(person, request.public_id, "", now)

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        request = (
            CoverRequest.objects.filter(public_id=message.subject, status=CoverStatus.OPEN)
            .exclude(booking__person=message.person)
            .select_related("booking__person", "booking__place", "booking__shift__duty", "booking__shift__room")
            .first()
        )
        if request is None or not is_to_come(request.booking.shift, now):
            return None
        # Somebody who has taken something else at that time since, or answered already, need not be asked.
        shift = request.booking.shift
        people = readers(message, free_people(self._asked_with(message.person, request), shift, now))
        if people is None:
            return None
        return (
            shift_words(shift, message.nursery, now, request.booking.place)
            | {"who": request.booking.person.short_name}
            | link_words(people, messages.COVER_ASKED, request.public_id, shift.starts_at)
        )

    def _asked_with(self, person: Person, request: CoverRequest) -> QuerySet[Person]:
        """Whoever was asked together with `person`, less those who have answered."""
        mine = Ask.objects.filter(request=request, person=person).first()
        asked = Person.objects.exclude(offers__request=request)
        if mine is None:
            return asked.filter(pk=person.pk)
        return asked.filter(asks__request=request, asks__wave=mine.wave, asks__answer="")

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {"who": "Amara O."} | sample_links()


class CoverOffered(Kind):
    """To the manager: an offer waits for a yes or a no."""

    name = messages.COVER_OFFERED
    description = _("When an offer waits for your yes")
    template = "rota/mail/cover_offered"
    group = Group.RUNNING
    needed = True

    def concerns(self, person: Person) -> bool:
        return person.approves

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        offer = _offers().filter(public_id=message.subject, status=OfferStatus.OPEN).first()
        if offer is None or not is_to_come(offer.place.shift, now):
            return None
        asker = _asker(offer)
        return shift_words(offer.place.shift, message.nursery, now, offer.place) | {
            "who": offer.person.short_name,
            "asker": asker.short_name if asker is not None else "",
            "link": _waiting_link(message.nursery),
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {
            "who": "Tomasz N.",
            "asker": "Amara O.",
            "link": _waiting_link(nursery),
        }


def _waiting_link(nursery: Nursery) -> str:
    return absolute(reverse("rota:waiting", args=[nursery.slug]))


class CoverApproved(Kind):
    """To the one who offered, whose place it now is, and to the one who asked, who is free."""

    name = messages.COVER_APPROVED
    description = _("When your offer, or cover for you, is approved")
    template = "rota/mail/cover_approved"
    group = Group.COVER
    readers = _("to whoever offered, and whoever asked")
    needed = True

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        offer = _offers().filter(public_id=message.subject, status=OfferStatus.APPROVED).first()
        if offer is None or not is_to_come(offer.place.shift, now):
            return None
        mine = offer.person_id == message.person_id
        theirs = _theirs(offer, message.person)
        if mine and not theirs:
            return None  # given back or given over since
        asker = _asker(offer)
        left = [offer.request.booking_id] if offer.request is not None and not theirs else []
        return (
            shift_words(offer.place.shift, message.nursery, now, offer.place)
            | {
                "mine": mine,
                "who": offer.person.short_name,
                "asker": asker.short_name if asker is not None else "",
            }
            | enclosed(message, now, coming=theirs if mine else (), gone=() if mine else left)
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return (
            sample_words(nursery, now, days_ahead=3)
            | {"mine": True, "who": "Tomasz N.", "asker": "Amara O."}
            | sample_enclosed(nursery, now)
        )


class CoverDeclined(Kind):
    """To somebody whose offer was not taken, and to the one who asked when the place is still theirs.

    The message may name the offer itself, or the one that was approved in its stead.
    """

    name = messages.COVER_DECLINED
    description = _("When your offer, or cover for you, is declined")
    template = "rota/mail/cover_declined"
    group = Group.COVER
    readers = _("to whoever offered, and to whoever asked while the place is still theirs")

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        offer = (
            _offers().filter(public_id=message.subject, status__in=[OfferStatus.DECLINED, OfferStatus.APPROVED]).first()
        )
        if offer is None or not is_to_come(offer.place.shift, now):
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
        return waits or bool(_theirs(offer, person))

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {"to_asker": False, "who": "Tomasz N.", "filled": True}


class CoverFilled(Kind):
    """To whoever approves, where a place was covered without their yes: equally cleared people arranged it, or a
    family among themselves. Those who were asked and have not answered need no word: nobody waits for them."""

    name = messages.COVER_FILLED
    description = _("When cover is found without your yes")
    template = "rota/mail/cover_filled"
    group = Group.RUNNING

    def concerns(self, person: Person) -> bool:
        return person.approves

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        booking = (
            Booking.objects.filter(public_id=message.subject, status__in=LIVE)
            .select_related("shift__duty", "shift__room", "place", "person")
            .first()
        )
        if booking is None or not is_to_come(booking.shift, now):
            return None
        asked = CoverRequest.objects.filter(public_id=message.occasion).select_related("booking__person").first()
        return shift_words(booking.shift, message.nursery, now, booking.place) | {
            "who": booking.person.short_name,
            "asker": asked.booking.person.short_name if asked is not None else "",
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | {"who": "Tomasz N.", "asker": "Amara O."}


def _theirs(offer: Offer, person: Person) -> list[Booking]:
    """By which `person` stands in the place that was offered for."""
    return list(Booking.objects.filter(place=offer.place, person=person, status__in=LIVE))
