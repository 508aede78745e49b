"""What the law lays down about pay, as dated data with its sources: one file a country.

A new year's figure is a new entry in the file; none is ever changed, for rates of before rest on it.
"""

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path


class StatutoryKind(StrEnum):
    """`LIVING_WAGE` is money an hour, the others are parts of the wage."""

    LIVING_WAGE = "living_wage"
    HOLIDAY = "holiday"
    NI = "ni"
    PENSION = "pension"


ON_COSTS = (StatutoryKind.HOLIDAY, StatutoryKind.NI, StatutoryKind.PENSION)


@dataclass(frozen=True, slots=True)
class Statutory:
    """One figure, from a day on. `above` is the amount a year above which alone it is due, in money."""

    kind: StatutoryKind
    begins: dt.date
    value: Decimal
    above: Decimal | None
    source: str


@cache
def statutory_figures(country: str) -> tuple[Statutory, ...]:
    """Of a nursery's country ("GB-ENG"), by kind and day; none of a country whose law is not built in."""
    state = country.partition("-")[0].lower()
    path = Path(__file__).parent / f"{state}.json"
    if not state.isalpha() or not path.exists():
        return ()
    figures = [
        Statutory(
            kind=StatutoryKind(entry["kind"]),
            begins=dt.date.fromisoformat(entry["from"]),
            value=Decimal(entry["value"]),
            above=Decimal(entry["above"]) if "above" in entry else None,
            source=entry["source"],
        )
        for entry in json.loads(path.read_text(encoding="utf-8"))
    ]
    return tuple(sorted(figures, key=lambda figure: (figure.kind, figure.begins)))


def statutory_on(country: str, day: dt.date) -> dict[StatutoryKind, Statutory]:
    """What holds on a day, of each kind that has begun by then."""
    return {figure.kind: figure for figure in statutory_figures(country) if figure.begins <= day}


def newer_than(country: str, kind: StatutoryKind, value: Decimal, today: dt.date) -> tuple[Statutory, Statutory] | None:
    """The figure that a rate of this very `value` rests on, and the one that has begun since; None where it rests on
    none, or on the one of today."""
    begun = [each for each in statutory_figures(country) if each.kind == kind and each.begins <= today]
    if not begun or begun[-1].value == value:
        return None
    rests_on = next((each for each in reversed(begun) if each.value == value), None)
    return (rests_on, begun[-1]) if rests_on else None
