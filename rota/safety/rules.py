"""Ratio rules as data: how many adults a country asks for, of which levels, and what an adult must hold to count.

The built-in sets are the JSON files in `rulesets/`, one a set. A nursery's own come from its file (domain 04,
`ratio_rules`), with the same fields; what they leave out is as in GB-ENG-2025-09.
"""

import datetime as dt
import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import pairwise
from operator import attrgetter
from typing import Any

BASE_RULE_SET = "GB-ENG-2025-09"


class Rounding(StrEnum):
    """How the fractions of adults of several age bands become whole adults (domain 02, rounding)."""

    PER_BAND = "per_band"
    SUBSTITUTE = "substitute"
    POOLED = "pooled"


class NoRuleSetError(LookupError):
    """No ratio rules hold in a country on a day."""

    def __init__(self, country: str, day: dt.date) -> None:
        super().__init__(f"no ratio rules for {country} on {day.isoformat()}")
        self.country = country
        self.day = day


@dataclass(frozen=True, slots=True)
class Band:
    """Children from `from_months` completed months up to, not including, `to_months` (None: open).

    Either `children_per_adult`, with another figure `with_level_6` while a counted adult of level 6 is in the room;
    or `steps`, pairs (up to so many children, so many adults). Past the last step, the last step's width goes on.
    """

    from_months: int
    to_months: int | None = None
    children_per_adult: int | None = None
    with_level_6: int | None = None
    steps: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if bool(self.steps) == bool(self.children_per_adult):
            raise ValueError("a band has either children_per_adult or steps")
        if any(a[0] >= b[0] or a[1] >= b[1] for a, b in pairwise(((0, 0), *self.steps))):
            raise ValueError("each step takes more children, and more adults, than the one before")

    @property
    def name(self) -> str:
        """`24-36`, or `36+` for the open one."""
        return f"{self.from_months}+" if self.to_months is None else f"{self.from_months}-{self.to_months}"

    def ratio(self, *, level_6: bool) -> int | None:
        """Children an adult may have; None for a band of steps."""
        return self.with_level_6 if level_6 and self.with_level_6 else self.children_per_adult


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One country's (or nursery's) rules for the days from `begins` to `ends`, both included.

    `share_level_2` is the part of the *other* required adults, beside the one of level 3, who hold level 2.
    `first_aiders` are wanted on the premises at all times. `parent_needs` and `staff_needs` are the clearances
    without which an adult does not count. Bands are in order of age.
    """

    id: str
    country: str
    source: str
    bands: tuple[Band, ...]
    begins: dt.date | None
    ends: dt.date | None
    min_level_3: int
    share_level_2: Fraction
    first_aiders: int
    first_aider_at_meals: bool
    parent_needs: tuple[str, ...]
    staff_needs: tuple[str, ...]

    def holds_on(self, day: dt.date) -> bool:
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)

    def band_of(self, born: dt.date, day: dt.date) -> int:
        """The place in `bands` of a child on a day, by completed months from the month of birth.

        A child whom no band takes in is given the nearest younger one, which asks for more adults; one younger than
        all bands the youngest.
        """
        months = (day.year - born.year) * 12 + day.month - born.month
        return max(0, bisect_right(self.bands, months, key=attrgetter("from_months")) - 1)


def rule_set_from(document: Mapping[str, Any], country: str, base: RuleSet | None = None) -> RuleSet:
    """A rule set as JSON writes it (domain 04, `ratio_rules`). `base` fills what is left out but for dates, source
    and bands. Raises KeyError for a field that neither has, ValueError for a band that makes no sense."""

    def field(name: str, read: Any = lambda value: value) -> Any:
        if name in document:
            return read(document[name])
        if base is None:
            raise KeyError(name)
        return getattr(base, name)

    def day(name: str) -> dt.date | None:
        return dt.date.fromisoformat(document[name]) if document.get(name) else None

    bands = sorted((_band_from(band) for band in document["bands"]), key=lambda band: band.from_months)
    if not bands:
        raise ValueError("a rule set has at least one band")
    return RuleSet(
        id=document["id"],
        country=document.get("country", country),
        source=document.get("source", ""),
        bands=tuple(bands),
        begins=day("from"),
        ends=day("until"),
        min_level_3=field("min_level_3"),
        share_level_2=field("share_level_2", Fraction),
        first_aiders=field("first_aiders"),
        first_aider_at_meals=field("first_aider_at_meals"),
        parent_needs=field("parent_needs", tuple),
        staff_needs=field("staff_needs", tuple),
    )


def own_rule_sets(documents: Iterable[Mapping[str, Any]], country: str) -> tuple[RuleSet, ...]:
    """A nursery's own `ratio_rules`, what they leave out being as in GB-ENG-2025-09."""
    base = next(rules for rules in built_in_rule_sets() if rules.id == BASE_RULE_SET)
    return tuple(rule_set_from(document, country, base) for document in documents)


@cache
def built_in_rule_sets() -> tuple[RuleSet, ...]:
    """Every set in `rulesets/`, read once."""
    folder = files("rota.safety") / "rulesets"
    documents = [json.loads(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".json")]
    return tuple(sorted((rule_set_from(each, each["country"]) for each in documents), key=lambda rules: rules.id))


class RuleBook:
    """Which rule set holds on a day: a nursery's own if one does, else the country's; of several, the latest."""

    def __init__(self, country: str, own: Iterable[RuleSet] = ()) -> None:
        self.country = country
        self._own = tuple(own)
        self._days: dict[dt.date, RuleSet] = {}

    def on(self, day: dt.date) -> RuleSet:
        """Raises NoRuleSetError where neither the nursery nor its country has rules for the day."""
        if day not in self._days:
            self._days[day] = self._find(day)
        return self._days[day]

    def _find(self, day: dt.date) -> RuleSet:
        of_country = (rules for rules in built_in_rule_sets() if rules.country == self.country)
        for sets in (self._own, of_country):
            holding = [rules for rules in sets if rules.holds_on(day)]
            if holding:
                return max(holding, key=lambda rules: rules.begins or dt.date.min)
        raise NoRuleSetError(self.country, day)


def _band_from(document: Mapping[str, Any]) -> Band:
    return Band(
        from_months=document["from_months"],
        to_months=document.get("to_months"),
        children_per_adult=document.get("children_per_adult"),
        with_level_6=document.get("with_level_6"),
        steps=tuple((children, adults) for children, adults in sorted(document.get("steps", ()))),
    )
