"""Planning a term's figures."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from costs.actions.changes import Written, record_change
from costs.models import Budget, ChangeVerb
from costs.models.budget import FIGURES
from nursery.models import Nursery, Term
from nursery.money import plain
from nursery.refusal import refuse
from nursery.settled import settle_alone
from rota.rules.closed_term import closed_term_refusal

Figures = Mapping[str, Decimal | None]  # by the names of costs.models.budget.FIGURES; None is not planned


@transaction.atomic
def set_budget(
    term: Term, figures: Figures, note: str, treasurer: Person, *, nursery: Nursery, now: dt.datetime
) -> Budget | None:
    """What is planned for a term, at least one figure of it; with none at all the budget goes, and None is returned.

    Raises Refused.
    """
    settle_alone(nursery)
    refuse(closed_term_refusal(Term.objects.get(pk=term.pk)))
    budget = Budget.objects.filter(term=term).first()
    before = _facts(budget, term) if budget else None
    planned = {name: figures.get(name) for name in FIGURES}
    if all(value is None for value in planned.values()):
        if budget is not None:
            record_change(ChangeVerb.REMOVED, budget, nursery=nursery, actor=treasurer, now=now, before=before)
            budget.delete()
        return None
    verb = ChangeVerb.CHANGED if budget else ChangeVerb.ADDED
    budget = budget or Budget(nursery=nursery, term=term)
    for name, value in planned.items():
        setattr(budget, name, value)
    budget.note = note
    budget.save()
    record_change(verb, budget, nursery=nursery, actor=treasurer, now=now, before=before, after=_facts(budget, term))
    return budget


def _facts(budget: Budget, term: Term) -> Written:
    """As the nursery file writes it, by the term's key; without the note, which may hold names."""
    figures = {name: getattr(budget, name) for name in FIGURES}
    return {"term": term.key} | {
        name: plain(value, 0 if name.endswith("hours") else 2) for name, value in figures.items() if value is not None
    }
