"""A term's budget, `terms[].budget`."""

from decimal import Decimal

from costs.models import Budget
from costs.models.budget import FIGURES
from nursery.models import Term
from nursery.money import plain
from portability.checks import Check
from portability.faults import Step
from portability.shape import Entry
from portability.sync import Book, Steps, Values, sync
from portability.values import optional_number, without_blanks

_MONEY = ("net", "programme", "fee_relief")
_MOST = Decimal(10_000_000)


def check_budget(check: Check, term: Entry, *here: Step) -> None:
    budget = term.get("budget")
    if budget is None:
        return
    check.text_fits(budget, *here, "budget")
    for name in FIGURES:
        check.decimal(budget, name, *here, "budget", most=_MOST, places=4)
    if not any(name in budget for name in FIGURES):
        check.fault("says nothing: leave it out, or give a figure", *here, "budget")


def take_in_budgets(book: Book, terms: list[Term], entries: list[Entry]) -> None:
    wanted: list[Values] = []
    places: list[Steps] = []
    for at, (term, entry) in enumerate(zip(terms, entries, strict=True)):
        if "budget" in entry:
            said = entry["budget"]
            figures = {name: optional_number(said, name) for name in FIGURES}
            wanted.append({"term": term, **figures, "note": said.get("note", "")})
            places.append(("terms", at, "budget"))
    sync(
        book,
        Budget,
        wanted,
        part="terms",
        places=places,
        match=("term",),
        existing=Budget.objects.select_related("term"),
        days_of=lambda budget: (budget.term.starts, budget.term.ends),
    )


def say_budget(budget: Budget | None) -> Entry | None:
    if budget is None:
        return None
    return without_blanks(
        **{
            name: plain(value, 2 if name in _MONEY else 0)
            for name in FIGURES
            if (value := getattr(budget, name)) is not None
        },
        note=budget.note,
    )
