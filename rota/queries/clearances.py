"""What people hold, what is asked of them, and what ends: one person's page and the manager's register."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from accounts.models import Clearance, Decision, Level, Person, PersonLevel
from nursery.dates import DAY
from nursery.models import ClearanceKind, Nursery
from rota.models import Duty, HistoryEntry, PlaceKind, Pricing, Verb
from rota.queries.needs import Member, Needs, members, needs_on
from rota.queries.uncleared import Uncleared, ground_of, say_kinds, stands_uncleared, uncleared_bookings
from rota.safety import EXPIRING_WITHIN

_VERBS = [
    Verb.CLEARANCE_ADDED,
    Verb.CLEARANCE_CHANGED,
    Verb.CLEARANCE_ENDED,
    Verb.CLEARANCE_UNDONE,
    Verb.LEVEL_SET,
    Verb.LEVEL_REMOVED,
]


class State(StrEnum):
    """How it stands with one kind of clearance on a day."""

    HELD = "held"
    ENDING = "ending"  # held, with 60 days or fewer to run and nothing after it
    LATER = "later"  # not yet: it begins on a later day
    ENDED = "ended"
    NOT_ACCEPTED = "not_accepted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of clearance of one person. `on` is the day until which it is held without a gap (None: no end), or
    on which it ended, or begins. `to_count` says that they do not count without it, `duties` which ask for it."""

    kind: str
    state: State
    on: dt.date | None
    to_count: bool
    duties: tuple[str, ...]

    @property
    def label(self) -> str:
        return str(ClearanceKind(self.kind).label)

    @property
    def held(self) -> bool:
        return self.state in (State.HELD, State.ENDING)

    @property
    def wanted(self) -> bool:
        return self.to_count or bool(self.duties)

    @property
    def lacking(self) -> bool:
        return self.wanted and not self.held


def held_until(clearances: Iterable[Clearance], kind: str, day: dt.date) -> tuple[bool, dt.date | None]:
    """Whether `kind` is held on `day`, and until when without a gap, renewals included (None: no end)."""
    until: dt.date | None = day - DAY
    for row in sorted((c for c in clearances if c.kind == kind and c.in_force), key=lambda c: c.starts):
        if until is None or row.starts > until + DAY:
            break
        if row.ends is None or row.ends > until:
            until = row.ends
    return until is None or until >= day, until


def holding_of(member: Member, kind: str, needs: Needs, day: dt.date) -> Holding:
    """No query."""
    rows = [row for row in member.clearances if row.kind == kind and row.replaced_at is None]
    held, on = held_until(rows, kind, day)
    if held:
        state = State.ENDING if on is not None and on <= day + EXPIRING_WITHIN else State.HELD
    else:
        valid = [row for row in rows if row.in_force]
        later = [row.starts for row in valid if row.starts > day]
        past = [row.ends for row in valid if row.ends is not None and row.ends < day]
        if later:
            state, on = State.LATER, min(later)
        elif past:
            state, on = State.ENDED, max(past)
        else:
            refused = any(row.decision == Decision.NOT_ACCEPTED for row in rows)
            state, on = (State.NOT_ACCEPTED if refused else State.MISSING), None
    kinds = member.kinds if member.is_on_rota else []
    return Holding(
        kind,
        state,
        on,
        any(kind in needs.to_count(member, place) for place in needs.care_kinds(member) if place in kinds),
        tuple(duty.name for duty in needs.duties_in(kinds) if kind in duty.needs) if kinds else (),
    )


def holdings_of(member: Member, needs: Needs, day: dt.date) -> list[Holding]:
    """Every kind, in their order: no query."""
    return [holding_of(member, kind, needs, day) for kind in ClearanceKind.values]


# --- One person ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Allowed:
    """One duty, and what somebody would need for it and has not got."""

    duty: Duty
    missing: list[str]


@dataclass(frozen=True, slots=True)
class Counting:
    """Whether somebody counts among the required adults in a kind of place; `missing` is what is wanting for it,
    `may` says that clearances could make them count at all."""

    kind: PlaceKind
    may: bool
    missing: list[str]

    @property
    def counts(self) -> bool:
        return self.may and not self.missing


@dataclass(frozen=True, slots=True)
class PersonClearances:
    member: Member
    holdings: list[Holding]
    allowed: list[Allowed]
    counting: list[Counting]
    uncleared: list[Uncleared]
    levels: list[PersonLevel]  # the latest first
    rules_known: bool
    today: dt.date

    @property
    def level_today(self) -> str:
        begun = (each.level for each in self.levels if each.starts <= self.today)
        return str(Level(next(begun, self.member.person.level)).label)

    @property
    def current(self) -> list[Clearance]:
        """On record and not over, by kind, the latest first: what holds, what will, and what was not accepted."""
        return [row for row in reversed(self._on_record) if row.ends is None or row.ends >= self.today]

    @property
    def past(self) -> list[Clearance]:
        return [row for row in reversed(self._on_record) if row.ends is not None and row.ends < self.today]

    @property
    def corrected(self) -> list[Clearance]:
        """What was on record before a correction, the latest correction first."""
        rows = [(row.replaced_at, row.pk, row) for row in self.member.clearances if row.replaced_at is not None]
        return [row for _when, _pk, row in sorted(rows, reverse=True, key=lambda each: each[:2])]

    @property
    def _on_record(self) -> list[Clearance]:
        """By kind, each from the first to the latest, and the kinds backwards: they are read from the end."""
        rows = [row for row in self.member.clearances if row.replaced_at is None]
        return sorted(rows, key=lambda row: -ClearanceKind.values.index(row.kind))

    @property
    def outdone(self) -> list[Holding]:
        """What is held by an earlier check while a later one was not accepted."""
        refused = {row.kind: row.starts for row in self._on_record if row.decision == Decision.NOT_ACCEPTED}
        return [
            holding
            for holding in self.holdings
            if holding.held
            and holding.kind in refused
            and not any(
                row.in_force and row.kind == holding.kind and row.starts > refused[holding.kind]
                for row in self._on_record
            )
        ]

    @property
    def lacking(self) -> list[Holding]:
        return [holding for holding in self.holdings if holding.lacking]

    @property
    def ending(self) -> list[Holding]:
        return [holding for holding in self.holdings if holding.state is State.ENDING]


