"""A proposal in words: what will be made, changed and removed, and, by name, whom it reaches."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from nursery.dates import say_day, say_times
from nursery.models import ClearanceKind, Room
from rota.models import Duty, Shift
from rota.planning import Doing, Effect, Step, Why, Work
from rota.queries.facts import askers
from rota.queries.proposal import Proposal


@dataclass(frozen=True, slots=True)
class StepLine:
    """One shift: when, for what, and what becomes of it."""

    doing: Doing
    work: Work
    what: str
    changes: list[str]

    @property
    def date(self) -> dt.date:
        return self.work.date


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One booking of somebody: `freed` says why the place goes, `problem` what is wrong with staying."""

    date: dt.date
    what: str
    changes: list[str]
    freed: str
    problem: str


@dataclass(frozen=True, slots=True)
class PersonLines:
    """Bookings of one person to which the same happens: `line` is the first of them."""

    dates: list[dt.date]
    line: PersonLine

    @property
    def days(self) -> list[str]:
        return [say_day(date) for date in self.dates]


@dataclass(frozen=True, slots=True)
class PersonPreview:
    person: Person
    lines: list[PersonLine]

    @property
    def alike(self) -> list[PersonLines]:
        groups: dict[tuple[object, ...], list[PersonLine]] = defaultdict(list)
        for line in self.lines:
            groups[line.what, tuple(line.changes), line.freed, line.problem].append(line)
        return [PersonLines([line.date for line in lines], lines[0]) for lines in groups.values()]

    @property
    def freed(self) -> int:
        return sum(bool(line.freed) for line in self.lines)

    @property
    def problems(self) -> int:
        return sum(bool(line.problem) for line in self.lines)


@dataclass(frozen=True, slots=True)
class TurnPreview:
    """What one person's standing turns fill."""

    person: Person
    days: list[dt.date]

    @property
    def first(self) -> dt.date:
        return self.days[0]

    @property
    def last(self) -> dt.date:
        return self.days[-1]


@dataclass(frozen=True, slots=True)
class NotFilled:
    person: Person
    date: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    proposal: Proposal
    lines: list[StepLine]
    people: list[PersonPreview]
    turns: list[TurnPreview]
    not_filled: list[NotFilled]
    left_alone: list[Shift]

    def _of(self, doing: Doing) -> list[StepLine]:
        return [line for line in self.lines if line.doing == doing]

    @property
    def made(self) -> list[StepLine]:
        return self._of(Doing.MAKE)

    @property
    def changed(self) -> list[StepLine]:
        return self._of(Doing.CHANGE)

    @property
    def removed(self) -> list[StepLine]:
        return self._of(Doing.REMOVE)

    @property
    def restored(self) -> list[StepLine]:
        return self._of(Doing.RESTORE)

    @property
    def filled(self) -> int:
        return sum(len(turn.days) for turn in self.turns)

    @property
    def told(self) -> set[Person]:
        """Who gets a message: everybody but those for whom nothing is different."""
        reached = {one.person for one in self.people if any(line.freed or line.changes for line in one.lines)}
        return reached | {turn.person for turn in self.turns}

    @property
    def digest(self) -> str:
        return self.proposal.digest


def preview_of(proposal: Proposal) -> Preview:
    """Six queries at most, whatever the size of the plan."""
    steps = proposal.plan.steps
    duties = dict(Duty.objects.values_list("pk", "name"))
    rooms = dict(Room.objects.values_list("pk", "name"))
    lines = [_step_line(step, duties, rooms) for step in steps]
    names = {*proposal.plan.people, *(filling.turn.person for filling in proposal.fillings)}
    people = {person.pk: person for person in Person.objects.filter(pk__in=names)}
    meeting = {effect.meets for effect in proposal.plan.effects if effect.meets is not None}
    told_of = {effect.shift for effect in proposal.plan.effects}
    met = Shift.objects.filter(pk__in=[*meeting, *told_of, *proposal.plan.left_alone]).select_related("duty")
    shifts = {shift.pk: shift for shift in met}
    return Preview(
        proposal,
        lines,
        _people(proposal, lines, people, shifts, (duties, rooms)),
        _turns(proposal, people),
        [
            NotFilled(people[f.turn.person], f.occasion, f.reason.sentence if f.reason else _("no place is open"))
            for f in proposal.not_filled
        ],
        [shifts[pk] for pk in proposal.plan.left_alone if pk in shifts],
    )


def _step_line(step: Step, duties: dict[int, str], rooms: dict[int, str]) -> StepLine:
    work = step.was if step.doing == Doing.CHANGE and step.was else step.work
    return StepLine(step.doing, work, _what(work, duties, rooms), _changes(step, duties, rooms))


def _what(work: Work, duties: dict[int, str], rooms: dict[int, str]) -> str:
    """ "09:00–13:00, care, Bluebell Room"."""
    words = [say_times(work.starts, work.ends), duties[work.duty].lower()]
    return ", ".join([*words, rooms[work.room]] if work.room is not None else words)


def _work(shift: Shift) -> Work:
    return Work(shift.date, shift.starts, shift.ends, shift.duty_id, shift.room_id, 0, 0)


