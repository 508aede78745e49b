"""Work that may hang, given up from outside.

A socket's time limit is for each answer, and another side that sends a byte now and then keeps it from ever being
reached; so the whole is measured.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

_LOOKS_EVERY = 0.1  # seconds


def within(seconds: float, work: Callable[[], object], *, give_up: Callable[[], None]) -> None:
    """Run `work`, for at most so long; raises what it raised, or TimeoutError once it was given up."""
    [raised] = all_within(seconds, [work], give_up=[give_up])
    if raised is not None:
        raise raised


def all_within(
    seconds: float, works: Sequence[Callable[[], object]], *, give_up: Sequence[Callable[[], None]]
) -> list[BaseException | None]:
    """Run all `works` at once, for at most so long together: what each raised, TimeoutError for one that its own
    `give_up` was called for, None for one that ended well."""
    raised: list[BaseException | None] = [TimeoutError() for _ in works]

    def run(place: int) -> None:
        try:
            works[place]()
        except BaseException as error:  # noqa: BLE001 - for the thread that asked
            raised[place] = error
        else:
            raised[place] = None

    threads = [threading.Thread(target=run, args=[place], daemon=True, name="letter") for place in range(len(works))]
    ends = time.monotonic() + seconds
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join(max(0.0, ends - time.monotonic()))
    finally:  # the wait itself may be ended, by a task's time limit
        late = [place for place, thread in enumerate(threads) if thread.is_alive()]
        for place in late:
            give_up[place]()
    return [TimeoutError() if place in late else error for place, error in enumerate(raised)]


class Watch:
    """Looks on from a thread of its own while letter after letter is sent, and gives up what takes too long: it calls
    `give_up`, which has to make the one who waits fail. One at a time."""

    def __init__(self, give_up: Callable[[], object]) -> None:
        self._give_up = give_up
        self._lock = threading.Lock()
        self._until: float | None = None
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self.gave_up = False

    @contextmanager
    def over(self, seconds: float) -> Iterator[None]:
        """`gave_up` says afterwards how it ended, however it ended."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, daemon=True, name="watch")
            self._thread.start()
        with self._lock:
            self._until, self.gave_up = time.monotonic() + seconds, False
        try:
            yield
        finally:
            with self._lock:
                self._until = None

    def end(self) -> None:
        self._ended.set()

    def _look(self) -> None:
        while not self._ended.wait(_LOOKS_EVERY):
            with self._lock:
                if self._until is not None and time.monotonic() > self._until:
                    self._until, self.gave_up = None, True
                    self._give_up()
