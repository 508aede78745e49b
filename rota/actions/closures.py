"""Closing the nursery for days inside a term, changing that, and opening it again."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.models import Closure, Nursery, Term
from nursery.refusal import Refusal, Refused, refuse
from rota.actions.carrying_out import Done, carry_out, one_planner, patterns_by_occasion, settle
from rota.models import Verb
from rota.queries.closures import closure_change, term_that_holds
from rota.queries.proposal import Proposal
from rota.rules.closures import closure_refusal, closure_removal_refusal


def _term_for(starts: dt.date, ends: dt.date, today: dt.date, was: Closure | None) -> Term:
    term = term_that_holds(starts)
    refuse(closure_refusal(starts, ends, term, today, was))
    if term is None:
        raise LookupError("A closure without a term is refused.")
    return term


def propose_closure(
    starts: dt.date, ends: dt.date, *, was: Closure | None = None, nursery: Nursery, now: dt.datetime, today: dt.date
) -> Proposal:
    """What a new closure, or a changed one, would do. A closure stays in its term. Raises Refused."""
    term = _term_for(starts, ends, today, was)
    if was is not None and was.term_id != term.pk:
        refuse(closure_refusal(starts, ends, None, today))
    old = (was.starts, was.ends) if was is not None else None
    return closure_change(term, old, (starts, ends), nursery=nursery, now=now)


def propose_opening(closure: Closure, *, nursery: Nursery, now: dt.datetime, today: dt.date) -> Proposal:
    """What removing the closure would do. Raises Refused."""
    refuse(closure_removal_refusal(closure, closure.term, today))
    return closure_change(closure.term, (closure.starts, closure.ends), None, nursery=nursery, now=now)


@transaction.atomic
def add_closure(
    name: str,
    starts: dt.date,
    ends: dt.date,
    digest: str,
    manager: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    today: dt.date,
) -> Done:
    """Close; the shifts of these days are cancelled and whoever was on them is told. Raises Refused, PlanChanged."""
    one_planner(nursery)
    proposal = settle(lambda: propose_closure(starts, ends, nursery=nursery, now=now, today=today), digest)
    Closure.objects.create(
        nursery=nursery, term=_term_for(starts, ends, today, None), starts=starts, ends=ends, name=name
    )
    return carry_out(
        proposal, actor=manager, nursery=nursery, now=now, pattern_of=patterns_by_occasion(), planned=Verb.CLOSURE_ADDED
    )


def _afresh(closure: Closure) -> Closure:
    """Raises Refused where somebody else has removed it since."""
    found = Closure.objects.select_related("term").filter(pk=closure.pk).first()
    if found is None:
        raise Refused(
            Refusal(
                "closure_gone",
                _("Somebody else has removed this closure."),
                _("Look at the term as it is now."),
                override=False,
            )
        )
    return found


@transaction.atomic
def change_closure(
    closure: Closure,
    name: str,
    starts: dt.date,
    ends: dt.date,
    digest: str,
    manager: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    today: dt.date,
) -> Done:
    """Other days: what is newly closed is cancelled, what is open again comes back. Raises Refused, PlanChanged."""
    one_planner(nursery)
    closure = _afresh(closure)
    proposal = settle(lambda: propose_closure(starts, ends, was=closure, nursery=nursery, now=now, today=today), digest)
    Closure.objects.filter(pk=closure.pk).update(name=name, starts=starts, ends=ends)
    return carry_out(
        proposal,
        actor=manager,
        nursery=nursery,
        now=now,
        pattern_of=patterns_by_occasion(),
        planned=Verb.CLOSURE_CHANGED,
    )


@transaction.atomic
def remove_closure(
    closure: Closure, digest: str, manager: Person, *, nursery: Nursery, now: dt.datetime, today: dt.date
) -> Done:
    """Open again: the shifts that the closure cancelled come back, their places open. Raises Refused, PlanChanged."""
    one_planner(nursery)
    closure = _afresh(closure)
    proposal = settle(lambda: propose_opening(closure, nursery=nursery, now=now, today=today), digest)
    closure.delete()
    return carry_out(
        proposal,
        actor=manager,
        nursery=nursery,
        now=now,
        pattern_of=patterns_by_occasion(),
        planned=Verb.CLOSURE_REMOVED,
    )
