"""Which process is the server of a data folder, and what a killed one leaves behind.

PostgreSQL writes its number into `postmaster.pid`. After a kill, a power cut or a container's restart that number
may be another program's, so nothing is believed of it that the process itself does not say.
"""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_END_WITHIN = 10.0  # seconds


def running(data: Path) -> int | None:
    """The process that serves `data`, or None."""
    pid = _noted(data)
    return pid if pid is not None and serves(pid, data) else None


def serves(pid: int, data: Path) -> bool:
    """Whether `pid` lives, is PostgreSQL, and is so for `data`."""
    if _PROC.joinpath("self").exists():
        try:
            words = _PROC.joinpath(str(pid), "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            return False
    else:
        listed = subprocess.run(["ps", "-ww", "-p", str(pid), "-o", "command="], capture_output=True, check=False)
        return b"postgres" in listed.stdout and os.fsencode(data) in listed.stdout
    return words[0].endswith(b"postgres") and os.fsencode(data) in words


def end_stragglers(data: Path) -> None:
    """End the sessions of a server that was killed: PostgreSQL does not start beside them.

    They end by themselves, but not before the query they are at.
    """
    deadline = time.monotonic() + _END_WITHIN
    while (left := _working_in(data)) and time.monotonic() < deadline:
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)
        time.sleep(0.03)


def forget_stranger(data: Path) -> None:
    """Remove a pid file whose number is a living stranger's, which PostgreSQL would take for a server."""
    pid = _noted(data)
    if pid is not None and _lives(pid) and not serves(pid, data) and not _working_in(data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _noted(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _working_in(data: Path) -> list[int]:
    """PostgreSQL's processes that stand in `data`; none can be told where there is no /proc."""
    found = []
    for folder in _PROC.glob("[0-9]*"):
        # Another user's processes do not say where they stand; they cannot stand in a private folder of ours.
        with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            # A zombie has no folder any more, so only what can still write is counted.
            if (folder / "cwd").readlink() == data and (folder / "comm").read_text().startswith("postgres"):
                found.append(int(folder.name))
    return found
