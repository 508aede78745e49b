"""`script/run` from outside, its set-up done: real processes, in a folder of their own with a space in its name."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import psutil
import pytest

from nursery.embedded.server import APP, DATABASE, OWNER, Server

CHECKOUT = Path(__file__).resolve().parents[2]
NOT_OURS = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SECRET_KEY",
    "PUSH_KEY",
    "TURNABOUT_DEMO",
    "PORT",
)
READY = "Ctrl-C stops everything"
WITHIN = 60  # seconds for what takes a few, on a machine with much else to do


class Run:
    """One `script/run`, read line by line."""

    def __init__(self, var: Path, **environment: str) -> None:
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nursery.embedded.run"],
            cwd=CHECKOUT,
            env=inherited | {"TURNABOUT_VAR": str(var)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def read_until(self, words: str) -> str:
        """The line with `words`; fails with all that was said when it does not come."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return line
        pytest.fail(f"It ended without saying “{words}”:\n{self.said}")

    @property
    def address(self) -> str:
        found = re.search(r"http://localhost:\d+", self.said)
        assert found is not None
        return found[0]

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        self.said += self.process.communicate(timeout=WITHIN)[0]
        return self.process.returncode


def clear(var: Path) -> None:
    """Remove what stands elsewhere where root may not hide from PostgreSQL."""
    shutil.rmtree(Server(var / "postgres").home, ignore_errors=True)


def processes_of(var: Path) -> list[psutil.Process]:
    """Every living process that works in `var`, children of children included."""
    found = []
    for process in psutil.process_iter():
        # Others end while they are looked at, and some are nobody's to look at.
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            told = process.environ().get("TURNABOUT_VAR") == str(var)
            if process.status() != psutil.STATUS_ZOMBIE and (told or process.cwd().startswith(str(var))):
                found.append(process)
    return found


def get(address: str) -> tuple[str, str]:
    """Where a visitor ends up, and what they read there."""
    with build_opener(ProxyHandler({})).open(address, timeout=WITHIN) as answer:
        return answer.geturl(), answer.read().decode()


@pytest.fixture(scope="module")
def runs() -> Iterator[list[Run]]:
    """The runs in one folder, one after the other; the last one lives until a test ends it."""
    made: list[Run] = []
    yield made
    for run in made:
        if run.process.poll() is None:
            run.stop()


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("a nursery's folder") / "var"
    yield folder
    for left in processes_of(folder):
        left.kill()
    clear(folder)


@pytest.fixture
def run(var: Path, runs: list[Run]) -> Run:
    if not runs or runs[-1].process.poll() is not None:
        runs.append(Run(var))
        runs[-1].read_until(READY)
    return runs[-1]


def test_it_serves_the_people_it_names(run: Run):
    page = get(run.address)[1]
    people = re.findall(r"^ {4}(\S+ \S+) {2,}\w", run.said, re.MULTILINE)
    assert people
    assert all(name in page for name in people)


def test_the_number_of_this_machine_leads_to_its_name(run: Run):
    assert get(run.address.replace("localhost", "127.0.0.1"))[0].startswith(run.address)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asking_it_to_stop_ends_every_process(run: Run, var: Path, number: signal.Signals):
    assert len(processes_of(var)) > 5
    assert run.stop(number) == 0
    assert processes_of(var) == []


def test_a_second_start_gives_the_address_of_the_first(run: Run, var: Path):
    second = Run(var)
    assert run.address in second.read_until("runs from this folder already")
    assert second.process.wait(WITHIN) == 0


def test_another_folder_beside_it_takes_another_port(run: Run, var: Path, tmp_path: Path):
    port = run.address.rpartition(":")[2]
    other = Run(tmp_path / "var", PORT=port)
    try:
        other.read_until(READY)
        assert f"Port {port} is taken" in other.said
        assert [get(each.address)[1] != "" for each in (run, other)] == [True, True]
    finally:
        other.stop()
        clear(tmp_path / "var")


def test_a_part_that_was_killed_is_started_again(run: Run):
    for part, word in (("web", "gunicorn"), ("worker", "worker"), ("beat", "beat")):
        [killed] = [child for child in psutil.Process(run.process.pid).children() if word in child.cmdline()]
        killed.kill()
        run.read_until(f"{part} stopped; starting it again.")
        run.read_until(f"{part} runs again.")
    assert '"database": "ok"' in get(f"{run.address}/healthz")[1]


def test_postgresql_that_was_killed_is_started_again(run: Run, var: Path):
    postgres = Server(var / "postgres").pid()
    assert postgres is not None
    os.kill(postgres, signal.SIGKILL)
    run.read_until("PostgreSQL stopped; starting it again.")
    run.read_until("PostgreSQL runs again.")
    assert '"database": "ok"' in get(f"{run.address}/healthz")[1]


def test_the_start_after_a_kill_serves_and_leaves_nothing_of_the_last(run: Run, var: Path):
    before = processes_of(var)
    run.process.kill()
    run.process.wait()
    after = Run(var)
    try:
        after.read_until(READY)
        assert '"database": "ok"' in get(f"{after.address}/healthz")[1]
    finally:
        after.stop()
    assert [process for process in before if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []


def test_a_server_of_ones_own_is_used_without_a_demo_and_left_running(tmp_path: Path):
    own = Server(tmp_path / "own", durable=False)
    own.ensure_running()
    var = tmp_path / "var"
    run = Run(var, DATABASE_URL=own.url(APP, DATABASE), DATABASE_OWNER_URL=own.url(OWNER, DATABASE))
    try:
        run.read_until(READY)
        assert '"database": "ok"' in get(f"{run.address}/healthz")[1]
        assert "one click" not in run.said
        assert not (var / "postgres").exists()
        run.stop()
        assert own.pid() is not None
    finally:
        if run.process.poll() is None:
            run.stop()
        own.stop()
        shutil.rmtree(own.home)
