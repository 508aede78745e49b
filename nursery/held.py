"""What is held about people: declared by each app beside its models, in modules that settings.HELD names.

For every table that leads to somebody: by which path, why it is there, how long, how it reads in what a person takes
away, and what erasing them does to it. A test walks all models and fails for one that is neither declared nor listed
with its reason (tests/rights/test_register.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import Promise

Words = str | Promise


class Kept(StrEnum):
    """How long; the numbers are the nursery's policy (`keep_…`)."""

    HERE = "here"  # it only serves while somebody is here, and goes the night after their last day
    MESSAGES = "messages"  # so many months
    CHILD = "child"  # so many years after the child has left
    ACCOUNT = "account"  # so many years after the grown-up has left
    LASTING = "lasting"  # with the nursery's books, where it names nobody once the name is replaced


class Goes(StrEnum):
    """What erasing somebody does to a row."""

    ROW = "row"  # it is deleted
    REPLACED = "replaced"  # the columns of `replaced` are, and the rest of it stays
    STAYS = "stays"  # it names nobody: what it leads to is a number


@dataclass(frozen=True, slots=True)
class Shown:
    """How a value reads: its label, and how it is said where that is not plain from its column."""

    label: Words
    say: Callable[[Any], Words] | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of `model` that lead to a person by `path`, a lookup from the row ("person", "booking__person"; "pk" for the
    person itself).

    `shows` are lookups from the row; one that ends in the name of another person is shown as first name and initial.
    `replaced` says what stands in a column once somebody is erased, %(id)s being the row's public id. `left_out` is why
    a text, or a key to another person, is not shown.
    """

    model: type[models.Model]
    path: str
    title: Words
    why: Words
    kept: Kept
    goes: Goes
    shows: Mapping[str, Words | Shown]
    replaced: Mapping[str, Words] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Of its section: "rota.booking", "accounts.clearance.checked_by"."""
        last = self.path.split("__")[0]
        return self.model._meta.label_lower + ("" if last in {"pk", "person", "people", "user"} else f".{last}")


@cache
def _declared_in(modules: tuple[str, ...]) -> tuple[Held, ...]:
    return tuple(held for module in modules for held in import_module(module).HELD)


def register() -> Sequence[Held]:
    """All that is declared, in the order of the settings."""
    return _declared_in(tuple(settings.HELD))


def not_held() -> Mapping[str, str]:
    """Models by label that hold texts or keys and lead to nobody, each with the reason."""
    found: dict[str, str] = {}
    for module in settings.HELD:
        found |= import_module(module).NOT_HELD
    return found


def identity() -> Mapping[type[models.Model], frozenset[str]]:
    """The columns that erasing replaces, by model."""
    found: dict[type[models.Model], frozenset[str]] = {}
    for held in register():
        if held.replaced:
            found[held.model] = found.get(held.model, frozenset()) | set(held.replaced)
    return found
