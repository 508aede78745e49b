"""Random small nursery files: four days in two rooms, with everything that may come into the savings."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]

ROUNDINGS = ("per_band", "substitute", "pooled")
# Four days each: a rule set gives way to the next, or the clocks change.
SPANS = [
    (dt.date(2023, 9, 2), "two-year-olds 1:5"),
    (dt.date(2025, 8, 30), "volunteers need first aid"),
    (dt.date(2026, 3, 28), "clocks forward"),
    (dt.date(2026, 10, 23), "clocks back"),
    (dt.date(2026, 11, 16), "an ordinary week"),
]
LENGTH = 4
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ROOMS = ("main", "acorn")
DUTIES = [
    {"key": "babies", "name": "Babies", "pricing": "care"},
    {"key": "care", "name": "Care", "pricing": "care"},
    {"key": "Food", "name": "Food", "pricing": "task"},
    {"key": "committee", "name": "Committee", "pricing": "none"},
]
CLEARANCES = ("dbs", "references", "induction", "competence", "pfa")
LONG_AGO = "2020-01-06"


def often(value: Any, *others: Any, weight: int = 5) -> st.SearchStrategy[Any]:
    return st.sampled_from([value] * weight + list(others))


def decimals(most: int, places: int, least: int = 0) -> st.SearchStrategy[str]:
    scale = 10**places
    return st.integers(least, most * scale).map(lambda n: f"{n // scale}.{n % scale:0{places}d}")


quarters = st.integers(0, 40).map(lambda n: f"{8 + n // 4:02}:{15 * (n % 4):02}")  # 08:00 to 18:00
parts = st.sampled_from(["0", "0.1207", "0.15", "0.03", "0.33", "1"])


@st.composite
def spans_of_time(draw) -> tuple[str, str]:
    """Around the morning, so that people meet."""
    starts = draw(st.sampled_from(["08:30", "09:00", "09:00", "09:00", "09:30", "10:15"]))
    ends = draw(st.sampled_from(["12:00", "12:30", "13:00", "13:00", "13:00", "13:45", "15:20"]))
    return starts, ends


@st.composite
def families(draw, days: list[str], sessions: list[Document]) -> list[Document]:
    first = dt.date.fromisoformat(days[0])
    children = []
    for number in range(draw(st.integers(8, 30))):
        months = draw(st.sampled_from([8, 20, 24, 26, 30, 35, 36, 40, 50, 55]))
        at = first.year * 12 + first.month - 1 - months
        child: Document = {
            "key": f"child-{number}",
            "name": "C",
            "born": f"{at // 12}-{at % 12 + 1:02}",
            "sessions": [],
        }
        for session in draw(st.lists(st.sampled_from(sessions), min_size=1, max_size=4, unique_by=lambda s: s["key"])):
            bounds = draw(often({}, {"from": days[1]}, {"until": days[1]}, {"from": days[2], "until": days[3]}))
            child["sessions"].append({"session": session["key"], **bounds} if bounds else session["key"])
        child |= draw(often({}, {"joined": days[1]}, {"left": days[2]}, weight=8))
        children.append(child)
    return [{"key": "ash", "name": "Ash", "children": children}]


@st.composite
def people(draw, days: list[str]) -> list[Document]:
    """Mostly staff or parents with what they need to count; some who have everything but that."""
    found = []
    roles = (["staff"], ["staff"], ["staff"], ["bank"], ["manager"], ["staff", "parent"], ["trustee"])
    for number, role in enumerate([*roles, *[["parent"]] * draw(st.integers(4, 9))]):
        person: Document = {
            "key": f"person-{number}",
            "name": "P",
            "roles": role,
            "level": draw(st.sampled_from([0, 0, 2, 2, 3, 6] if role != ["parent"] else [0, 0, 0, 2, 3])),
            "adult": draw(often(True, False, weight=14)),
            "family": "ash",
            "clearances": [],
        }
        left_out = draw(often("", *CLEARANCES, weight=20))
        for kind in CLEARANCES:
            if kind != left_out:
                bounds = draw(often({}, {"from": days[1]}, {"until": days[1]}, {"until": "2030-01-01"}, weight=12))
                person["clearances"].append({"kind": kind, "from": LONG_AGO, **bounds})
        levels = draw(often([], [{"from": days[2], "level": 0}], [{"from": days[1], "level": 3}], weight=6))
        if levels:
            person["levels"] = levels
        if "parent" not in role or len(role) > 1:
            pay = draw(st.lists(decimals(30, 2, 800), min_size=2, max_size=2))
            person["pay"] = [{"from": LONG_AGO, "hourly_cost": pay[0]}, {"from": days[2], "hourly_cost": pay[1]}]
            person["pay"] = person["pay"][draw(often(0, 1, 2, weight=8)) :]
        found.append(person)
    return found


@st.composite
def booking(draw, shift: Document, person: Document, open_day: bool) -> Document:
    paid = not {"staff", "bank", "manager"}.isdisjoint(person["roles"])
    place = draw(often("paid", "parent", weight=3) if paid else often("parent", "paid", weight=12))
    status = draw(often("worked", "booked", "booked", "missed", "cancelled", "cancelled_late", weight=14))
    if not open_day and status in {"worked", "booked"}:
        status = "cancelled"
    found: Document = {"shift": shift["key"], "person": person["key"], "place": place, "status": status}
    if status == "worked":
        found["confirmed"] = draw(often(True, False, weight=9))
    if draw(often(False, True, weight=14)):
        found["shadow"] = True
    starts, ends = shift["starts"], shift["ends"]
    there = draw(often({}, {"from": "08:10"}, {"to": "11:40"}, {"from": "09:20", "to": "14:05"}, weight=8))
    if there.get("from", starts) < there.get("to", ends):
        found |= there
        starts, ends = there.get("from", starts), there.get("to", ends)
    pauses = draw(often([], [("11:00", "11:20")], [("10:30", "10:40"), ("11:15", "12:00")], weight=6))
    inside = [{"from": begins, "to": stops} for begins, stops in pauses if starts <= begins and stops <= ends]
    return found | ({"breaks": inside} if inside else {})


@st.composite
def shifts(draw, days: list[str], closed: set[str], crowd: list[Document]) -> tuple[list[Document], list[Document]]:
    made, bookings = [], []
    for number, day in enumerate(days):
        free = draw(st.permutations(crowd))
        wanted = [("committee", None, 2), ("care", "main", 5), ("babies", "main", 5), ("care", "acorn", 4)]
        for duty, room, most in [*wanted, ("Food", None, 3)]:
            if duty in {"babies", "committee"} and draw(often(False, True, weight=2)):
                continue
            starts, ends = ("00:30", "03:30") if duty == "committee" else draw(spans_of_time())
            shift = {"key": f"{duty}-{room}-{number}", "duty": duty, "date": day, "starts": starts, "ends": ends}
            taken = draw(st.integers(0, min(most, len(free))))
            here, free = free[:taken], free[taken:]
            on_it = [draw(booking(shift, person, day not in closed)) for person in here]
            for kind in ("paid", "parent"):
                standing = [
                    b for b in on_it if b["place"] == kind and not b.get("shadow") and b["status"] != "cancelled"
                ]
                shift[f"{kind}_places"] = len(standing)
            made.append(shift | ({"room": room} if room else {}))
            bookings += on_it
    return made, bookings


@st.composite
def rates(draw, days: list[str]) -> list[Document]:
    found: dict[tuple[str, ...], Document] = {}
    keys = [duty["key"] for duty in DUTIES] + ["manager"]
    wanted = [(key, None, LONG_AGO) for key in keys if draw(often(True, False))]
    more = st.tuples(
        st.sampled_from(keys),
        st.sampled_from([None, "low", "central", "high"]),
        st.sampled_from([LONG_AGO, *days[1:3]]),
    )
    for key, scenario, begins in [*wanted, *draw(st.lists(more, min_size=2, max_size=8))]:
        rate: Document = {"key": key, "from": begins, "wage": draw(decimals(25, 3, 9000)), "source": "A quote"}
        rate |= {name: draw(parts) for name in ("holiday", "ni", "pension") if draw(st.booleans())}
        if key == "Food" or draw(often(False, True)):
            rate["bought"] = draw(st.sampled_from(["1", "0.5", "0.333", "0"]))
        if scenario:
            rate["scenario"] = scenario
        found[key, scenario or "", begins] = rate
    return list(found.values())


@st.composite
def nursery_files(draw, begins: dt.date, rounding: str) -> Document:
    """Four days from `begins` in a nursery that rounds as said."""
    days = [(begins + dt.timedelta(days=n)).isoformat() for n in range(LENGTH)]
    weekdays = [WEEKDAYS[dt.date.fromisoformat(day).weekday()] for day in days]
    sessions = []
    for room in ROOMS:
        for weekday in weekdays:
            for number, (starts, ends) in enumerate([("09:00", "13:00"), ("12:30", "15:00")]):
                if number == 0 or draw(often(False, True, weight=2)):
                    key = f"{room}-{weekday}-{number}"
                    sessions.append({"key": key, "room": room, "weekday": weekday, "starts": starts, "ends": ends})
    closures = draw(often([], [{"starts": days[1], "ends": days[1]}], weight=3))
    crowd = draw(people(days))
    family = draw(families(days, sessions))
    made, bookings = draw(shifts(days, {closure["starts"] for closure in closures}, crowd))
    rated = draw(rates(days))
    day = st.sampled_from(days)
    marks = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "child": st.sampled_from([child["key"] for child in family[0]["children"]]),
                    "date": day,
                    "mark": st.sampled_from(["away", "extra", "settling_in"]),
                }
            ),
            max_size=5,
        )
    )
    for mark in marks:
        own = [s["key"] for s in sessions if s["weekday"] == weekdays[days.index(mark["date"])]]
        session = draw(st.none() | st.sampled_from(own))
        if session:
            mark["session"] = session
    contribution = st.fixed_dictionaries(
        {
            "date": day,
            "person": st.sampled_from([person["key"] for person in crowd]),
            "duty": st.sampled_from([duty["key"] for duty in DUTIES]),
            "hours": decimals(3, 4, 1),
            "confirmed": st.booleans(),
        }
    )
    amount = st.fixed_dictionaries({"amount": decimals(90, 3)})
    timed = st.fixed_dictionaries({"hours": decimals(9, 2), "rate": st.just("manager")})
    entries = draw(
        st.lists(st.tuples(day, st.sampled_from(["dbs", "coordination"]), amount | timed), min_size=1, max_size=4)
    )
    has_manager = any(rate["key"] == "manager" for rate in rated)
    return {
        "format": "nursery/1",
        "nursery": {"slug": "random", "name": "Random"},
        "policy": {
            "ratio_rounding": rounding,
            "min_adults": draw(st.integers(0, 3)),
            "parents_count": draw(often(True, False)),
        },
        "duties": DUTIES,
        "rooms": [{"key": room, "name": room} for room in ROOMS],
        "sessions": sessions,
        "terms": [{"key": "term", "name": "Term", "starts": days[0], "ends": days[-1], "closures": closures}],
        "families": family,
        "people": crowd,
        "shifts": made,
        "bookings": bookings,
        "day_marks": marks,
        "contributions": draw(st.lists(contribution, max_size=3)),
        "rates": rated,
        "programme": [{"date": on, "kind": kind, **how} for on, kind, how in entries if "amount" in how or has_manager],
        "fee_relief": [{"date": on, "amount": more} for on, more in draw(st.lists(st.tuples(day, decimals(80, 3))))],
    }
