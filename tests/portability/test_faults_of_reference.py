"""Faults of reference: keys that lead nowhere, and keys that lead to two things."""

import pytest

from tests.portability.slips import add, assert_only_fault, put

TABLE = [
    (put("bookings", 4, "person", value="amna"), "bookings[4].person: nobody has the key 'amna'"),
    (put("bookings", 4, "pattern", value="x"), "bookings[4].pattern: nothing in shift_patterns has the key 'x'"),
    (put("bookings", 9, "shift", value="x"), "bookings[9].shift: nothing in shifts has the key 'x'"),
    (put("bookings", 2, "covers", value="x"), "bookings[2].covers: nobody has the key 'x'"),
    (put("sessions", 0, "room", value="x"), "sessions[0].room: nothing in rooms has the key 'x'"),
    (put("people", 0, "family", value="x"), "people[0].family: nothing in families has the key 'x'"),
    (
        put("families", 0, "children", 0, "sessions", 0, value="x"),
        "families[0].children[0].sessions[0]: nothing in sessions has the key 'x'",
    ),
    (
        put("families", 0, "children", 0, "sessions", 1, "session", value="x"),
        "families[0].children[0].sessions[1].session: nothing in sessions has the key 'x'",
    ),
    (
        put("families", 0, "reliefs", 0, "approved_by", value="x"),
        "families[0].reliefs[0].approved_by: nobody has the key 'x'",
    ),
    (put("shift_patterns", 0, "duty", value="x"), "shift_patterns[0].duty: nothing in duties has the key 'x'"),
    (put("shift_patterns", 0, "room", value="x"), "shift_patterns[0].room: nothing in rooms has the key 'x'"),
    (put("shifts", 0, "duty", value="x"), "shifts[0].duty: nothing in duties has the key 'x'"),
    (put("shifts", 2, "lead", value="x"), "shifts[2].lead: nobody has the key 'x'"),
    (put("shifts", 1, "room", value="x"), "shifts[1].room: nothing in rooms has the key 'x'"),
    (put("standing_turns", 0, "person", value="x"), "standing_turns[0].person: nobody has the key 'x'"),
    (
        put("standing_turns", 0, "pattern", value="x"),
        "standing_turns[0].pattern: nothing in shift_patterns has the key 'x'",
    ),
    (put("meals", 0, "room", value="x"), "meals[0].room: nothing in rooms has the key 'x'"),
    (put("day_marks", 0, "child", value="x"), "day_marks[0].child: no child has the key 'x'"),
    (put("day_marks", 0, "session", value="x"), "day_marks[0].session: nothing in sessions has the key 'x'"),
    (put("absences", 0, "person", value="x"), "absences[0].person: nobody has the key 'x'"),
    (put("reserves", 0, "person", value="x"), "reserves[0].person: nobody has the key 'x'"),
    (put("reserves", 1, "shift", value="x"), "reserves[1].shift: nothing in shifts has the key 'x'"),
    (put("contributions", 0, "person", value="x"), "contributions[0].person: nobody has the key 'x'"),
    (
        put("contributions", 3, "confirmed_by", value="x"),
        "contributions[3].confirmed_by: nobody has the key 'x'",
    ),
    (put("contributions", 0, "duty", value="x"), "contributions[0].duty: nothing in duties has the key 'x'"),
    (put("programme", 0, "rate", value="x"), "programme[0].rate: nothing in rates has the key 'x'"),
    (put("rooms", 1, "key", value="sun"), "rooms[1].key: 'sun' is the key of rooms[0] already"),
    (
        add("families", {"key": "new", "name": "New",
                         "children": [{"key": "zuri", "name": "Z", "born": "2024-01", "sessions": []}]}),
        "families[2].children[0].key: 'zuri' is another child's key already",
    ),
    (
        lambda d: d["ratio_rules"].append(d["ratio_rules"][0]),
        "ratio_rules[1].id: 'harebell-2026' is another rule's id already",
    ),
]  # fmt: skip

# One slip makes others: a renamed room is missed, a term upside down has no shifts.
MAKE_OTHERS = {
    "rooms[1].key: 'sun' is the key of rooms[0] already",
}


@pytest.mark.parametrize(("slip", "fault"), TABLE, ids=[fault for _slip, fault in TABLE])
def test_fault(db, slip, fault):
    assert_only_fault(slip, fault, others=fault in MAKE_OTHERS)
