"""Who uses the embedded server: the last one out stops it."""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from nursery.embedded.guise import ServerError
from nursery.embedded.server import Server


class Lease:
    """A shared lock that lasts as long as the process, whatever ends it: the kernel gives it back.

    Starting and stopping are done under a second, exclusive lock, so two processes never do either at once.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self._held: int | None = None
        self._owner = os.getpid()

    def take(self) -> None:
        """Start the server unless it runs, and keep it. Raises ServerError."""
        try:
            # Mail and logs stand beside it, so the folder around it is private, too.
            self.server.folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.server.folder.mkdir(exist_ok=True, mode=0o700)
            with self._turn():
                # Held before it starts, so that who is interrupted meanwhile still stops it on leaving.
                self._held = os.open(self.server.folder / "lease", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._held, fcntl.LOCK_SH)
                atexit.register(self.give_back)
                self.server.ensure_running()
        except PermissionError as error:
            raise ServerError(
                f"{error.filename or self.server.folder} belongs to another user. Start this as that user, "
                "or name a folder of your own in TURNABOUT_VAR."
            ) from error

    def start_again(self) -> None:
        """For the holder of a lease whose server was killed."""
        with self._turn():
            self.server.ensure_running()

    def give_back(self, *, stop_anyway: bool = False) -> None:
        """Stop the server if nobody else holds it. A forked child's exit changes nothing."""
        if self._held is None or os.getpid() != self._owner:
            return
        with self._turn():
            held, self._held = self._held, None
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                alone = True
            except BlockingIOError:
                alone = False
            if alone or stop_anyway:
                self.server.stop()
            os.close(held)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        turn = os.open(self.server.folder / "turn", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
        finally:
            os.close(turn)
