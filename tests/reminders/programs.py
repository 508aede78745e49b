"""The real programs around the outbox, to be started, killed and started again: Redis, Celery's workers and beats."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.reminders.postbox import free_port

ROOT = Path(__file__).resolve().parents[2]
LAPSED = re.compile(r"Nobody knows what became of message (\w+); it may be sent a second time")


class Redis:
    """A Redis on a port of its own that keeps nothing; killed, it comes back empty at the same address."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "redis-server is missing; script/test installs it"
        self._process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            cwd=self._folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "Ready to accept connections" in line:
                return
        raise AssertionError("Redis ended before it was ready.")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate(timeout=20)
            self._process = None


class Program:
    """`python -m celery …` in a process group of its own, its log in a file for each life."""

    def __init__(self, name: str, arguments: Callable[[], list[str]], surroundings: dict[str, str], logs: Path) -> None:
        self.name = name
        self._arguments, self._surroundings, self._logs = arguments, surroundings, logs
        self._lives = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._lives += 1
        with (self._logs / f"{self.name}-{self._lives:03}.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "nursery.celery", *self._arguments()],
                env=self._surroundings,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Whatever it is at, and whatever processes it has started."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            self._process = None

    def kill_a_child(self) -> bool:
        """The process that does the work, while the one that watches it lives on; whether there was one yet."""
        assert self._process is not None
        try:
            children = psutil.Process(self._process.pid).children()
        except psutil.NoSuchProcess:
            return False
        for child in children:
            child.kill()
        return bool(children)

    def restart(self) -> None:
        self.kill()
        self.start()


def worker(name: str, surroundings: dict[str, str], logs: Path) -> Program:
    quick = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return Program(name, lambda: ["worker", "-l", "info", "-c", "1", "-n", name, *quick], surroundings, logs)


def beat(name: str, surroundings: dict[str, str], logs: Path) -> Program:
    """Each on a schedule file of its own, as on two machines."""
    return Program(name, lambda: ["beat", "-s", str(logs / name), "--pidfile", ""], surroundings, logs)


def lapsed(logs: Path) -> list[str]:
    """The public ids of the messages of which the workers' own logs say that they may be second copies."""
    return [found for log in sorted(logs.glob("*.log")) for found in LAPSED.findall(log.read_text(errors="replace"))]
