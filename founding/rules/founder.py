"""Whoever founds a nursery is its manager: among the people of its file."""

from collections.abc import Sequence
from typing import Any

from accounts.models import RoleKind
from accounts.queries import plain_address

Document = dict[str, Any]


def founder_in(document: Document, addresses: Sequence[str]) -> dict[str, Any] | None:
    """The entry of whoever has one of these addresses, a manager's before another's; None where nobody has or whoever
    has it has left."""
    own = set(addresses)
    found = [
        person
        for person in document.get("people", [])
        if plain_address(person.get("email", "")) in own and "left" not in person
    ]
    return next((person for person in found if RoleKind.MANAGER in person["roles"]), found[0] if found else None)


def with_founder(document: Document, addresses: Sequence[str], name: str) -> Document:
    """The document with the founder as a manager in it: entered by `name` and the first address where nobody is."""
    people = list(document.get("people", []))
    mine = founder_in(document, addresses)
    if mine is None:
        keys = {person["key"] for person in people}
        key = next(key for key in ("founder", *(f"founder-{n}" for n in range(2, len(keys) + 3))) if key not in keys)
        people.append({"key": key, "name": name, "email": addresses[0], "roles": [RoleKind.MANAGER.value]})
    elif RoleKind.MANAGER not in mine["roles"]:
        grown = mine | {"roles": [*mine["roles"], RoleKind.MANAGER.value]}
        people = [grown if person is mine else person for person in people]
    return document | {"people": people}
