"""As whom PostgreSQL runs: it refuses root, and its initdb refuses somebody without an account."""

import ctypes
import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

_NEW_USER_NAMESPACE = 0x10000000  # CLONE_NEWUSER, linux/sched.h


class ServerError(Exception):
    """The embedded server cannot be had; the message is for the person who started it."""


@dataclass(frozen=True, slots=True)
class Guise:
    """What a child does before it becomes PostgreSQL, and which account its files belong to."""

    owner: int
    become: Callable[[], None] | None = None


def own() -> Guise:
    """The caller's own account, as it is."""
    return Guise(os.geteuid())


def hidden() -> Guise:
    """In a user namespace: the caller outside, nobody inside.

    PostgreSQL sees no root, the files stay the caller's, no user is made and no folder is opened to anybody.
    """
    return Guise(os.geteuid(), _enter_namespace)


def account(uid: int, gid: int) -> Guise:
    """Another account; for root alone."""

    def become() -> None:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)

    return Guise(uid, become)


def nobody() -> Guise:
    """The account that owns nothing; for root, where namespaces are refused. Raises ServerError."""
    try:
        found = pwd.getpwnam("nobody")
    except KeyError as error:
        raise ServerError("PostgreSQL refuses root. Start this as another user, or set DATABASE_URL.") from error
    return account(found.pw_uid, found.pw_gid)


def is_root() -> bool:
    return os.geteuid() == 0


def has_account() -> bool:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return True


@cache
def namespaces_work() -> bool:
    """Whether the system lets its caller into a user namespace; some containers refuse, and so does any chroot."""
    if not sys.platform.startswith("linux"):
        return False
    probe = [sys.executable, "-I", "-S", "-c", "import os, sys; sys.exit(os.geteuid() == 0)"]
    try:
        return subprocess.run(probe, preexec_fn=_enter_namespace, check=False).returncode == 0
    except subprocess.SubprocessError:  # of entering alone; a Python that cannot be started is another matter
        return False


def _enter_namespace() -> None:
    uid, gid = os.geteuid(), os.getegid()
    inside = pwd.getpwnam("nobody")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_USER_NAMESPACE) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    # One account is mapped, so the kernel asks that its groups can no longer be changed.
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{inside.pw_uid} {uid} 1"),
        ("gid_map", f"{inside.pw_gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123 - between fork and exec, the less the better
            file.write(text)
