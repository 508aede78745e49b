"""What may be known of somebody, beside the others of the nursery."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Family, Person, RoleKind
from nursery.refusal import Refusal


@dataclass(frozen=True, slots=True)
class NewFamily:
    name: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody. `family` may be one that is not there yet."""

    name: str
    email: str
    phone: str
    family: Family | NewFamily | None
    roles: tuple[str, ...]
    joined: dt.date | None
    left: dt.date | None = None


def shared_address_refusal(family: Family | None, others: Iterable[Person]) -> Refusal | None:
    """An address is one person's, or one family's. `others` are those of the nursery who have it as well; `family` is
    None for whoever is in none, or in one that is not there yet."""
    for other in others:
        if family is None or other.family_id != family.pk:
            return Refusal(
                "shared_address",
                _("%(name)s has this address.") % {"name": other.name},
                _("Two people share one only within a family. Choose that family, or write another address."),
                override=False,
            )
    return None


def twice_refusal(name: str, others: Iterable[Person]) -> Refusal | None:
    """`others` are those who have the same address."""
    if any(other.name.casefold() == name.casefold() for other in others):
        return Refusal("twice", _("%(name)s is here already.") % {"name": name}, override=False)
    return None


def last_manager_refusal(
    person: Person, roles: Iterable[str], left: dt.date | None, others: Iterable[Person]
) -> Refusal | None:
    """Somebody always runs the nursery. `roles` and `left` are what `person` is to have; `others` are the other
    managers who have no last day."""
    if RoleKind.MANAGER not in person.roles or (RoleKind.MANAGER in roles and left is None) or any(others):
        return None
    return Refusal(
        "last_manager",
        _("%(name)s is the only manager, and somebody has to be.") % {"name": person.short_name},
        _("Make somebody else manager first."),
        override=False,
    )
