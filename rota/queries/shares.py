"""What each family owes in a term, has done and is booked for, from rows."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Family, Person
from nursery.models import Nursery, Term
from rota.exact import ONE, ZERO, hours, ratio, rounded
from rota.models import Offer, PlaceKind, Shift
from rota.queries.engine_facts import contribution_facts, family_facts, rota_facts
from rota.shares import FamilyShare, TermShares, promised_seconds, term_shares

_HALF = Decimal("0.5")


def shares_of_term(nursery: Nursery, term: Term) -> TermShares:
    """Every family's share of `term`, by the engine: seven queries."""
    return _shares_and_promised(nursery, term)[0]


def _shares_and_promised(nursery: Nursery, term: Term) -> tuple[TermShares, dict[str, Decimal]]:
    rota = rota_facts(nursery, term.starts, term.ends)
    facts = next(each for each in rota.terms if each.key == term.key)
    shares = term_shares(rota, facts, family_facts(), contribution_facts(term.starts, term.ends))
    return shares, promised_seconds(rota, term.starts, term.ends)


def term_on(day: dt.date) -> Term | None:
    return Term.objects.filter(starts__lte=day, ends__gte=day).first()


def terms_with_shares(today: dt.date) -> list[Term]:
    """The terms that have begun and the next one, the latest first."""
    terms = list(Term.objects.order_by("starts"))
    begun = [term for term in terms if term.starts <= today]
    return [*reversed(begun), *terms[len(begun) : len(begun) + 1]]


def attainments(nursery: Nursery, day: dt.date) -> dict[int, Decimal | None]:
    """Done / due of each family in the term that `day` is in, by the family's id; None where nothing is due.

    Empty on a day outside every term. For putting people in order, never for showing.
    """
    term = term_on(day)
    if term is None:
        return {}
    ids = dict(Family.objects.values_list("key", "pk"))
    return {ids[share.family]: share.attainment for share in shares_of_term(nursery, term).families}


@dataclass(frozen=True, slots=True)
class FamilyStanding:
    """Where one family stands in a term; hours, unrounded. `ahead` is booked and not marked yet."""

    family: Family
    share: FamilyShare
    ahead: Decimal

    @property
    def to_find(self) -> Decimal:
        """Hours that are due, not done and not booked either."""
        return max(ZERO, self.share.left - self.ahead)

    @property
    def percent(self) -> int | None:
        return _percent(self.share.attainment)

    @property
    def is_done(self) -> bool:
        return self.share.left == ZERO

    @property
    def percent_with_ahead(self) -> int | None:
        return _percent(ratio(self.share.done + self.ahead, self.share.due))


@dataclass(frozen=True, slots=True)
class Group:
    """How many families stand between two parts of their share. `code` is one of none, some, most, all, more."""

    code: str
    families: int
    of: int

    @property
    def percent(self) -> int:
        return _percent(ratio(Decimal(self.families), Decimal(self.of))) or 0


@dataclass(frozen=True, slots=True)
class SharesOfTerm:
    """A term's shares: `mine` is one family's own, `standings` are all that have a child in the term, by name."""

    term: Term
    shares: TermShares
    mine: FamilyStanding | None
    standings: list[FamilyStanding]
    groups: list[Group]

    @property
    def coverage_percent(self) -> int | None:
        return _percent(self.shares.coverage)

    @property
    def ahead(self) -> Decimal:
        return sum((standing.ahead for standing in self.standings), ZERO)


def shares_page(nursery: Nursery, term: Term, family_id: int | None) -> SharesOfTerm:
    """Eight queries, however many families there are. `family_id` is whose own standing is wanted."""
    shares, promised = _shares_and_promised(nursery, term)
    families = {family.key: family for family in Family.objects.all()}
    standings = sorted(
        (
            FamilyStanding(families[share.family], share, hours(promised.get(share.family, ZERO)))
            for share in shares.families
        ),
        key=lambda standing: (standing.family.name.casefold(), standing.family.key),
    )
    return SharesOfTerm(
        term,
        shares,
        next((standing for standing in standings if standing.family.pk == family_id), None),
        [standing for standing in standings if standing.share.units or standing.share.done],
        groups_of([share.attainment for share in shares.families if share.attainment is not None]),
    )


Standings = Mapping[tuple[int, int], FamilyStanding]  # by the ids of a term and a family


def standings_of_offers(offers: Iterable[Offer], terms: Mapping[dt.date, Term | None], nursery: Nursery) -> Standings:
    """Where the families of those stand who offer to stand as parents, in the terms of the shifts; `terms` by day.

    Nine queries for each such term, none where there are none.
    """
    wanted: dict[int, Term] = {}
    for offer in offers:
        term = terms[offer.place.shift.date]
        if term is not None and offer.person.family_id is not None and offer.place.kind == PlaceKind.PARENT:
            wanted[term.pk] = term
    found: dict[tuple[int, int], FamilyStanding] = {}
    for pk, term in wanted.items():
        for standing in shares_page(nursery, Term.objects.get(pk=term.pk), None).standings:
            found[pk, standing.family.pk] = standing
    return found


@dataclass(frozen=True, slots=True)
class ShareWith:
    """What a turn does for a family's share: hours done or booked, this turn among them, of the hours due."""

    hours: Decimal
    due: Decimal

    @property
    def is_whole(self) -> bool:
        return self.hours >= self.due


def share_with(shift: Shift, person: Person, nursery: Nursery, *, booked: bool) -> ShareWith | None:
    """What `shift` does for the share of `person`'s family in the term of its day; None where it does nothing for
    it or nothing is due. `booked`: they stand on it already. Nine queries."""
    if person.family_id is None or not shift.duty.counts_towards_share:
        return None
    term = term_on(shift.date)
    mine = shares_page(nursery, term, person.family_id).mine if term is not None else None
    if mine is None or not mine.share.due:
        return None
    return ShareWith(mine.share.done + mine.ahead + (ZERO if booked else shift.hours), mine.share.due)


def groups_of(attainments: Sequence[Decimal]) -> list[Group]:
    """How a nursery's attainments lie, without names."""
    counts = dict.fromkeys(("none", "some", "most", "all", "more"), 0)
    for attainment in attainments:
        counts[_group(attainment)] += 1
    return [Group(code, count, len(attainments)) for code, count in counts.items()]


def _group(attainment: Decimal) -> str:
    if attainment == ZERO:
        return "none"
    if attainment < _HALF:
        return "some"
    if attainment < ONE:
        return "most"
    return "all" if attainment == ONE else "more"


def _percent(part: Decimal | None) -> int | None:
    return None if part is None else int(rounded(part * 100, 0))
