"""Child processes of `script/run`: started, watched, restarted, stopped, and never left behind."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h
_PATIENCE = 10.0  # seconds that a process has to stop by itself
_LOG_LIMIT = 5_000_000  # bytes; a longer log is put aside at the next start
_TOO_OFTEN, _WITHIN = 5, 60.0  # so many deaths within so many seconds end it all


def start_time(pid: int) -> str | None:
    """What tells a process from a later one with the same number; None where it is gone or cannot be told."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]


def _die_with_parent() -> None:
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)


class Record:
    """The processes that a run has started, on disk, so that the next run can end what a `kill -9` left behind."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, pids: Sequence[int]) -> None:
        rows = [{"pid": pid, "started": start_time(pid)} for pid in pids]
        self.path.write_text(json.dumps(rows))

    def end_leftovers(self) -> int:
        """Stop those of the last run that still live; a stranger with a used number again is left alone."""
        try:
            rows = json.loads(self.path.read_text())
        except (FileNotFoundError, ValueError):
            return 0
        mine = [row["pid"] for row in rows if row["started"] is not None and start_time(row["pid"]) == row["started"]]
        for pid in mine:
            _signal_group(pid, signal.SIGTERM)
        deadline = time.monotonic() + _PATIENCE
        while any(start_time(pid) for pid in mine) and time.monotonic() < deadline:
            time.sleep(0.05)
        for pid in mine:
            if start_time(pid):
                _signal_group(pid, signal.SIGKILL)
        self.path.unlink()
        return len(mine)


def _signal_group(pid: int, sign: signal.Signals) -> None:
    try:
        os.killpg(pid, sign)
    except (ProcessLookupError, PermissionError):
        return


@dataclass
class Child:
    """One long-lived process with its own session and log."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    handles: Sequence[int] = ()  # descriptors that it inherits
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)
    due: float = 0.0  # when it may be started again

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=self.handles,
                preexec_fn=_die_with_parent,
            )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def note_death(self) -> bool:
        """Plan the next start, later each time; False when it dies too often to go on."""
        now = time.monotonic()
        self.deaths = [moment for moment in self.deaths if now - moment < _WITHIN] + [now]
        self.due = now + min(2.0 ** len(self.deaths), 15.0)
        return len(self.deaths) < _TOO_OFTEN

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"    {line}" for line in lines[-8:])


def stop_all(children: Sequence[Child]) -> None:
    """Ask all at once, wait for all, then end by force what is left, children of children included."""
    living = [child.process for child in children if child.process is not None and child.alive]
    for process in living:
        process.terminate()
    deadline = time.monotonic() + _PATIENCE
    for process in living:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        _signal_group(process.pid, signal.SIGKILL)
        process.wait()
