"""A slice of a room's day, its alerts, and slices that are alike (domain 02, required adults and alerts)."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from rota.exact import seconds_between
from rota.safety.counting import Standing
from rota.safety.ratio import others_at_level_2
from rota.safety.rules import RuleSet

EXPIRING_WITHIN = dt.timedelta(days=60)


class Alert(StrEnum):
    """In the order in which a slice lists them."""

    SHORT = "short"
    NO_LEVEL_3 = "no_level_3"
    TOO_FEW_QUALIFIED = "too_few_qualified"
    NO_FIRST_AIDER = "no_first_aider"
    ONE_ADULT_ONLY = "one_adult_only"
    EXPIRING = "expiring"
    NO_FIRST_AIDER_AT_MEAL = "no_first_aider_at_meal"


@dataclass(frozen=True, slots=True)
class FirstAid:
    """First aid on the premises at a time. `runs_out`: there is no first-aider to spare, and the paediatric first aid
    of one of them ends soon."""

    lacking: bool
    runs_out: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """A span `[starts, ends)` (UTC) of one day in one room in which nobody comes or goes.

    `children` is a count for each band of the rules, `standings` who is present, by person. `level_6`: the required
    adults are those while a counted adult of level 6 is there. A slice without children requires nobody and has no
    alerts; it is kept because somebody stands there.
    """

    day: dt.date
    room: str
    starts: dt.datetime
    ends: dt.datetime
    children: tuple[int, ...]
    required: int
    level_6: bool
    standings: tuple[Standing, ...]
    alerts: tuple[Alert, ...]

    @property
    def present(self) -> int:
        return len(self.standings)

    @property
    def counted(self) -> int:
        return sum(standing.counted for standing in self.standings)

    @property
    def qualified(self) -> int:
        """Counted adults of level 2 or above."""
        return sum(standing.counted and standing.level >= 2 for standing in self.standings)

    @property
    def short_by(self) -> int:
        return max(0, self.required - self.counted)

    @property
    def seconds(self) -> Decimal:
        return seconds_between(self.starts, self.ends)

    @property
    def has_children(self) -> bool:
        return any(self.children)


@dataclass(frozen=True, slots=True)
class RoomDay:
    """One room on one day, with the rules that held and its slices in order; gaps are times with nobody there."""

    day: dt.date
    room: str
    rules: RuleSet
    slices: tuple[Slice, ...]

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Every alert of the day once, in their order."""
        raised = {alert for piece in self.slices for alert in piece.alerts}
        return tuple(alert for alert in Alert if alert in raised)

    @property
    def short_by(self) -> int:
        """The most adults that a slice of the day is short of."""
        return max((piece.short_by for piece in self.slices), default=0)


def first_aid_of(rules: RuleSet, day: dt.date, aiders: Collection[Standing]) -> FirstAid:
    """`aiders` are those on a care shift in any room at a time."""
    if len(aiders) > rules.first_aiders:
        return FirstAid(lacking=False, runs_out=False)  # one may go and there is still a first-aider
    soon = day + EXPIRING_WITHIN
    ends = [aider.first_aid_ends for aider in aiders]
    return FirstAid(
        lacking=len(aiders) < rules.first_aiders, runs_out=any(last is not None and last <= soon for last in ends)
    )


def alerts_of(
    rules: RuleSet,
    day: dt.date,
    required: int,
    standings: Iterable[Standing],
    first_aid: FirstAid,
    *,
    at_meal: bool,
) -> tuple[Alert, ...]:
    """The alerts of a slice with children."""
    present = list(standings)
    counted = [standing for standing in present if standing.counted]
    soon = day + EXPIRING_WITHIN
    level_3 = sum(standing.level >= 3 for standing in counted)
    qualified = sum(standing.level >= 2 for standing in counted)
    raised = (
        (Alert.SHORT, len(counted) < required),
        (Alert.NO_LEVEL_3, level_3 < rules.min_level_3),
        # Where nobody holds level 3, that is an alert of its own, and there is nobody to take off the qualified.
        (Alert.TOO_FEW_QUALIFIED, qualified - min(1, level_3) < others_at_level_2(rules, required)),
        (Alert.NO_FIRST_AIDER, first_aid.lacking),
        (Alert.ONE_ADULT_ONLY, len(present) == 1),
        (Alert.EXPIRING, first_aid.runs_out or any(standing.runs_out_by(soon) for standing in counted)),
        (
            Alert.NO_FIRST_AIDER_AT_MEAL,
            at_meal and rules.first_aider_at_meals and not any(standing.first_aider for standing in counted),
        ),
    )
    return tuple(alert for alert, is_so in raised if is_so)


def merge_alike(slices: Iterable[Slice]) -> tuple[Slice, ...]:
    """Neighbours that touch and are alike in all but their times become one. Slices are given in order."""
    merged: list[Slice] = []
    for piece in slices:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.ends == piece.starts
            and replace(last, starts=piece.starts, ends=piece.ends) == piece
        ):
            merged[-1] = replace(last, ends=piece.ends)
        else:
            merged.append(piece)
    return tuple(merged)
