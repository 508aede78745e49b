"""What is said to a family that has some of its share still to find: once a term, and with turns that would suit."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from nursery.dates import DAY, local_day, say_day, say_times
from nursery.models import Nursery
from nursery.templatetags.say import say_list
from reminders.kinds import EARLY, Due, Group, Kind
from reminders.letters import absolute
from reminders.models import Channel, Message, MessageStatus, Timing
from rota import messages
from rota.models import Duty, Place, Shift
from rota.queries.behind import Behind, Looked, families_behind
from rota.reminders.one_tap import readers
from rota.reminders.words import week_link

MONDAY = 0  # the day on which the week is looked over: often enough for what is said once a term


class BehindShare(Kind):
    """To each parent of a family, one letter an address, at most once a term. It counts nothing up: three turns that
    would suit are what helps. Nobody is written to whom it could suggest nothing, nor while a relief is in force."""

    name = messages.BEHIND_SHARE
    description = gettext_lazy(
        "At most once a term: shifts that would suit you, when your family has hours still to find"
    )
    template = "rota/mail/behind_share"
    group = Group.SHARE
    readers = gettext_lazy("to each parent of the family")
    channels = (Channel.EMAIL, Channel.PUSH)
    timing = Timing.MORNING
    daily_at = EARLY

    def concerns(self, person: Person) -> bool:
        return person.is_parent

    def due(self, nursery: Nursery, now: dt.datetime) -> Iterator[Due]:
        """Twenty queries at most; one outside the weeks for it, none but on Mondays."""
        today = local_day(now, nursery.zone)
        looked = families_behind(nursery, now, today) if today.weekday() == MONDAY else None
        if looked is None or not looked.families:
            return
        told = set(
            Message.objects.filter(kind=self.name, subject=_subject(looked))
            .exclude(status=MessageStatus.DROPPED)
            .values_list("occasion", flat=True)
        )
        for family in looked.families:
            if family.family.public_id not in told:
                for person in _suited(family, looked):
                    yield Due(person, _subject(looked), family.family.public_id, now)

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        today = local_day(now, message.nursery.zone)
        looked = families_behind(message.nursery, now, today, family=message.occasion)
        if looked is None or _subject(looked) != message.subject or not looked.families:
            return None
        together = readers(message, _suited(looked.families[0], looked))
        if together is None:
            return None
        places = {place.pk: place for person in together for place in looked.suiting[person.pk]}
        first = sorted(places.values(), key=lambda place: place.shift.starts_at)[:3]
        return _words(
            [(place.shift, _place_link(message.nursery, place)) for place in first],
            message.nursery,
        ) | {"first_name": say_list([person.name.split()[0] for person in together if person.name.strip()])}

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        care, food = Duty(nursery=nursery, name=_("Care")), Duty(nursery=nursery, name=_("Food"))
        today = local_day(now, nursery.zone)
        week = absolute(reverse("rota:week", args=[nursery.slug]))
        shifts = [
            Shift(nursery=nursery, duty=duty, date=today + ahead * DAY, starts=dt.time(9), ends=dt.time(13))
            for ahead, duty in ((7, care), (14, care), (16, food))
        ]
        return _words([(shift, f"{week}?day={shift.date.isoformat()}") for shift in shifts], nursery)


def _subject(looked: Looked) -> str:
    return str(looked.term.public_id)


def _suited(family: Behind, looked: Looked) -> list[Person]:
    """Those of the family to whom something can be suggested."""
    return [each for each in family.parents if looked.suiting.get(each.pk)]


def _place_link(nursery: Nursery, place: Place) -> str:
    return absolute(reverse("rota:place", args=[nursery.slug, place.public_id]))


def _words(shifts: Sequence[tuple[Shift, str]], nursery: Nursery) -> dict[str, Any]:
    first = shifts[0][0]
    return {
        "turns": [
            {
                "head": f"{say_day(shift.date)}, {say_times(shift.starts, shift.ends)}",
                "tail": shift.duty.name,
                "url": url,
            }
            for shift, url in shifts
        ],
        "first": f"{say_day(first.date)}, {say_times(first.starts, first.ends)}",
        "others": len(shifts) - 1,
        "link": week_link(nursery, first),
    }
