"""What is written about joining and leaving."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.links import link_path
from accounts.models import Person
from membership import messages
from membership.models import Remark
from membership.queries.invitations import invitation_named
from membership.rules.invitations import LASTS, ended_refusal
from nursery.dates import WEEK, local_day, say_day, say_times
from nursery.models import Nursery
from nursery.money import say_hours
from reminders.kinds import Group, Kind
from reminders.letters import absolute
from reminders.models import Channel, Message
from rota.models import Booking
from rota.queries.going import DutyGiven, Given, Statement, TermGiven, statement_of, turns_ended_by_leaving


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


class Leaving(Kind):
    """That somebody leaves, or stays after all: to the managers, and to them, where another has said so."""

    name = messages.LEAVING
    description = _("When somebody leaves the nursery, and from which day on their turns are open")
    template = "membership/mail/leaving"
    group = Group.RUNNING
    readers = _("to the managers, and to whoever leaves where somebody else has entered it")
    needed = True

    def concerns(self, person: Person) -> bool:
        return person.is_manager

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        """What was taken back or changed meanwhile is not said any more."""
        person = Person.objects.filter(public_id=message.subject).first()
        said, _space, _moment = message.occasion.partition(" ")
        if person is None or said != (person.left.isoformat() if person.left else "stays"):
            return None
        ended = turns_ended_by_leaving(person, now) if person.left else []
        mine = person.pk == message.person_id
        return self._words(person, message.nursery, person.left, mine=mine, places=[_line(turn) for turn in ended])

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        last = local_day(now, nursery.zone) + WEEK
        return self._words(Person(nursery=nursery, name="Tomasz Nowak"), nursery, last, mine=False, places=[])

    def _words(
        self, person: Person, nursery: Nursery, last: dt.date | None, *, mine: bool, places: list[str]
    ) -> dict[str, Any]:
        return {
            "who": person.short_name,
            "mine": mine,
            "last": say_day(last, year=True) if last else "",
            "places": places,
            "count": len(places),
            "link": absolute(reverse("rota:week", args=[nursery.slug])),
        }


def _line(turn: Booking) -> str:
    """ "Wed 7 Oct, 09:00–13:00, care"."""
    shift = turn.shift
    return f"{say_day(shift.date)}, {say_times(shift.starts, shift.ends)}, {shift.duty.name.lower()}"


class GivenAltogether(Kind):
    """On the last day, to whoever leaves: what they have given, to keep. By mail alone, where it can be kept."""

    name = messages.STATEMENT
    description = _("On your last day: the hours that you have given, to keep")
    template = "membership/mail/statement"
    group = Group.SHARE
    readers = _("to whoever leaves, on their last day")
    channels = (Channel.EMAIL,)
    needed = True
    may_wait = False

    def context(self, message: Message, now: dt.datetime) -> dict[str, Any] | None:
        person = message.person
        if person.left is None or person.left.isoformat() != message.occasion:
            return None
        return self._words(statement_of(person), person.left, message.nursery)

    def preview(self, nursery: Nursery, now: dt.datetime) -> dict[str, Any]:
        today = local_day(now, nursery.zone)
        care = DutyGiven(str(_("Care")), [Given(today - WEEK, str(_("Care")), Decimal(4))])
        return self._words(Statement([TermGiven(str(_("Autumn term")), [care])]), today, nursery)

    def _words(self, found: Statement, last: dt.date, nursery: Nursery) -> dict[str, Any]:
        lines = [
            _("%(what)s: %(hours)s h (%(days)s)")
            % {
                "what": f"{term.name} {duty.duty}".strip(),
                "hours": say_hours(duty.hours),
                "days": ", ".join(say_day(each.day, year=True) for each in duty.given),
            }
            for term in found.terms
            for duty in term.duties
        ]
        return {
            "nursery_name": nursery.name,
            "last": say_day(last, year=True),
            "hours": say_hours(found.hours),
            "lines": lines,
            "link": absolute(reverse("membership:statement", args=[nursery.slug])),
        }


KINDS = [Invited, NotRight, Leaving, GivenAltogether]
