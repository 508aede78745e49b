"""Faults of shape: what the schema says no to, in sentences."""

import pytest

from tests.portability.slips import assert_only_fault, drop, put

DECIMAL = 'must be a decimal number in quotes, such as "17.52", not'

TABLE = [
    (put("format", value="nursery/2"), "format: must be 'nursery/1', not 'nursery/2'"),
    (drop("format"), "format: is missing"),
    (drop("nursery"), "nursery: is missing"),
    (drop("nursery", "slug"), "nursery.slug: is missing"),
    (
        put("nursery", "slug", value="Bluebell!"),
        "nursery.slug: must be small letters, digits and hyphens alone, not 'Bluebell!'",
    ),
    (
        put("nursery", "slug", value="bell\n"),
        "nursery.slug: must be small letters, digits and hyphens alone, not 'bell\\n'",
    ),
    (
        put("nursery", "currency", value="£"),
        "nursery.currency: must be a currency's three letters, such as GBP, not '£'",
    ),
    (put("colour", value="red"), "colour: the format does not know this field"),
    (put("rooms", 0, "colour", value="red"), "rooms[0].colour: the format does not know this field"),
    (put("rooms", value={}), "rooms: must be a list"),
    (put("rooms", 1, value="sun"), "rooms[1]: must be an object"),
    (put("rooms", 0, "key", value=""), "rooms[0].key: must not be empty"),
    (put("rooms", 0, "key", value="k" * 81), "rooms[0].key: must be at most 80 characters"),
    (put("rooms", 0, "name", value=None), "rooms[0].name: must be text"),
    (drop("people", 0, "roles"), "people[0].roles: is missing"),
    (
        put("people", 0, "roles", 0, value="cook"),
        "people[0].roles[0]: must be one of parent, staff, bank, manager, trustee, treasurer, not 'cook'",
    ),
    (put("people", 0, "level", value=4), "people[0].level: must be one of 0, 2, 3, 6, not 4"),
    (put("people", 0, "email", value="amara"), "people[0].email: is no e-mail address: 'amara'"),
    (
        put("people", 0, "email", value="a@b.example\nBcc: c@d.example"),
        "people[0].email: is no e-mail address: 'a@b.example\\nBcc: c@d.example'",
    ),
    (put("people", 0, "phone", value="call me"), "people[0].phone: must be a telephone number, not 'call me'"),
    (put("people", 0, "adult", value="yes"), "people[0].adult: must be true or false"),
    (put("policy", "min_adults", value=-1), "policy.min_adults: must be at least 0, not -1"),
    (put("policy", "min_adults", value=2.5), "policy.min_adults: must be a whole number"),
    (put("policy", "min_adults", value=True), "policy.min_adults: must be a whole number"),
    (put("policy", "min_adults", value=10**12), "policy.min_adults: must be at most 100"),
    (put("policy", "cancel_notice_hours", value=10**12), "policy.cancel_notice_hours: must be at most 8784"),
    (put("policy", "booking_opens_days", value=2**31), "policy.booking_opens_days: must be at most 3660"),
    (put("policy", "open_to_all_days", value=2**31), "policy.open_to_all_days: must be at most 3660"),
    (put("policy", "family_limit_percent", value=2**31), "policy.family_limit_percent: must be at most 10000"),
    (put("sessions", 0, "starts", value="9:00"), "sessions[0].starts: must be a clock time, HH:MM, not '9:00'"),
    (put("sessions", 0, "starts", value="24:00"), "sessions[0].starts: must be a clock time, HH:MM, not '24:00'"),
    (put("sessions", 0, "ends", value="13:00\n"), "sessions[0].ends: must be a clock time, HH:MM, not '13:00\\n'"),
    (put("sessions", 0, "starts", value="٠٩:٠٠"), "sessions[0].starts: must be a clock time, HH:MM, not '٠٩:٠٠'"),
    (put("terms", 0, "starts", value="7 Sept"), "terms[0].starts: must be a day, YYYY-MM-DD, not '7 Sept'"),
    (put("terms", 0, "ends", value="2026-11-31"), "terms[0].ends: there is no such day: '2026-11-31'"),
    (put("terms", 0, "ends", value="0000-01-01"), "terms[0].ends: there is no such day: '0000-01-01'"),
    (
        put("terms", 0, "ends", value="9999-12-31"),
        "terms[0].ends: lies outside the years 1900 to 2199: '9999-12-31'",
    ),
    (
        put("terms", 0, "starts", value="0001-01-01"),
        "terms[0].starts: lies outside the years 1900 to 2199: '0001-01-01'",
    ),
    (
        put("families", 0, "children", 0, "born", value="2024-13"),
        "families[0].children[0].born: must be a month, YYYY-MM, not '2024-13'",
    ),
    (
        put("families", 0, "children", 0, "born", value="9999-12"),
        "families[0].children[0].born: lies outside the years 1900 to 2199: '9999-12'",
    ),
    (
        put("families", 0, "children", 0, "born", value="0000-12"),
        "families[0].children[0].born: lies outside the years 1900 to 2199: '0000-12'",
    ),
    (
        put("families", 0, "children", 0, "sessions", 0, value=7),
        "families[0].children[0].sessions[0]: must be text or an object",
    ),
    (
        put("families", 0, "children", 0, "sessions", 1, value={"from": "2026-10-01"}),
        "families[0].children[0].sessions[1].session: is missing",
    ),
    (put("rates", 0, "wage", value=12.71), "rates[0].wage: must be text"),
    (put("rates", 0, "wage", value="12,71"), f"rates[0].wage: {DECIMAL} '12,71'"),
    (put("rates", 0, "wage", value="1e999"), f"rates[0].wage: {DECIMAL} '1e999'"),
    (put("rates", 0, "wage", value="NaN"), f"rates[0].wage: {DECIMAL} 'NaN'"),
    (put("rates", 0, "wage", value="١٢"), f"rates[0].wage: {DECIMAL} '١٢'"),
    (put("rates", 0, "wage", value="9" * 400), "rates[0].wage: must be at most 100000"),
    (put("rates", 0, "wage", value="0." + "1" * 400), "rates[0].wage: has more than 6 decimals"),
    (put("rates", 0, "wage", value="1." + "0" * 60 + "1"), "rates[0].wage: has more than 6 decimals"),
    (drop("bookings", 0, "date"), "bookings[0]: must have either pattern and date or shift, and not both"),
    (
        put("bookings", 0, "shift", value="lunch"),
        "bookings[0]: must have either pattern and date or shift, and not both",
    ),
    (
        put("reserves", 0, "shift", value="lunch"),
        "reserves[0]: must have either weekday or shift or pattern and date, and only one of them",
    ),
    (drop("programme", 1, "amount"), "programme[1]: must have either hours and rate or amount, and not both"),
    (
        put("bookings", 2, "booked_at", value="2026-09-13T18:30:00"),
        "bookings[2].booked_at: must be a moment with its offset, such as 2026-09-30T08:00:00Z, not "
        "'2026-09-13T18:30:00'",
    ),
    (put("people", 0, "name", value="A\0B"), "people[0].name: contains the character NUL, which cannot be kept"),
    (put("people", 0, "name", value="\ud800"), "people[0].name: contains half a character (a lone surrogate)"),
    (
        put("people", 0, "na\0me", value="x"),
        "people[0]: a field's name here contains the character NUL, which cannot be kept",
    ),
]

# One slip makes others: a renamed room is missed, a term upside down has no shifts.
MAKE_OTHERS = {
    "people[0]: a field's name here contains the character NUL, which cannot be kept",
}


@pytest.mark.parametrize(("slip", "fault"), TABLE, ids=[fault for _slip, fault in TABLE])
def test_fault(db, slip, fault):
    assert_only_fault(slip, fault, others=fault in MAKE_OTHERS)
