"""Making a term's shifts from its patterns, again and again without doubles, standing turns filled."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery, Term
from nursery.refusal import refuse
from rota.actions.carrying_out import Done, carry_out, lock_times_of, one_planner, patterns_by_occasion
from rota.models import Verb
from rota.queries.proposal import propose_making
from rota.queries.situation import world_as_it_is
from rota.rules.planning import making_refusal


@transaction.atomic
def plan_term(term: Term, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Done:
    """Make what is missing in one term, put in whose standing turn it is, and remember who did. Raises Refused."""
    one_planner(nursery)
    term = Term.objects.get(pk=term.pk)
    refuse(making_refusal(term))
    return make_shifts(nursery, [term], manager, now=now)


@transaction.atomic
def make_shifts(nursery: Nursery, terms: Iterable[Term], manager: Person, *, now: dt.datetime) -> Done:
    """Make what is missing, each shift with its places. Two calls at once make nothing twice.

    Whoever's standing turn cannot be filled is left out, and holds up nobody else.
    """
    one_planner(nursery)
    ids = [term.pk for term in terms]
    lock_times_of(propose_making(nursery, now, world_as_it_is(), ids).people)
    proposal = propose_making(nursery, now, world_as_it_is(), ids)
    return carry_out(
        proposal,
        actor=manager,
        nursery=nursery,
        now=now,
        pattern_of=patterns_by_occasion(),
        planned=Verb.PLANNED if proposal.plan.steps else None,
    )
