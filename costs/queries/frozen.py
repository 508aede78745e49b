"""What a closing has frozen: the facts of its term, whatever became of today's rows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from accounts.models import Family
from costs.models import Closing
from costs.savings import SavingsFacts
from costs.savings.canonical import facts_in


def closing_of_span(first: dt.date, last: dt.date) -> Closing | None:
    """The closing of the closed term that is exactly these days: one query."""
    return Closing.objects.filter(closed_at__isnull=False, term__starts=first, term__ends=last).first()


def frozen_facts(first: dt.date, last: dt.date) -> SavingsFacts | None:
    """The facts of a closed term, whose days these are; None where there is none, or where its ids are another
    database's (it came in with a nursery file), so that its rows are read: what happened in them cannot change."""
    closing = closing_of_span(first, last)
    if closing is None or closing.taken_in:
        return None
    keys = {str(pk): key for pk, key in Family.objects.values_list("pk", "key")}
    return with_families(facts_in(closing.kept_inputs), keys)


def family_ids() -> dict[str, str]:
    """By the key that a nursery file calls a family by, which may be its name."""
    return {key: str(pk) for pk, key in Family.objects.values_list("pk", "key")}


def with_families(facts: SavingsFacts, called: Mapping[str, str]) -> SavingsFacts:
    """The same facts, families called otherwise."""
    rota = facts.rota
    return replace(
        facts,
        rota=replace(
            rota,
            children=tuple(replace(child, family=called.get(child.family, child.family)) for child in rota.children),
            people=tuple(
                replace(person, family=called.get(person.family, person.family) if person.family else None)
                for person in rota.people
            ),
        ),
    )
