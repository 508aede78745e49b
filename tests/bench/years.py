"""A nursery file that has a history: its first term, lived through three times a year for so many years."""

import datetime as dt
from typing import Any

from portability.demo.moving import moved

Document = dict[str, Any]

YEAR = 52  # weeks: a year's terms fall on the weekdays and near the days of the year after
TERMS_A_YEAR = 3
_LIVED = ("bookings", "shifts", "contributions", "programme", "fee_relief", "day_marks")
_STANDING = ("format", "nursery", "policy", "ratio_rules", "duties", "rooms", "sessions", "meals", "shift_patterns")
_KEPT = {*_STANDING, "terms", "families", "people", "rates", *_LIVED}


def years(document: Document, number: int) -> Document:
    """`document`'s first term and the terms before it, `number` years of them with all that happened in one.

    Families and people stay; the children are new every year, or those of today would not be born yet. Whatever was
    found out or agreed once (clearances, rates, pay) reaches back to the first day.
    """
    term = min(document["terms"], key=lambda term: term["starts"])
    length = (dt.date.fromisoformat(term["ends"]) - dt.date.fromisoformat(term["starts"])).days // 7 + 1
    gap = YEAR // TERMS_A_YEAR
    assert length <= gap, "the term is too long to be lived through three times a year"
    ago = [year * YEAR + place * gap for year in range(number) for place in range(TERMS_A_YEAR)]
    result = document | {"terms": [_term(term, weeks) for weeks in ago]}
    for part in _LIVED:
        result[part] = [_entry(part, entry, weeks) for weeks in ago for entry in document.get(part, [])]
    result["rates"] = [moved(rate, -YEAR * year) for rate in document["rates"] for year in range(number + 1)]
    result["people"] = [_person(person, number) for person in document["people"]]
    result["families"] = [_family(family, term, number) for family in document["families"]]
    return {part: entries for part, entries in result.items() if part in _KEPT and entries != []}


def _term(term: Document, weeks: int) -> Document:
    return moved(term, -weeks) | {"key": f"{term['key']}-w{weeks}", "name": f"{term['name']}, {weeks} weeks ago"}


def _entry(part: str, entry: Document, weeks: int) -> Document:
    back = moved(entry, -weeks)
    if part == "shifts":
        back["key"] += f"-w{weeks}"
    if "shift" in back:
        back["shift"] += f"-w{weeks}"
    if part == "day_marks" and weeks >= YEAR:
        back["child"] += f"-y{weeks // YEAR}"
    return back


def _person(person: Document, number: int) -> Document:
    back = dict(person)
    back.pop("joined", None)
    back["clearances"] = [
        moved({"from": each["from"]}, -YEAR * number) | {name: each[name] for name in each if name != "from"}
        for each in person.get("clearances", [])
    ]
    back["pay"] = [moved(each, -YEAR * year) for each in person.get("pay", []) for year in range(number + 1)]
    return back


def _family(family: Document, term: Document, number: int) -> Document:
    """The children of each year are there from its first term's first day to its last term's last."""
    first = {"joined": moved(term, -(TERMS_A_YEAR - 1) * (YEAR // TERMS_A_YEAR))["starts"], "left": term["ends"]}
    children = []
    for child in family.get("children", []):
        if child.get("joined", "") > term["ends"]:
            continue
        for year in range(number):
            back = moved({"born": child["born"], **first}, -YEAR * year)
            if year == 0 and "left" not in child:
                del back["left"]
            children.append(child | back | {"key": child["key"] + (f"-y{year}" if year else "")})
    return family | {"children": children}
