"""Whom the changes of shifts reach: who stays, at which times, and whose place goes."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from rota.planning.changes import Changes, Doing, Step
from rota.planning.facts import Busy, Holding, Post, Situation


class Why(StrEnum):
    """Why somebody loses a place."""

    REMOVED = "removed"  # the shift is cancelled
    PLACE_GONE = "place_gone"  # it goes on with fewer places
    TURN_ENDED = "turn_ended"  # their standing turn ends, and they are taken out of what it had filled
    OVERLAP = "overlap"  # they are expected elsewhere at its new times


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step does to one booking. `freed` is None for whoever stays; `meets` is the shift that is in the way,
    None where that is in another nursery."""

    booking: int
    person: int
    shift: int
    freed: Why | None = None
    meets: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done, to the last booking. `places_gone` are the places that go from shifts that stay."""

    steps: tuple[Step, ...]
    effects: tuple[Effect, ...] = ()
    places_gone: tuple[int, ...] = ()
    left_alone: tuple[int, ...] = ()

    def of(self, doing: Doing) -> list[Step]:
        return [step for step in self.steps if step.doing == doing]

    @property
    def shifts(self) -> list[int]:
        """The shifts that it touches, in the order in which they are locked."""
        of_steps = {step.shift for step in self.steps if step.shift is not None}
        return sorted(of_steps | {effect.shift for effect in self.effects})

    @property
    def people(self) -> list[int]:
        return sorted({effect.person for effect in self.effects})

    @property
    def digest(self) -> str:
        """The same for the same plan, so that what is carried out is what was looked at."""
        return sha256(repr((self.steps, self.effects, self.places_gone)).encode()).hexdigest()[:32]


def plan(situation: Situation, found: Changes) -> Plan:
    """The changes with all that they do to places and people."""
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in situation.posts:
        posts[post.shift].append(post)
    holdings: dict[int, list[Holding]] = defaultdict(list)
    for holding in situation.holdings:
        holdings[holding.shift].append(holding)
    effects: list[Effect] = []
    gone: list[int] = []
    for step in found.steps:
        if step.shift is None:
            continue
        on_it = sorted(holdings[step.shift], key=lambda h: h.booking)
        if step.doing == Doing.REMOVE:
            effects += [Effect(h.booking, h.person, step.shift, Why.REMOVED) for h in on_it]
        elif step.doing in {Doing.CHANGE, Doing.RESTORE}:
            going = _places_that_go(step, posts[step.shift], on_it)
            gone += going
            effects += [_effect(h, step.shift, going) for h in on_it]
    return Plan(found.steps, tuple(_without_overlaps(situation, found, effects)), tuple(gone), found.left_alone)


def _places_that_go(step: Step, posts: list[Post], on_it: list[Holding]) -> list[int]:
    """Open places first, then the one that was booked last."""
    held = {h.place: h.booking for h in on_it if h.place is not None and h.covers is None}
    going: list[int] = []
    for kind in ("paid", "parent"):
        mine = [post for post in posts if post.kind == kind]
        surplus = len(mine) - step.work.places(kind)
        mine.sort(key=lambda post: (held.get(post.place) is not None, -held.get(post.place, 0), -post.number))
        going += [post.place for post in mine[: max(0, surplus)]]
    return going


def _effect(holding: Holding, shift: int, going: list[int]) -> Effect:
    return Effect(holding.booking, holding.person, shift, Why.PLACE_GONE if holding.place in going else None)


def _without_overlaps(situation: Situation, found: Changes, effects: list[Effect]) -> list[Effect]:
    """Nobody is in two places at once: whoever is expected elsewhere at the new times is free of this shift."""
    new_times = {
        step.shift: step.becomes.instants(situation.zone)
        for step in found.steps
        if step.shift is not None and step.becomes is not None and step.was is not None
        if step.becomes.instants(situation.zone) != step.was.instants(situation.zone)
    }
    removed = {step.shift for step in found.steps if step.doing == Doing.REMOVE}
    freed = {effect.booking for effect in effects if effect.freed is not None}
    spans: dict[int, list[Busy]] = defaultdict(list)
    for busy in situation.busy:
        if busy.shift in removed or busy.booking in freed:
            continue
        starts_at, ends_at = new_times.get(busy.shift or 0, (busy.starts_at, busy.ends_at))
        spans[busy.person].append(Busy(busy.person, starts_at, ends_at, busy.booking, busy.shift))
    settled: list[Effect] = []
    for effect in effects:
        span = new_times.get(effect.shift)
        if effect.freed is not None or span is None:
            settled.append(effect)
            continue
        meets = _first_meeting(spans[effect.person], effect, span)
        if meets is None:
            settled.append(effect)
            continue
        spans[effect.person] = [busy for busy in spans[effect.person] if busy.booking != effect.booking]
        settled.append(Effect(effect.booking, effect.person, effect.shift, Why.OVERLAP, meets.shift))
    return settled


def _first_meeting(busy: list[Busy], effect: Effect, span: tuple[dt.datetime, dt.datetime]) -> Busy | None:
    return next(
        (
            one
            for one in sorted(busy, key=lambda one: (one.starts_at, one.booking or 0))
            if one.booking != effect.booking and one.starts_at < span[1] and span[0] < one.ends_at
        ),
        None,
    )
