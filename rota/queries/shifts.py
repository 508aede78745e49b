"""What changing, cancelling or bringing back one shift would do."""

import datetime as dt

from django.db.models import Count, Q

from accounts.models import Person
from nursery.models import Nursery, Term
from rota.models import Place, Shift
from rota.planning import Doing, Step, Why, Work
from rota.queries.proposal import Proposal, propose_steps


def work_of(shift: Shift) -> Work:
    """One query."""
    counts = dict(Place.objects.filter(shift=shift).order_by().values_list("kind").annotate(n=Count("pk")))
    return Work(
        shift.date,
        shift.starts,
        shift.ends,
        shift.duty_id,
        shift.room_id,
        counts.get("paid", 0),
        counts.get("parent", 0),
    )


def shift_change(shift: Shift, becomes: Work, *, nursery: Nursery, now: dt.datetime) -> Proposal:
    was = work_of(shift)
    steps = [_step(Doing.CHANGE, shift, was, becomes)] if becomes != was else []
    return propose_steps(nursery, now, Q(pk=shift.pk), steps)


def shift_cancel(shift: Shift, *, nursery: Nursery, now: dt.datetime) -> Proposal:
    return propose_steps(nursery, now, Q(pk=shift.pk), [_step(Doing.REMOVE, shift, work_of(shift), None)])


def shift_restore(shift: Shift, *, nursery: Nursery, now: dt.datetime) -> Proposal:
    was = work_of(shift)
    return propose_steps(nursery, now, Q(pk=shift.pk), [_step(Doing.RESTORE, shift, was, was)])


def _step(doing: Doing, shift: Shift, was: Work, becomes: Work | None) -> Step:
    made_for = (shift.pattern_id, shift.occasion) if shift.pattern_id and shift.occasion else None
    return Step(doing, shift.pk, made_for, was, becomes, by_hand=True, traces=True)


def expected_elsewhere(proposal: Proposal) -> list[str]:
    """Who, by first name and initial, could not come at the new time: one query at most."""
    ids = {effect.person for effect in proposal.plan.effects if effect.freed == Why.OVERLAP}
    people = Person.objects.filter(pk__in=ids).order_by("name", "pk") if ids else []
    return [person.short_name for person in people]


def term_of(day: dt.date) -> Term | None:
    return Term.objects.filter(starts__lte=day, ends__gte=day).first()
