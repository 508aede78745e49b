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
from tests.engines.day import LONDON, PARENT_NEEDS, SINCE, TERM

FIRST = dt.date(2026, 10, 22)  # a Thursday; the clocks go back on the Sunday
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

clocks = st.integers(0, 47).map(lambda half: dt.time(half // 2, 30 * (half % 2)))
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
    ends = st.none() | st.sampled_from([LAST - dt.timedelta(days=2), LAST + dt.timedelta(days=60)])
    kinds = draw(st.just(set(PARENT_NEEDS)) | st.sets(st.sampled_from(PARENT_NEEDS)))
    return Person(
        key,
        paid=draw(st.booleans()),
        parent=draw(st.booleans()),
        level=draw(st.sampled_from([0, 0, 2, 3, 6])),
        of_age=draw(st.sampled_from([True, True, True, False])),
        clearances=tuple(Clearance(kind, SINCE, draw(ends)) for kind in sorted(kinds)),
        family=draw(st.sampled_from(["ash", "birch", None])),
    )


@st.composite
def bookings(draw, number, person, shift):
    there = draw(st.none() | spans(shift.day))
    breaks = draw(st.lists(spans(shift.day), max_size=2))
    return Booking(
        f"booking-{number}",
        shift.key,
        person.key,
        draw(st.sampled_from(PlaceKind)),
        draw(st.sampled_from([Status.WORKED, Status.WORKED, *Status])),
        there_from=there and there[0],
        there_to=there and there[1],
        breaks=tuple(TimeSpan(*pause) for pause in breaks),
        confirmed=draw(st.sampled_from([True, True, False])),
        shadow=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def rotas(draw):
    sessions = []
    for number in range(draw(st.integers(0, 4))):
        starts, ends = draw(two_clocks)
        sessions.append(Session(f"session-{number}", draw(rooms), draw(days).weekday(), starts, ends))
    children = []
    for number in range(draw(st.integers(0, 12)) if sessions else 0):
        born = dt.date(draw(st.integers(2022, 2026)), draw(st.integers(1, 9)), 1)
        booked = draw(st.lists(st.sampled_from(sessions), min_size=1, max_size=2))
        enrolments = tuple(Enrolment(session.key) for session in booked)
        children.append(Child(f"child-{number}", born, enrolments, family=draw(st.sampled_from(["ash", "birch"]))))
    crowd = [draw(people(f"person-{number}")) for number in range(draw(st.integers(1, 6)))]
    shifts, booked = [], []
    for number in range(draw(st.integers(0, 5))):
        day = draw(days)
        starts, ends = draw(spans(day))
        duty = draw(st.sampled_from([*DUTIES, *DUTIES[:2]]))
        room = draw(rooms) if duty.pricing == Pricing.CARE else None
        shifts.append(
            Shift(f"shift-{number}", duty.key, day, starts, ends, room, parent_places=draw(st.integers(0, 3)))
        )
        booked += [(person, shifts[-1]) for person in draw(st.lists(st.sampled_from(crowd), unique=True, max_size=5))]
    marks = []
    for _number in range(draw(st.integers(0, 3)) if children else 0):
        session = draw(st.none() | st.sampled_from([each.key for each in sessions]))
        child = draw(st.sampled_from(children))
        marks.append(DayMark(child.key, draw(days), draw(st.sampled_from(Mark)), session))
    return Rota(
        country="GB-ENG",
        zone=LONDON,
        policy=SafetyPolicy(draw(st.sampled_from(Rounding)), draw(st.integers(0, 3)), draw(st.booleans())),
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
    rated = [draw(rates(key)) for key in draw(st.lists(st.sampled_from(keys), max_size=10))]
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
        tuple(rated),
        tuple(paid[: draw(st.integers(0, len(paid)))]),
        tuple(programme),
        tuple(relief),
    )