def _changes(step: Step, duties: dict[int, str], rooms: dict[int, str]) -> list[str]:
    was, becomes = step.was, step.becomes
    if step.doing != Doing.CHANGE or was is None or becomes is None:
        return []
    said = []
    if was.date != becomes.date:
        said.append(_("moves to %(day)s") % {"day": say_day(becomes.date)})
    if (was.starts, was.ends) != (becomes.starts, becomes.ends):
        said.append(_("becomes %(times)s") % {"times": say_times(becomes.starts, becomes.ends)})
    if was.duty != becomes.duty:
        said.append(_("becomes %(duty)s") % {"duty": duties[becomes.duty].lower()})
    if was.room != becomes.room and becomes.room is not None:
        said.append(_("moves to %(room)s") % {"room": rooms[becomes.room]})
    if (more := becomes.paid - was.paid) > 0:
        said.append(ngettext("%(n)d place more for staff", "%(n)d places more for staff", more) % {"n": more})
    if (more := becomes.parent - was.parent) > 0:
        said.append(ngettext("%(n)d place more for parents", "%(n)d places more for parents", more) % {"n": more})
    if (fewer := was.paid - becomes.paid) > 0:
        said.append(ngettext("%(n)d place fewer for staff", "%(n)d places fewer for staff", fewer) % {"n": fewer})
    if (fewer := was.parent - becomes.parent) > 0:
        said.append(ngettext("%(n)d place fewer for parents", "%(n)d places fewer for parents", fewer) % {"n": fewer})
    return said


def _people(
    proposal: Proposal,
    lines: list[StepLine],
    people: dict[int, Person],
    shifts: dict[int, Shift],
    names: tuple[dict[int, str], dict[int, str]],
) -> list[PersonPreview]:
    by_shift = {step.shift: (step, line) for step, line in zip(proposal.plan.steps, lines, strict=True)}
    for pk in {effect.shift for effect in proposal.plan.effects} - by_shift.keys():
        work = _work(shifts[pk])
        by_shift[pk] = (
            Step(Doing.CHANGE, pk, was=work, becomes=work),
            StepLine(Doing.CHANGE, work, _what(work, *names), []),
        )
    missing = _missing(proposal, people)
    found: dict[int, list[PersonLine]] = defaultdict(list)
    for effect in proposal.plan.effects:
        step, line = by_shift[effect.shift]
        felt = step.was is not None and not step.was.same_for_people(step.work)
        found[effect.person].append(
            PersonLine(
                line.date,
                line.what,
                line.changes if felt and effect.freed is None else [],
                _say_freed(effect, shifts),
                missing.get(effect.booking, "") if felt and effect.freed is None else "",
            )
        )
    order = sorted(found, key=lambda pk: (people[pk].name, pk))
    return [PersonPreview(people[pk], sorted(found[pk], key=lambda line: (line.date, line.what))) for pk in order]


def _say_freed(effect: Effect, shifts: dict[int, Shift]) -> str:
    match effect.freed:
        case None:
            return ""
        case Why.REMOVED:
            return _("cancelled with the shift")
        case Why.PLACE_GONE:
            return _("loses the place, which goes")
        case Why.TURN_ENDED:
            return _("taken out, with the standing turn")
        case _overlap:
            other = shifts.get(effect.meets or 0)
            if other is None:
                return _("loses the place: expected at another nursery at that time")
            return _("loses the place: at %(duty)s, %(times)s, by then") % {
                "duty": other.duty.name.lower(),
                "times": say_times(other.starts, other.ends),
            }


def _missing(proposal: Proposal, people: dict[int, Person]) -> dict[int, str]:
    """For each booking that stays on a shift with another day or duty: the clearances that it would lack."""
    steps = {step.shift: step for step in proposal.plan.steps}
    asked = [
        (effect, steps[effect.shift].work)
        for effect in proposal.plan.effects
        if effect.freed is None
        and (was := steps[effect.shift].was) is not None
        and (was.duty, was.date) != (steps[effect.shift].work.duty, steps[effect.shift].work.date)
    ]
    if not asked:
        return {}
    days = [work.date for _effect, work in asked]
    known = askers({people[effect.person] for effect, _work in asked}, min(days), max(days), bookings=[])
    duties = {duty.pk: duty for duty in Duty.objects.all()}
    found = {}
    for effect, work in asked:
        kinds = known[effect.person].missing_for(Shift(duty=duties[work.duty], date=work.date))
        if kinds:
            names = ", ".join(str(ClearanceKind(kind).label) for kind in kinds)
            found[effect.booking] = _("not cleared for it: %(what)s") % {"what": names}
    return found


def _turns(proposal: Proposal, people: dict[int, Person]) -> list[TurnPreview]:
    days: dict[int, list[dt.date]] = defaultdict(list)
    for filling in proposal.filled:
        days[filling.turn.person].append(filling.occasion)
    order = sorted(days, key=lambda pk: (people[pk].name, pk))
    return [TurnPreview(people[pk], sorted(days[pk])) for pk in order]
