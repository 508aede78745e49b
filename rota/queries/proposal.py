"""A plan with everything that it does, standing turns included: what a preview shows and an action carries out."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import Q

from nursery.models import Nursery
from rota.models import Duty, Shift
from rota.planning import Changes, Doing, Plan, Situation, Step, World, changes, missing, plan
from rota.planning.standing import Vacancies
from rota.queries.situation import occasions_there, situation
from rota.queries.standing import Filled, Fillers, turns


@dataclass(frozen=True, slots=True)
class Proposal:
    """`fillings` name a shift by its id, or one to be made by its number among the steps below zero (-1 the first);
    their `place` is the number of the place in its kind."""

    plan: Plan
    fillings: tuple[Filled, ...] = ()
    shifts: dict[int, Shift] = field(default_factory=dict)

    @property
    def filled(self) -> list[Filled]:
        return [each for each in self.fillings if each.place is not None]

    @property
    def not_filled(self) -> list[Filled]:
        return [each for each in self.fillings if each.place is None]

    @property
    def digest(self) -> str:
        filled = [(f.turn.turn, f.turn.person, f.shift, f.turn.kind, f.place) for f in self.filled]
        return sha256(f"{self.plan.digest} {filled!r}".encode()).hexdigest()[:32]

    @property
    def people(self) -> list[int]:
        """Whose time it touches."""
        return sorted({*self.plan.people, *(each.turn.person for each in self.filled)})


Propose = Callable[[], Proposal]


def propose(nursery: Nursery, now: dt.datetime, before: World, after: World, which: Q) -> Proposal:
    """What leads from one world to the other, on the shifts of `which`."""
    there = situation(nursery, now, which)
    return with_standing_turns(nursery, there, changes(there, before, after))


def propose_making(nursery: Nursery, now: dt.datetime, world: World, terms: list[int]) -> Proposal:
    """What the patterns make in these terms and is not there yet."""
    there = Situation(nursery.zone, now, there=occasions_there())
    return with_standing_turns(nursery, there, missing(there, world, terms))


def propose_steps(nursery: Nursery, now: dt.datetime, which: Q, steps: list[Step]) -> Proposal:
    """What these very steps do: one shift, changed for itself. Standing turns fill nothing."""
    there = situation(nursery, now, which)
    return Proposal(plan(there, Changes(tuple(steps))))


def with_standing_turns(nursery: Nursery, there: Situation, found: Changes) -> Proposal:
    """The plan of these changes; standing turns fill what is made and what comes back."""
    planned = plan(there, found)
    duties = {duty.pk: duty for duty in Duty.objects.all()} if found.steps else {}
    coming = [
        (step.shift or -number, step)
        for number, step in enumerate(found.steps, start=1)
        if step.doing in {Doing.MAKE, Doing.RESTORE} and not there.begun(step.work) and step.occasion
    ]
    if not coming:
        return Proposal(planned)
    shifts = {key: shift_of(step, nursery, duties, key) for key, step in coming}
    patterns = {step.occasion[0] for _key, step in coming if step.occasion}
    standing = turns(Q(pattern__in=patterns))
    fillers = Fillers(nursery, there.now, shifts, closures=[])  # nothing comes to a closed day
    fillers.read(
        {turn.person for turn in standing},
        without=frozenset(effect.booking for effect in planned.effects if effect.freed is not None),
        moved={
            step.shift: shift_of(step, nursery, duties, step.shift)
            for step in found.steps
            if step.shift is not None and step.doing == Doing.CHANGE
        },
    )
    vacancies = [
        Vacancies(
            key,
            step.occasion[0],
            step.occasion[1],
            {kind: tuple(range(1, step.work.places(kind) + 1)) for kind in ("paid", "parent")},
        )
        for key, step in coming
        if step.occasion
    ]
    return Proposal(planned, tuple(fillers.fill(vacancies, standing)), shifts)


def shift_of(step: Step, nursery: Nursery, duties: dict[int, Duty], key: int) -> Shift:
    """The shift as the step leaves it, not written."""
    work = step.work
    return Shift(
        pk=key,
        nursery=nursery,
        duty=duties[work.duty],
        room_id=work.room,
        date=work.date,
        starts=work.starts,
        ends=work.ends,
    ).set_instants(nursery.zone)
