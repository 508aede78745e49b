"""Where families stand in a term, for the limit on what one may book ahead (domain 02, Booking)."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, Q, Sum

from accounts.models import PAID_ROLES, Family, Person, RoleKind
from nursery.models import Nursery, Term
from rota.exact import hours
from rota.models import LIVE, Booking, BookingStatus, PlaceKind, ShiftStatus
from rota.queries.shares import shares_of_term
from rota.rules.booking import family_limit_concerns
from rota.rules.facts import FamilyStanding, Post

Standings = dict[tuple[int, int], FamilyStanding]  # by the ids of a term and a family

_SECOND = dt.timedelta(seconds=1)


def family_standings(nursery: Nursery, term: Term) -> dict[int, FamilyStanding]:
    """Where each family stands in `term`, by its id: the shares' queries and two more."""
    booked = _hours_booked(term)
    ids = dict(Family.objects.values_list("key", "pk"))
    shares = {ids[share.family]: share for share in shares_of_term(nursery, term).families}
    given = {family: share.done + booked.get(family, Decimal(0)) for family, share in shares.items()}
    below = {family for family, share in shares.items() if given[family] < share.due}
    return {
        family: FamilyStanding(share.due, given[family], others_below=bool(below - {family}))
        for family, share in shares.items()
    }


def _hours_booked(term: Term) -> dict[int, Decimal]:
    """Hours that are booked and not yet done, on duties that count and by people who act as parents, by family."""
    acts_as_parent = Q(kind=PlaceKind.PARENT, person__roles__contains=[RoleKind.PARENT]) | ~Q(
        person__roles__overlap=list(PAID_ROLES)
    )
    rows = (
        Booking.objects.filter(
            acts_as_parent,
            status__in=LIVE,
            shadow=False,
            person__family__isnull=False,
            shift__date__range=(term.starts, term.ends),
            shift__duty__counts_towards_share=True,
        )
        .exclude(status=BookingStatus.WORKED, confirmed=True)
        .exclude(shift__status=ShiftStatus.CANCELLED)
        .values_list("person__family")
        .annotate(length=Sum(F("shift__ends_at") - F("shift__starts_at")))
    )
    return {family: hours(Decimal(length // _SECOND)) for family, length in rows}


def standings_for(posts: Iterable[Post], people: Iterable[Person], nursery: Nursery, now: dt.datetime) -> Standings:
    """Where the families of `people` stand, as far as the limit can concern them in one of `posts`.

    No query where it cannot, above all where the policy sets no limit; else those of `family_standings` for each
    term that is concerned.
    """
    if nursery.policy.family_limit_percent is None:
        return {}
    people = list(people)
    terms = {
        post.term.pk: post.term
        for post in posts
        if post.term is not None and any(family_limit_concerns(post, person, nursery, now) for person in people)
    }
    return {
        (term.pk, family): standing
        for term in terms.values()
        for family, standing in family_standings(nursery, term).items()
    }


def standing_of(standings: Standings, post: Post, person: Person) -> FamilyStanding | None:
    if post.term is None or person.family_id is None:
        return None
    return standings.get((post.term.pk, person.family_id))
