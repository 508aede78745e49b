"""Facts for the engines straight from a nursery file's JSON, so that they can be tried without a database.

It reads a file that the importer would take; it checks nothing.
"""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from costs.savings import FeeRelief, Pay, ProgrammeEntry, Rate, SavingsFacts, Scenario
from rota.safety import (
    Booking,
    Child,
    Clearance,
    DatedLevel,
    DateSpan,
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
    Term,
    TimeSpan,
    own_rule_sets,
)
from rota.shares import Contribution, DatedShare, Family, Relief

DATA = Path(__file__).parent.parent / "data"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PAID_ROLES = {"staff", "bank", "manager"}

Document = dict[str, Any]


def read(name: str) -> Document:
    document: Document = json.loads((DATA / name).read_text("utf-8"))
    return document


def rota_of(file: Document) -> Rota:
    zone = ZoneInfo(file["nursery"].get("timezone", "Europe/London"))
    country = file["nursery"].get("country", "GB-ENG")
    policy = file.get("policy", {})
    shifts = _shifts(file, zone)
    return Rota(
        country=country,
        zone=zone,
        policy=SafetyPolicy(
            rounding=Rounding(policy.get("ratio_rounding", "per_band")),
            min_adults=policy.get("min_adults", 2),
            parents_count=policy.get("parents_count", True),
        ),
        own_rules=own_rule_sets(file.get("ratio_rules", ()), country),
        terms=tuple(term_of(term) for term in file.get("terms", ())),
        sessions=tuple(Session(each["key"], each["room"], *_weekly(each)) for each in file.get("sessions", ())),
        children=tuple(_children(file)),
        people=tuple(_person(each) for each in file.get("people", ())),
        duties=tuple(
            Duty(each["key"], Pricing(each["pricing"]), each.get("counts_towards_share", True))
            for each in file.get("duties", ())
        ),
        shifts=tuple(shifts.values()),
        bookings=tuple(_bookings(file, shifts, zone)),
        day_marks=tuple(
            DayMark(each["child"], _day(each["date"]), Mark(each["mark"]), each.get("session"))
            for each in file.get("day_marks", ())
        ),
        meals=tuple(Meal(each["room"], *_weekly(each)) for each in file.get("meals", ())),
    )


def term_of(term: Document) -> Term:
    closures = tuple(DateSpan(_day(each["starts"]), _day(each["ends"])) for each in term.get("closures", ()))
    return Term(term["key"], DateSpan(_day(term["starts"]), _day(term["ends"])), closures)


def families_of(file: Document) -> tuple[Family, ...]:
    return tuple(
        Family(
            key=family["key"],
            share=Decimal(family.get("share", "1")),
            shares=tuple(DatedShare(_day(each["from"]), Decimal(each["share"])) for each in family.get("shares", ())),
            reliefs=tuple(
                Relief(_day(each["starts"]), _day(each["ends"]), Decimal(each["lifted"]))
                for each in family.get("reliefs", ())
            ),
        )
        for family in file.get("families", ())
    )


def contributions_of(file: Document) -> tuple[Contribution, ...]:
    return tuple(
        Contribution(
            key=f"contribution-{place}",
            day=_day(each["date"]),
            person=each["person"],
            duty=each["duty"],
            hours=Decimal(each["hours"]),
            confirmed=each.get("confirmed", False),
        )
        for place, each in enumerate(file.get("contributions", ()))
    )


