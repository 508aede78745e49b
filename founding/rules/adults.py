"""How many adults a full room needs, by the rota's own rules, and how its places are shared out at first."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nursery.models import Rounding
from rota.safety import NoRuleSetError, RuleBook, RuleSet, required_adults, room_below_level_2
from rota.safety import Rounding as EngineRounding


@dataclass(frozen=True, slots=True)
class Need:
    """Of a room with all its places taken, ages spread evenly. `unqualified`: so many of the required adults may hold
    no level 2, as most parents do. `rules` is the id of the rule set."""

    required: int
    unqualified: int
    rules: str

    def covered_by(self, paid: int, parents: int, *, parents_count: bool) -> int:
        """How many are there to be counted when every place is taken; no more parents than may be unqualified are
        reckoned with."""
        return paid + (min(parents, self.unqualified) if parents_count else 0)


def need_of(room: Mapping[str, Any], country: str, policy: Mapping[str, Any], day: dt.date) -> Need | None:
    """None where no ratio rules are built in."""
    try:
        rules = RuleBook(country).on(day)
    except NoRuleSetError:
        return None
    required = required_adults(
        rules,
        _by_band(rules, room["from_months"], room["to_months"], room["places"]),
        rounding=EngineRounding(policy.get("ratio_rounding", Rounding.PER_BAND)),
        min_adults=policy.get("min_adults", 2),
    )
    return Need(required, room_below_level_2(rules, required), rules.id)


def _by_band(rules: RuleSet, first: int, last: int, places: int) -> list[int]:
    """Children of ages from `first` to `last` months (excluded), spread evenly, by band."""
    day = dt.date(2000 + last // 12, 1, 1)
    counts = [0] * len(rules.bands)
    for number in range(places):
        months = first + (last - first) * number // places
        born = day.year * 12 + day.month - 1 - months
        counts[rules.band_of(dt.date(born // 12, born % 12 + 1, 1), day)] += 1
    return counts


def share_out(need: Need | None, *, parents_count: bool) -> tuple[int, int]:
    """Paid and parent places to begin with: enough when all are taken, and never without a parent."""
    if need is None:
        return 2, 1
    counted = need.unqualified if parents_count else 0
    return max(1, need.required - counted), max(1, counted)
