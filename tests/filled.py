"""Databases that hold something from the start, so that what takes long to write is written once a worker.

A test sees one as if it had just been filled: what it does there is in a transaction that is taken back.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.databases import TEMPLATE, copy, drop, one_at_a_time


class FilledDatabases:
    """One worker's. They are made when they are first asked for."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._links: dict[str, BaseDatabaseWrapper] = {}
        self._made = ExitStack()

    @contextmanager
    def opened(self, name: str, fill: Callable[[], object]) -> Iterator[None]:
        """In place of the test's own database, one that `fill` filled; asked for before any row is written."""
        assert connections["default"].in_atomic_block, "a test with real transactions would leave its rows to others"
        if name not in self._links:
            self._links[name] = self._make(name, fill)
        with _instead(self._links[name]) as link:
            taken_back = transaction.atomic()
            taken_back._from_testcase = True  # type: ignore[attr-defined]  # what may not be inside another may be in it
            with taken_back:
                yield
                if link.is_usable() and not link.needs_rollback:
                    link.check_constraints()  # those that wait for the end of a transaction, as after any other test
                transaction.set_rollback(True)

    def close(self) -> None:
        for link in self._links.values():
            link.close()
        self._made.close()

    def _make(self, name: str, fill: Callable[[], object]) -> BaseDatabaseWrapper:
        database = f"{name}_{self._worker}_{os.getpid()}"
        with one_at_a_time():
            copy(TEMPLATE, database)
        self._made.callback(drop, database)
        link = connections["default"].copy()
        link.settings_dict["NAME"] = database
        with _instead(link), transaction.atomic():
            fill()
        return link


@contextmanager
def _instead(link: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    own = connections["default"]
    connections["default"] = link
    try:
        yield link
    finally:
        connections["default"] = own
