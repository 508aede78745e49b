"""Bluebell, so many times over: as many rooms, families, people, patterns, shifts and bookings."""

from copy import deepcopy
from typing import Any

Document = dict[str, Any]

# Where one part names another's key, by part and field; what is shared by all (duties, terms, rates) stays one.
_OWN = {"rooms", "sessions", "families", "people", "shift_patterns", "shifts"}
_NAMES = {"room", "session", "family", "person", "pattern", "shift", "child", "approved_by", "covers"}


def multiplied(document: Document, times: int) -> Document:
    """`document` with `times` copies of everything that grows with a nursery."""
    result = deepcopy(document)
    for number in range(1, times):
        for part in ("rooms", "sessions", "families", "people", "shift_patterns", "shifts", "bookings",
                     "contributions", "standing_turns", "meals", "day_marks", "absences", "reserves"):  # fmt: skip
            result.setdefault(part, []).extend(_renamed(entry, part, f"-{number}") for entry in document.get(part, []))
    return {part: entries for part, entries in result.items() if entries != []}


def _renamed(entry: Document, part: str, suffix: str) -> Document:
    copy = deepcopy(entry)
    if part in _OWN:
        copy["key"] += suffix
    for name in _NAMES & copy.keys():
        copy[name] += suffix
    if part == "people" and "email" in copy:
        copy["email"] = copy["email"].replace("@", f"{suffix}@")
    if part == "families":
        for child in copy.get("children", []):
            child["key"] += suffix
            child["sessions"] = [
                session + suffix if isinstance(session, str) else {**session, "session": session["session"] + suffix}
                for session in child["sessions"]
            ]
        for relief in copy.get("reliefs", []):
            relief["approved_by"] += suffix
    return copy
