"""What a new nursery does next, and what of it is done."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import IN_FORCE, Clearance, Person, RoleKind
from costs.models import Rate
from membership.models import Invitation
from nursery.models import ClearanceKind, Nursery
from rota.models import Booking, StandingTurn

_NEEDED = (ClearanceKind.DBS, ClearanceKind.REFERENCES)
_SOME = 3  # people: whoever has entered so many knows how


@dataclass(frozen=True, slots=True)
class FirstStep:
    title: str
    text: str
    url: str
    done: bool


def first_steps(nursery: Nursery, me: Person, today: dt.date) -> list[FirstStep]:
    """In the order in which they help. Four queries."""
    checked = [Exists(Clearance.objects.filter(IN_FORCE, person=OuterRef("pk"), kind=kind)) for kind in _NEEDED]
    people = list(
        Person.objects.filter(Q(left=None) | Q(left__gte=today))
        .annotate(checked=checked[0] & checked[1], invited=Exists(_invitations()))
        .order_by("pk")
    )
    others = [person for person in people if person != me]
    return list(_steps(nursery, others, people))


def _invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(person=OuterRef("pk"), recalled_at=None)


def _steps(nursery: Nursery, others: Sequence[Any], people: Sequence[Any]) -> Iterator[FirstStep]:
    slug = nursery.slug
    yield FirstStep(
        _("Enter the others"),
        _("All at once from a spreadsheet, or one by one."),
        reverse("membership:sheet", args=[slug]),
        len(others) >= _SOME,
    )
    unchecked = sum(not person.checked for person in people)
    yield FirstStep(
        _("Put their checks on record"),
        ngettext(
            "%(n)d person has no DBS check and references on record yet, and counts nowhere.",
            "%(n)d people have no DBS check and references on record yet, and count nowhere.",
            unchecked,
        )
        % {"n": unchecked}
        if unchecked
        else _("Everybody has a DBS check and references on record."),
        reverse("rota:clearances", args=[slug]),
        not unchecked,
    )
    waiting = sum(person.account_id is None and not person.invited for person in others)
    yield FirstStep(
        _("Invite them"),
        ngettext("%(n)d person has not been asked in.", "%(n)d people have not been asked in.", waiting)
        % {"n": waiting}
        if waiting or not others
        else _("Everybody has been asked in."),
        reverse("membership:members", args=[slug]),
        bool(others) and not waiting,
    )
    roles = {role for person in people for role in person.roles}
    yield FirstStep(
        _("Find a treasurer and a trustee"),
        _("The treasurer keeps rates and closes a term; a trustee, who is somebody else, confirms it."),
        reverse("membership:members", args=[slug]),
        {RoleKind.TREASURER, RoleKind.TRUSTEE} <= roles,
    )
    yield FirstStep(
        _("Say whose turn is whose"),
        _("Standing turns fill the shifts week after week; what is left, parents book themselves."),
        reverse("rota:plan", args=[slug]),
        StandingTurn.objects.exists() or Booking.objects.exists(),
    )
    yield FirstStep(
        _("Say what an hour would have cost"),
        _("With rates, the trustees see what parents’ turns save."),
        reverse("costs:rates", args=[slug]),
        Rate.objects.exists(),
    )
