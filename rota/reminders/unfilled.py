"""What is said of places that nobody holds: to whoever runs the nursery, in the morning."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Person
from nursery.dates import DAY, local_day, local_instant, say_times
from nursery.models import Nursery
from nursery.templatetags.say import say_list
from reminders.kinds import EARLY, Due, Group, Kind
from reminders.letters import absolute
from reminders.models import Message, Timing
from rota import messages
from rota.models import Duty, Place, PlaceKind, Shift, ShiftStatus
from rota.queries.cover import approvers
from rota.queries.waiting import Gap, gaps_ahead
from rota.reminders.words import spoken_day

AHEAD = 7  # days, today the first of them: what is further off, families are still booking for themselves
LINES = 8
LATEST = dt.time(12)  # a digest that could not be sent in the morning is none


class UnfilledDigest(Kind):
    """To the manager and today's deputies, one a day, while places of the next days are open. A gap that is days off
    spoils nobody's weekend: it is said on days with shifts, and where somebody is wanted today or tomorrow."""

    name = messages.UNFILLED_DIGEST
    description = gettext_lazy("In the morning, the places of the next seven days that nobody has taken")
    template = "rota/mail/unfilled_digest"
    group = Group.RUNNING
    timing = Timing.MORNING
    daily_at = EARLY

    def concerns(self, person: Person) -> bool:
        return person.approves

    def due(self, nursery: Nursery, now: dt.datetime) -> Iterator[Due]:
        """Three queries; one where all is filled."""
        today = local_day(now, nursery.zone)
        if now.astimezone(nursery.zone).time() >= LATEST or not _worth_saying(gaps_ahead(now, today, AHEAD), today):
            return
        morning = local_instant(today, dt.time(), nursery.zone)  # whenever it is planned, it is this morning's
        for person in approvers(today):
            yield Due(person, "open-places", today.isoformat(), morning)

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        today = local_day(now, message.nursery.zone)
        if message.occasion != today.isoformat():
            return None
        gaps = gaps_ahead(now, today, AHEAD)
        return _words(gaps, today, message.nursery) if gaps else None

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        today = local_day(now, nursery.zone)
        care, food = Duty(nursery=nursery, name=_("Care")), Duty(nursery=nursery, name=_("Food"))
        spans = [(0, care, 9, 13, 1), (1, food, 11, 13, 1), (5, care, 13, 17, 2)]
        return _words(
            [_sample(nursery, today + ahead * DAY, duty, *hours) for ahead, duty, *hours in spans], today, nursery
        )


def _worth_saying(gaps: Sequence[Gap], today: dt.date) -> bool:
    if not gaps:
        return False
    if gaps[0].shift.date <= today + DAY:
        return True
    return Shift.objects.filter(date=today).exclude(status=ShiftStatus.CANCELLED).exists()


def _words(gaps: Sequence[Gap], today: dt.date, nursery: Nursery) -> dict[str, Any]:
    first = gaps[0].shift
    near = sum(len(gap.places) for gap in gaps if gap.shift.date <= today + DAY)
    return {
        "count": sum(len(gap.places) for gap in gaps),
        "near": near,
        "days": AHEAD,
        "first_day": spoken_day(first.date, today, inside=True),
        "first_times": say_times(first.starts, first.ends),
        "first_duty": first.duty.name.lower(),
        "lines": [_line(gap, today) for gap in gaps[:LINES]],
        "more": len(gaps[LINES:]),
        "link": absolute(reverse("rota:waiting", args=[nursery.slug])),
    }


def _line(gap: Gap, today: dt.date) -> dict[str, str]:
    shift = gap.shift
    wanted = []
    if gap.parents:
        wanted.append(ngettext("%(n)d parent place", "%(n)d parent places", gap.parents) % {"n": gap.parents})
    if gap.paid:
        wanted.append(ngettext("%(n)d staff place", "%(n)d staff places", gap.paid) % {"n": gap.paid})
    return {
        "head": f"{spoken_day(shift.date, today)}, {say_times(shift.starts, shift.ends)}",
        "tail": _("%(duty)s: %(places)s") % {"duty": shift.duty.name, "places": say_list(wanted)},
    }


def _sample(nursery: Nursery, day: dt.date, duty: Duty, starts: int, ends: int, parents: int) -> Gap:
    shift = Shift(nursery=nursery, duty=duty, date=day, starts=dt.time(starts), ends=dt.time(ends))
    return Gap(shift, [Place(nursery=nursery, shift=shift, kind=PlaceKind.PARENT, number=1)] * parents)
