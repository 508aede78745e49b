"""Random small nurseries for property tests: a few days, two rooms, everything that may go wrong with a booking."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from costs.savings import FeeRelief, Pay, ProgrammeEntry, Rate, SavingsFacts, Scenario
from rota.safety import (
    Booking,
    Child,
    Clearance,
    DayMark,
    Duty,
    Enrolment,
    Mark,
    Meal,
    Person,
    PlaceKind,
    Pricing,
    Rota,
    Rounding,
    SafetyPolicy,
    Session,
    Shift,
    Status,
    TimeSpan,
)
from rota.shares import Contribution
from tests.engines.day import LONDON, PARENT_NEEDS, SINCE, STAFF_NEEDS, TERM

FIRST = dt.date(2026, 10, 24)  # a Saturday; the clocks go back on the Sunday
LAST = dt.date(2026, 10, 26)
DAYS = [FIRST + dt.timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]
ROOMS = ("main", "acorn")
DUTIES = (
    Duty("babies", Pricing.CARE),
    Duty("care", Pricing.CARE),
    Duty("committee", Pricing.NONE),
    Duty("food", Pricing.TASK),
    Duty("shadow", Pricing.NONE, counts_towards_share=False),
)

clocks = st.integers(0, 23).map(lambda half: dt.time(half // 2, 30 * (half % 2)))  # mornings, so that people meet
two_clocks = st.lists(clocks, min_size=2, max_size=2, unique=True).map(lambda pair: tuple(sorted(pair)))
days = st.sampled_from(DAYS)
rooms = st.sampled_from(ROOMS)
money = st.decimals(0, 40, places=2)
parts = st.decimals(0, 1, places=2)


@st.composite
def spans(draw, day):
    starts, ends = draw(two_clocks)
    return tuple(dt.datetime.combine(day, clock, tzinfo=LONDON) for clock in (starts, ends))


@st.composite
def people(draw, key):
    """Mostly staff or parents with what they need to count; some who have everything but that."""
    paid, is_parent = draw(
        st.sampled_from([(False, True), (True, False), (False, True), (True, False), (True, True), (False, False)])
    )
    needs = STAFF_NEEDS if paid and not is_parent else PARENT_NEEDS
    kinds = draw(st.sampled_from([needs, needs, needs, PARENT_NEEDS]) | st.sets(st.sampled_from(PARENT_NEEDS)))
    ends = st.sampled_from([None, None, None, LAST - dt.timedelta(days=2), LAST + dt.timedelta(days=60)])
    return Person(
        key,
        paid=paid,
        parent=is_parent,
        level=draw(st.sampled_from([2, 0, 0, 3, 6])),
        of_age=draw(st.sampled_from([True, True, True, True, False])),
        clearances=tuple(Clearance(kind, SINCE, draw(ends)) for kind in sorted(kinds)),
        family=draw(st.sampled_from(["ash", "birch", None])),
    )


@st.composite
def bookings(draw, number, person, shift):
    there = draw(st.just(None) | st.just(None) | spans(shift.day))
    breaks = draw(st.just([]) | st.lists(spans(shift.day), max_size=2))
    return Booking(
        f"booking-{number}",
        shift.key,
        person.key,
        draw(st.sampled_from(PlaceKind)),
        draw(st.sampled_from([*[Status.WORKED] * 8, *Status])),
        there_from=there and there[0],
        there_to=there and there[1],
        breaks=tuple(TimeSpan(*pause) for pause in breaks),
        confirmed=draw(st.sampled_from([True, True, True, True, False])),
        shadow=draw(st.sampled_from([False, False, False, False, False, True])),
    )


@st.composite
def rotas(draw):
    sessions = []
    for number in range(draw(st.integers(0, 5))):
        starts, ends = draw(two_clocks)
        sessions.append(Session(f"session-{number}", draw(rooms), draw(days).weekday(), starts, ends))
    children = []
    for number in range(draw(st.integers(0, 14)) if sessions else 0):
        born = dt.date(draw(st.integers(2022, 2026)), draw(st.integers(1, 9)), 1)
        booked = draw(st.lists(st.sampled_from(sessions), min_size=1, max_size=3))
        enrolments = tuple(Enrolment(session.key) for session in booked)
        children.append(Child(f"child-{number}", born, enrolments, family=draw(st.sampled_from(["ash", "birch"]))))
    busy = draw(st.sampled_from([True, True, True, False]))
    if busy:  # a full room, so that parents are needed in it
        day = draw(days)
        sessions.append(Session("busy", "main", day.weekday(), dt.time(2), dt.time(9)))
        for number in range(draw(st.integers(9, 30))):
            born = dt.date(2022 + number % 3, 1 + number % 9, 1)
            children.append(Child(f"busy-{number}", born, (Enrolment("busy"),), family="ash"))
    crowd = [draw(people(f"person-{number}")) for number in range(draw(st.integers(1, 8)))]
    shifts, booked = [], []
    for number in range(draw(st.integers(0, 5))):
        session = draw(st.none() | st.sampled_from(sessions)) if sessions else None
        day = next((day for day in DAYS if session and day.weekday() == session.weekday), None) or draw(days)
        starts, ends = draw(spans(day))
        duty = draw(st.sampled_from([*DUTIES, *DUTIES[:2], *DUTIES[:2]]))
        room = (session.room if session else draw(rooms)) if duty.pricing == Pricing.CARE else None
        shifts.append(
            Shift(f"shift-{number}", duty.key, day, starts, ends, room, parent_places=draw(st.integers(0, 3)))
        )
        booked += [(person, shifts[-1]) for person in draw(st.lists(st.sampled_from(crowd), unique=True, max_size=6))]
    if busy:
        for duty in draw(st.sampled_from([("care",), ("babies", "care")])):
            starts, ends = (dt.datetime.combine(day, dt.time(hour), tzinfo=LONDON) for hour in (2, 8))
            shifts.append(Shift(f"busy-{duty}", duty, day, starts, ends, "main", parent_places=2))
        booked += [
            (person, draw(st.sampled_from([each for each in shifts if each.key.startswith("busy")])))
            for person in crowd
        ]
    marks = []
    for _number in range(draw(st.integers(0, 3)) if children else 0):
        session = draw(st.none() | st.sampled_from([each.key for each in sessions]))
        child = draw(st.sampled_from(children))
        marks.append(DayMark(child.key, draw(days), draw(st.sampled_from(Mark)), session))
    return Rota(
        country="GB-ENG",
        zone=LONDON,
        policy=SafetyPolicy(
            draw(st.sampled_from(Rounding)), draw(st.integers(0, 3)), draw(st.sampled_from([True, True, True, False]))
        ),
        terms=(TERM,),
        sessions=tuple(sessions),
        children=tuple(children),
        people=tuple(crowd),
        duties=DUTIES,
        shifts=tuple(shifts),
        bookings=tuple(draw(bookings(number, *each)) for number, each in enumerate(booked)),
        day_marks=tuple(marks),
        meals=tuple(Meal(draw(rooms), day.weekday(), dt.time(12), dt.time(12, 40)) for day in DAYS),
    )


@st.composite
def rates(draw, key, *, scenarios=(None, *Scenario)):
    return Rate(
        key,
        draw(st.sampled_from([SINCE, *DAYS])),
        draw(money),
        draw(parts),
        draw(parts),
        draw(parts),
        draw(st.none() | parts),
        draw(st.sampled_from(scenarios)),
        "a source",
    )


@st.composite
def savings_facts(draw):
    rota = draw(rotas())
    contributions = [
        Contribution(
            f"contribution-{number}",
            draw(days),
            draw(st.sampled_from(rota.people)).key,
            draw(st.sampled_from(DUTIES)).key,
            draw(st.decimals(0, 6, places=2)),
            draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    keys = [duty.key for duty in DUTIES] + ["manager"]
    rated = [
        Rate(key, SINCE, draw(money), source="a source") for key in keys if draw(st.sampled_from([True] * 9 + [False]))
    ]
    rated += [draw(rates(key)) for key in draw(st.lists(st.sampled_from(keys), max_size=6))]
    paid = [Pay(person.key, draw(st.sampled_from([SINCE, *DAYS])), draw(money)) for person in rota.people]
    programme = [
        ProgrammeEntry(f"entry-{number}", draw(days), draw(st.sampled_from(["dbs", "coordination"])), *how)
        for number, how in enumerate(
            draw(
                st.lists(
                    st.sampled_from([(None, None, Decimal("22.005")), (Decimal("1.25"), "manager", None)]), max_size=3
                )
            )
        )
    ]
    relief = [FeeRelief(draw(days), draw(money)) for _number in range(draw(st.integers(0, 2)))]
    return SavingsFacts(
        rota,
        tuple(contributions),
        tuple({(rate.key, rate.scenario, rate.begins): rate for rate in rated}.values()),  # as the table has them
        tuple(paid[draw(st.sampled_from([0, 0, 0, 1])) :]),
        tuple(programme),
        tuple(relief),
    )