def savings_facts_of(file: Document) -> SavingsFacts:
    return SavingsFacts(
        rota=rota_of(file),
        contributions=contributions_of(file),
        rates=tuple(
            Rate(
                key=each["key"],
                scenario=Scenario(each["scenario"]) if each.get("scenario") else None,
                begins=_day(each["from"]),
                wage=Decimal(each["wage"]),
                holiday=Decimal(each.get("holiday", "0")),
                ni=Decimal(each.get("ni", "0")),
                pension=Decimal(each.get("pension", "0")),
                bought=Decimal(each["bought"]) if "bought" in each else None,
                source=each.get("source", ""),
            )
            for each in file.get("rates", ())
        ),
        pay=tuple(
            Pay(person["key"], _day(each["from"]), Decimal(each["hourly_cost"]))
            for person in file.get("people", ())
            for each in person.get("pay", ())
        ),
        programme=tuple(
            ProgrammeEntry(
                key=f"programme-{place}",
                day=_day(each["date"]),
                kind=each["kind"],
                hours=Decimal(each["hours"]) if "hours" in each else None,
                rate=each.get("rate"),
                amount=Decimal(each["amount"]) if "amount" in each else None,
            )
            for place, each in enumerate(file.get("programme", ()))
        ),
        fee_relief=tuple(FeeRelief(_day(each["date"]), Decimal(each["amount"])) for each in file.get("fee_relief", ())),
    )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _days(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _weekly(each: Document) -> tuple[int, dt.time, dt.time]:
    return (
        WEEKDAYS.index(each["weekday"]),
        dt.time.fromisoformat(each["starts"]),
        dt.time.fromisoformat(each["ends"]),
    )


def _instant(day: dt.date, clock: str, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), tzinfo=zone)


def _children(file: Document):
    for family in file.get("families", ()):
        for child in family.get("children", ()):
            yield Child(
                key=child["key"],
                born=_day(f"{child['born']}-01"),
                enrolments=tuple(
                    Enrolment(each)
                    if isinstance(each, str)
                    else Enrolment(each["session"], _days(each.get("from")), _days(each.get("until")))
                    for each in child["sessions"]
                ),
                joined=_days(child.get("joined")),
                left=_days(child.get("left")),
                family=family["key"],
            )


def _person(person: Document) -> Person:
    roles = set(person["roles"])
    return Person(
        key=person["key"],
        paid=bool(roles & PAID_ROLES),
        parent="parent" in roles,
        level=person.get("level", 0),
        levels=tuple(DatedLevel(_day(each["from"]), each["level"]) for each in person.get("levels", ())),
        of_age=person.get("adult", True),
        clearances=tuple(
            Clearance(each["kind"], _day(each["from"]), _days(each.get("until")))
            for each in person.get("clearances", ())
            if each.get("decision", "accepted") == "accepted" and "replaced_at" not in each
        ),
        family=person.get("family"),
    )


def _shifts(file: Document, zone: ZoneInfo) -> dict[str, Shift]:
    shifts = {}

    def add(key: str, day: dt.date, each: Document, *, cancelled: bool = False) -> None:
        shifts[key] = Shift(
            key=key,
            duty=each["duty"],
            day=day,
            starts=_instant(day, each["starts"], zone),
            ends=_instant(day, each["ends"], zone),
            room=each.get("room"),
            paid_places=each.get("paid_places", 0),
            parent_places=each.get("parent_places", 0),
            cancelled=cancelled,
        )

    for pattern in file.get("shift_patterns", ()):
        for term in map(term_of, file.get("terms", ())):
            day = term.days.first
            while day <= term.days.last:
                if (
                    day.weekday() == WEEKDAYS.index(pattern["weekday"])
                    and _day(pattern.get("from", "0001-01-01")) <= day <= _day(pattern.get("until", "9999-12-31"))
                    and not any(closure.holds(day) for closure in term.closures)
                ):
                    add(f"{pattern['key']}:{day}", day, pattern)
                day += dt.timedelta(days=1)
    for shift in file.get("shifts", ()):
        add(shift["key"], _day(shift["date"]), shift, cancelled=shift.get("status") == "cancelled")
    return shifts


def _bookings(file: Document, shifts: dict[str, Shift], zone: ZoneInfo):
    for place, each in enumerate(file.get("bookings", ())):
        shift = shifts[each["shift"] if "shift" in each else f"{each['pattern']}:{each['date']}"]
        yield Booking(
            key=f"booking-{place}",
            shift=shift.key,
            person=each["person"],
            place=PlaceKind(each["place"]),
            status=Status(each["status"]),
            there_from=_instant(shift.day, each["from"], zone) if "from" in each else None,
            there_to=_instant(shift.day, each["to"], zone) if "to" in each else None,
            breaks=tuple(
                TimeSpan(_instant(shift.day, pause["from"], zone), _instant(shift.day, pause["to"], zone))
                for pause in each.get("breaks", ())
            ),
            confirmed=each.get("confirmed", each["status"] == "worked"),
            shadow=each.get("shadow", False),
        )
