"""What an invitation's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Account, Child, Person
from accounts.ways_in import ways_in_of
from membership.models import Invitation


@dataclass(frozen=True, slots=True)
class Known:
    """What the nursery knows of somebody, as it asks them whether that is right."""

    person: Person
    children: Sequence[Child]


def invitation_named(public_id: str, person: Person) -> Invitation | None:
    """One of `person`'s own; one query."""
    return Invitation.objects.filter(public_id=public_id, person=person).first()


def known_of(person: Person) -> Known:
    """One query; `person` is read with their family."""
    children = Child.objects.filter(family=person.family_id).order_by("born", "name") if person.family_id else []
    return Known(person, list(children))


def signs_in_itself(account: Account) -> bool:
    """Whether this account is somebody's already: then it is opened as they always do, and by no link. One query."""
    return account.last_login is not None or account.has_usable_password() or ways_in_of(account).has_factor
