"""What changing or ending a pattern would do."""

import datetime as dt
from dataclasses import replace

from django.db.models import Q

from nursery.models import Nursery
from rota.models import ShiftPattern
from rota.planning import World
from rota.planning.changes import pattern_days
from rota.queries.proposal import Proposal, propose
from rota.queries.situation import weekly, world_as_it_is

_BEFORE = dt.timedelta(days=1)


def pattern_change(
    pattern: ShiftPattern, changed: ShiftPattern, first: dt.date, *, nursery: Nursery, now: dt.datetime
) -> Proposal:
    """What `changed` (not written) would do to the shifts of `pattern` from `first` on."""
    before = world_as_it_is()
    after = _with(before, pattern, first, changed)
    return propose(nursery, now, before, after, Q(pattern=pattern, occasion__gte=first))


def pattern_end(pattern: ShiftPattern, last: dt.date, *, nursery: Nursery, now: dt.datetime) -> Proposal:
    """What it would do to end `pattern` with `last`."""
    before = world_as_it_is()
    after = _with(before, pattern, last + dt.timedelta(days=1), None)
    return propose(nursery, now, before, after, Q(pattern=pattern, occasion__gt=last))


def _with(world: World, pattern: ShiftPattern, first: dt.date, changed: ShiftPattern | None) -> World:
    """The pattern as it is up to the day before `first`, and as it is changed from then on."""
    weeklies = []
    for one in world.weeklies:
        if one.pattern != pattern.pk:
            weeklies.append(one)
            continue
        last = first - _BEFORE if one.last is None else min(one.last, first - _BEFORE)
        weeklies.append(replace(one, last=last))
    if changed is not None:
        version = weekly(changed, of=pattern.pk)
        weeklies.append(replace(version, first=max(first, version.first or first)))
    return replace(world, weeklies=tuple(weeklies))


def makes_shifts_before(pattern: ShiftPattern, day: dt.date) -> bool:
    """Whether the pattern says anything about days before `day`: three queries."""
    return any(each < day for each in pattern_days(weekly(pattern), world_as_it_is()))
