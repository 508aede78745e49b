"""Named reads of people and accounts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from accounts.models import Account, Deputy, Person, RoleKind
from nursery.crossing import Crossing, crossing
from nursery.models import Nursery


def people_of(account: Account, today: dt.date) -> list[Person]:
    """The people that an account is in the nursery in scope, those who have left not."""
    return list(
        Person.objects.filter(account=account)
        .filter(Q(left__isnull=True) | Q(left__gte=today))
        .annotate(deputises=Exists(Deputy.objects.filter(person=OuterRef("pk"), starts__lte=today, ends__gte=today)))
        .select_related("family", "nursery__policy")
        .order_by("name", "pk")
    )


@dataclass(frozen=True, slots=True)
class Membership:
    """An account's place in one nursery, as the switch of nurseries shows it."""

    nursery: Nursery
    roles: frozenset[str]

    @property
    def say_roles(self) -> str:
        return ", ".join(str(kind.label) for kind in RoleKind if kind in self.roles)


def memberships(account: Account, today: dt.date) -> list[Membership]:
    """Every nursery in which `account` is somebody today, by name (crossing: memberships)."""
    with crossing(Crossing.MEMBERSHIPS):
        people: Sequence[Person] = list(
            Person.objects.filter(account=account)
            .filter(_not_left(today))
            .select_related("nursery")
            .order_by("nursery__name")
        )
    roles: dict[Nursery, set[str]] = {}
    for person in people:
        roles.setdefault(person.nursery, set()).update(person.roles)
    return [Membership(nursery, frozenset(kinds)) for nursery, kinds in roles.items()]


def nurseries_that_know(email: str, today: dt.date) -> list[Nursery]:
    """The nurseries in which somebody with this address is a person today (crossing: memberships)."""
    with crossing(Crossing.MEMBERSHIPS):
        people = list(_people_with([email]).filter(_not_left(today)).select_related("nursery"))
    return sorted({person.nursery for person in people}, key=lambda nursery: nursery.name)


def people_to_link(account: Account, today: dt.date) -> list[Person]:
    """Who, anywhere, has no account and an address that `account` has proven (crossing: memberships)."""
    proven = EmailAddress.objects.filter(user=account, verified=True).values_list("email", flat=True)
    with crossing(Crossing.MEMBERSHIPS):
        people = _people_with(proven).filter(_not_left(today), account=None)
        return list(people.select_related("nursery").order_by("nursery", "pk"))


def account_of(email: str) -> Account | None:
    """The account that has proven this address; failing that, the one that was opened with it.

    An address that somebody merely typed into their account counts for nothing: whoever reads its mail would
    otherwise be let into a stranger's account.
    """
    address = EmailAddress.objects.filter(email=plain_address(email), verified=True).select_related("user").first()
    if address is not None:
        proven: Account = address.user
        return proven
    return Account.objects.alias(plain=Lower("email")).filter(plain=plain_address(email)).first()


def plain_address(email: str) -> str:
    """An address as it is compared and written to.

    Only ever compare addresses so: other ways of ignoring case take "ı" for "i", and another's mailbox for mine.
    """
    return email.strip().lower()


def _people_with(emails: Iterable[str]) -> QuerySet[Person]:
    plain = {plain_address(email) for email in emails} - {""}
    return Person.objects.alias(plain=Lower("email")).filter(plain__in=plain)


def _not_left(today: dt.date) -> Q:
    return Q(left__isnull=True) | Q(left__gte=today)
