"""One PostgreSQL server: its folder, its start and its stop."""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import quote

import psycopg2

from nursery.embedded import guise
from nursery.embedded.guise import Guise, ServerError
from nursery.embedded.postmaster import end_stragglers, forget_stranger, running, serves
from nursery.embedded.programs import Programs

SUPERUSER, OWNER, APP, DATABASE = "postgres", "turnabout_owner", "turnabout_app", "turnabout"
ERASER = "turnabout_eraser"  # as nursery/erasing.py calls it, which knows Django

_SOCKET_NAME = "/.s.PGSQL.5432.lock"
_SOCKET_PATH_LIMIT = 100  # sun_path holds 104 bytes on macOS, 108 on Linux
_START_WITHIN, _STOP_WITHIN = 60.0, 30.0  # seconds; a start may have a crash to recover from
_LOG_LIMIT = 5_000_000  # bytes; a longer log is put aside at the next start
_SMALL = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # the folder around it lets its owner alone in
    "max_connections": "60",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # It would find the tables empty, whose rows are in transactions that tests take back, and have every query over
    # them planned as if they were: minutes instead of milliseconds for whatever test fills them next.
    "autovacuum": "off",
}
_ROLES = f"""\
CREATE ROLE {OWNER} LOGIN CREATEDB
CREATE ROLE {APP} LOGIN
CREATE DATABASE {DATABASE} OWNER {OWNER}
"""
# Also in data that an earlier version has made.
_ERASER = f"""
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ERASER}') THEN
        CREATE ROLE {ERASER} NOLOGIN;
        GRANT {ERASER} TO {APP} WITH INHERIT FALSE, SET TRUE;
    END IF;
END
$$
"""


