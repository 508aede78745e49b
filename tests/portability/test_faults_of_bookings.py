"""Faults of bookings, of what is asked and offered around them, and of their history."""

import pytest

from tests.portability.slips import add, assert_only_fault, drop, put

MON = {"pattern": "care-mon", "date": "2026-09-28"}
PARENT = {"place": "parent", "status": "booked"}
PAID = {"place": "paid", "status": "booked"}

TABLE = [
    # bookings: dates
    (
        add("bookings", {"pattern": "care-mon", "date": "2026-09-29", "person": "ben"} | PARENT),
        "bookings[10].date: 'care-mon' makes no shift on 2026-09-29: it is no mon",
    ),
    (
        add("bookings", {"pattern": "care-mon", "date": "2026-10-26", "person": "ben"} | PARENT),
        "bookings[10].date: the nursery is closed on 2026-10-26 (in the term 'autumn')",
    ),
    (
        add("bookings", {"pattern": "care-mon", "date": "2026-12-21", "person": "ben"} | PARENT),
        "bookings[10].date: 'care-mon' makes no shift on 2026-12-21: it is in no term",
    ),
    (
        add("bookings", {"pattern": "care-mon", "date": "2027-03-08", "person": "ben"} | PARENT),
        "bookings[10].date: 'care-mon' makes no shift on 2027-03-08: it holds from 2026-09-14 until 2027-03-01",
    ),
    (
        lambda d: (
            d["shifts"].append(d["shifts"][0] | {"key": "half-term", "date": "2026-10-27"}),
            d["bookings"].append({"shift": "half-term", "person": "ben"} | PARENT),
        ),
        "bookings[10].shift: the nursery is closed on 2026-10-27 (in the term 'autumn')",
    ),
    (put("bookings", 9, "date", value="2026-10-07"), "bookings[9].date: 'lunch' is on 2026-10-06"),
    (put("bookings", 9, "pattern", value="care-mon"), "bookings[9].pattern: 'lunch' is no shift of this pattern"),
    (put("bookings", 6, "status", value="booked"), "bookings[6]: the shift is cancelled"),
    # bookings: places
    (
        add("bookings", {"pattern": "night-sun", "date": "2026-11-01", "person": "bo"} | PAID),
        "bookings[10].place: the shift has no paid place",
    ),
    (
        lambda d: d["bookings"].extend([MON | PAID | {"person": "bo"}, MON | PAID | {"person": "mia"}]),
        "bookings[11]: the shift has only 1 paid place",
    ),
    (
        lambda d: d["bookings"].extend(
            {"pattern": "night-sun", "date": "2026-11-01", "person": person} | PARENT for person in ("ben", "amara")
        ),
        "bookings[11]: the shift has only 1 parent place",
    ),
    (
        lambda d: d["bookings"].extend(
            {"pattern": "night-sun", "date": "2026-11-01", "person": person} | PARENT for person in ("bo", "kim")
        ),
        "bookings[11]: the shift has only 1 parent place, and no parent to stand beside",
    ),
    (put("bookings", 1, "covers", value="amara"), "bookings[1].covers: only paid cover stands beside a parent"),
    (put("bookings", 3, "covers", value="amara"), "bookings[3].covers: somebody stands beside 'amara' already"),
    (put("bookings", 3, "covers", value="tom"), "bookings[3].covers: 'tom' has no parent place on this shift"),
    (
        lambda d: (d["bookings"][4].pop("shadow"), d["bookings"][4].update(covers="amara")),
        "bookings[4].covers: only in a parent place does anybody stand beside another",
    ),
    (put("bookings", 4, "covers", value="amara"), "bookings[4].covers: a shadow stands beside nobody"),
    # cover and offers
    (put("cover_requests", 0, "order", value=3), "cover_requests[0].order: 'ben' has no booking 3 on this shift"),
    (put("cover_requests", 1, "person", value="tom"), "cover_requests[1].person: 'tom' has no booking on this shift"),
    (put("cover_requests", 1, "person", value="x"), "cover_requests[1].person: nobody has the key 'x'"),
    (
        put("cover_requests", 1, "ended_at", value="2026-09-10T06:59:00Z"),
        "cover_requests[1].ended_at: 2026-09-10T06:59:00Z is before 2026-09-10T08:00:00+01:00",
    ),
    (
        lambda d: d["cover_requests"].append(d["cover_requests"][0] | {"asked_at": "2026-09-21T07:00:00Z"}),
        "cover_requests[2]: is asked for in cover_requests[0] already",
    ),
    (
        lambda d: d["cover_requests"].append(
            {"pattern": "care-mon", "date": "2026-09-14", "person": "mia", "asked_at": "2026-09-10T08:00:00Z",
             "status": "open"}),
        "cover_requests[2]: nobody covers for a shadow",
    ),
    (
        put("cover_requests", 0, "offers", 1, "decided_by", value="x"),
        "cover_requests[0].offers[1].decided_by: nobody has the key 'x'",
    ),
    (
        put("cover_requests", 0, "offers", 1, "decided_at", value="2026-09-20T07:00:00Z"),
        "cover_requests[0].offers[1].decided_at: 2026-09-20T07:00:00Z is before 2026-09-20T08:00:00Z",
    ),
    (
        lambda d: d["cover_requests"][0]["offers"].append(
            {"person": "amara", "offered_at": "2026-09-20T10:00:00Z", "status": "open"}),
        "cover_requests[0].offers[2]: 'amara' has an open offer here already",
    ),
    (put("offers", 0, "place", value="paid"), "offers[0].place: the shift has no paid place"),
    (put("offers", 0, "person", value="x"), "offers[0].person: nobody has the key 'x'"),
    (put("offers", 0, "shift", value="x"), "offers[0].shift: nothing in shifts has the key 'x'"),
    (
        lambda d: d["offers"].append(d["offers"][0] | {"offered_at": "2026-10-02T12:00:00Z"}),
        "offers[2]: 'bo' has an open offer for each place already",
    ),
    # call-outs and asks
    (put("call_outs", 0, "started_by", value="x"), "call_outs[0].started_by: nobody has the key 'x'"),
    (put("call_outs", 0, "place", value="paid"), "call_outs[0].place: the shift has no paid place"),
    (put("call_outs", 0, "asks", 1, "person", value="x"), "call_outs[0].asks[1].person: nobody has the key 'x'"),
    (put("call_outs", 0, "asks", 1, "person", value="bo"), "call_outs[0].asks[1]: 'bo' is asked here already"),
    (drop("call_outs", 0, "asks", 1, "answered_at"), "call_outs[0].asks[1].answered_at: is missing beside answer"),
    (
        put("call_outs", 0, "asks", 1, "answered_at", value="2026-10-02T06:09:00Z"),
        "call_outs[0].asks[1].answered_at: 2026-10-02T06:09:00Z is before 2026-10-02T06:10:00Z",
    ),
    (
        lambda d: d["call_outs"].append(d["call_outs"][0] | {"started_at": "2026-10-02T06:11:00Z"}),
        "call_outs[2]: each place of this kind has an open call-out already",
    ),
    (
        lambda d: d["cover_requests"][0]["asks"].append(d["cover_requests"][0]["asks"][0] | {"wave": 3}),
        "cover_requests[0].asks[2]: 'amara' is asked here already",
    ),
    # history
    (
        put("history", 0, "verb", value="slept"),
        "history[0].verb: is none of the words that the format knows here: 'slept'",
    ),
    (put("history", 2, "actor", value="x"), "history[2].actor: nobody has the key 'x'"),
    (put("history", 2, "subject", value="x"), "history[2].subject: nobody has the key 'x'"),
    (put("history", 4, "child", value="x"), "history[4].child: no child has the key 'x'"),
    (put("history", 0, "shift", value="x"), "history[0].shift: nothing in shifts has the key 'x'"),
    (put("history", 0, "order", value=3), "history[0].booking_of: 'ben' has no such booking on this shift"),
    (put("history", 1, "booking_of", value="ben"), "history[1].booking_of: must say on which shift"),
    (drop("history", 2, "date"), "history[2].date: is missing beside pattern"),
    (put("history", 2, "reason", value="r" * 501), "history[2].reason: must be at most 500 characters"),
    # bookings: times
    (put("bookings", 0, "to", value="09:30"), "bookings[0].to: must be after 09:30, not 09:30"),
    (put("bookings", 5, "from", value="01:30"), "bookings[5].to: must be after 01:30, not 01:30"),
    (put("bookings", 1, "from", value="13:00"), "bookings[1].from: must be after 13:00, not 13:00"),
    (put("bookings", 0, "breaks", 0, "to", value="12:50"), "bookings[0].breaks[0]: is not inside 09:30–12:45"),
    (put("bookings", 0, "breaks", 0, "from", value="10:04"), "bookings[0].breaks[1]: overlaps another break"),
    (put("bookings", 4, "confirmed", value=True), "bookings[4].confirmed: only what was worked is confirmed"),
    (
        add("bookings", {"pattern": "care-mon", "date": "2026-09-14", "person": "ben", "shadow": True} | PARENT),
        "bookings[10]: 'ben' is in bookings[1] on 2026-09-14 at that time",
    ),
    (
        lambda d: d["bookings"].append({"pattern": "care-mon", "date": "2026-09-14", "person": "amara"} | PARENT),
        "bookings[10]: 'amara' is in bookings[0] on 2026-09-14 at that time",
    ),
]  # fmt: skip

# One slip makes others: a renamed room is missed, a term upside down has no shifts.
MAKE_OTHERS = {
    "bookings[0].to: must be after 09:30, not 09:30",
    "bookings[10]: 'amara' is in bookings[0] on 2026-09-14 at that time",
}


@pytest.mark.parametrize(("slip", "fault"), TABLE, ids=[fault for _slip, fault in TABLE])
def test_fault(db, slip, fault):
    assert_only_fault(slip, fault, others=fault in MAKE_OTHERS)
