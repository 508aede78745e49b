"""How much a nursery file may be that is sent in a browser. A larger one goes in by `manage.py import_nursery`."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from nursery.refusal import Refusal

MOST_BYTES = 2 * 2**20
# Some thirteen times the demo nursery's: looking at so many takes about three seconds.
MOST_VALUES = 60_000
# Shifts and places: a large nursery makes some 15,000 in three years.
MOST_MADE = 50_000
MOST_FAULTS = 200  # more are not looked for: whoever has mended these sends it again

_WEEK = 7
_WAY_ON = "manage.py import_nursery"


def too_large() -> Refusal:
    return Refusal(
        "too_large",
        _("This file is larger than %(n)d MB.") % {"n": MOST_BYTES // 2**20},
        _by_command(),
    )


def values_refusal(document: Any) -> Refusal | None:
    """Counted without recursion, so that no depth can break it."""
    waiting, seen = [document], 0
    while waiting:
        value = waiting.pop()
        seen += 1
        if seen + len(waiting) > MOST_VALUES:
            return Refusal("too_much", _("This file holds more than can be looked at here."), _by_command())
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return None


def made_refusal(document: dict[str, Any]) -> Refusal | None:
    """Of a document without a fault: how many rows its patterns and shifts would make."""
    weeks = sum(_days(term) // _WEEK + 1 for term in document.get("terms", []))
    weekly = sum(map(_rows, document.get("shift_patterns", [])))
    if weeks * weekly + sum(map(_rows, document.get("shifts", []))) <= MOST_MADE:
        return None
    return Refusal(
        "too_many", _("This would make more than %(n)d shifts and places.") % {"n": MOST_MADE}, _by_command()
    )


def _days(term: dict[str, str]) -> int:
    return (dt.date.fromisoformat(term["ends"]) - dt.date.fromisoformat(term["starts"])).days + 1


def _rows(entry: dict[str, Any]) -> int:
    paid, parents = entry.get("paid_places", 0), entry.get("parent_places", 0)
    return 1 + int(paid) + int(parents)


def _by_command() -> str:
    return _("Ask whoever runs this site to take it in with %(command)s.") % {"command": _WAY_ON}
