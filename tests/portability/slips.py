"""Slips of the pen: small changes that spoil a nursery file, and the faults that an import finds."""

from collections.abc import Callable
from typing import Any

import pytest

from nursery.models import Nursery
from portability.faults import NurseryFileError
from portability.importing import import_document
from tests.portability.everything import everything

Document = dict[str, Any]
Slip = Callable[[Document], None]


def faults_of(document: Any) -> list[str]:
    with pytest.raises(NurseryFileError) as caught:
        import_document(document)
    return [str(fault) for fault in caught.value.faults]


def put(*path: str | int, value: Any) -> Callable[[Document], None]:
    """A mutation: the value at the end of the path."""

    def change(document: Document) -> None:
        target: Any = document
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value

    change.__name__ = f"{'.'.join(map(str, path))}={value!r:.40}"
    return change


def drop(*path: str | int) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        target: Any = document
        for step in path[:-1]:
            target = target[step]
        del target[path[-1]]

    change.__name__ = f"{'.'.join(map(str, path))} left out"
    return change


def add(part: str, entry: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document[part].append(entry)

    change.__name__ = f"{part}+{entry!r:.60}"
    return change


def assert_only_fault(slip: Slip, fault: str, *, others: bool = False) -> None:
    """The slip makes this fault and no other (unless it makes others by its nature), and nothing is written."""
    document = everything()
    slip(document)

    faults = faults_of(document)

    assert fault in faults if others else faults == [fault]
    assert not Nursery.objects.exists()
