"""First families and people: who is entered, and what each is called in the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.queries import plain_address
from founding.rules.steps import Answers, Step
from nursery.refusal import Refusal

MOST_FAMILIES = 40
MOST_WORKERS = 60
People = dict[str, list[dict[str, Any]]]


def people_of(answers: Answers) -> People:
    said = answers.get(Step.PEOPLE) or {}
    return {"families": list(said.get("families", [])), "staff": list(said.get("staff", []))}


@dataclass(frozen=True, slots=True)
class Entered:
    """Whose addresses are known already: the founder's own, and those of who was entered."""

    own: frozenset[str]
    others: frozenset[str]
    has_founders_family: bool

    @classmethod
    def of(cls, answers: Answers, own: Sequence[str]) -> "Entered":
        people = people_of(answers)
        adults = [adult for family in people["families"] for adult in family["adults"]]
        others = {plain_address(each.get("email", "")) for each in [*adults, *people["staff"]]} - {""}
        return cls(frozenset(own), frozenset(others), any(family.get("founders") for family in people["families"]))


def address_taken_refusal(email: str, entered: Entered) -> Refusal | None:
    """Two people have the same address only within one family."""
    address = plain_address(email)
    if not address:
        return None
    if address in entered.own:
        return Refusal("own", _("This is your own address."), _("Of your own family, tick that it is yours instead."))
    if address in entered.others:
        return Refusal("known", _("Somebody has this address already."), _("Write another, or leave it out for now."))
    return None


def full_refusal(people: People, kind: str) -> Refusal | None:
    most = MOST_FAMILIES if kind == "families" else MOST_WORKERS
    if len(people[kind]) < most:
        return None
    return Refusal(
        "full",
        _("That is enough to begin with."),
        _("Enter the others once the nursery is there: all at once, from a spreadsheet."),
    )


def with_one_more(people: People, kind: str, said: dict[str, Any]) -> People:
    """`kind` is "families" or "staff"."""
    return people | {kind: [*people[kind], said | {"key": _fresh_key(kind, people[kind])}]}


def without(people: People, key: str) -> People:
    return {kind: [entry for entry in entries if entry["key"] != key] for kind, entries in people.items()}


def _fresh_key(kind: str, entries: Iterable[dict[str, Any]]) -> str:
    word = "family" if kind == "families" else "worker"
    used = {entry["key"] for entry in entries}
    return next(key for key in (f"{word}-{number}" for number in range(1, 1000)) if key not in used)
