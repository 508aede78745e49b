"""Small worlds: a few patterns in two terms, the shifts that they have made, and people on them."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from rota.planning import (
    Busy,
    DatedShift,
    Holding,
    Plan,
    Post,
    Season,
    Situation,
    State,
    Weekly,
    World,
    occasions,
)

ZONE = ZoneInfo("Europe/London")
FIRST = dt.date(2026, 9, 28)
DAYS = st.integers(0, 55).map(lambda n: FIRST + dt.timedelta(days=n))


@st.composite
def spans(draw: st.DrawFn) -> tuple[dt.date, dt.date]:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return first, min(last, first + dt.timedelta(days=10))


@st.composite
def weeklies(draw: st.DrawFn, pattern: int) -> Weekly:
    starts = draw(st.integers(8, 14))
    return Weekly(
        pattern=pattern,
        weekday=draw(st.integers(0, 4)),
        starts=dt.time(starts),
        ends=dt.time(starts + draw(st.integers(1, 4)), 30),
        duty=draw(st.integers(1, 2)),
        room=None,
        paid=draw(st.integers(0, 2)),
        parent=draw(st.integers(1, 3)),
        first=draw(st.none() | DAYS),
        last=draw(st.none() | DAYS),
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    half = FIRST + dt.timedelta(days=27)
    seasons = (
        Season(1, FIRST, half, tuple(draw(st.lists(spans(), max_size=2))), draw(st.booleans())),
        Season(
            2, half + dt.timedelta(days=3), FIRST + dt.timedelta(days=55), tuple(draw(st.lists(spans(), max_size=1)))
        ),
    )
    return World(tuple(draw(weeklies(pattern)) for pattern in range(1, draw(st.integers(1, 3)) + 1)), seasons)


@st.composite
def situations(draw: st.DrawFn, world: World) -> Situation:
    """What the world has made so far, some of it moved or cancelled since; nobody is in two places at once."""
    now = dt.datetime.combine(draw(DAYS), dt.time(draw(st.integers(0, 23))), tzinfo=dt.UTC)
    shifts: list[DatedShift] = []
    posts: list[Post] = []
    holdings: list[Holding] = []
    busy: list[Busy] = []
    made = [one for one in sorted(occasions(world).items()) if draw(st.integers(0, 5))]
    for shift, ((pattern, day), work) in enumerate(made, start=1):
        state = draw(st.sampled_from([State.PLANNED, State.PLANNED, State.PLANNED, State.MOVED, State.CANCELLED]))
        if state == State.MOVED:
            work = replace(work, date=work.date + dt.timedelta(days=draw(st.integers(-1, 1))))
        by_plan = state == State.CANCELLED and draw(st.booleans())
        shifts.append(DatedShift(shift, work, pattern, day, state, by_plan, draw(st.booleans())))
        for kind in ("paid", "parent"):
            for number in range(1, work.places(kind) + 1):
                post = Post(len(posts) + 1, shift, kind, number)
                posts.append(post)
                person = draw(st.integers(0, 6))
                starts_at, ends_at = work.instants(ZONE)
                clash = any(b.person == person and b.starts_at < ends_at and starts_at < b.ends_at for b in busy)
                if person and state != State.CANCELLED and not clash:
                    holdings.append(Holding(len(holdings) + 1, shift, person, post.place))
                    busy.append(Busy(person, starts_at, ends_at, len(holdings), shift))
    return Situation(
        ZONE, now, tuple(shifts), tuple(posts), tuple(holdings), tuple(busy), frozenset(key for key, _work in made)
    )


def carried_out(before: Situation, plan: Plan) -> Situation:
    """What is there once a plan is carried out: written from the words of the plan, not from the action's code."""
    steps = {step.shift: step for step in plan.steps if step.shift is not None}
    shifts = []
    for shift in before.shifts:
        step = steps.get(shift.shift)
        if step is None:
            shifts.append(shift)
        elif step.becomes is None:
            if shift.traces:
                shifts.append(replace(shift, state=State.CANCELLED, by_plan=True))
        else:
            shifts.append(
                replace(
                    shift,
                    work=step.becomes,
                    state=State.PLANNED if shift.state == State.CANCELLED else shift.state,
                    by_plan=False,
                )
            )
    there = {s.made_for for s in shifts if s.made_for} | {
        o for o in before.there if o not in {s.made_for for s in before.shifts}
    }
    for number, step in enumerate((s for s in plan.steps if s.shift is None), start=1000):
        assert step.occasion
        assert step.becomes
        shifts.append(DatedShift(number, step.becomes, *step.occasion))
        there.add(step.occasion)
    posts = [
        post for post in before.posts if post.place not in plan.places_gone and post.shift in {s.shift for s in shifts}
    ]
    for shift in shifts:
        for kind in ("paid", "parent"):
            have = sum(post.shift == shift.shift and post.kind == kind for post in posts)
            posts += [
                Post(10_000 + len(posts), shift.shift, kind, 100 + n) for n in range(shift.work.places(kind) - have)
            ]
    freed = {effect.booking for effect in plan.effects if effect.freed}
    holdings = [holding for holding in before.holdings if holding.booking not in freed]
    works = {shift.shift: shift.work for shift in shifts}
    busy = [Busy(h.person, *works[h.shift].instants(ZONE), h.booking, h.shift) for h in holdings]
    return replace(
        before,
        shifts=tuple(shifts),
        posts=tuple(posts),
        holdings=tuple(holdings),
        busy=tuple(busy),
        there=frozenset(there),
    )
