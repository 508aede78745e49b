"""What each family owes this term, what it has done, and how the nursery's shares lie (domain 02, shares)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from rota.exact import EXACT, HOUR, ONE, ZERO, hours, ratio
from rota.safety.attendance import child_sessions
from rota.safety.facts import Rota, Term
from rota.shares.facts import Contribution, Family
from rota.shares.given import given_hours, shift_seconds


@dataclass(frozen=True, slots=True)
class FamilyShare:
    """One family in one term; hours, unrounded.

    `units` = share x child-sessions. `due` = `quota` - `relieved`, and `relieved` are the family's solidarity hours.
    `attainment` = done / due, None where nothing is due.
    """

    family: str
    child_sessions: int
    units: Decimal
    quota: Decimal
    relieved: Decimal
    due: Decimal
    done: Decimal
    attainment: Decimal | None

    @property
    def left(self) -> Decimal:
        """Hours of what is due that are not done yet; 0 once it is all done."""
        return max(ZERO, self.due - self.done)


@dataclass(frozen=True, slots=True)
class TermShares:
    """A term's shares, families by key. `parent_hours` is what the term needs of parents.

    `coverage` = all that families did / all quotas. `jain` and `gini` are over the attainments there are, `attained`
    of them; they are never shown without that count. None where there is nothing to compare.
    """

    term: str
    parent_hours: Decimal
    families: tuple[FamilyShare, ...]
    coverage: Decimal | None
    jain: Decimal | None
    gini: Decimal | None

    @property
    def attained(self) -> int:
        return sum(family.attainment is not None for family in self.families)

    @property
    def solidarity(self) -> Decimal:
        """Hours that the whole nursery carries for those relieved."""
        return sum((family.relieved for family in self.families), ZERO)

    @property
    def done(self) -> Decimal:
        return sum((family.done for family in self.families), ZERO)

    def of(self, family: str) -> FamilyShare:
        """Raises KeyError for a family that the term does not have."""
        for share in self.families:
            if share.family == family:
                return share
        raise KeyError(family)


@dataclass(frozen=True, slots=True)
class FamilyTally:
    """What a family's share is made of. `lifted` is how many of the child-sessions reliefs lift, whole or in part;
    `done` is in seconds."""

    child_sessions: int
    units: Decimal
    lifted: Decimal
    done: Decimal


@dataclass(frozen=True, slots=True)
class SharesTally:
    """What the shares of a span of days are made of: `needed` of parents, in seconds, and each family by key. Tallies
    of spans that have no day in common add up to that of both."""

    needed: Decimal
    families: Mapping[str, FamilyTally]


def term_shares(
    rota: Rota, term: Term, families: Iterable[Family], contributions: Iterable[Contribution] = ()
) -> TermShares:
    """The shares of every one of `families` in `term` (one of the rota's), those without children in it too."""
    return shares_of(term.key, shares_tally(rota, term.days.first, term.days.last, families, contributions))


def shares_tally(
    rota: Rota, first: dt.date, last: dt.date, families: Iterable[Family], contributions: Iterable[Contribution] = ()
) -> SharesTally:
    """What the shares from `first` to `last`, both included, are made of, for every one of `families`."""
    with localcontext(EXACT):
        sharing = {duty.key for duty in rota.duties if duty.counts_towards_share}
        needed = sum(
            (
                shift.parent_places * shift_seconds(shift)
                for shift in rota.shifts
                if shift.duty in sharing and first <= shift.day <= last and not shift.cancelled
            ),
            ZERO,
        )
        done: dict[str | None, Decimal] = defaultdict(lambda: ZERO)
        for given in given_hours(rota, contributions, first, last):
            if given.duty.counts_towards_share and given.confirmed and not given.shadow and not given.acts_paid:
                done[given.person.family] += given.seconds
        days = _booked_days(rota, first, last)
        return SharesTally(
            needed,
            {
                family.key: _family_tally(family, days[family.key], done[family.key])
                for family in sorted(families, key=lambda family: family.key)
            },
        )


def added_shares(tallies: Iterable[SharesTally]) -> SharesTally:
    """Of spans that have no day in common, what the shares of all of their days are made of."""
    with localcontext(EXACT):
        needed = ZERO
        families: dict[str, FamilyTally] = {}
        for tally in tallies:
            needed += tally.needed
            for key, more in tally.families.items():
                so_far = families.get(key)
                families[key] = more if so_far is None else _both(so_far, more)
        return SharesTally(needed, dict(sorted(families.items())))


def shares_of(term: str, tally: SharesTally) -> TermShares:
    """The shares that follow from what they are made of. `term` is its key, or another name of the span."""
    with localcontext(EXACT):
        all_units = sum((family.units for family in tally.families.values()), ZERO)
        shares = tuple(_family_share(key, family, tally.needed, all_units) for key, family in tally.families.items())
        attainments = [share.attainment for share in shares if share.attainment is not None]
        return TermShares(
            term=term,
            parent_hours=hours(tally.needed),
            families=shares,
            # The quotas add up to what is needed; summed as such, without what dividing leaves over.
            coverage=ratio(
                sum((family.done for family in tally.families.values()), ZERO), tally.needed if all_units else ZERO
            ),
            jain=jain_index(attainments),
            gini=gini_coefficient(attainments),
        )


def jain_index(values: Sequence[Decimal]) -> Decimal | None:
    """(Σx)² / (n Σx²): 1 where all are equal, 1/n where one has it all. None for no values or only noughts."""
    with localcontext(EXACT):
        total = sum(values, ZERO)
        return ratio(total * total, len(values) * sum((value * value for value in values), ZERO))


def gini_coefficient(values: Sequence[Decimal]) -> Decimal | None:
    """Σ|xᵢ - xⱼ| over all pairs / (2 n Σx): 0 where all are equal. None for no values or only noughts."""
    with localcontext(EXACT):
        count = len(values)
        ranked = sum(((2 * rank - count + 1) * value for rank, value in enumerate(sorted(values))), ZERO)
        return ratio(ranked, count * sum(values, ZERO))


def _family_tally(family: Family, days: Mapping[dt.date, int], done: Decimal) -> FamilyTally:
    """`days` says how many child-sessions the family has on each."""
    units = lifted = ZERO
    for day, count in days.items():
        units += count * family.share_on(day)
        lifted += count * family.lifted_on(day)
    return FamilyTally(sum(days.values()), units, lifted, done)


def _both(one: FamilyTally, other: FamilyTally) -> FamilyTally:
    return FamilyTally(
        one.child_sessions + other.child_sessions,
        one.units + other.units,
        one.lifted + other.lifted,
        one.done + other.done,
    )


def _family_share(key: str, family: FamilyTally, needed: Decimal, all_units: Decimal) -> FamilyShare:
    """Each figure by one division: `needed` and `done` are seconds."""
    sessions = family.child_sessions or ONE  # without any there are no units either
    whole = all_units * sessions
    quota = needed * family.units * sessions
    relieved = needed * family.units * family.lifted
    due = quota - relieved
    return FamilyShare(
        family=key,
        child_sessions=family.child_sessions,
        units=family.units,
        quota=ratio(quota, whole * HOUR) or ZERO,
        relieved=ratio(relieved, whole * HOUR) or ZERO,
        due=ratio(due, whole * HOUR) or ZERO,
        done=hours(family.done),
        attainment=ratio(family.done * whole, due),
    )


def _booked_days(rota: Rota, first: dt.date, last: dt.date) -> dict[str, dict[dt.date, int]]:
    """Child-sessions by family and day."""
    booked: dict[str, dict[dt.date, int]] = defaultdict(lambda: defaultdict(int))
    for each in child_sessions(rota, first, last):
        days = booked[each.child.family]
        for day in each.days:
            days[day] += 1
    return booked
