"""Everything in a report, one entry at a time, under the name that it has in the report's JSON.

`scenarios.central.lines.0.value` is the value of the first line of the most likely estimate: the JSON's own keys, and
places in its lists counted from 0. Page, workbook and long table use the same names.
"""

import datetime as dt
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from costs.reports.figures import Report


class Unit(StrEnum):
    """`MONEY` is in the nursery's currency, `SHARE` a part (0.05 is 5 %), `INDEX` a number without a unit."""

    MONEY = "money"
    HOURS = "hours"
    SHARE = "share"
    INDEX = "index"
    COUNT = "count"
    TEXT = "text"
    DATE = "date"
    YES_NO = "yes/no"


@dataclass(frozen=True, slots=True)
class Entry:
    """`section` is the part of the report, `measure` what is said; `estimate`, `month`, `key` and `name` say of what,
    where that is known. None is what cannot be said."""

    figure: str
    section: str
    measure: str
    value: Decimal | int | str | bool | dt.date | None
    unit: Unit
    estimate: str = ""
    month: str = ""
    key: str = ""
    name: str = ""

    @property
    def is_of_a_row(self) -> bool:
        """Whether it only says which row it stands in, as `key`, `name`, `month` and `estimate` do already."""
        return self.unit == Unit.TEXT and self.measure in _IDENTIFYING and any(map(str.isdigit, self.figure.split(".")))

    @property
    def is_figure(self) -> bool:
        return self.unit not in {Unit.TEXT, Unit.DATE, Unit.YES_NO}


# fmt: off
_MONEY = frozenset((
    "value", "rate", "wage", "an_hour", "premium_total", "programme_total", "net", "fee_relief", "retained",
    "programme", "net_low", "net_central", "net_high", "net_per_child_session", "relief_per_child_session",
    "net_per_parent_hour", "relief_per_parent_hour",
))
_HOURS = frozenset((
    "hours", "parent", "priced", "care_displaced", "care_enriching", "unpriced", "unconfirmed", "learning", "paid",
    "cover", "given", "counted", "enriching", "never_priced", "needed", "done", "solidarity", "parent_hours",
    "paid_hours", "parent_hours_per_child_session",
))
# fmt: on
_SHARES = frozenset(["bought", "returned", "confirmed_share", "coverage", "attainments", "holiday", "ni", "pension"])
_IDENTIFYING = frozenset(["duty", "key", "kind", "name", "month", "estimate"])
_INDICES = frozenset(("jain", "gini"))
_BY_SECTION = {"changes": Unit.SHARE}  # where whatever has a number is a part of what was before


def entries(report: Report) -> Iterator[Entry]:
    """In the report's own order."""
    names = {duty.key: duty.name for duty in report.duties}
    for field in fields(report):
        about = Entry("", field.name, "", None, Unit.TEXT)
        yield from _within(
            getattr(report, field.name), _types(Report)[field.name], field.name, field.name, about, names
        )


def _within(found: Any, declared: Any, path: str, measure: str, about: Entry, names: dict[str, str]) -> Iterator[Entry]:
    if is_dataclass(found):
        about = _identified(found, about, names)
        tree: Any = type(found)
        for field in fields(found):
            of = _types(tree)[field.name]
            within = replace(about, estimate=field.name) if path == "scenarios" else about
            yield from _within(getattr(found, field.name), of, f"{path}.{field.name}", field.name, within, names)
    elif isinstance(found, tuple) and _is_text(declared):
        said = ", ".join(str(each) for each in found)
        yield replace(about, figure=path, measure=measure, value=said, unit=Unit.TEXT)
    elif isinstance(found, tuple):
        [of, *_rest] = [each for each in typing.get_args(declared) if each is not Ellipsis]
        within = replace(about, section=measure) if about.section == "scenarios" else about
        for number, each in enumerate(found):
            yield from _within(each, of, f"{path}.{number}", measure, within, names)
    elif found is not None or not _is_tree(declared):
        value = str(found) if isinstance(found, StrEnum) else found
        yield replace(about, figure=path, measure=measure, value=value, unit=_unit(declared, measure, about.section))


def _identified(found: Any, about: Entry, names: dict[str, str]) -> Entry:
    """`about` with what a row of figures says of itself."""
    key = next((getattr(found, name) for name in ("duty", "key", "kind") if hasattr(found, name)), about.key)
    return replace(
        about,
        key=str(key),
        name=getattr(found, "name", names.get(str(key), about.name)),
        estimate=getattr(found, "estimate", about.estimate),
        month=getattr(found, "month", about.month),
    )


@cache
def _types(tree: Any) -> dict[str, Any]:
    return typing.get_type_hints(tree)


def _kinds(declared: Any) -> set[Any]:
    """`Decimal | None` as {Decimal, NoneType}; anything else by itself."""
    return set(typing.get_args(declared)) if isinstance(declared, types.UnionType) else {declared}


def _is_tree(declared: Any) -> bool:
    return any(is_dataclass(kind) for kind in _kinds(declared))


def _is_text(declared: Any) -> bool:
    kinds = [each for each in typing.get_args(declared) if isinstance(each, type)]
    return bool(kinds) and all(issubclass(kind, str) for kind in kinds)


def _unit(declared: Any, measure: str, section: str) -> Unit:
    kinds = _kinds(declared)
    if Decimal in kinds:
        by_name = (
            (_BY_SECTION.get(section), section in _BY_SECTION),
            (Unit.MONEY, measure in _MONEY),
            (Unit.HOURS, measure in _HOURS),
            (Unit.SHARE, measure in _SHARES),
            (Unit.INDEX, measure in _INDICES),
        )
        return next(unit for unit, fits in by_name if fits and unit is not None)
    if bool in kinds:
        return Unit.YES_NO
    if int in kinds:
        return Unit.COUNT
    return Unit.DATE if dt.date in kinds else Unit.TEXT
