"""One nursery that uses every field of the format: small, made up, and alive through a change of the clocks.

`test_every_field.py` compares it with the schema, so that a new field cannot be forgotten here.
"""

from copy import deepcopy
from typing import Any


def everything() -> dict[str, Any]:
    return deepcopy(_EVERYTHING)


_EVERYTHING: dict[str, Any] = {
    "format": "nursery/1",
    "nursery": {
        "slug": "harebell",
        "name": "Harebell Playgroup",
        "country": "GB-WLS",
        "timezone": "Europe/London",
        "language": "cy",
        "currency": "EUR",
    },
    "policy": {
        "ratio_rounding": "substitute",
        "min_adults": 3,
        "parents_count": False,
        "cancel_notice_hours": 24,
        "cover_needs_manager": False,
        "booking_opens_days": 21,
        "family_limit_percent": 150,
        "open_to_all_days": 5,
    },
    "ratio_rules": [
        {
            "id": "harebell-2026",
            "from": "2026-09-01",
            "until": "2027-08-31",
            "source": "Agreed on 1 July 2026",
            "bands": [
                {"from_months": 0, "to_months": 24, "children_per_adult": 3},
                {"from_months": 24, "to_months": 36, "steps": [[4, 1], [9, 2]]},
                {"from_months": 36, "to_months": None, "children_per_adult": 8, "with_level_6": 13},
            ],
            "min_level_3": 1,
            "share_level_2": "0.5",
            "first_aiders": 1,
            "first_aider_at_meals": True,
            "parent_needs": ["dbs", "pfa"],
            "staff_needs": ["dbs"],
        }
    ],
    "duties": [
        {"key": "care", "name": "Care", "pricing": "care", "counts_towards_share": True, "needs": ["dbs"]},
        {"key": "food", "name": "Food", "pricing": "task"},
        {
            "key": "night",
            "name": "Night watch",
            "pricing": "none",
            "counts_towards_share": False,
            "needs": ["induction", "dbs"],
        },
    ],
    "rooms": [{"key": "sun", "name": "Sun room"}, {"key": "moon", "name": "Moon room"}],
    "sessions": [
        {"key": "sun-mon", "room": "sun", "weekday": "mon", "starts": "09:00", "ends": "13:00"},
        {"key": "sun-wed", "room": "sun", "weekday": "wed", "starts": "09:00", "ends": "13:00"},
    ],
    "terms": [
        {
            "key": "autumn",
            "name": "Autumn",
            "starts": "2026-09-07",
            "ends": "2026-12-11",
            "closures": [
                {"starts": "2026-10-26", "ends": "2026-10-30", "name": "Half term"},
                {"starts": "2026-09-07", "ends": "2026-09-07"},
            ],
        },
        {"key": "spring", "name": "Spring", "starts": "2027-01-05", "ends": "2027-03-31"},
        {
            "key": "trial-day",
            "name": "Trial day",
            "starts": "2026-08-29",
            "ends": "2026-08-29",
            "closed_at": "2026-09-01T12:30:00+01:00",
        },
    ],
    "families": [
        {
            "key": "okafor",
            "name": "Okafor",
            "share": "0.50",
            "children": [
                {
                    "key": "zuri",
                    "name": "Zuri",
                    "born": "2024-03",
                    "sessions": [
                        "sun-mon",
                        {"session": "sun-wed", "from": "2026-10-01", "until": "2026-11-30"},
                        {"session": "sun-wed", "from": "2027-01-05"},
                    ],
                    "joined": "2026-09-07",
                    "left": "2027-07-31",
                }
            ],
            "reliefs": [
                {"starts": "2026-10-01", "ends": "2026-10-31", "lifted": "0.25", "approved_by": "tom"},
                {"starts": "2026-10-01", "ends": "2026-10-31", "lifted": "0.2500", "approved_by": "tom"},
            ],
            "shares": [{"from": "2027-01-01", "share": "1.5"}, {"from": "2026-11-01", "share": "0.75"}],
        },
        {"key": "berg", "name": "Berg"},
    ],
    "people": [
        {
            "key": "amara",
            "name": "Amara Okafor",
            "email": "amara@example.org",
            "phone": "+44 20 7946 0000",
            "family": "okafor",
            "roles": ["parent", "trustee"],
            "level": 2,
            "adult": True,
            "joined": "2026-09-01",
            "left": "2027-07-31",
            "clearances": [
                {"kind": "pfa", "from": "2025-09-01", "until": "2026-11-30", "reference": "A-17"},
                {
                    "kind": "dbs",
                    "from": "2025-09-01",
                    "reference": "001790000001",
                    "issued": "2025-08-20",
                    "level": "enhanced_barred",
                    "checked_by": "mia",
                    "decision": "accepted",
                    "recorded_at": "2025-09-01T09:00:00+01:00",
                },
                # What was on record before it was corrected, and a check that was not accepted.
                {
                    "kind": "dbs",
                    "from": "2025-08-01",
                    "recorded_at": "2025-08-30T08:00:00Z",
                    "replaced_at": "2025-09-01T08:00:00Z",
                },
                {"kind": "competence", "from": "2026-02-01", "checked_by": "amara", "decision": "not_accepted"},
            ],
            "pay": [{"from": "2027-01-01", "hourly_cost": "14.5"}, {"from": "2026-04-01", "hourly_cost": "13.25"}],
            "levels": [{"from": "2026-11-01", "level": 3}, {"from": "2026-10-01", "level": 0}],
        },
        {"key": "ben", "name": "Ben Berg", "family": "berg", "roles": ["parent"], "adult": False},
        {"key": "tom", "name": "Tom Hill", "roles": ["treasurer", "trustee"]},
        {"key": "mia", "name": "Mia Stone", "roles": ["manager", "staff"], "level": 6},
        {"key": "bo", "name": "Bo Lind", "roles": ["bank"], "level": 3},
        {"key": "kim", "name": "Kim Vale", "roles": ["bank"]},
    ],
    "shift_patterns": [
        {
            "key": "care-mon",
            "duty": "care",
            "room": "sun",
            "weekday": "mon",
            "starts": "09:00",
            "ends": "13:00",
            "paid_places": 1,
            "parent_places": 2,
            "from": "2026-09-14",
            "until": "2027-03-01",
        },
        # Its shift of 25 October holds the hour that comes twice.
        {
            "key": "night-sun",
            "duty": "night",
            "weekday": "sun",
            "starts": "00:30",
            "ends": "03:30",
            "parent_places": 1,
        },
    ],
    "standing_turns": [
        {
            "pattern": "care-mon",
            "place": "parent",
            "person": "amara",
            "from": "2026-09-14",
            "until": "2026-12-07",
        },
        {"pattern": "care-mon", "place": "paid", "person": "mia"},
    ],
    "meals": [{"room": "sun", "weekday": "mon", "starts": "12:00", "ends": "12:30"}],
    "shifts": [
        {
            "key": "lunch",
            "duty": "food",
            "date": "2026-10-06",
            "starts": "11:00",
            "ends": "12:00",
            "paid_places": 0,
            "parent_places": 1,
        },
        {"key": "outing", "duty": "care", "room": "moon", "date": "2026-10-03", "starts": "10:00", "ends": "16:00"},
        # Two of the pattern's shifts: one moved by two days, one cancelled.
        {
            "key": "moved",
            "duty": "care",
            "room": "sun",
            "date": "2026-09-23",
            "starts": "10:00",
            "ends": "12:00",
            "paid_places": 1,
            "parent_places": 1,
            "pattern": "care-mon",
            "occasion": "2026-09-21",
            "status": "moved",
        },
        {
            "key": "off",
            "duty": "care",
            "room": "sun",
            "date": "2026-10-12",
            "starts": "09:00",
            "ends": "13:00",
            "paid_places": 1,
            "parent_places": 2,
            "pattern": "care-mon",
            "status": "cancelled",
        },
    ],
    "bookings": [
        {
            "pattern": "care-mon",
            "date": "2026-09-14",
            "person": "amara",
            "place": "parent",
            "status": "worked",
            "from": "09:30",
            "to": "12:45",
            "confirmed": False,
            "breaks": [{"from": "11:00", "to": "11:15"}, {"from": "10:00", "to": "10:05"}],
        },
        {"pattern": "care-mon", "date": "2026-09-14", "person": "ben", "place": "parent", "status": "worked"},
        {
            "pattern": "care-mon",
            "date": "2026-09-14",
            "person": "kim",
            "place": "parent",
            "status": "worked",
            "covers": "amara",
            "booked_at": "2026-09-13T18:30:00Z",
        },
        {"pattern": "care-mon", "date": "2026-09-14", "person": "bo", "place": "parent", "status": "worked"},
        {
            "pattern": "care-mon",
            "date": "2026-09-14",
            "person": "mia",
            "place": "paid",
            "status": "booked",
            "shadow": True,
        },
        {
            "pattern": "night-sun",
            "date": "2026-10-25",
            "person": "ben",
            "place": "parent",
            "status": "worked",
            "from": "00:45",
            "to": "01:30",
        },
        {"pattern": "care-mon", "date": "2026-10-12", "person": "bo", "place": "paid", "status": "cancelled"},
        {"shift": "moved", "person": "ben", "place": "parent", "status": "cancelled_late"},
        {"shift": "moved", "person": "ben", "place": "parent", "status": "booked"},
        {"shift": "lunch", "person": "amara", "place": "parent", "status": "missed"},
    ],
    "cover_requests": [
        # Ben gave his turn on the moved shift away and took it again; the request is for his second booking.
        {
            "shift": "moved",
            "person": "ben",
            "order": 2,
            "asked_at": "2026-09-20T07:15:00.250Z",
            "status": "open",
            "offers": [
                {"person": "amara", "offered_at": "2026-09-20T09:00:00Z", "status": "open"},
                {
                    "person": "kim",
                    "offered_at": "2026-09-20T08:00:00Z",
                    "status": "declined",
                    "decided_at": "2026-09-20T10:00:00Z",
                    "decided_by": "mia",
                },
            ],
        },
        {
            "pattern": "care-mon",
            "date": "2026-09-14",
            "person": "amara",
            "asked_at": "2026-09-10T08:00:00+01:00",
            "status": "withdrawn",
            "ended_at": "2026-09-10T09:00:00Z",
        },
    ],
    "offers": [
        {"shift": "lunch", "place": "parent", "person": "bo", "offered_at": "2026-10-01T12:00:00Z", "status": "open"},
        {
            "pattern": "care-mon",
            "date": "2026-11-02",
            "place": "paid",
            "person": "amara",
            "offered_at": "2026-10-01T12:00:00Z",
            "status": "withdrawn",
            "decided_at": "2026-10-01T13:00:00Z",
            "decided_by": "amara",
        },
    ],
    "contributions": [
        {"date": "2026-10-01", "person": "ben", "duty": "food", "hours": "1.50", "confirmed": True},
        {"date": "2026-10-01", "person": "ben", "duty": "food", "hours": "1.5", "confirmed": True},
        {"date": "2026-10-01", "person": "ben", "duty": "food", "hours": "0.25"},
    ],
    "day_marks": [
        {"child": "zuri", "date": "2026-10-05", "mark": "extra", "session": "sun-wed"},
        {"child": "zuri", "date": "2026-10-05", "mark": "away"},
    ],
    "absences": [{"person": "mia", "starts": "2026-10-05", "ends": "2026-10-09"}],
    "deputies": [{"person": "mia", "starts": "2026-10-12", "ends": "2026-10-16"}],
    "reserves": [{"person": "bo", "weekday": "fri"}, {"person": "bo", "shift": "lunch"}],
    "history": [
        {
            "at": "2026-09-20T07:15:00.250Z",
            "verb": "cover_asked",
            "actor": "ben",
            "shift": "moved",
            "booking_of": "ben",
            "order": 2,
        },
        {"at": "2026-09-14T17:00:00+01:00", "verb": "planned"},
        {
            "at": "2026-09-14T16:00:00Z",
            "verb": "booked",
            "actor": "mia",
            "subject": "kim",
            "pattern": "care-mon",
            "date": "2026-09-14",
            "booking_of": "kim",
            "reason": "Agreed on the telephone",
        },
        {
            "at": "2025-09-01T08:00:00Z",
            "verb": "clearance_changed",
            "actor": "mia",
            "subject": "amara",
            "clearance": "dbs",
        },
        {"at": "2026-09-15T17:00:00+01:00", "verb": "relief_granted", "actor": "mia", "family": "okafor"},
    ],
    "rates": [
        {
            "key": "care",
            "scenario": "central",
            "from": "2026-04-01",
            "wage": "12.710",
            "holiday": "0.1207",
            "ni": "0.15",
            "pension": "0.03",
            "bought": "1.0",
            "source": "Agency quotation of 3 March 2026",
        },
        {"key": "manager", "from": "2026-04-01", "wage": "20", "bought": "0", "source": "Payroll"},
    ],
    "programme": [
        {"date": "2026-09-30", "kind": "coordination", "hours": "8.0", "rate": "manager", "note": "September"},
        {"date": "2026-09-30", "kind": "training", "amount": "120.5"},
    ],
    "fee_relief": [
        {"date": "2026-09-28", "amount": "750", "note": "All families on the rota"},
        {"date": "2026-09-21", "amount": "0.005"},
    ],
}
