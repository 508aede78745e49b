"""What is said while somebody is looked for at once, and to those who said "call me"."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from nursery.models import Nursery
from reminders.kinds import Due, Group, Kind
from reminders.models import Message, MessageStatus
from rota import messages
from rota.models import LIVE, Ask, Booking, Place, Shift
from rota.queries.asking import Waves, call_outs_with_a_wave_due
from rota.queries.calling import unfilled_call_out
from rota.queries.facts import holder_of
from rota.reminders.one_tap import link_words, readers, sample_links
from rota.reminders.words import is_to_come, sample_words, shift_words


def free_people(people: QuerySet[Person], shift: Shift, now: dt.datetime) -> list[Person]:
    """Those of `people` who stand nowhere else while the shift lasts, or lasts still; each with their account."""
    there = Booking.objects.filter(status__in=LIVE, during__overlap=(max(shift.starts_at, now), shift.ends_at))
    return list(people.exclude(pk__in=there.values("person")).select_related("account"))


class CallOutAsked(Kind):
    """To those who are called: the first yes has the place, without anybody's approval."""

    name = messages.CALL_OUT
    description = _("When somebody is looked for at once, and you could come")
    template = "rota/mail/call_out"
    group = Group.COVER
    readers = _("to those who are called, a few at a time")
    may_wait = False

    def nurseries_due(self, now: dt.datetime, clocks: Mapping[str, dt.datetime]) -> Collection[int]:
        """Nowhere: the sweep has sent its waves before it asks."""
        return ()

    def due(self, nursery: Nursery, now: dt.datetime) -> Iterator[Due]:
        """The next waves, for whoever wants to know them beforehand: the sweep has sent them already, by
        `CoverAsked.advance`. About thirty queries a wave."""
        waves = Waves(nursery, now)
        for call in call_outs_with_a_wave_due(now):
            for person in waves.next_wave(call)[0]:
                yield Due(person, call.public_id, "", now)

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        call = unfilled_call_out(message.subject, now)
        if call is None:
            return None
        shift = call.place.shift
        mine = Ask.objects.filter(call_out=call, person=message.person).first()
        if mine is None:
            return None
        together = Person.objects.filter(asks__call_out=call, asks__wave=mine.wave, asks__answer="")
        people = readers(message, free_people(together, shift, now))
        if people is None:
            return None
        return (
            shift_words(shift, message.nursery, now, call.place)
            | {"runs": shift.starts_at <= now}
            | link_words(people, messages.CALL_OUT, call.public_id, shift.ends_at)
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=0) | {"runs": False} | sample_links()


class CallOutFilled(Kind):
    """To the manager and the deputies: somebody comes."""

    name = messages.CALL_OUT_FILLED
    description = _("When somebody answers a call-out")
    template = "rota/mail/call_out_filled"
    group = Group.RUNNING
    may_wait = False

    def concerns(self, person: Person) -> bool:
        return person.approves

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        booking = (
            Booking.objects.filter(public_id=message.subject, status__in=LIVE)
            .select_related("shift__duty", "shift__room", "place", "person")
            .first()
        )
        if booking is None or booking.shift.ends_at <= now:
            return None
        return shift_words(booking.shift, message.nursery, now, booking.place) | {"who": booking.person.short_name}

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=0) | {"who": "Tomasz N."}


class PlaceReopened(Kind):
    """To the reserves, at once: a place is free, and they may book it."""

    name = messages.PLACE_REOPENED
    description = _("When a place comes free for which you said “call me”")
    template = "rota/mail/place_reopened"
    group = Group.COVER
    readers = _("to those who said “call me” and may book it")
    may_wait = False

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        place = Place.objects.filter(public_id=message.subject).select_related("shift__duty", "shift__room").first()
        if place is None or not is_to_come(place.shift, now) or holder_of(place) is not None:
            return None
        together = Message.objects.filter(kind=self.name, subject=message.subject, occasion=message.occasion).exclude(
            status=MessageStatus.PARKED
        )
        people = readers(
            message,
            free_people(Person.objects.filter(pk__in=together.values("person")), place.shift, now),
        )
        if people is None:
            return None
        subject = reopened_subject(message.subject, message.occasion)
        return shift_words(place.shift, message.nursery, now, place) | link_words(
            people, messages.PLACE_REOPENED, subject, place.shift.starts_at
        )

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return sample_words(nursery, now, days_ahead=3) | sample_links()


def reopened_subject(place: str, left: str) -> str:
    """A place may come free more than once: each time has its own link."""
    return f"{place}-{left}"
