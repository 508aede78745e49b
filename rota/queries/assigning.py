"""Whom the manager could put in a place, or on a shift as a shadow."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Person
from nursery.dates import local_day
from nursery.models import Nursery
from nursery.refusal import Refusal
from rota.models import Place, PlaceKind, Shift
from rota.queries.facts import askers, holder_of
from rota.queries.limits import standing_of, standings_for
from rota.queries.term_days import term_days
from rota.rules.assigning import may_be_put_aside, shadow_refusal, standing_against
from rota.rules.facts import Asker, Post, Question


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody with all that stands against them; `by_right` where places of this kind are theirs to book."""

    person: Person
    refusals: Sequence[Refusal]
    by_right: bool

    @property
    def possible(self) -> bool:
        """At once, or by putting a rule aside."""
        return may_be_put_aside(self.refusals)


def shadow_place(shift: Shift, person: Person) -> Place:
    """Where a shadow stands: outside the shift's places, so this one is never written."""
    kind = PlaceKind.PAID if person.is_paid and not person.is_parent else PlaceKind.PARENT
    return Place(nursery_id=shift.nursery_id, shift=shift, kind=kind, number=0)


def candidates(place: Place, nursery: Nursery, now: dt.datetime) -> list[Candidate]:
    """Every member: those who may, those by right first; then those who may not. Six queries, and the shares' where
    the policy limits what a family may book ahead."""
    shift = place.shift
    days = term_days(shift.date, shift.date)
    post = Post(place, shift, holder_of(place), days.closure(shift.date), days.term(shift.date))
    everybody = _everybody(shift, nursery, now)
    standings = standings_for([post], [asker.person for asker in everybody], nursery, now)
    found = [
        Candidate(
            asker.person,
            standing_against(Question(post, asker, nursery, now, standing_of(standings, post, asker.person))),
            asker.acts_in(place.kind),
        )
        for asker in everybody
    ]
    return _in_order(found)


def shadow_candidates(shift: Shift, nursery: Nursery, now: dt.datetime) -> list[Candidate]:
    """Every member, as `candidates`: five queries."""
    days = term_days(shift.date, shift.date)
    found = []
    for asker in _everybody(shift, nursery, now):
        place = shadow_place(shift, asker.person)
        post = Post(place, shift, None, days.closure(shift.date), days.term(shift.date))
        refusal = shadow_refusal(Question(post, asker, nursery, now))
        found.append(Candidate(asker.person, [refusal] if refusal is not None else [], by_right=True))
    return _in_order(found)


def _everybody(shift: Shift, nursery: Nursery, now: dt.datetime) -> list[Asker]:
    """Whoever belongs to the nursery on the shift's day, and whoever will have left by then, so that it is said."""
    since = min(shift.date, local_day(now, nursery.zone))
    members = Person.objects.filter(Q(joined__isnull=True) | Q(joined__lte=shift.date)).filter(
        Q(left__isnull=True) | Q(left__gte=since)
    )
    return list(askers(members.order_by("name", "pk"), shift.date, shift.date).values())


def _in_order(found: Iterable[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda each: (bool(each.refusals), not each.possible, not each.by_right))


def named(found: Iterable[Candidate], text: str) -> list[Candidate]:
    """Those in whose names every word of `text` begins a word; all of them for no text."""
    wanted = text.casefold().split()
    return [
        each
        for each in found
        if all(any(part.startswith(word) for part in each.person.name.casefold().split()) for word in wanted)
    ]
