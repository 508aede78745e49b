"""Every fault with its place and its sentence; all of them at once; nothing written."""

from collections.abc import Callable
from typing import Any

import pytest

from nursery.models import Nursery
from portability.faults import NurseryFileError
from portability.importing import import_document
from tests.portability.everything import everything
from tests.portability.rows import all_rows

Document = dict[str, Any]


def faults_of(document: Any) -> list[str]:
    with pytest.raises(NurseryFileError) as caught:
        import_document(document)
    return [str(fault) for fault in caught.value.faults]


def put(*path: str | int, value: Any) -> Callable[[Document], None]:
    """A mutation: the value at the end of the path."""

    def change(document: Document) -> None:
        target: Any = document
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value

    change.__name__ = f"{'.'.join(map(str, path))}={value!r:.40}"
    return change


def drop(*path: str | int) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        target: Any = document
        for step in path[:-1]:
            target = target[step]
        del target[path[-1]]

    change.__name__ = f"{'.'.join(map(str, path))} left out"
    return change


def add(part: str, entry: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document[part].append(entry)

    change.__name__ = f"{part}+{entry!r:.60}"
    return change


MON = {"pattern": "care-mon", "date": "2026-09-28"}
PARENT = {"place": "parent", "status": "booked"}
PAID = {"place": "paid", "status": "booked"}
DECIMAL = 'must be a decimal number in quotes, such as "17.52", not'

SHAPE = [
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
        "reserves[0]: must have either weekday or shift, and not both",
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

REFERENCES = [
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

SENSE = [
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
    (put("standing_turns", 0, "until", value="2026-09-01"), "standing_turns[0].until: 2026-09-01 is before 2026-09-14"),
    (
        add("standing_turns", {"pattern": "night-sun", "place": "paid", "person": "bo"}),
        "standing_turns[2].place: 'night-sun' has no paid place",
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
    # history
    (put("history", 0, "verb", value="slept"), "history[0].verb: must be one of booked, undone, given_back, "
     "cover_asked, cover_withdrawn, offered, offer_withdrawn, approved, declined, marked_worked, marked_missed, "
     "mark_undone, planned, not 'slept'"),
    (put("history", 2, "actor", value="x"), "history[2].actor: nobody has the key 'x'"),
    (put("history", 2, "subject", value="x"), "history[2].subject: nobody has the key 'x'"),
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

TABLE = [*SHAPE, *REFERENCES, *SENSE]
# Where one slip makes others: a renamed room is missed by what refers to it, a term upside down has no shifts.
FOLLOWED = {
    "rooms[1].key: 'sun' is the key of rooms[0] already",
    "terms[0].ends: 2026-09-01 is before 2026-09-07",
    "shift_patterns[0].until: 2026-09-13 is before 2026-09-14",
    "bookings[0].to: must be after 09:30, not 09:30",
    "bookings[10]: 'amara' is in bookings[0] on 2026-09-14 at that time",
    "people[0]: a field's name here contains the character NUL, which cannot be kept",
}


@pytest.mark.parametrize(("mutate", "fault"), TABLE, ids=[fault for _mutate, fault in TABLE])
def test_fault(db, mutate, fault):
    document = everything()
    mutate(document)

    faults = faults_of(document)

    assert fault in faults if fault in FOLLOWED else faults == [fault]
    assert not Nursery.objects.exists()


def test_faults_of_every_part_are_said_at_once(db):
    document = everything()
    slips = {
        "nursery.timezone: “Mars” is no time zone we know.": put("nursery", "timezone", value="Mars"),
        "policy.min_adults: must be at least 0, not -1": put("policy", "min_adults", value=-1),
        "terms[0].closures[0].starts: there is no such day: '2026-10-32'": put(
            "terms", 0, "closures", 0, "starts", value="2026-10-32"
        ),
        "families[1].share: must not be negative": put("families", 1, "share", value="-1"),
        "people[1].family: nothing in families has the key 'x'": put("people", 1, "family", value="x"),
        "shifts[0].duty: nothing in duties has the key 'x'": put("shifts", 0, "duty", value="x"),
        "contributions[0].hours: must be text": put("contributions", 0, "hours", value=1.5),
        "reserves[1].shift: nothing in shifts has the key 'y'": put("reserves", 1, "shift", value="y"),
        "rates[1].source: a rate says where it comes from": drop("rates", 1, "source"),
    }
    for slip in slips.values():
        slip(document)

    assert sorted(faults_of(document)) == sorted(slips)
    assert not Nursery.objects.exists()


def test_faults_stand_in_the_order_of_the_file(db):
    document = everything()
    for slip in (
        put("rates", 0, "wage", value="-1"),
        put("rooms", 0, "colour", value="red"),
        drop("duties", 0, "name"),
    ):
        slip(document)
    turned = dict(reversed(document.items()))

    forwards, backwards = faults_of(document), faults_of(turned)

    assert [fault.partition("[")[0] for fault in forwards] == ["duties", "rooms", "rates"]
    assert [fault.partition("[")[0] for fault in backwards] == ["rates", "rooms", "duties"]


def test_a_fault_leaves_a_nursery_as_it_was(db):
    nursery = import_document(everything())
    before = all_rows(nursery)
    document = everything()
    document["nursery"]["name"] = "Something else"
    document["rooms"].append({"key": "star", "name": "Star room"})
    document["bookings"][3]["person"] = "amna"

    assert faults_of(document) == ["bookings[3].person: nobody has the key 'amna'"]
    assert all_rows(nursery) == before
    assert Nursery.objects.get().name == "Harebell Playgroup"


def test_a_fault_that_only_the_stored_rows_show_leaves_a_nursery_as_it_was(db):
    nursery = import_document(everything())
    before = all_rows(nursery)
    document = {part: everything()[part] for part in ("format", "nursery", "rooms")}
    document["nursery"]["name"] = "Something else"
    document["rooms"] = [{"key": "star", "name": "Star room"}, document["rooms"][0]]

    assert faults_of(document) == ["rooms: 'moon' is left out, but shifts in the nursery still refer to it"]
    assert all_rows(nursery) == before
    assert Nursery.objects.get().name == "Harebell Playgroup"


@pytest.mark.parametrize(
    "document", [None, [], "nursery", 7, True, 1.5, {}, {"nursery": []}, {"nursery": {"slug": []}}]
)
def test_something_else_than_a_nursery_file_is_a_fault(db, document):
    assert faults_of(document)


def test_what_is_said_is_short_however_long_the_file_is(db):
    document = everything()
    document["f" * 100_000] = 1
    document["nursery"]["timezone"] = "z" * 100_000
    document["people"][0]["key"] = "k" * 100_000
    document["people"][1]["note"] = ["x" * 100_000]

    assert max(map(len, faults_of(document))) < 700
