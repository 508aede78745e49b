"""The embedded PostgreSQL, on real processes."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from nursery.embedded import guise
from nursery.embedded.guise import ServerError
from nursery.embedded.lease import Lease
from nursery.embedded.server import APP, DATABASE, OWNER, Server

HOLDER = """
import sys
from pathlib import Path
from nursery.embedded.lease import Lease
from nursery.embedded.server import Server

Lease(Server(Path(sys.argv[1]), durable=False)).take()
print("holds", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a nursery's folder" / "postgres"


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    made = Server(folder, durable=False)
    yield made
    clear(made)


def clear(server: Server) -> None:
    """Stop it and remove its home, which is not the test's own folder where root may not hide."""
    server.stop()
    if server.sockets.exists():  # a start that failed leaves it for the next
        server.sockets.rmdir()
    shutil.rmtree(server.home, ignore_errors=True)


def ask(server: Server, query: str, role: str = APP) -> object:
    link = psycopg2.connect(server.url(role, DATABASE))
    try:
        with link.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]
    finally:
        link.close()


def holder(folder: Path) -> subprocess.Popen[str]:
    """Another process that uses the server until its input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "holds\n"
    return process


def test_it_starts_under_a_path_with_a_space(server: Server):
    server.ensure_running()
    assert ask(server, "SELECT current_user") == APP


def test_the_app_owns_nothing_and_the_owner_is_no_superuser(server: Server):
    server.ensure_running()
    assert ask(server, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()") == OWNER
    assert ask(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", OWNER) is False


def test_a_long_path_gets_a_short_socket_that_is_cleared_away(tmp_path: Path):
    server = Server(tmp_path / ("long-" * 20) / "postgres", durable=False)
    try:
        server.ensure_running()
        assert len(os.fsencode(server.sockets / ".s.PGSQL.5432")) < 104
        assert ask(server, "SELECT 1") == 1
        shared = server.sockets if server.sockets.parent != server.home else None
        server.stop()
        assert shared is None or not shared.exists()
    finally:
        clear(server)


def test_starting_makes_no_user_and_opens_no_folder(server: Server, folder: Path):
    folder.parent.mkdir()
    users = [user.pw_name for user in pwd.getpwall()]
    modes = [parent.stat().st_mode for parent in folder.parents]
    server.ensure_running()
    assert [user.pw_name for user in pwd.getpwall()] == users
    assert [parent.stat().st_mode for parent in folder.parents] == modes
    assert server.sockets.stat().st_mode & 0o077 == 0


def test_it_starts_again_after_a_kill(server: Server):
    server.ensure_running()
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert server.pid() is None
    assert server.ensure_running()
    assert ask(server, "SELECT 1") == 1


def test_half_made_data_are_made_anew(server: Server):
    server.ensure_running()
    server.stop()
    unfinished = server.data.rename(server.home / "data.unfinished")
    (unfinished / "global" / "pg_control").unlink()
    server.ensure_running()
    assert not unfinished.exists()


def test_two_stand_side_by_side(tmp_path: Path):
    servers = [Server(tmp_path / name / "postgres", durable=False) for name in ("one", "two")]
    try:
        for server in servers:
            server.ensure_running()
        assert len({server.pid() for server in servers}) == 2
        assert [ask(server, "SELECT 1") for server in servers] == [1, 1]
    finally:
        for server in servers:
            clear(server)


def test_a_process_that_finds_it_running_does_not_start_another(server: Server):
    assert server.ensure_running()
    assert not Server(server.folder, durable=False).ensure_running()


def test_the_last_one_out_stops_it(server: Server, folder: Path):
    first, second = holder(folder), holder(folder)
    first.communicate()
    assert server.pid() is not None
    second.communicate()
    assert server.pid() is None


def test_a_user_that_was_killed_holds_nothing(server: Server, folder: Path):
    killed, last = holder(folder), holder(folder)
    killed.kill()
    killed.communicate()
    last.communicate()
    assert server.pid() is None


def test_whoever_starts_everything_also_stops_everything(server: Server, folder: Path):
    other = holder(folder)
    lease = Lease(Server(folder, durable=False))
    lease.take()
    lease.give_back(stop_anyway=True)
    assert server.pid() is None
    other.communicate()


def test_a_socket_folder_that_is_a_link_is_refused(server: Server, tmp_path: Path):
    server.ensure_running()
    server.stop()
    (tmp_path / "elsewhere").mkdir()
    if server.sockets.exists():
        server.sockets.rmdir()
    server.sockets.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ServerError, match="belongs to somebody else"):
        server.ensure_running()
    server.sockets.unlink()


def test_a_failing_start_tells_the_end_of_the_log(server: Server, folder: Path):
    server.ensure_running()
    server.stop()
    (server.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(ServerError, match="no_such_setting"):
        server.ensure_running()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_socket_folder_of_somebody_elses_is_refused(server: Server):
    server.ensure_running()
    server.stop()
    server.sockets.mkdir(exist_ok=True)
    os.chown(server.sockets, pwd.getpwnam("daemon").pw_uid, -1)
    with pytest.raises(ServerError, match="belongs to somebody else"):
        server.ensure_running()
    server.sockets.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="PostgreSQL refuses root alone")
def test_where_root_may_not_hide_it_runs_as_nobody(server: Server, monkeypatch):
    monkeypatch.setattr(guise, "namespaces_work", lambda: False)  # as in a container that refuses them
    nobody = pwd.getpwnam("nobody").pw_uid
    server.ensure_running()
    assert ask(server, "SELECT current_user") == APP
    assert Path(f"/proc/{server.pid()}").stat().st_uid == nobody
    assert server.data.stat().st_mode & 0o077 == 0
    assert server.sockets.stat().st_mode & 0o077 == 0
