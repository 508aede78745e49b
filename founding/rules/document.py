"""From what was answered, step by step, to a nursery file: pure, so that no step can undo another's answer."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from accounts.models import RoleKind
from founding.rules.countries import COUNTRIES
from founding.rules.proposed import (
    ALWAYS,
    closures_of,
    country_of,
    duties_of,
    places_of,
    rooms_of,
    spans_of,
    term_of,
    zone_of,
)
from founding.rules.steps import Answers, Step
from portability.values import WEEKDAYS

FORMAT = "nursery/1"
FOUNDER = "founder"
Document = dict[str, Any]


def document_of(answers: Answers, address: str, language: str, today: dt.date) -> Document:
    """`address` is the founder's e-mail address. Where a step has no answer, what is proposed there stands. The step
    NAME must have one."""
    name, country = answers[Step.NAME], country_of(answers)
    term = term_of(answers, today)
    return {
        "format": FORMAT,
        "nursery": {
            "slug": name["slug"],
            "name": name["name"],
            "country": country,
            "timezone": zone_of(answers),
            "language": language,
            "currency": name.get("currency") or COUNTRIES[country].currency,
        },
        "policy": dict(answers.get(Step.RULES, {})),
        "terms": [
            {"key": "term-1", "name": term["name"], "starts": term["starts"], "ends": term["ends"]}
            | {"closures": closures_of(term, country)}
        ],
        "rooms": [{"key": room["key"], "name": room["name"]} for room in rooms_of(answers)],
        "sessions": [session for _span, session in sessions_of(answers)],
        "duties": duties_of(answers),
        "shift_patterns": _patterns(answers, today),
        "families": [_family(family, answers) for family in _people(answers).get("families", [])],
        "people": list(_everybody(answers, address)),
    }


def sessions_of(answers: Answers) -> list[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Each session with the span that it is of."""
    return [
        (
            span,
            {
                "key": f"{span['room']}-{WEEKDAYS[day]}-{span['starts'].replace(':', '')}",
                "room": span["room"],
                "weekday": WEEKDAYS[day],
                "starts": span["starts"],
                "ends": span["ends"],
            },
        )
        for span in spans_of(answers)
        for day in span["days"]
    ]


def _patterns(answers: Answers, today: dt.date) -> list[dict[str, Any]]:
    """One shift of care a session; where nobody is to stand there, none."""
    found = []
    for span, session in sessions_of(answers):
        paid, parents = places_of(span, answers, today)
        if paid or parents:
            places = {"paid_places": paid, "parent_places": parents}
            found.append(session | {"key": f"{ALWAYS}-{session['key']}", "duty": ALWAYS} | places)
    return found


def _people(answers: Answers) -> Mapping[str, Any]:
    found: Mapping[str, Any] = answers.get(Step.PEOPLE, {})
    return found


def _family(family: Mapping[str, Any], answers: Answers) -> dict[str, Any]:
    children = [
        {
            "key": f"{family['key']}-child-{number}",
            "name": child["name"],
            "born": child["born"],
            "sessions": [session["key"] for _span, session in sessions_of(answers) if _comes_to(child, session)],
        }
        for number, child in enumerate(family["children"], start=1)
    ]
    return {"key": family["key"], "name": family["name"], "children": children}


def _comes_to(child: Mapping[str, Any], session: Mapping[str, Any]) -> bool:
    """To all of its room, or on some days alone."""
    days = [WEEKDAYS[day] for day in child.get("days", [])]
    return session["room"] == child["room"] and (not days or session["weekday"] in days)


def _everybody(answers: Answers, address: str) -> list[dict[str, Any]]:
    name, people = answers[Step.NAME], _people(answers)
    founder = {"key": FOUNDER, "name": name["founder"], "email": address, "roles": [RoleKind.MANAGER.value]}
    own = next((family["key"] for family in people.get("families", []) if family.get("founders")), None)
    if own is not None:
        founder |= {"family": own, "roles": [RoleKind.PARENT.value, RoleKind.MANAGER.value]}
    if name.get("level"):
        founder["level"] = name["level"]
    found = [founder]
    for family in people.get("families", []):
        found += [
            _entry(adult, f"{family['key']}-adult-{number}", [RoleKind.PARENT.value]) | {"family": family["key"]}
            for number, adult in enumerate(family["adults"], start=1)
        ]
    for worker in people.get("staff", []):
        found.append(_entry(worker, worker["key"], [worker["role"]]) | {"level": worker.get("level", 0)})
    return found


def _entry(who: Mapping[str, Any], key: str, roles: list[str]) -> dict[str, Any]:
    email = {"email": who["email"]} if who.get("email") else {}
    return {"key": key, "name": who["name"], "roles": roles} | email
