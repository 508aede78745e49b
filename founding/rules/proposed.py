"""What is proposed where nothing has been said yet, from what has."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from founding.rules.adults import Need, need_of, share_out
from founding.rules.countries import COUNTRIES
from founding.rules.steps import Answers, Step
from nursery.bank_holidays import BankHoliday, UnknownCountry, bank_holidays
from nursery.dates import DAY, WEEK

DUTIES: tuple[dict[str, Any], ...] = (
    {"key": "care", "name": _("Care"), "pricing": "care", "needs": ["dbs", "references"]},
    {"key": "food", "name": _("Food"), "pricing": "task", "needs": ["induction"]},
    {"key": "cleaning", "name": _("Cleaning"), "pricing": "task"},
    {"key": "maintenance", "name": _("Maintenance"), "pricing": "none"},
    {"key": "committee", "name": _("Committee"), "pricing": "none"},
    {"key": "training", "name": _("Training"), "pricing": "none", "counts_towards_share": False},
)
ALWAYS = "care"
USUAL = ("food", "cleaning", "maintenance", "committee", "training")

_WEEKDAYS = [0, 1, 2, 3, 4]
_SOON = WEEK
_WORTH = 6 * WEEK
# Name, first and last day within a year (month, day).
_TERMS = (
    (_("Spring term"), (1, 4), (3, 31)),
    (_("Summer term"), (4, 14), (7, 20)),
    (_("Autumn term"), (9, 1), (12, 18)),
)
_TERMS_OF = {
    "NZ": (
        (_("Term 1"), (1, 28), (4, 10)),
        (_("Term 2"), (4, 26), (7, 3)),
        (_("Term 3"), (7, 19), (9, 25)),
        (_("Term 4"), (10, 11), (12, 16)),
    )
}


def country_of(answers: Answers) -> str:
    return str(answers.get(Step.NAME, {}).get("country", "GB-ENG"))


def rooms_of(answers: Answers) -> list[dict[str, Any]]:
    """As answered, or one room of sixteen children from two to five."""
    usual = {"key": "room-1", "name": str(_("Main room")), "from_months": 24, "to_months": 60, "places": 16}
    found: list[dict[str, Any]] = answers.get(Step.ROOMS, [usual])
    return found


def spans_of(answers: Answers) -> list[dict[str, Any]]:
    """When children come, of rooms that are there: as answered, or mornings from Monday to Friday in each."""
    rooms = rooms_of(answers)
    usual = [{"room": room["key"], "days": _WEEKDAYS, "starts": "09:00", "ends": "13:00"} for room in rooms]
    known = {room["key"] for room in rooms}
    return [span for span in answers.get(Step.SESSIONS, usual) if span["room"] in known]


def term_of(answers: Answers, today: dt.date) -> dict[str, Any]:
    found: dict[str, Any] = answers.get(Step.TERM) or proposed_term(country_of(answers), today)
    return found


def proposed_term(country: str, today: dt.date) -> dict[str, Any]:
    """The next that is worth beginning: from a Monday a week ahead or more, to the last open day of a week six weeks on
    or more."""
    for year in (today.year, today.year + 1):
        for name, first, last in _TERMS_OF.get(country, _TERMS):
            starts = max(dt.date(year, *first), today + _SOON)
            starts += DAY * (-starts.weekday() % 7)
            ends = dt.date(year, *last)
            ends -= DAY * ((ends.weekday() - 4) % 7)
            closed = {holiday.date for holiday in holidays_in(country, ends - WEEK, ends)}
            while ends in closed:
                ends -= DAY
            if ends - starts >= _WORTH:
                return {"name": str(name), "starts": starts.isoformat(), "ends": ends.isoformat()}
    raise LookupError(country)  # no year is without a term of six weeks


def holidays_in(country: str, starts: dt.date, ends: dt.date) -> list[BankHoliday]:
    """Those on weekdays, as far as they are known."""
    try:
        found = bank_holidays(country, starts, ends)
    except UnknownCountry:
        return []
    return [holiday for holiday in found if holiday.date.weekday() in _WEEKDAYS]


def closures_of(term: Mapping[str, Any], country: str) -> list[dict[str, str]]:
    """Those that were said, and each bank holiday on which it is not said to be open."""
    said: list[dict[str, str]] = term.get("closures", [])
    starts, ends = dt.date.fromisoformat(term["starts"]), dt.date.fromisoformat(term["ends"])
    opened = set(term.get("open_on", []))
    return [
        *said,
        *(
            {"starts": day.date.isoformat(), "ends": day.date.isoformat(), "name": day.name[:200]}
            for day in holidays_in(country, starts, ends)
            if day.date.isoformat() not in opened and not _lies_in(day.date.isoformat(), said)
        ),
    ]


def _lies_in(day: str, closures: Iterable[Mapping[str, str]]) -> bool:
    return any(closure["starts"] <= day <= closure["ends"] for closure in closures)


def span_key(span: Mapping[str, Any]) -> str:
    """What the places of a span are kept under; another day or time is another span."""
    days = "".join(map(str, span["days"]))
    return f"{span['room']}_{days}_{span['starts'].replace(':', '')}_{span['ends'].replace(':', '')}"


def places_of(span: Mapping[str, Any], answers: Answers, today: dt.date) -> tuple[int, int]:
    """Paid and parent places of its shifts: as answered, or as the room needs when it is full."""
    said = answers.get(Step.WORK, {}).get("places", {}).get(span_key(span))
    if said is not None:
        paid, parents = said
        return int(paid), int(parents)
    policy = answers.get(Step.RULES, {})
    need = need_of_span(span, answers, today)
    return share_out(need, parents_count=policy.get("parents_count", True))


def need_of_span(span: Mapping[str, Any], answers: Answers, today: dt.date) -> Need | None:
    room = next(room for room in rooms_of(answers) if room["key"] == span["room"])
    day = dt.date.fromisoformat(term_of(answers, today)["starts"])
    return need_of(room, country_of(answers), answers.get(Step.RULES, {}), day)


def duties_of(answers: Answers) -> list[dict[str, Any]]:
    chosen = {ALWAYS, *answers.get(Step.WORK, {}).get("duties", USUAL)}
    return [duty | {"name": str(duty["name"])} for duty in DUTIES if duty["key"] in chosen]


def zone_of(answers: Answers) -> str:
    name = answers.get(Step.NAME, {})
    return str(name.get("timezone") or COUNTRIES[country_of(answers)].timezone)
