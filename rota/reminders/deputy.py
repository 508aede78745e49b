"""What is said to whoever stands in for the manager."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Deputy, Person
from nursery.dates import WEEK, local_day, say_day
from nursery.models import Nursery
from reminders.kinds import Group, Kind
from reminders.letters import absolute
from reminders.models import Message
from rota import messages


class DeputyNamed(Kind):
    """To somebody to whom the manager's approvals pass for some days."""

    name = messages.DEPUTY_NAMED
    description = _("When you are to stand in for the manager")
    template = "rota/mail/deputy_named"
    group = Group.RUNNING
    readers = _("to whoever stands in")
    needed = True

    def concerns(self, person: Person) -> bool:
        return person.approves and not person.is_manager

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        today = local_day(now, message.nursery.zone)
        deputy = Deputy.objects.filter(public_id=message.subject, person=message.person, ends__gte=today).first()
        return None if deputy is None else self._words(deputy.starts, deputy.ends, message.nursery)

    def _words(self, starts: dt.date, ends: dt.date, nursery: Nursery) -> dict[str, Any]:
        days = say_day(starts) if starts == ends else f"{say_day(starts)} – {say_day(ends)}"
        return {"days": days, "link": absolute(reverse("rota:waiting", args=[nursery.slug]))}

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        today = local_day(now, nursery.zone)
        return self._words(today, today + WEEK, nursery)
