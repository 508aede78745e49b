"""What a nursery asks of its people: to count among the required adults, and to take on a duty."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import IN_FORCE, Clearance, Person
from nursery.models import Nursery
from rota import safety
from rota.models import Duty, Place, PlaceKind, Pricing, ShiftPattern, ShiftStatus
from rota.queries.engine_facts import person_facts, rule_book
from rota.rules.facts import Asker
from rota.safety import NoRuleSetError, RuleSet


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with all that is on record about their clearances, in the order of their first days."""

    person: Person
    clearances: tuple[Clearance, ...]
    facts: safety.Person

    @property
    def asker(self) -> Asker:
        return Asker(self.person, self.clearances)

    @property
    def kinds(self) -> list[PlaceKind]:
        """The kinds of place that are theirs by right."""
        return [kind for kind in (PlaceKind.PAID, PlaceKind.PARENT) if self.asker.acts_in(kind)]

    @property
    def is_on_rota(self) -> bool:
        """Parents and paid people are expected to take turns; trustees and treasurers alone are not."""
        return self.person.is_parent or self.person.is_paid

    def acts_paid_in(self, kind: str) -> bool:
        return self.facts.acts_paid_in(safety.PlaceKind(kind))


def member_with(person: Person, clearances: Iterable[Clearance]) -> Member:
    rows = tuple(clearances)
    return Member(person, rows, person_facts(person, rows))


def members(people: Iterable[Person], *, in_force: bool = False) -> list[Member]:
    """Each with what is on record: one query, beside that for the people. `in_force`: only with what holds or held
    anything, and no more of it than kind and days."""
    people = list(people)
    rows: dict[int, list[Clearance]] = defaultdict(list)
    found = Clearance.objects.filter(person__in=people).order_by("starts", "pk")
    if in_force:
        found = found.filter(IN_FORCE).only("person_id", "kind", "starts", "ends", "decision", "replaced_at")
    else:
        found = found.select_related("checked_by")
    for clearance in found:
        rows[clearance.person_id].append(clearance)
    return [member_with(person, rows[person.pk]) for person in people]


@dataclass(frozen=True, slots=True)
class Needs:
    """What is asked on a day. `rules` are None where no ratio rules hold. `has_places` names a duty (by id) and a
    kind of place where a pattern in force or a shift ahead has such places."""

    rules: RuleSet | None
    parents_count: bool
    duties: tuple[Duty, ...]
    has_places: frozenset[tuple[int, str]]

    def may_count(self, member: Member, kind: str) -> bool:
        """Whether clearances can make them count in a place of `kind`: not under 17, and not where parents are
        there as well as the required adults (domain 02, who counts)."""
        if self.rules is None or not member.person.adult:
            return False
        return self.parents_count or member.acts_paid_in(kind)

    def to_count(self, member: Member, kind: str) -> tuple[str, ...]:
        """The clearances without which they do not count in a place of `kind`; none where nothing would help."""
        if self.rules is None or not self.may_count(member, kind):
            return ()
        return self.rules.staff_needs if member.acts_paid_in(kind) else self.rules.parent_needs

    def duties_in(self, kinds: Iterable[str]) -> list[Duty]:
        """The duties that have places of these kinds; all of them while nothing is planned."""
        kinds = list(kinds)
        if not self.has_places:
            return list(self.duties)
        return [duty for duty in self.duties if any((duty.pk, kind) in self.has_places for kind in kinds)]

    def care_kinds(self, member: Member) -> list[PlaceKind]:
        """The kinds of place in which they may stand on care."""
        care = [duty for duty in self.duties if duty.pricing == Pricing.CARE]
        return [
            kind for kind in member.kinds if not self.has_places or any((d.pk, kind) in self.has_places for d in care)
        ]


def needs_on(nursery: Nursery, day: dt.date) -> Needs:
    """Four queries: ratio rules, duties, patterns, places of shifts from `day` on."""
    try:
        rules = rule_book(nursery).on(day)
    except NoRuleSetError:
        rules = None
    duties = tuple(Duty.objects.order_by("name", "pk"))
    places: set[tuple[int, str]] = {
        (duty, kind)
        for duty, paid, parents, ends_on in ShiftPattern.objects.values_list(
            "duty", "paid_places", "parent_places", "ends_on"
        )
        if ends_on is None or ends_on >= day
        for kind, number in ((PlaceKind.PAID, paid), (PlaceKind.PARENT, parents))
        if number
    }
    ahead = Place.objects.filter(shift__date__gte=day).exclude(shift__status=ShiftStatus.CANCELLED)
    places.update(ahead.order_by().values_list("shift__duty", "kind").distinct())
    return Needs(rules, nursery.policy.parents_count, duties, frozenset(places))
