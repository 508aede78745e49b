"""A span that holds closed terms, added up from what they have kept and from the rows of the days beside them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from costs.periods import Period, period_before
from costs.queries.tallies import KeptTally, facts_beside, kept_tallies, tally_bytes
from costs.reports.figures import PeriodFigures
from costs.reports.inputs import ReportInputs, report_inputs, without_names
from costs.savings import Savings, SavingsFacts, Tally, added, savings_from, tally_of, work_out_savings
from costs.savings.canonical import read_canonical
from nursery.models import Nursery, Term
from rota.safety import NoRuleSetError
from rota.shares import TermShares, shares_of, shares_tally


def tally_kept(inputs: bytes) -> bytes:
    """What a closing keeps for spans that hold its term, from the inputs of its report."""
    found = read_canonical(inputs, ReportInputs)
    return tally_bytes(_tally(found, found.period.first, found.period.last, found.period.last))


@dataclass(frozen=True, slots=True)
class Made:
    """All that a report is put down from. `earlier` is None where nothing can be said of the period before: no rules
    are known for its days, or nobody worked then."""

    inputs: ReportInputs
    savings: Savings
    shares: TermShares
    earlier: Savings | None


def made_of_tallies(nursery: Nursery, period: Period, today: dt.date) -> Made | None:
    """To the penny what rows would give; None where no closed term that has kept its tally lies in the period.

    Raises NoRuleSetError where no ratio rules are known for a day that is in none of them.
    """
    before = None if today <= period.last else period_before(period, Term.objects.order_by("starts"))
    spans = [(each.first, each.last) for each in (period, before) if each]
    kept = [
        each
        for each in kept_tallies(min(first for first, _last in spans), period.last)
        if any(each.lies_in(*span) for span in spans)
    ]
    if not any(each.lies_in(*spans[0]) for each in kept):
        return None

    def read(nursery: Nursery, first: dt.date, last: dt.date) -> SavingsFacts:
        return facts_beside(nursery, first, last, kept)

    inputs = without_names(report_inputs(nursery, period, today, read))
    tally = _summed(inputs, period.first, inputs.last_day, period.last, kept)
    return Made(
        inputs,
        savings_from(tally, period.first, inputs.last_day),
        shares_of(period.kind.value, tally.shares),
        _earlier(inputs, inputs.before, kept) if inputs.before else None,
    )


def savings_before(facts: SavingsFacts, before: PeriodFigures) -> Savings | None:
    """As `Made.earlier`."""
    try:
        return _if_anybody_worked(work_out_savings(facts, before.first, before.last))
    except NoRuleSetError:
        return None


def _earlier(inputs: ReportInputs, before: PeriodFigures, kept: Sequence[KeptTally]) -> Savings | None:
    if inputs.earlier is not None:
        return savings_before(inputs.earlier, before)
    try:
        tally = _summed(inputs, before.first, before.last, before.last, kept)
    except NoRuleSetError:
        return None
    return _if_anybody_worked(savings_from(tally, before.first, before.last))


def _if_anybody_worked(found: Savings) -> Savings | None:
    return found if found.hours.parent or found.hours.paid else None


def _summed(
    inputs: ReportInputs, first: dt.date, last: dt.date, shares_to: dt.date, kept: Sequence[KeptTally]
) -> Tally:
    of_terms = [each.tally for each in kept if each.lies_in(first, last)]
    return added([*of_terms, _tally(inputs, first, last, shares_to)])


def _tally(inputs: ReportInputs, first: dt.date, last: dt.date, shares_to: dt.date) -> Tally:
    """Of the days that the inputs' facts hold; how the shares lie is said of the whole span, to `shares_to`."""
    facts = inputs.facts
    shares = shares_tally(facts.rota, first, shares_to, inputs.families, facts.contributions)
    return tally_of(work_out_savings(facts, first, last), shares)