def clearances_of(person: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> PersonClearances:
    """All about one person: ten queries."""
    (member,) = members([person])
    needs = needs_on(nursery, today)
    booked = uncleared_bookings([member], ground_of(nursery), now)
    held = {kind for kind in ClearanceKind.values if held_until(member.clearances, kind, today)[0]}
    return PersonClearances(
        member,
        holdings_of(member, needs, today),
        [
            Allowed(duty, say_kinds(kind for kind in duty.needs if kind not in held))
            for duty in needs.duties_in(member.kinds)
        ],
        [
            Counting(
                kind,
                needs.may_count(member, kind),
                say_kinds(each for each in needs.to_count(member, kind) if each not in held),
            )
            for kind in needs.care_kinds(member)
            if any(duty.pricing == Pricing.CARE for duty in needs.duties)
        ],
        booked.get(person.pk, []),
        list(person.levels.order_by("-starts")),
        needs.rules is not None,
        today,
    )


def clearance_history(person: Person) -> list[HistoryEntry]:
    """What was done to somebody's clearances and levels, the latest first: one query."""
    about = Q(subject=person) | Q(actor=person, subject=None)
    return list(HistoryEntry.objects.filter(about, verb__in=_VERBS).select_related("actor").order_by("-at", "-pk"))


# --- The register -------------------------------------------------------------------------------------------------
class Show(StrEnum):
    """Whom the register lists."""

    ALL = "all"
    LACKING = "lacking"
    ENDING = "ending"
    ENDED = "ended"
    BOOKED = "booked"


@dataclass(frozen=True, slots=True)
class RegisterRow:
    member: Member
    holdings: list[Holding]
    uncleared: list[Uncleared]

    @property
    def person(self) -> Person:
        return self.member.person

    def is_in(self, show: Show) -> bool:
        match show:
            case Show.ALL:
                return True
            case Show.LACKING:
                return any(holding.lacking for holding in self.holdings)
            case Show.ENDING:
                return any(holding.state is State.ENDING for holding in self.holdings)
            case Show.ENDED:
                return any(holding.state is State.ENDED for holding in self.holdings)
            case Show.BOOKED:
                return bool(self.uncleared)


@dataclass(frozen=True, slots=True)
class Register:
    """`rows` are those asked for; `counts` how many people each way of looking finds under the same name."""

    rows: list[RegisterRow]
    counts: dict[Show, int]
    show: Show
    name: str
    uncleared: list[Uncleared]  # of those shown, the soonest first


def register_of(nursery: Nursery, now: dt.datetime, today: dt.date, show: Show, name: str = "") -> Register:
    """Everybody who has not left, by name: ten queries."""
    needs = needs_on(nursery, today)
    everybody = members(_not_left(today))
    booked = uncleared_bookings(everybody, ground_of(nursery), now)
    wanted = plain(name)
    rows = [
        RegisterRow(member, holdings_of(member, needs, today), booked.get(member.person.pk, []))
        for member in everybody
        if wanted in plain(member.person.name)
    ]
    shown = [row for row in rows if row.is_in(show)]
    uncleared = [each for row in shown for each in row.uncleared]
    return Register(
        shown,
        {each: sum(row.is_in(each) for row in rows) for each in Show},
        show,
        name,
        sorted(uncleared, key=lambda each: (each.booking.shift.starts_at, each.booking.pk)),
    )


def _not_left(today: dt.date) -> Sequence[Person]:
    return list(Person.objects.filter(Q(left__isnull=True) | Q(left__gte=today)).order_by("name", "pk"))


def plain(text: str) -> str:
    """As names are searched: without accents and capitals, so that "zielinska" finds Zielińska."""
    spaced = " ".join(text.replace("ł", "l").replace("Ł", "L").split())
    letters = unicodedata.normalize("NFKD", spaced)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


# --- What the manager's first pages say of it ----------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ClearancesToSee:
    """How many clearances end within 60 days, and how many people are booked and not cleared."""

    ending: int
    uncleared: int


def clearances_to_see(nursery: Nursery, now: dt.datetime, today: dt.date) -> ClearancesToSee:
    """Five queries, however large the nursery."""
    everybody = members(_not_left(today), in_force=True)
    ends = [
        held_until(member.clearances, kind, today)
        for member in everybody
        for kind in {row.kind for row in member.clearances}
    ]
    return ClearancesToSee(
        sum(held and until is not None and until <= today + EXPIRING_WITHIN for held, until in ends),
        len(stands_uncleared(everybody, ground_of(nursery), now)),
    )
