"""Pay, rates and fee relief otherwise."""

from dataclasses import replace

from costs.savings.facts import FeeRelief, Rate, Scenario
from costs.savings.rates import RateBook
from costs.savings.what_if.asking import CannotSayError, MoveRate, PayRise, Relief, Unanswerable
from costs.savings.what_if.draft import Draft
from rota.exact import EXACT, ONE
from rota.safety import child_session_count


def raise_pay(draft: Draft, move: PayRise) -> None:
    """Every wage (of duties, and of hours spent on running parent duty) and what paid cover costs, alike. Entries of
    the programme that are amounts (a course, a check) stay."""
    times = ONE + move.part
    draft.facts = replace(
        draft.facts,
        rates=tuple(replace(rate, wage=EXACT.multiply(rate.wage, times)) for rate in draft.facts.rates),
        pay=tuple(replace(each, hourly_cost=EXACT.multiply(each.hourly_cost, times)) for each in draft.facts.pay),
    )


def move_rate(draft: Draft, move: MoveRate) -> None:
    """What is said replaces the rate that held on each day; the rest of that rate stays."""
    rates = draft.facts.rates
    for scenario in Scenario if move.scenario is None else (move.scenario,):
        rates = _with_rate(rates, draft, move, scenario)
    draft.facts = replace(draft.facts, rates=rates)


def _with_rate(rates: tuple[Rate, ...], draft: Draft, move: MoveRate, scenario: Scenario) -> tuple[Rate, ...]:
    book = RateBook(rates)
    own = [rate for rate in rates if rate.key == move.duty and rate.scenario in (scenario, None)]
    begins = {max(rate.begins, draft.base.first) for rate in own if rate.begins <= draft.last}
    held = {day: book.on(move.duty, scenario, day) for day in begins}
    if draft.base.first not in held and move.wage is not None:
        held[draft.base.first] = None  # a wage is all that a rate needs
    if not held:
        raise CannotSayError(move, Unanswerable.NO_RATE)
    said = {
        name: value
        for name in ("wage", "holiday", "ni", "pension", "bought")
        if (value := getattr(move, name)) is not None
    }
    moved = [
        replace(rate or Rate(move.duty, day, move.wage or ONE), begins=day, scenario=scenario, **said)
        for day, rate in held.items()
    ]
    others = [rate for rate in rates if (rate.key, rate.scenario) != (move.duty, scenario)]
    return (*others, *moved)


def move_relief(draft: Draft, move: Relief) -> None:
    """In place of all that families paid less in the term."""
    first, last = draft.base.first, draft.last
    amount = move.amount
    if move.per_child_session:
        amount = EXACT.multiply(amount, child_session_count(draft.as_facts().rota, first, last))
    kept = tuple(each for each in draft.facts.fee_relief if not first <= each.day <= last)
    draft.facts = replace(draft.facts, fee_relief=(*kept, FeeRelief(draft.base.last, amount)))
