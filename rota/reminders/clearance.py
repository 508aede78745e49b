"""What is said before a clearance runs out: its name and the day, and never anything that stands in it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nursery.dates import DAY, local_day, say_day
from nursery.models import ClearanceKind, Nursery
from reminders.kinds import EARLY, Due, Group, Kind
from reminders.letters import absolute
from reminders.models import Message, Timing
from rota import messages
from rota.queries.cover import managers
from rota.queries.ending import Ending, clearances_ending, turns_after


class ClearanceEnding(Kind):
    """60, 30 and 7 days before its last day: to whoever holds it, and a line to the manager, who plans with it. One
    for each end and step, of which only the nearest is said; a corrected reference tells nobody anew."""

    name = messages.CLEARANCE_ENDING
    description = _("60, 30 and 7 days before a check or certificate ends")
    template = "rota/mail/clearance_ending"
    group = Group.SHARE
    readers = _("to whoever holds it, and the manager")
    timing = Timing.MORNING
    daily_at = EARLY

    def due(self, nursery: Nursery, now: dt.datetime) -> Iterator[Due]:
        """Two queries."""
        endings = clearances_ending(local_day(now, nursery.zone))
        told = list(managers()) if endings else []
        for ending in endings:
            for person in {person.pk: person for person in (ending.person, *told)}.values():
                yield Due(person, _subject(ending), _occasion(ending), now)

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        today = local_day(now, message.nursery.zone)
        ending = next(
            (
                each
                for each in clearances_ending(today, person=message.subject.rpartition("-")[0])
                if (_subject(each), _occasion(each)) == (message.subject, message.occasion)
            ),
            None,
        )
        if ending is None:
            return None  # renewed, ended or corrected since, or a later step is due
        mine = ending.person.pk == message.person_id
        page = (
            reverse("rota:my_clearances", args=[message.nursery.slug])
            if mine
            else reverse("rota:person_clearances", args=[message.nursery.slug, ending.person.public_id])
        )
        return _words(ending.label, ending.on, turns_after(ending)) | {
            "mine": mine,
            "who": ending.person.short_name,
            "link": absolute(page),
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        on = local_day(now, nursery.zone) + 30 * DAY
        return _words(str(ClearanceKind.PFA.label), on, 2) | {
            "mine": True,
            "who": "Amara O.",
            "link": absolute(reverse("rota:my_clearances", args=[nursery.slug])),
        }


def _subject(ending: Ending) -> str:
    return f"{ending.person.public_id}-{ending.kind}"


def _occasion(ending: Ending) -> str:
    return f"{ending.on.isoformat()}-{ending.step}"


def _words(label: str, on: dt.date, turns: int) -> dict[str, Any]:
    return {"clearance": label, "day": say_day(on), "long_day": say_day(on, year=True), "turns": turns}
