"""What stands between messages and the people they are for, as the manager needs to know it."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.functional import Promise

from accounts.models import Person
from nursery.models import Nursery
from reminders.channels import CARRIERS, needs, routes
from reminders.models import Bounced, Channel, Message, MessageStatus
from reminders.queries.log import WAYS

LONG = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Bounce:
    """An address that is still the person's. `parked` of their messages wait for a better one; `others` are the ways
    by which they are reached meanwhile."""

    row: Bounced
    person: Person
    parked: int
    others: Sequence[Promise]


@dataclass(frozen=True, slots=True)
class Unreachable:
    person: Person
    parked: int


@dataclass(frozen=True, slots=True)
class Parked:
    """Messages that were given up for one reason, which is not that their person cannot be reached."""

    fault: str
    messages: int
    newest: dt.datetime
    people: int


@dataclass(frozen=True, slots=True)
class Stuck:
    """Messages that may go and have waited unusually long, `failing` of them because each try fails."""

    messages: int
    since: dt.datetime
    failing: int
    fault: str


@dataclass(frozen=True, slots=True)
class Troubles:
    bounces: list[Bounce]
    unreachable: list[Unreachable]
    parked: list[Parked]
    stuck: Stuck | None

    def __bool__(self) -> bool:
        return bool(self.bounces or self.unreachable or self.parked or self.stuck)


def troubles(nursery: Nursery, now: dt.datetime, today: dt.date) -> Troubles:
    """Six queries, and one for each relation that a channel needs."""
    people = list(_members(today).prefetch_related(*_needs()).order_by("name", "pk"))
    parked = list(parked_messages().values_list("person_id", "fault").annotate(n=Count("pk"), newest=Max("send_at")))
    held: Counter[int] = Counter()
    for person_id, _fault, number, _newest in parked:
        held[person_id] += number
    bounces, unreachable = [], []
    for person in people:
        ways = routes(person, list(Channel), nursery)
        rows = [row for row in person.bounced.all() if is_current(row, person)]
        bounces += [Bounce(row, person, held[person.pk], [WAYS[way] for way in ways]) for row in rows]
        if not ways and not rows:
            unreachable.append(Unreachable(person, held[person.pk]))
    named = {bounce.person.pk for bounce in bounces} | {each.person.pk for each in unreachable}
    return Troubles(
        sorted(bounces, key=lambda bounce: bounce.row.at, reverse=True),
        unreachable,
        _by_fault([row for row in parked if row[0] not in named]),
        _stuck(now),
    )


@dataclass(frozen=True, slots=True)
class InShort:
    """What Home says of it."""

    bounces: int
    parked: int

    def __bool__(self) -> bool:
        return bool(self.bounces or self.parked)


def troubles_in_short(today: dt.date) -> InShort:
    """Two queries, and one for each relation that a channel needs where an address bounces."""
    rows = list(Bounced.objects.filter(person__in=_members(today)).select_related("person").prefetch_related(*needs()))
    current = [row for row in rows if is_current(row, row.person)]
    others = parked_messages().exclude(person__in={row.person_id for row in current})
    return InShort(len(current), others.count())


def is_current(row: Bounced, person: Person) -> bool:
    """Whether what was refused is still where the person is written to."""
    carrier = CARRIERS.get(Channel(row.channel))
    return carrier is not None and carrier.address(person) == row.address


def parked_messages() -> QuerySet[Message]:
    """What could not be sent, and that no manager has put aside."""
    return Message.objects.filter(status=MessageStatus.PARKED, put_aside_at=None)


def _members(today: dt.date) -> QuerySet[Person]:
    return Person.objects.filter(Q(left__isnull=True) | Q(left__gte=today))


def _needs() -> list[str]:
    return [name.removeprefix("person__") for name in needs()]


def _by_fault(rows: Sequence[tuple[int, str, int, dt.datetime]]) -> list[Parked]:
    """The most first."""
    faults = dict.fromkeys(fault for _person, fault, _number, _newest in rows)
    found = []
    for fault in faults:
        of_it = [row for row in rows if row[1] == fault]
        found.append(Parked(fault, sum(row[2] for row in of_it), max(row[3] for row in of_it), len(of_it)))
    return sorted(found, key=lambda group: (-group.messages, group.fault))


def _stuck(now: dt.datetime) -> Stuck | None:
    """Of those that wait for their next try the last fault is said; of the others nobody knows one."""
    waiting = Message.objects.filter(status=MessageStatus.WAITING, send_at__lte=now - LONG)
    row = waiting.aggregate(
        n=Count("pk"), since=Min("send_at"), failing=Count("pk", filter=~Q(fault="")), fault=Max("fault")
    )
    return Stuck(row["n"], row["since"], row["failing"], row["fault"]) if row["n"] else None
