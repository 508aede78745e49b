"""How much a nursery file may be that is sent in a browser. A larger one goes in by `manage.py import_nursery`."""

from typing import Any

from django.utils.translation import gettext as _

from nursery.dates import parse_day
from nursery.refusal import Refusal

MOST_BYTES = 2 * 2**20
# Some thirteen times the demo nursery's: looking at so many takes about three seconds.
MOST_VALUES = 60_000
# Shifts and places: a large nursery makes some 15,000 in three years.
MOST_MADE = 50_000
MOST_TERMS = 60
MOST_CLOSURES = 500
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


def made_refusal(document: Any) -> Refusal | None:
    """Before anything is worked out of it: how many rows its patterns and shifts would make, in how many terms. What
    has no right shape counts for nothing, and is a fault."""
    terms = [term for term in _entries(document, "terms") if _days(term)]
    closures = sum(len(closed) for term in terms if isinstance(closed := term.get("closures"), list))
    if len(terms) > MOST_TERMS or closures > MOST_CLOSURES:
        said = _("This has more than %(terms)d terms, or more than %(closures)d closures.")
        return Refusal("too_many", said % {"terms": MOST_TERMS, "closures": MOST_CLOSURES}, _by_command())
    weeks = sum(_days(term) // _WEEK + 1 for term in terms)
    weekly = sum(map(_rows, _entries(document, "shift_patterns")))
    if weeks * weekly + sum(map(_rows, _entries(document, "shifts"))) <= MOST_MADE:
        return None
    return Refusal(
        "too_many", _("This would make more than %(n)d shifts and places.") % {"n": MOST_MADE}, _by_command()
    )


def _entries(document: Any, part: str) -> list[dict[str, Any]]:
    found = document.get(part) if isinstance(document, dict) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _days(term: dict[str, Any]) -> int:
    """0 where it has no two days in order."""
    first, last = (parse_day(str(term.get(name))) for name in ("starts", "ends"))
    return max(0, (last - first).days + 1) if first and last else 0


def _rows(entry: dict[str, Any]) -> int:
    places = (entry.get(name, 0) for name in ("paid_places", "parent_places"))
    return 1 + sum(max(0, number) for number in places if isinstance(number, int))


def _by_command() -> str:
    return _("Ask whoever runs this site to take it in with %(command)s.") % {"command": _WAY_ON}
