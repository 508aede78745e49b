"""What parents' shifts saved in a term, and what they asked of families (domain 03, the trustee's report)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from costs.queries import savings_facts
from costs.reports.changes import alarm_sentences, changes
from costs.reports.hours import DutyHours, duty_hours
from costs.reports.sources import NamedFault, NamedRate, named_faults, named_rates, programme_costs
from costs.reports.waterfall import Bar, waterfall
from costs.savings import Comparison, Savings, SavingsFacts, compare, work_out_savings
from nursery.models import Nursery, Term
from rota.models import Duty
from rota.queries.engine_facts import family_facts
from rota.safety import NoRuleSetError
from rota.shares import TermShares, term_shares

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class TermReport:
    """`savings` holds every figure, `shares` how they lie on families (never which family).

    Of a term that is not over (`so_far`), `savings` are those up to and with today; the shares are of the whole term.
    `families` have a child in the term; `under_half` of them did less than half of what was theirs, which is only
    known once the term is over, as is the `comparison` with the term `before`.
    """

    term: Term
    so_far: bool
    savings: Savings
    shares: TermShares
    duties: list[DutyHours]
    bars: list[Bar]
    rates: list[NamedRate]
    programme: list[tuple[str, Decimal]]
    faults: list[NamedFault]
    families: int
    under_half: int | None
    before: Term | None
    comparison: Comparison | None

    @property
    def changes(self) -> list[str]:
        return changes(self.comparison) if self.comparison else []

    @property
    def alarms(self) -> list[str]:
        return alarm_sentences(self.comparison) if self.comparison else []

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """The least and the most that was saved, of all scenarios; None while a figure is missing or no parent's
        hour is recorded."""
        nets = [found.net for found in self.savings.scenarios.values() if found.net is not None]
        if len(nets) < len(self.savings.scenarios) or not self.savings.hours.parent:
            return None
        return min(nets), max(nets)

    @property
    def cost_range(self) -> tuple[Decimal, Decimal] | None:
        """The same turned round, for a term in which parent duty took more than it saved."""
        return (-self.range[1], -self.range[0]) if self.range else None

    @property
    def confirmed_percent(self) -> Decimal | None:
        share = self.savings.hours.confirmed_share
        return None if share is None else share * 100


def term_report(nursery: Nursery, term: Term, before: Term | None, today: dt.date) -> TermReport:
    """Worked out from raw rows, in a fixed number of queries. `term` has begun; `before` is the one before it.

    Raises NoRuleSetError where no ratio rules are known for the term's days.
    """
    so_far = today <= term.ends
    compared = None if so_far else before
    facts = savings_facts(nursery, (compared or term).starts, term.ends)
    savings = work_out_savings(facts, term.starts, min(term.ends, today))
    dated = next(each for each in facts.rota.terms if each.key == term.key)
    shares = term_shares(facts.rota, dated, family_facts(), facts.contributions)
    duties = {duty.key: duty for duty in Duty.objects.all()}
    attainments = [family.attainment for family in shares.families if family.attainment is not None]
    return TermReport(
        term=term,
        so_far=so_far,
        savings=savings,
        shares=shares,
        duties=duty_hours(savings, duties),
        bars=waterfall(savings, {key: duty.name for key, duty in duties.items()}),
        rates=named_rates(savings, duties),
        programme=programme_costs(savings),
        faults=named_faults(savings, duties),
        families=sum(bool(family.units) for family in shares.families),
        under_half=None if so_far else sum(attainment < _HALF for attainment in attainments),
        before=before,
        comparison=_comparison(facts, savings, compared) if compared else None,
    )


def _comparison(facts: SavingsFacts, savings: Savings, before: Term) -> Comparison | None:
    """None where nothing can be said of the term before: no rules are known for its days, or nobody worked in it."""
    try:
        earlier = work_out_savings(facts, before.starts, before.ends)
    except NoRuleSetError:
        return None
    return compare(savings, earlier) if earlier.hours.parent or earlier.hours.paid else None
