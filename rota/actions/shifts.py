"""One shift for itself: added, moved, cancelled, brought back."""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import Refusal, refuse
from rota.actions.carrying_out import Done, carry_out, one_planner, set_places, settle
from rota.actions.history import record
from rota.models import Shift, ShiftPattern, Verb
from rota.planning import Occasion, Work
from rota.planning.facts import instant
from rota.queries.facts import closure_on
from rota.queries.proposal import Proposal, Propose
from rota.queries.shifts import expected_elsewhere, shift_cancel, shift_change, shift_restore, term_of
from rota.rules.shifts import cancelled_already_refusal, day_refusal, elsewhere_refusal, touching_refusal


def _makes_none(_occasion: Occasion) -> ShiftPattern:
    raise LookupError("One shift, changed for itself, makes no other.")


@transaction.atomic
def add_shift(work: Work, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Shift:
    """A one-off shift with its places. Raises Refused."""
    one_planner(nursery)
    refuse(_day_refusal(work, nursery, now))
    shift = Shift(
        nursery=nursery,
        duty_id=work.duty,
        room_id=work.room,
        date=work.date,
        starts=work.starts,
        ends=work.ends,
    ).set_instants(nursery.zone)
    shift.save(force_insert=True)
    set_places(nursery, {shift.pk: work})
    record(Verb.SHIFT_ADDED, nursery=nursery, actor=manager, now=now, shift=shift)
    return shift


def propose_shift_change(shift: Shift, becomes: Work, *, nursery: Nursery, now: dt.datetime) -> Proposal:
    """What it would do. Raises Refused, also where somebody on it is expected elsewhere at the new time."""
    shift = Shift.objects.get(pk=shift.pk)
    refuse(touching_refusal(shift, now, term_of(shift.date)))
    refuse(cancelled_already_refusal(shift))
    refuse(_day_refusal(becomes, nursery, now))
    proposal = shift_change(shift, becomes, nursery=nursery, now=now)
    refuse(elsewhere_refusal(expected_elsewhere(proposal)))
    return proposal


def propose_shift_cancel(shift: Shift, *, nursery: Nursery, now: dt.datetime) -> Proposal:
    """Raises Refused."""
    shift = Shift.objects.get(pk=shift.pk)
    refuse(touching_refusal(shift, now, term_of(shift.date)))
    refuse(cancelled_already_refusal(shift))
    return shift_cancel(shift, nursery=nursery, now=now)


def _day_refusal(work: Work, nursery: Nursery, now: dt.datetime) -> Refusal | None:
    starts_at = instant(work.date, work.starts, nursery.zone)
    return day_refusal(starts_at, work.date, now, closure_on(work.date), term_of(work.date))


@transaction.atomic
def change_shift(
    shift: Shift, becomes: Work, digest: str, manager: Person, *, nursery: Nursery, now: dt.datetime
) -> Done:
    """Another day, other times, another duty or room, more or fewer places. Raises Refused, PlanChanged."""
    return _do(
        lambda: propose_shift_change(shift, becomes, nursery=nursery, now=now),
        digest,
        manager,
        nursery=nursery,
        now=now,
    )


@transaction.atomic
def cancel_shift(shift: Shift, digest: str, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Done:
    """Whoever is on it is free, and told. Raises Refused, PlanChanged."""
    return _do(lambda: propose_shift_cancel(shift, nursery=nursery, now=now), digest, manager, nursery=nursery, now=now)


@transaction.atomic
def restore_shift(shift: Shift, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Done:
    """Bring a cancelled shift back, its places open. Raises Refused."""
    one_planner(nursery)
    shift = Shift.objects.get(pk=shift.pk)
    refuse(touching_refusal(shift, now, term_of(shift.date)))
    refuse(day_refusal(shift.starts_at, shift.date, now, closure_on(shift.date), term_of(shift.date)))
    proposal = shift_restore(shift, nursery=nursery, now=now)
    return _do(
        lambda: shift_restore(shift, nursery=nursery, now=now), proposal.digest, manager, nursery=nursery, now=now
    )


def _do(propose: Propose, digest: str, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Done:
    one_planner(nursery)
    proposal = settle(propose, digest)
    return carry_out(proposal, actor=manager, nursery=nursery, now=now, pattern_of=_makes_none)
