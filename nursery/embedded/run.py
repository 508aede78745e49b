"""`script/run`: everything a nursery needs, on one machine, with one command; and everything stopped with one key.

PostgreSQL (embedded unless DATABASE_URL is set), the tables, the demo nursery when there is none, a web server, a
Celery worker and beat. Logs are in var/log.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from nursery import embedded
from nursery.embedded import ports
from nursery.embedded.lease import Lease
from nursery.embedded.processes import Child, Record, stop_all

CHECKOUT = Path(__file__).resolve().parents[2]
WEB_WITHIN = 60.0  # seconds to the first answer of /healthz

_began = time.monotonic()


class Stop(Exception):  # noqa: N818 - no error: somebody asked
    """Ctrl-C, SIGTERM, or the terminal closed."""


def say(sentence: str) -> None:
    print(f"{time.monotonic() - _began:5.1f} s  {sentence}", flush=True)


_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _asked_to_stop(_number: int, _frame: FrameType | None) -> None:
    for number in _STOPPING:  # once is enough: a second Ctrl-C must not cut the stopping short
        signal.signal(number, signal.SIG_IGN)
    raise Stop


def _environment(var: Path, port: int) -> dict[str, str]:
    """What every part is told. The operator's own words come first; the demo is for the embedded server alone."""
    told = dict(os.environ) | {"TURNABOUT_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    if not told.get("DATABASE_URL"):
        told["DATABASE_URL"], told["DATABASE_OWNER_URL"] = embedded.urls(var)
        told.setdefault("TURNABOUT_DEMO", "1")
    # It listens on this machine's own addresses, in plain http, unless the operator names a proxy in front of it.
    if not told.get("BEHIND_PROXY"):
        told.setdefault("HTTPS", "0")
    told["ALLOWED_HOSTS"] = ",".join(filter(None, [told.get("ALLOWED_HOSTS"), "localhost,127.0.0.1,[::1]"]))
    if not told.get("SECRET_KEY"):
        told["SECRET_KEY"] = embedded.secret_key(var)
    if not told.get("PUSH_KEY"):
        told["PUSH_KEY"] = embedded.push_key(var)
    told.setdefault("SITE_URL", f"http://localhost:{port}")
    return told


def _prepare(environment: dict[str, str]) -> None:
    quiet = {"LOG_LEVEL": "ERROR"} | environment
    done = subprocess.run([sys.executable, "manage.py", "prepare"], cwd=CHECKOUT, env=quiet, check=False)
    if done.returncode != 0:
        raise SystemExit("Turnabout could not be made ready; the reason stands above.")


def _children(environment: dict[str, str], listeners: list[socket.socket], logs: Path, var: Path) -> list[Child]:
    handles = [listener.fileno() for listener in listeners]
    binds = [word for handle in handles for word in ("--bind", f"fd://{handle}")]
    here = [sys.executable, "-m"]
    web = [*here, "gunicorn", "nursery.wsgi:application", *binds, "--preload", "--workers", "2", "--threads", "4"]
    # Its control socket would stand in the home folder, one for all checkouts.
    web += ["--timeout", "30", "--graceful-timeout", "5", "--error-logfile", "-", "--log-level", "warning"]
    web += ["--no-control-socket"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = [*here, "celery", "-A", "nursery", "worker", "--pool", "solo", "--loglevel", "WARNING", *quiet]
    beat = [*here, "celery", "-A", "nursery", "beat", "--loglevel", "WARNING", "--pidfile="]
    (var / "celery").mkdir(parents=True, exist_ok=True)
    return [
        Child("web", web, environment, logs / "web.log", handles),
        Child("worker", worker, environment, logs / "worker.log"),
        Child("beat", beat, environment, logs / "beat.log"),
    ]


def _start(some: list[Child], children: list[Child], record: Record) -> None:
    for child in some:
        child.start()
        record.write([each.process.pid for each in children if each.process is not None])


def _wait_for_web(web: Child, port: int) -> None:
    deadline = time.monotonic() + WEB_WITHIN
    direct = build_opener(ProxyHandler({}))  # a proxy that the environment names has no way to this machine
    while time.monotonic() < deadline:
        if not web.alive:
            raise SystemExit(f"The web server stopped at once. The end of {web.log}:\n{web.last_words()}")
        try:
            with direct.open(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except HTTPError:
            return  # it serves, and says that something else is not well yet: reminders after a night switched off
        except (URLError, OSError):
            time.sleep(0.05)
    raise SystemExit(f"The web server does not answer. The end of {web.log}:\n{web.last_words()}")


def _watch(children: list[Child], record: Record, lease: Lease | None) -> None:
    """Until somebody asks to stop: what dies is started again, and said; what dies too often ends it all."""
    while True:
        time.sleep(0.5)
        if lease is not None and lease.server.pid() is None:
            say("PostgreSQL stopped; starting it again.")
            lease.start_again()
            say("PostgreSQL runs again.")
        for child in children:
            if child.alive:
                continue
            if child.process is not None:
                child.process = None
                if not child.note_death():
                    raise SystemExit(f"{child.name} stops again and again. Its last words:\n{child.last_words()}")
                say(f"{child.name} stopped; starting it again.")
            if time.monotonic() >= child.due:
                _start([child], children, record)
                say(f"{child.name} runs again.")


def _who_may_sign_in(var: Path, environment: dict[str, str]) -> str:
    people = var / "demo_people.txt"
    if environment.get("TURNABOUT_DEMO") == "1" and people.exists():
        return people.read_text()
    return (
        "  Everybody whose e-mail address a nursery knows may sign in. A nursery comes in with\n"
        "  .venv/bin/python manage.py import_nursery FILE; a demo nursery is there with TURNABOUT_DEMO=1.\n"
    )


def _other_run(var: Path) -> str:
    address = var / "address"
    where = address.read_text().strip() if address.exists() else "an address that is not settled yet"
    return f"Turnabout runs from this folder already: {where}"


def main() -> None:
    for number in _STOPPING:
        signal.signal(number, _asked_to_stop)
    var = Path(os.environ.get("TURNABOUT_VAR") or CHECKOUT / "var").absolute()
    try:
        _run_alone(var)
    except PermissionError as error:
        raise SystemExit(
            f"{error.filename} belongs to another user. Start this as that user, or name a folder of your own in "
            "TURNABOUT_VAR."
        ) from error


def _run_alone(var: Path) -> None:
    var.mkdir(parents=True, exist_ok=True, mode=0o700)  # mail and logs are nobody else's to read
    logs = var / "log"
    logs.mkdir(exist_ok=True)
    with (var / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(_other_run(var))
            return
        (var / "address").unlink(missing_ok=True)  # a run that was killed leaves its own
        _run(var, logs)


def _run(var: Path, logs: Path) -> None:
    children: list[Child] = []
    record = Record(var / "processes.json")
    lease: Lease | None = None
    try:
        if left := record.end_leftovers():
            say(f"Ended {left} processes that an earlier run left behind.")
        if not os.environ.get("DATABASE_URL"):
            say("Starting PostgreSQL …")
            lease = Lease(embedded.server(var))
            lease.take()
        wanted = ports.wanted()
        listeners = ports.listen(wanted)
        port = ports.port_of(listeners[0])
        environment = _environment(var, port)
        _prepare(environment)
        children = _children(environment, listeners, logs, var)
        say("Starting the web server, the worker and beat …")
        _start(children[:1], children, record)
        _wait_for_web(children[0], port)
        _start(children[1:], children, record)  # only now, so that the first page need not share the processor
        address = f"http://localhost:{port}"
        (var / "address").write_text(address)
        if port != wanted:
            say(f"Port {wanted} is taken, so this is {port}.")
        say("Ready.")
        print(f"\n  {address}\n", flush=True)
        print(_who_may_sign_in(var, environment), flush=True)
        print("Ctrl-C stops everything. Logs are in var/log.", flush=True)
        _watch(children, record, lease)
    except Stop:
        print(flush=True)
        say("Stopping …")
    except embedded.ServerError as error:
        raise SystemExit(str(error)) from error
    finally:
        for number in _STOPPING:
            signal.signal(number, signal.SIG_IGN)
        stop_all(children)
        record.path.unlink(missing_ok=True)
        (var / "address").unlink(missing_ok=True)
        if lease is not None:
            lease.give_back(stop_anyway=True)
        say("Everything is stopped.")


if __name__ == "__main__":
    main()
