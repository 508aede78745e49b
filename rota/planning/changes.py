"""From the world as it is and the world as it would be: which shifts are made, changed, removed, brought back.

Nothing that has begun and nothing in a settled term is ever among them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rota.planning.facts import DatedShift, Occasion, Situation, State, Weekly, Work, World

_WEEK = dt.timedelta(days=7)
_FIELDS = ("starts", "ends", "duty", "room", "paid", "parent")


class Doing(StrEnum):
    MAKE = "make"
    CHANGE = "change"
    REMOVE = "remove"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one shift. `shift` is None for one to be made; `becomes` is None for one that goes."""

    doing: Doing
    shift: int | None = None
    occasion: Occasion | None = None
    was: Work | None = None
    becomes: Work | None = None
    by_hand: bool = False  # one shift, changed for itself: it is no longer as its pattern makes it
    traces: bool = field(default=False, repr=False)  # see DatedShift; it is read again when the step is carried out

    @property
    def work(self) -> Work:
        work = self.becomes or self.was
        assert work is not None  # noqa: S101 - a step without either says nothing
        return work


def pattern_days(weekly: Weekly, world: World) -> Iterator[dt.date]:
    """One day each week inside a term, outside closures (domain 02)."""
    for season in world.seasons:
        first = max(season.starts, weekly.first or season.starts)
        last = min(season.ends, weekly.last or season.ends)
        day = first + dt.timedelta(days=(weekly.weekday - first.weekday()) % 7)
        while day <= last:
            if not season.closed_on(day):
                yield day
            day += _WEEK


def occasions(world: World) -> dict[Occasion, Work]:
    """Every shift that the patterns of this world make."""
    return {(w.pattern, day): w.work(day) for w in world.weeklies for day in pattern_days(w, world)}


@dataclass(frozen=True, slots=True)
class Changes:
    """`steps` in the order of the days; `left_alone` are shifts that somebody moved by hand, and that therefore do
    not follow their pattern."""

    steps: tuple[Step, ...]
    left_alone: tuple[int, ...] = ()


def changes(situation: Situation, before: World, after: World) -> Changes:
    """What has to happen to the shifts that are there, so that they follow from `before` to `after`."""
    wanted_before, wanted_after = occasions(before), occasions(after)
    steps: list[Step] = []
    left: list[int] = []
    for shift in situation.shifts:
        if situation.begun(shift.work) or before.settled_on(shift.work.date) or after.settled_on(shift.work.date):
            continue
        was = wanted_before.get(shift.made_for) if shift.made_for else None
        wanted = wanted_after.get(shift.made_for) if shift.made_for else None
        newly_closed = after.closed_on(shift.work.date) and not before.closed_on(shift.work.date)
        step = _step(shift, was, wanted, newly_closed=newly_closed, closed=after.closed_on(shift.work.date))
        if step is not None and not (step.becomes and situation.begun(step.becomes)):
            steps.append(step)
        elif shift.state == State.MOVED and was != wanted:
            left.append(shift.shift)
    steps += _made(situation, before, after, wanted_before, wanted_after)
    steps.sort(key=_in_time)
    return Changes(tuple(steps), tuple(left))


def _in_time(step: Step) -> tuple[dt.date, dt.time, int, int]:
    return step.work.date, step.work.starts, step.shift or 0, step.occasion[0] if step.occasion else 0


def _step(shift: DatedShift, was: Work | None, wanted: Work | None, *, newly_closed: bool, closed: bool) -> Step | None:
    match shift.state:
        case State.CANCELLED:
            return None if closed or not shift.by_plan else _restored(shift, wanted)
        case State.MOVED:
            return _removed(shift) if newly_closed else None
        case _planned:
            if newly_closed or (was is not None and wanted is None):
                return _removed(shift)
            return _changed(shift, was, wanted)


def _removed(shift: DatedShift) -> Step:
    return Step(Doing.REMOVE, shift.shift, shift.made_for, was=shift.work, traces=shift.traces)


def _restored(shift: DatedShift, wanted: Work | None) -> Step | None:
    """A one-off shift comes back as it was, and so does a moved one; a pattern's as the pattern makes it now."""
    if shift.pattern is None:
        return Step(Doing.RESTORE, shift.shift, None, was=shift.work, becomes=shift.work)
    if wanted is None:
        return None
    moved = shift.work.date != shift.occasion
    return Step(Doing.RESTORE, shift.shift, shift.made_for, was=shift.work, becomes=shift.work if moved else wanted)


def _changed(shift: DatedShift, was: Work | None, wanted: Work | None) -> Step | None:
    """What the pattern changes is changed; what somebody set by hand on this one shift stays."""
    if was is None or wanted is None:
        return None
    different = {
        name: getattr(wanted, name)
        for name in _FIELDS
        if getattr(was, name) != getattr(wanted, name) and getattr(shift.work, name) == getattr(was, name)
    }
    becomes = replace(shift.work, **different)
    if becomes == shift.work or becomes.ends <= becomes.starts or becomes.paid + becomes.parent == 0:
        return None
    return Step(Doing.CHANGE, shift.shift, shift.made_for, was=shift.work, becomes=becomes)


def _made(
    situation: Situation,
    before: World,
    after: World,
    wanted_before: dict[Occasion, Work],
    wanted_after: dict[Occasion, Work],
) -> Iterable[Step]:
    """New occasions, in terms in which the pattern has shifts already; the others are made when the term is."""
    planned = {
        (pattern, season.term)
        for pattern, day in situation.there
        for season in (before.season_of(day), after.season_of(day))
        if season is not None
    }
    for occasion, work in wanted_after.items():
        season = after.season_of(occasion[1])
        if (
            occasion not in wanted_before
            and occasion not in situation.there
            and season is not None
            and not season.settled
            and (occasion[0], season.term) in planned
            and not situation.begun(work)
        ):
            yield Step(Doing.MAKE, None, occasion, becomes=work)


def missing(situation: Situation, world: World, terms: Iterable[int]) -> Changes:
    """The shifts of these terms that the patterns make and that are not there yet, gone-by days included."""
    wanted = set(terms)
    steps = [
        Step(Doing.MAKE, None, occasion, becomes=work)
        for occasion, work in occasions(world).items()
        if occasion not in situation.there
        and (season := world.season_of(occasion[1])) is not None
        and season.term in wanted
    ]
    return Changes(tuple(sorted(steps, key=_in_time)))
