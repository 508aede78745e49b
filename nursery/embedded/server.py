"""One PostgreSQL server: its folder, its start and its stop."""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from nursery.embedded.programs import NOBODY, ServerError, is_root, namespaces_work, run, start

SUPERUSER, OWNER, APP, DATABASE = "postgres", "turnabout_owner", "turnabout_app", "turnabout"

_SOCKET_NAME = "/.s.PGSQL.5432.lock"
_SOCKET_PATH_LIMIT = 100  # sun_path holds 104 bytes on macOS, 108 on Linux
_START_WITHIN, _STOP_WITHIN = 30.0, 30.0  # seconds
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
_HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_ROLES = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
        CREATE ROLE {OWNER} LOGIN CREATEDB;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') THEN
        CREATE ROLE {APP} LOGIN;
    END IF;
END $$;
"""  # noqa: S608 - constants


class Server:
    """A server whose data, log and locks are in `folder`; reached by a socket that nobody else can open.

    With `durable=False` nothing survives a power cut, which tests do not need.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self.data = folder / "data"
        self.log = folder / "postgres.log"
        self.sockets = self._socket_folder()

    def _socket_folder(self) -> Path:
        near = self.folder / "socket"
        if len(os.fsencode(str(near) + _SOCKET_NAME)) <= _SOCKET_PATH_LIMIT:
            return near
        name = hashlib.sha256(os.fsencode(self.folder.absolute())).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"turnabout-{os.getuid()}-{name}"

    def url(self, role: str, database: str) -> str:
        """As dj-database-url and libpq read it: the socket's folder stands in the host's place."""
        return f"postgresql://{role}@{quote(str(self.sockets.absolute()), safe='')}/{database}"

    # --- its state -----------------------------------------------------------------------------------------
    def pid(self) -> int | None:
        """The running server's process, or None; a pid file left by a killed server counts for nothing."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return None
        except PermissionError as error:
            raise ServerError(f"PostgreSQL in {self.folder} belongs to another user.") from error
        command = Path(f"/proc/{pid}/cmdline")
        if command.parent.exists():  # where there is no /proc, PostgreSQL's own check has to do
            words = command.read_bytes()
            if b"postgres" not in words or os.fsencode(self.data.absolute()) not in words:
                return None
        return pid

    def answers(self) -> bool:
        try:
            run(["pg_isready", "-q", "-t", "2", "-h", str(self.sockets), "-U", SUPERUSER, "-d", "postgres"])
        except ServerError:
            return False
        return True

    # --- start ---------------------------------------------------------------------------------------------
    def ensure_running(self) -> bool:
        """Start it unless it runs; True when this call started it. Call it under `Lease`'s lock. Raises ServerError."""
        self._make_folders()
        if self.pid() is not None:
            self._wait_until_it_answers(None)
            return False
        if not self.data.exists():
            self._initialise()
        settings = _SMALL | ({} if self.durable else _HASTY)
        settings["unix_socket_directories"] = f'"{self.sockets}"'
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        process = start(["postgres", "-D", str(self.data.absolute()), *options], self.log)
        self._wait_until_it_answers(process)
        if not (self.folder / "ready").exists():
            self._make_roles()
        return True

    def _make_folders(self) -> None:
        if not self.folder.exists():
            self.folder.mkdir(parents=True, mode=0o700)
        if is_root() and not namespaces_work():
            self._move_within_reach_of_nobody()
        self.sockets.mkdir(exist_ok=True, mode=0o700)
        found = self.sockets.lstat()
        owner = NOBODY if is_root() and not namespaces_work() else os.getuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.getuid(), owner}:
            raise ServerError(f"{self.sockets} belongs to somebody else. Remove it, or set DATABASE_URL.")
        self.sockets.chmod(0o700)
        if is_root() and not namespaces_work():
            os.chown(self.sockets, NOBODY, NOBODY)

    def _move_within_reach_of_nobody(self) -> None:
        """Where root may not hide, PostgreSQL runs as nobody, who cannot look into root's folders."""
        name = hashlib.sha256(os.fsencode(self.folder.absolute())).hexdigest()[:12]
        home = Path("/var/lib") / f"turnabout-{name}"
        home.mkdir(exist_ok=True, mode=0o700)
        os.chown(home, NOBODY, NOBODY)
        self.data = home / "data"
        self.sockets = home / "socket"
        self.log = home / "postgres.log"
        self.log.touch()
        link = self.folder / "moved-to"
        if not link.is_symlink():
            link.symlink_to(home)

    def _initialise(self) -> None:
        """Beside the place where it will stand, then renamed: a kill leaves no half-made data."""
        unfinished = self.data.with_name("data.unfinished")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        command = ["initdb", "-D", str(unfinished.absolute()), "-U", SUPERUSER, "--auth=trust"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command += ["--no-instructions", *([] if self.durable else ["--no-sync"])]
        run(command, hidden=True)
        unfinished.rename(self.data)

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes] | None) -> None:
        deadline = time.monotonic() + _START_WITHIN
        while not self.answers():
            stopped = process.poll() is not None if process else self.pid() is None
            if stopped or time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL did not start. The end of {self.log}:\n{self._end_of_log()}")
            time.sleep(0.03)

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:]) if self.log.exists() else ""

    def _make_roles(self) -> None:
        query = [
            "psql",
            "-h",
            str(self.sockets),
            "-U",
            SUPERUSER,
            "-d",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            "-Atqc",
        ]
        run([*query, _ROLES])
        there = run([*query, f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"])  # noqa: S608 - a constant
        if not there.stdout.strip():
            run([*query, f"CREATE DATABASE {DATABASE} OWNER {OWNER}"])
        (self.folder / "ready").touch()

    # --- stop ----------------------------------------------------------------------------------------------
    def stop(self) -> None:
        """Fast shutdown: sessions are ended, what was committed is kept. Quiet when it does not run."""
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + _STOP_WITHIN
        while self.pid() is not None and not _reaped(pid):
            if time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL (process {pid}) does not stop; look at {self.log}.")
            time.sleep(0.03)


def _reaped(pid: int) -> bool:
    """Collect it if it was our own child, which would stay a zombie otherwise."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return False
