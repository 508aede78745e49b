"""What is said of hours given outside the rota: that somebody has confirmed or declined them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nursery.dates import local_day, say_day
from nursery.models import Nursery
from nursery.money import say_hours
from reminders.kinds import Group, Kind
from reminders.letters import absolute
from reminders.models import Channel, Message, Timing
from rota import messages
from rota.models import Contribution, Duty


class HoursAnswered(Kind):
    """To the giver, the next morning, while it still stands: an answer may be taken back."""

    name = messages.HOURS_ANSWERED
    description = _("When hours that you gave outside the rota are confirmed or declined")
    template = "rota/mail/hours_answered"
    group = Group.SHARE
    readers = _("to whoever gave them")
    channels = (Channel.EMAIL, Channel.PUSH)
    timing = Timing.MORNING

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        at = dt.datetime.fromisoformat(message.occasion)
        given = (
            Contribution.objects.filter(Q(confirmed_at=at) | Q(declined_at=at), public_id=message.subject)
            .select_related("duty", "confirmed_by", "declined_by")
            .first()
        )
        if given is None:
            return None
        other = given.confirmed_by if given.confirmed else given.declined_by
        who = other.short_name if other is not None else _now("Somebody")
        return self._words(given, who, message.nursery)

    def _words(self, given: Contribution, who: str, nursery: Nursery) -> dict[str, Any]:
        hours = say_hours(given.hours)
        return {
            "confirmed": given.confirmed,
            "who": who,
            "hours": hours,
            "one_hour": hours == "1",
            "duty": given.duty.name.lower(),
            "day": say_day(given.date),
            "link": absolute(reverse("rota:contributions", args=[nursery.slug])),
        }

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        laundry = Duty(nursery=nursery, name=_now("Laundry"))
        today = local_day(now, nursery.zone)
        given = Contribution(nursery=nursery, date=today, duty=laundry, hours=Decimal("1.5"), confirmed=True)
        return self._words(given, "Tomasz N.", nursery)
