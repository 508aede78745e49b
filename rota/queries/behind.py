"""Families that a word would help to find their turns, and which turns would suit."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Family, Person, RoleKind
from nursery.dates import DAY
from nursery.models import Nursery, Term
from rota.models import LIVE, Booking, Place, PlaceKind, Relief
from rota.queries.cover import unfilled_places
from rota.queries.facts import askers
from rota.queries.limits import standing_of, standings_for
from rota.queries.shares import shares_page
from rota.queries.term_days import TermDays, term_days
from rota.rules.behind import is_behind, is_time_to_say, part_gone
from rota.rules.booking import booking_refusal
from rota.rules.facts import Post, Question

SUGGESTED = 3
NOT_BEFORE = 3  # days: nobody arranges their week anew overnight
_LOOK_BACK = 182  # days in which a habit shows
_DAY_PARTS = 4  # hours: who comes at nine would come at ten

Habits = Counter[tuple[int, int]]  # turns by weekday and part of the day


@dataclass(frozen=True, slots=True)
class Behind:
    """A family with the adults of it who take turns as parents, in the order of their rows."""

    family: Family
    parents: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look at a term finds: which families, and what is open for whom."""

    term: Term
    families: Sequence[Behind]
    suiting: Mapping[int, Sequence[Place]]  # by person; the best first, at most SUGGESTED


def term_to_look_at(today: dt.date) -> TermDays | None:
    """The term of today with its closures, while a word may be said in it: one query."""
    days = term_days(today, today)
    term = days.term(today)
    return term_days(term.starts, term.ends) if term is not None and is_time_to_say(term, today) else None


def families_behind(nursery: Nursery, now: dt.datetime, today: dt.date, *, family: str | None = None) -> Looked | None:
    """Who is behind in the term of today, and has no relief now; `family` (a public id) asks of one alone.

    Nineteen queries at most, however many families there are; one outside the time for it.
    """
    days = term_to_look_at(today)
    if days is None:
        return None
    term = Term.objects.get(starts__lte=today, ends__gte=today)
    gone = part_gone(term, list(days.closures), today)
    standings = shares_page(nursery, term, None).standings
    behind = [
        each.family
        for each in standings
        if is_behind(each.share.due, each.share.done + each.ahead, gone)
        and (family is None or each.family.public_id == family)
    ]
    if not behind:
        return Looked(term, [], {})
    relieved = set(
        Relief.objects.filter(family__in=behind, starts__lte=today, ends__gte=today, lifted__gt=0).values_list(
            "family", flat=True
        )
    )
    people = _parents({each.pk for each in behind} - relieved, today)
    found = [
        Behind(each, tuple(person for person in people if person.family_id == each.pk))
        for each in sorted(behind, key=lambda each: each.pk)
    ]
    return Looked(
        term,
        [each for each in found if each.parents],
        _suiting(people, days, nursery, now, today + NOT_BEFORE * DAY, term.ends) if people else {},
    )


def _parents(families: Iterable[int], today: dt.date) -> list[Person]:
    return list(
        Person.objects.filter(
            Q(joined__isnull=True) | Q(joined__lte=today),
            Q(left__isnull=True) | Q(left__gte=today),
            family__in=families,
            adult=True,
            roles__contains=[RoleKind.PARENT],
        )
        .select_related("account")
        .order_by("pk")
    )


def _suiting(
    people: Sequence[Person], days: TermDays, nursery: Nursery, now: dt.datetime, first: dt.date, last: dt.date
) -> dict[int, list[Place]]:
    """For each of `people` the open places that they may book, those like what they usually take first; by the very
    rule that books them."""
    places = [
        place
        for place in unfilled_places(first, last, now)
        if place.kind == PlaceKind.PARENT and place.shift.duty.counts_towards_share
    ]
    if not places:
        return {}
    posts = [
        Post(place, place.shift, None, days.closure(place.shift.date), days.term(place.shift.date)) for place in places
    ]
    standings = standings_for(posts, people, nursery, now)
    habits = _habits(people, first)
    suiting: dict[int, list[Place]] = {}
    for pk, asker in askers(people, first, last).items():
        may = [
            post.place
            for post in posts
            if booking_refusal(Question(post, asker, nursery, now, standing_of(standings, post, asker.person))) is None
        ]
        suiting[pk] = _best(may, habits[pk])
    return suiting


def _best(places: Sequence[Place], habits: Habits) -> list[Place]:
    """One place of each shift: what is taken most often first, then the soonest."""
    of_shift: dict[int, Place] = {}
    for place in places:
        of_shift.setdefault(place.shift_id, place)
    liked = sorted(of_shift.values(), key=lambda p: (-habits[_habit(p.shift.date, p.shift.starts)], p.shift.starts_at))
    return sorted(liked[:SUGGESTED], key=lambda place: place.shift.starts_at)


def _habit(day: dt.date, starts: dt.time) -> tuple[int, int]:
    return day.weekday(), starts.hour // _DAY_PARTS


def _habits(people: Sequence[Person], before: dt.date) -> dict[int, Habits]:
    """What each has taken in the last half year, in their family's places: one query."""
    taken: dict[int, Habits] = {person.pk: Counter() for person in people}
    rows = Booking.objects.filter(
        person__in=people, status__in=LIVE, shift__date__range=(before - _LOOK_BACK * DAY, before)
    )
    for person, day, starts in rows.values_list("person", "shift__date", "shift__starts"):
        taken[person][_habit(day, starts)] += 1
    return taken
