"""Everybody of a nursery, and where each stands towards joining."""

import datetime as dt
from collections.abc import Sequence, Set
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import Family, Person, RoleKind
from accounts.queries import plain_address
from membership.models import Invitation, Remark
from membership.rules.invitations import Standing, standing_of
from reminders.models import Bounced, Channel
from rota.queries.clearances import plain


@dataclass(frozen=True, slots=True)
class MemberRow:
    """`latest` is the last invitation that was sent to them; `bounced` that their mail address takes nothing;
    `remarks` how many things they say are not right, and nobody has seen to."""

    person: Person
    latest: Invitation | None
    standing: Standing
    bounced: bool
    remarks: int

    @property
    def may_be_invited(self) -> bool:
        return self.standing not in {Standing.LEFT, Standing.JOINED, Standing.NO_ADDRESS}

    @property
    def is_invited(self) -> bool:
        return self.standing in {Standing.INVITED, Standing.OPENED}

    @property
    def was_invited(self) -> bool:
        return self.is_invited or self.standing in {Standing.RAN_OUT, Standing.RECALLED}


@dataclass(frozen=True, slots=True)
class Members:
    """`rows` by name: those whom the name fits. The counts are of all who have not left."""

    rows: Sequence[MemberRow]
    everybody: int
    joined: int
    to_invite: int


def members_of(now: dt.datetime, today: dt.date, name: str = "") -> Members:
    """Three queries, however many there are."""
    rows = [_row(person, now, today) for person in _people()]
    here = [row for row in rows if row.standing != Standing.LEFT]
    wanted = plain(name)
    return Members(
        [row for row in rows if wanted in plain(row.person.name)],
        len(here),
        sum(row.standing == Standing.JOINED for row in here),
        sum(row.standing == Standing.NOT_INVITED for row in here),
    )


def member_of(person: Person, now: dt.datetime, today: dt.date) -> MemberRow:
    """Three queries."""
    return _row(_people().get(pk=person.pk), now, today)


def _people() -> QuerySet[Person]:
    bounced = Bounced.objects.filter(channel=Channel.EMAIL)
    return (
        Person.objects.select_related("family")
        .annotate(open_remarks=Count("remarks", filter=Q(remarks__done_at=None), distinct=True))
        .prefetch_related(
            Prefetch("invitations", Invitation.objects.order_by("-invited_at", "-pk")),
            Prefetch("bounced", bounced),
        )
        .order_by("name", "pk")
    )


def _row(person: Person, now: dt.datetime, today: dt.date) -> MemberRow:
    latest = next(iter(person.invitations.all()), None)
    address = plain_address(person.email)
    return MemberRow(
        person,
        latest,
        standing_of(person, latest, now, today),
        bool(address) and any(plain_address(row.address) == address for row in person.bounced.all()),
        person.open_remarks,  # type: ignore[attr-defined]  # annotated above
    )


@dataclass(frozen=True, slots=True)
class JoiningInShort:
    """What of joining waits for the manager: invitations that ran out, and people who say that something is not
    right."""

    ran_out: int
    not_right: int


def joining_in_short(now: dt.datetime, today: dt.date) -> JoiningInShort | None:
    """None where nothing does; two queries."""
    here = Q(person__left=None) | Q(person__left__gte=today)
    ran_out = Invitation.objects.filter(here, used_at=None, recalled_at=None, expires_at__lte=now, person__account=None)
    not_right = Remark.objects.filter(here, done_at=None).values("person").distinct()
    found = JoiningInShort(ran_out.count(), not_right.count())
    return found if found.ran_out or found.not_right else None


def with_address(email: str, today: dt.date, besides: Person | None = None) -> list[Person]:
    """Who else of the nursery has this address and has not left; one query."""
    wanted = plain_address(email)
    if not wanted:
        return []
    found = Person.objects.filter(Q(left=None) | Q(left__gte=today)).exclude(email="")
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    return [person for person in found.select_related("family") if plain_address(person.email) == wanted]


def other_managers(person: Person) -> list[Person]:
    """Managers beside `person` who have no last day; one query."""
    return list(Person.objects.filter(roles__contains=[RoleKind.MANAGER], left=None).exclude(pk=person.pk))


def managers_on(today: dt.date) -> list[Person]:
    """One query."""
    here = Person.objects.filter(roles__contains=[RoleKind.MANAGER]).filter(Q(left=None) | Q(left__gte=today))
    return list(here.order_by("pk"))


def families() -> QuerySet[Family]:
    return Family.objects.order_by("name", "pk")


def open_remarks(person: Person) -> list[Remark]:
    """What they say is not right, the newest first; one query."""
    return list(Remark.objects.filter(person=person, done_at=None).order_by("-at", "-pk"))


def free_key(start: str, taken: Set[str]) -> str:
    """`start`, or with the first number that makes it none of `taken`."""
    number = 1
    key = start
    while key in taken:
        number += 1
        key = f"{start}-{number}"
    return key
