"""Who holds a place and who stands beside whom: paid cover may be one more than the places (domain 04)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import PAID_ROLES, RoleKind
from portability.shape import Entry
from rota.models import LIVE, PlaceKind


def stands_as_paid(roles: set[str]) -> bool:
    """In a parent place: staff, bank and manager act as paid, unless they are parents too (domain 02)."""
    return not PAID_ROLES.isdisjoint(roles) and RoleKind.PARENT not in roles


@dataclass(slots=True)
class Standings:
    """Numbers are those of the bookings given. `holders` hold a place each; `beside` says whose place an extra
    shares; `faults` are (number, field or None, sentence)."""

    holders: list[int] = field(default_factory=list)
    beside: dict[int, int] = field(default_factory=dict)
    faults: list[tuple[int, str | None, str]] = field(default_factory=list)


def standings(bookings: list[Entry], kind: str, room: int, is_paid: Callable[[Any], bool]) -> Standings:
    """The bookings of one shift in places of one kind, shadows left out; `room` is how many places there are.

    An extra says whose place it shares (`covers`); where too many stand without a word, the last paid ones are
    extras, each beside the first parent who has none.
    """
    found = Standings()
    said = [n for n, entry in enumerate(bookings) if "covers" in entry]
    rest = [n for n, entry in enumerate(bookings) if "covers" not in entry and entry["status"] in LIVE]
    unsaid: list[int] = []
    if kind == PlaceKind.PARENT:
        paid = [n for n in rest if is_paid(bookings[n]["person"])]
        unsaid = paid[max(0, len(paid) - max(0, len(rest) - room)) :]
    found.holders = [n for n in rest if n not in unsaid]
    for n in found.holders[room:]:
        found.faults.append((n, None, f"the shift has only {room} {kind} place{'' if room == 1 else 's'}"))
    taken: set[int] = set()
    for n in said:
        _stand_beside_named(found, bookings, n, kind, taken, is_paid)
    for n in unsaid:
        parent = next((h for h in found.holders if h not in taken and not is_paid(bookings[h]["person"])), None)
        if parent is None:
            places = f"{room} {kind} place{'' if room == 1 else 's'}"
            found.faults.append((n, None, f"the shift has only {places}, and no parent to stand beside"))
        else:
            found.beside[n] = parent
            taken.add(parent)
    return found


def _stand_beside_named(
    found: Standings, bookings: list[Entry], n: int, kind: str, taken: set[int], is_paid: Callable[[Any], bool]
) -> None:
    entry = bookings[n]
    named = entry["covers"]
    if kind != PlaceKind.PARENT:
        found.faults.append((n, "covers", "only in a parent place does anybody stand beside another"))
        return
    if not is_paid(entry["person"]):
        found.faults.append((n, "covers", "only paid cover stands beside a parent"))
        return
    live = entry["status"] in LIVE
    could = [h for h, one in enumerate(bookings) if one["person"] == named and "covers" not in one]
    could.sort(key=lambda h: bookings[h]["status"] not in LIVE)
    beside = next((h for h in could if not live or h not in taken), None)
    if beside is None:
        sentence = "somebody stands beside '{}' already" if could else "'{}' has no parent place on this shift"
        found.faults.append((n, "covers", sentence.format(named)))
        return
    found.beside[n] = beside
    if live:
        taken.add(beside)
