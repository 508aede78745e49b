from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nursery.models import Nursery
from portability.checks import Check
from portability.sync import Book


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the file.

    `check(check)` adds faults of reference and sense, the shape being right already; `take_in(book)` makes the rows
    so; `give_out(nursery)` returns the part's entries in their stable order, or None to leave it out. `has_keys`
    says that others may refer to its entries by their `key`.
    """

    name: str
    check: Callable[[Check], None]
    take_in: Callable[[Book], None]
    give_out: Callable[[Nursery], Any]
    has_keys: bool = False
