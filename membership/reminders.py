"""What is written about joining."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.links import link_path
from accounts.models import Person
from membership import messages
from membership.models import Remark
from membership.queries.invitations import invitation_named
from membership.rules.invitations import LASTS, ended_refusal
from nursery.dates import local_day, say_day
from nursery.models import Nursery
from reminders.kinds import Group, Kind
from reminders.letters import absolute
from reminders.models import Channel, Message


class Invited(Kind):
    """To whoever is to come in. By mail alone: whoever has the link is taken for the reader of that mailbox."""

    name = messages.INVITED
    description = _("When the nursery asks you to join")
    template = "membership/mail/invited"
    group = Group.RUNNING
    readers = _("to whoever is invited")
    channels = (Channel.EMAIL,)
    needed = True
    may_wait = False

    def concerns(self, person: Person) -> bool:
        """It comes before there is anything to choose."""
        return False

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        found = invitation_named(message.subject, message.person)
        if found is None or ended_refusal(found, message.person, now) is not None:
            return None
        link = link_path(message.person, messages.INVITED, found.public_id, found.expires_at)
        return self._words(link, found.expires_at, message.nursery)

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return self._words("/go/…/", now + LASTS, nursery)

    def _words(self, link: str, expires_at: dt.datetime, nursery: Nursery) -> dict[str, Any]:
        return {"link": absolute(link), "until": say_day(local_day(expires_at, nursery.zone))}


class NotRight(Kind):
    """To the managers. What was said stands on the person's page, not in the letter."""

    name = messages.NOT_RIGHT
    description = _("When somebody says that something which is kept of them is not right")
    template = "membership/mail/not_right"
    group = Group.RUNNING
    readers = _("to the manager")
    needed = True

    def concerns(self, person: Person) -> bool:
        return person.is_manager

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        said = Remark.objects.select_related("person").filter(public_id=message.subject, done_at=None).first()
        return None if said is None else self._words(said.person, message.nursery)

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        return self._words(Person(nursery=nursery, name="Tomasz Nowak"), nursery)

    def _words(self, person: Person, nursery: Nursery) -> dict[str, Any]:
        page = reverse("membership:person", args=[nursery.slug, person.public_id])
        return {"who": person.short_name, "link": absolute(page)}


KINDS = [Invited, NotRight]
