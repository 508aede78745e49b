"""A family that has left long ago, whose name stands wherever one can stand, beside one that is still here."""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection

from accounts.models import Child, ChildSession, Clearance
from costs.models import Pay
from membership.models import Invitation, Remark
from nursery.models import Session
from reminders.models import Bounced, Channel, Failure, Message, MessageStatus, Preference, PushDevice, Reach
from rights.models import Wish
from rota.models import Absence, CalendarFeed, Contribution, DayMark, HistoryEntry, Reserve, Verb
from tests.builders import NOW, House

LEFT = dt.date(2026, 10, 2)
SIX_YEARS_ON = dt.datetime(2032, 10, 3, 3, 10, tzinfo=dt.UTC)
NEEDLES = ("Zebulon", "Quartermain", "zq@example.org", "447700900777", "Zuzu", "Zeta-token")


class Leaver:
    """Zebulon Quartermain and their child Zuzu, and Amara, who is there as before."""

    def __init__(self, house: House) -> None:
        self.house, self.nursery = house, house.nursery
        of = {"nursery": house.nursery}
        self.family = house.family("Quartermain family")
        self.person = house.person(
            "Zebulon Quartermain",
            "parent",
            family=self.family,
            email="zq@example.org",
            phone="+447700900777",
            left=LEFT,
        )
        self.person.key = "zebulon-quartermain"
        self.person.save()
        account = self.person.account
        assert account is not None
        self.account = account
        self.amara = house.parent("Amara Okafor")
        self.child = Child.objects.create(
            **of, key="zuzu-q", family=self.family, name="Zuzu", born=dt.date(2024, 3, 1), left=LEFT
        )
        session = Session.objects.create(
            **of, key="wed", room=house.room, weekday=2, starts=dt.time(9), ends=dt.time(13)
        )
        ChildSession.objects.create(**of, child=self.child, session=session)
        DayMark.objects.create(**of, child=self.child, date=dt.date(2026, 9, 23), mark="away")
        self.clearance = Clearance.objects.create(
            **of, person=self.person, kind="dbs", starts="2025-01-01", reference="Quartermain 001"
        )
        self.booking = house.booking(
            house.place(house.shift(day=dt.date(2026, 9, 23))), self.person, status="worked", confirmed=True
        )
        self.given = Contribution.objects.create(
            **of,
            person=self.person,
            duty=house.food,
            hours=2,
            date=dt.date(2026, 9, 24),
            confirmed=True,
            confirmed_by=self.amara,
            confirmed_at=NOW,
            note="Zebulon washed the curtains",
        )
        self.did, self.suffered = (
            HistoryEntry.objects.create(**of, at=NOW, verb=Verb.RELEASED, reason="ask Zebulon why", **who)
            for who in ({"actor": self.person}, {"actor": self.amara, "subject": self.person})
        )
        HistoryEntry.objects.create(
            **of, at=NOW, verb=Verb.OVERRIDDEN, actor=self.amara, reason="instead of Zebulon Quartermain"
        )
        self.pay = Pay.objects.create(**of, person=self.person, starts="2026-09-01", hourly_cost="17.52")
        message = Message.objects.create(
            **of,
            kind="rota.booked",
            person=self.person,
            subject="x",
            due_at=NOW,
            send_at=NOW,
            queued_at=NOW,
            sent_at=NOW,
            status=MessageStatus.SENT,
            fault="zq@example.org was refused",
        )
        Failure.objects.create(**of, message=message, channel=Channel.EMAIL, at=NOW, sentence="zq@example.org: full")
        Bounced.objects.create(
            **of, person=self.person, channel=Channel.EMAIL, address="zq@example.org", sentence="no Zebulon", at=NOW
        )
        Preference.objects.create(**of, person=self.person, kind="rota.booked", channels=[Channel.EMAIL])
        Reach.objects.create(**of, person=self.person, quiet_from="20:00", quiet_until="08:00")
        PushDevice.objects.create(
            **of, person=self.person, endpoint="https://push.example.org/zeta", label="Zebulon’s phone", added_at=NOW
        )
        CalendarFeed.objects.create(**of, person=self.person, token="Zeta-token", created_at=NOW)
        Reserve.objects.create(**of, person=self.person, weekday=2)
        Absence.objects.create(**of, person=self.person, starts="2026-09-14", ends="2026-09-15")
        invitation = Invitation.objects.create(
            **of,
            person=self.person,
            email="zq@example.org",
            invited_at=NOW,
            used_at=NOW,
            expires_at=NOW + dt.timedelta(days=14),
        )
        Remark.objects.create(**of, person=self.person, invitation=invitation, text="It is Zebulon, not Zeb", at=NOW)
        EmailAddress.objects.create(user=self.account, email="zq@example.org", verified=True, primary=True)
        UserSession.objects.create(user=self.account, ip="192.0.2.7", user_agent="Zebulon 1.0", session_key="zeb")
        Authenticator.objects.create(user=self.account, type="totp", data={"secret": "Zeta-token"})

    def wish(self, *, granted: bool | None) -> Wish:
        return Wish.objects.create(
            nursery=self.nursery,
            person=self.person,
            asked_at=NOW,
            granted=granted,
            decided_at=None if granted is None else NOW,
        )


def rows_that_say(needle: str) -> dict[str, int]:
    """How many rows of each table hold it, in any column, whatever its type and case; what the scope shows of each."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{needle}%"])
            (number,) = cursor.fetchone()
            if number:
                found[table] = number
    return found