class Server:
    """A server whose data, log and locks are in `folder`; reached by a socket that nobody else can open.

    With `durable=False` nothing survives a power cut, which tests do not need.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.absolute().resolve()  # one name, by whichever link it is reached
        self.durable = durable

    # --- its places ----------------------------------------------------------------------------------------
    @property
    def home(self) -> Path:
        """`folder`, or where its contents were moved for `nobody` to reach."""
        return self._moved.resolve() if self._moved.is_symlink() else self.folder

    @property
    def _moved(self) -> Path:
        return self.folder / "moved-to"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def sockets(self) -> Path:
        near = self.home / "socket"
        if len(os.fsencode(str(near) + _SOCKET_NAME)) <= _SOCKET_PATH_LIMIT:
            return near
        # The same for everybody who looks for it, whatever TMPDIR says to each.
        shared = Path("/tmp")  # noqa: S108 - the folder in it is private, and refused where it is not
        return (shared if shared.is_dir() else Path(gettempdir())) / f"turnabout-{os.getuid()}-{self._short_name()}"

    def _short_name(self) -> str:
        return hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]

    def url(self, role: str, database: str) -> str:
        """As dj-database-url and libpq read it: the socket's folder stands in the host's place."""
        return f"postgresql://{role}@{quote(str(self.sockets), safe='')}/{database}"

    # --- its state -----------------------------------------------------------------------------------------
    def pid(self) -> int | None:
        """The running server's process, or None; a pid file left by a killed server counts for nothing."""
        return running(self.data)

    def answers(self, programs: Programs) -> bool:
        """Whether it lets people in; False while it starts, recovers or stops."""
        try:
            programs.run(["pg_isready", "-q", "-t", "2", "-h", str(self.sockets), "-U", SUPERUSER, "-d", "postgres"])
        except ServerError:
            return False
        return True

    # --- start ---------------------------------------------------------------------------------------------
    def ensure_running(self) -> bool:
        """Start it unless it runs; True when this call started it. Call it under `Lease`'s lock. Raises ServerError."""
        self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        if self.pid() is not None:
            self._make_socket_folder(self.data.stat().st_uid)
            self._wait_until_it_answers(Programs.found(guise.own(), self.home), None)
            return False
        mine = self._guise()
        self._make_socket_folder(mine.owner)
        programs = Programs.found(mine, self.home)
        if self.data.exists():
            end_stragglers(self.data)
            forget_stranger(self.data)
        else:
            self._initialise(programs)
        settings = _SMALL | ({} if self.durable else _HASTY)
        settings["unix_socket_directories"] = '"' + str(self.sockets).replace('"', '""') + '"'
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))
        self.log.touch(mode=0o600)  # it may quote what was asked
        process = programs.start(["postgres", "-D", str(self.data), *options], self.log)
        try:
            self._wait_until_it_answers(programs, process)
        except BaseException:  # Ctrl-C included: what nobody holds must not stay
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(_STOP_WITHIN)
            raise
        self._make_eraser()
        return True

    def _make_eraser(self) -> None:
        link = psycopg2.connect(self.url(SUPERUSER, "postgres"))
        try:
            with link, link.cursor() as cursor:
                cursor.execute(_ERASER)
        finally:
            link.close()

    def _guise(self) -> Guise:
        """As whom it runs: as whoever owns the data, once there are any."""
        if not guise.is_root():
            if guise.has_account():
                return guise.own()
            if guise.namespaces_work():
                return guise.hidden()
            raise ServerError(f"User {os.geteuid()} has no account here, which PostgreSQL needs. Set DATABASE_URL.")
        if self._moved.is_symlink():
            if not self.home.exists():
                _say(f"What stood in {self.home} is gone, so PostgreSQL begins with nothing in it.")
                _make_walkable(self.home)
            return guise.nobody()
        found = self.data.stat() if self.data.exists() else None
        if found is not None and found.st_uid != 0:
            return guise.account(found.st_uid, found.st_gid)
        if guise.namespaces_work():
            return guise.hidden()
        if found is not None:
            raise ServerError(
                f"The data in {self.data} were made where root may hide from PostgreSQL, and here it may not. "
                "Start this as another user, or set DATABASE_URL."
            )
        self._move_within_reach_of_nobody()
        return guise.nobody()

    def _move_within_reach_of_nobody(self) -> None:
        """Where root may not hide, PostgreSQL runs as nobody, who cannot look into root's folders."""
        home = Path("/var/lib") / f"turnabout-{self._short_name()}"
        _make_walkable(home)
        self._moved.symlink_to(home)
        _say(f"PostgreSQL refuses root, so it runs as nobody, with its data in {home}.")

    def _make_socket_folder(self, owner: int) -> None:
        self.sockets.mkdir(exist_ok=True, mode=0o700)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), owner}:
            raise ServerError(f"{self.sockets} belongs to somebody else. Remove it, or set DATABASE_URL.")
        self.sockets.chmod(0o700)
        if found.st_uid != owner:
            os.chown(self.sockets, owner, -1)

    def _initialise(self, programs: Programs) -> None:
        """Beside the place where it will stand, then renamed: a kill leaves no half-made data."""
        unfinished = self.data.with_name("data.unfinished")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        if programs.guise.owner != os.geteuid():
            os.chown(unfinished, programs.guise.owner, -1)
        command = ["initdb", "-D", str(unfinished), "-U", SUPERUSER, "--auth=trust"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command += ["--no-instructions", *([] if self.durable else ["--no-sync"])]
        programs.run(command, as_server=True)
        hasty = [word for name, value in _HASTY.items() for word in ("-c", f"{name}={value}")] * (not self.durable)
        alone = ["postgres", "--single", "-D", str(unfinished), "-c", "exit_on_error=true", *hasty, "postgres"]
        programs.run(alone, as_server=True, text=_ROLES)
        unfinished.rename(self.data)

    def _wait_until_it_answers(self, programs: Programs, process: subprocess.Popen[bytes] | None) -> None:
        deadline = time.monotonic() + _START_WITHIN
        while not self.answers(programs):
            stopped = process.poll() is not None if process else self.pid() is None
            if stopped or time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL did not start. The end of {self.log}:\n{self._end_of_log()}")
            time.sleep(0.03)

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:]) if self.log.exists() else ""

    # --- stop ----------------------------------------------------------------------------------------------
    def stop(self) -> None:
        """Fast shutdown: sessions are ended, what was committed is kept. Quiet when it does not run."""
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + _STOP_WITHIN
        while not self._has_ended(pid):
            if time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL (process {pid}) does not stop; look at {self.log}.")
            time.sleep(0.03)
        if self.sockets.parent != self.home:
            with suppress(OSError):  # not empty: what else is in it is not ours to remove
                self.sockets.rmdir()

    def _has_ended(self, pid: int) -> bool:
        """Collect it if it was our own child, which would stay a zombie otherwise."""
        try:
            return os.waitpid(pid, os.WNOHANG)[0] == pid
        except ChildProcessError:
            return not serves(pid, self.data)


def _make_walkable(folder: Path) -> None:
    """Root's own, which others may walk through and not list; what is in it is nobody's, and private."""
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)


def _say(sentence: str) -> None:
    """Beside what a command prints, which may be read by a program."""
    print(sentence, file=sys.stderr, flush=True)
