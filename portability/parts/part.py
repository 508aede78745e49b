from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nursery.models import Nursery
from portability.checks import Check
from portability.pattern_shifts import Occasion
from portability.sync import Book
from rota.models import Shift


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The shifts that a file lists, by id: the one-off ones, and a pattern's that are not as the pattern makes them.

    `made` is what the patterns make, `places` how many places of a kind a shift has, `keys` what each is called.
    """

    made: frozenset[Occasion] = frozenset()
    places: dict[tuple[int, str], int] = field(default_factory=dict)
    shifts: dict[int, Shift] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One export under way; the exceptions are read once for all the parts that name shifts."""

    nursery: Nursery
    exceptions: Exceptions = field(default_factory=Exceptions)

    def say_shift(self, shift: Shift) -> dict[str, Any]:
        """As bookings name it: by its key, or else by its pattern and day."""
        key = self.exceptions.keys.get(shift.pk)
        if key is not None or shift.pattern is None:
            return {"shift": key}
        return {"pattern": shift.pattern.key, "date": shift.date.isoformat()}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the file.

    `check(check)` adds faults of reference and sense, the shape being right already; `take_in(book)` makes the rows
    so; `give_out(out)` returns the part's entries in their stable order, or None to leave it out. `has_keys`
    says that others may refer to its entries by their `key`; `refers` says which of an entry's own fields hold keys of
    which part, so that these are looked at in an entry of the wrong shape, too.
    """

    name: str
    check: Callable[[Check], None]
    take_in: Callable[[Book], None]
    give_out: Callable[[Outgoing], Any]
    has_keys: bool = False
    refers: Mapping[str, str] = field(default_factory=dict)
