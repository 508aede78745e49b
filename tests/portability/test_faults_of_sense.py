"""Faults of sense: what is of the right shape and cannot be meant."""

import pytest

from tests.portability.slips import add, assert_only_fault, drop, put

TABLE = [
    # money, hours, shares
    (put("rates", 0, "wage", value="-1"), "rates[0].wage: must not be negative"),
    (put("rates", 0, "ni", value="-0.1"), "rates[0].ni: must not be negative"),
    (put("rates", 0, "bought", value="1.01"), "rates[0].bought: must be at most 1"),
    (drop("rates", 0, "source"), "rates[0].source: a rate says where it comes from"),
    (put("rates", 0, "source", value=" "), "rates[0].source: a rate says where it comes from"),
    (
        lambda d: d["rates"].append(d["rates"][0]),
        "rates[2]: is the same key, scenario and day as rates[0]",
    ),
    (put("people", 0, "pay", 0, "hourly_cost", value="-1"), "people[0].pay[0].hourly_cost: must not be negative"),
    (put("people", 0, "pay", 1, "from", value="2027-01-01"), "people[0].pay[1].from: there are two from 2027-01-01"),
    (
        put("people", 0, "levels", 1, "from", value="2026-11-01"),
        "people[0].levels[1].from: there are two from 2026-11-01",
    ),
    (put("contributions", 0, "hours", value="-1"), "contributions[0].hours: must not be negative"),
    (put("contributions", 0, "hours", value="0"), "contributions[0].hours: must be more than nothing"),
    (put("programme", 0, "hours", value="-1"), "programme[0].hours: must not be negative"),
    (put("programme", 1, "amount", value="-1"), "programme[1].amount: must not be negative"),
    (put("programme", 1, "rate", value="manager"), "programme[1].rate: goes with hours, not with an amount"),
    (put("programme", 1, "hours", value="2"), "programme[1].hours: go with a rate, not with an amount"),
    (put("programme", 0, "kind", value=" "), "programme[0].kind: must not be empty"),
    (
        put("contributions", 3, "confirmed_by", value="ben"),
        "contributions[3].confirmed_by: hours are confirmed or declined by somebody else",
    ),
    (
        put("contributions", 2, "confirmed_at", value="2026-10-03T18:30:00Z"),
        "contributions[2].confirmed_at: goes with what is confirmed",
    ),
    (
        put("contributions", 3, "declined_at", value="2026-10-03T18:30:00Z"),
        "contributions[3].declined_at: goes with what is not confirmed",
    ),
    (drop("contributions", 4, "declined_at"), "contributions[4].declined_at: must say when"),
    (put("contributions", 3, "note", value="x" * 501), "contributions[3].note: must be at most 500 characters"),
    (put("terms", 1, "budget", "net", value="-1"), "terms[1].budget.net: must not be negative"),
    (put("terms", 1, "budget", "paid_hours", value="1.23456"), "terms[1].budget.paid_hours: has more than 4 decimals"),
    (
        put("terms", 1, "budget", value={"note": "Later"}),
        "terms[1].budget: says nothing: leave it out, or give a figure",
    ),
    (put("fee_relief", 0, "amount", value="-1"), "fee_relief[0].amount: must not be negative"),
    (put("families", 0, "share", value="-1"), "families[0].share: must not be negative"),
    (put("families", 0, "shares", 0, "share", value="101"), "families[0].shares[0].share: must be at most 100"),
    (
        put("families", 0, "shares", 1, "from", value="2027-01-01"),
        "families[0].shares[1].from: there are two from 2027-01-01",
    ),
    # families and people
    (put("families", 0, "reliefs", 0, "lifted", value="1.1"), "families[0].reliefs[0].lifted: must be at most 1"),
    (
        drop("families", 0, "reliefs", 0, "approved_by"),
        "families[0].reliefs[0].approved_by: a relief names the trustee who approved it",
    ),
    (
        put("families", 0, "reliefs", 0, "ends", value="2026-09-30"),
        "families[0].reliefs[0].ends: 2026-09-30 is before 2026-10-01",
    ),
    (
        put("families", 0, "children", 0, "left", value="2026-09-06"),
        "families[0].children[0].left: 2026-09-06 is before 2026-09-07",
    ),
    (
        put("families", 0, "children", 0, "sessions", 2, "from", value="2026-11-30"),
        "families[0].children[0].sessions[2]: holds this session at that time already",
    ),
    (put("people", 0, "left", value="2026-08-31"), "people[0].left: 2026-08-31 is before 2026-09-01"),
    (
        put("people", 0, "clearances", 0, "until", value="2025-08-31"),
        "people[0].clearances[0].until: 2025-08-31 is before 2025-09-01",
    ),
    (put("people", 0, "name", value="  "), "people[0].name: must not be empty"),
    (put("people", 0, "name", value="n" * 201), "people[0].name: must be at most 200 characters"),
    # the ground
    (
        put("nursery", "timezone", value="Europe/Camberwick"),
        "nursery.timezone: “Europe/Camberwick” is no time zone we know.",
    ),
    (put("nursery", "slug", value="accounts"), "nursery.slug: “accounts” is kept for the site itself."),
    (put("terms", 0, "ends", value="2026-09-01"), "terms[0].ends: 2026-09-01 is before 2026-09-07"),
    (put("terms", 1, "starts", value="2026-12-11"), "terms[1]: overlaps the term 'autumn'"),
    (put("terms", 1, "ends", value="2031-01-01"), "terms[1].ends: is more than 3 years after 2027-01-05"),
    (
        put("terms", 0, "closures", 0, "ends", value="2026-10-25"),
        "terms[0].closures[0].ends: 2026-10-25 is before 2026-10-26",
    ),
    (
        add("terms", {"key": "x", "name": "X", "starts": "2028-01-03", "ends": "2028-03-01",
                      "closures": [{"starts": "2028-05-01", "ends": "2028-05-02"}]}),
        "terms[3].closures[0]: lies outside its term",
    ),
    (put("sessions", 0, "ends", value="09:00"), "sessions[0].ends: must be after 09:00, not 09:00"),
    (put("meals", 0, "ends", value="11:00"), "meals[0].ends: must be after 12:00, not 11:00"),
    # the plan
    (put("shift_patterns", 0, "until", value="2026-09-13"), "shift_patterns[0].until: 2026-09-13 is before 2026-09-14"),
    (put("shift_patterns", 1, "ends", value="00:30"), "shift_patterns[1].ends: must be after 00:30, not 00:30"),
    (put("shift_patterns", 0, "paid_places", value=201), "shift_patterns[0].paid_places: must be at most 200"),
    (drop("shift_patterns", 0, "room"), "shift_patterns[0].room: care is given in a room"),
    (put("shift_patterns", 1, "room", value="sun"), "shift_patterns[1].room: 'night' is not care, so it has no room"),
    (drop("shifts", 1, "room"), "shifts[1].room: care is given in a room"),
    (put("shifts", 0, "status", value="moved"), "shifts[0].status: only a pattern's shift is moved; name its pattern"),
    (put("shifts", 0, "occasion", value="2026-10-06"), "shifts[0].occasion: only a pattern's shift has an occasion"),
    (put("shifts", 2, "occasion", value="2026-10-12"), "shifts[3]: stands for the same shift as shifts[2]"),
    (put("shifts", 0, "parent_places", value=201), "shifts[0].parent_places: must be at most 200"),
    (
        add("standing_turns", {"pattern": "care-mon", "place": "paid", "person": "bo", "every": 2}),
        "standing_turns[3].every: every second week is counted from a day: say 'from'",
    ),
    (put("shifts", 0, "by_plan", value=True), "shifts[0].by_plan: only what is cancelled is so by the plan"),
    (put("standing_turns", 0, "until", value="2026-09-01"), "standing_turns[0].until: 2026-09-01 is before 2026-09-14"),
    (
        add("standing_turns", {"pattern": "night-sun", "place": "paid", "person": "bo"}),
        "standing_turns[3].place: 'night-sun' has no paid place",
    ),
    (
        put("people", 0, "clearances", 0, "level", value="basic"),
        "people[0].clearances[0].level: only a DBS check has a level",
    ),
    (put("absences", 0, "ends", value="2026-10-04"), "absences[0].ends: 2026-10-04 is before 2026-10-05"),
    (put("ratio_rules", 0, "until", value="2026-08-31"), "ratio_rules[0].until: 2026-08-31 is before 2026-09-01"),
    (put("ratio_rules", 0, "share_level_2", value="1.5"), "ratio_rules[0].share_level_2: must be at most 1"),
    (
        put("ratio_rules", 0, "bands", 1, "to_months", value=24),
        "ratio_rules[0].bands[1].to_months: must be more than from_months",
    ),
    (put("ratio_rules", 0, "bands", value=[]), "ratio_rules[0].bands: must have a band at least"),
    (
        put("ratio_rules", 0, "bands", 1, "steps", value=[[9, 2], [4, 1]]),
        "ratio_rules[0].bands[1].steps[1]: must be for more children than the step before",
    ),
]  # fmt: skip

# One slip makes others: a renamed room is missed, a term upside down has no shifts.
MAKE_OTHERS = {
    "terms[0].ends: 2026-09-01 is before 2026-09-07",
    "shift_patterns[0].until: 2026-09-13 is before 2026-09-14",
}


@pytest.mark.parametrize(("slip", "fault"), TABLE, ids=[fault for _slip, fault in TABLE])
def test_fault(db, slip, fault):
    assert_only_fault(slip, fault, others=fault in MAKE_OTHERS)
