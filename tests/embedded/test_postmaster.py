"""What a killed server leaves behind, and what a later start makes of it."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extras import wait_select

from nursery.embedded.postmaster import running
from nursery.embedded.server import APP, DATABASE, Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "postgres", durable=False)
    yield made
    made.stop()
    shutil.rmtree(made.home)  # which is not the test's own folder where root may not hide


def kill(server: Server) -> None:
    """End it as a power cut would."""
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def test_a_number_that_another_program_has_by_now_does_not_stop_a_start(server: Server):
    server.ensure_running()
    kill(server)
    noted = (server.data / "postmaster.pid").read_text().split("\n")
    (server.data / "postmaster.pid").write_text("\n".join([str(os.getppid()), *noted[1:]]))
    assert running(server.data) is None
    assert server.ensure_running()


def test_a_number_of_another_users_program_does_not_stop_a_start(server: Server):
    server.ensure_running()
    kill(server)
    noted = (server.data / "postmaster.pid").read_text().split("\n")
    (server.data / "postmaster.pid").write_text("\n".join(["1", *noted[1:]]))
    assert server.ensure_running()


def test_a_session_that_outlives_its_server_does_not_stop_a_start(server: Server):
    server.ensure_running()
    link = psycopg2.connect(server.url(APP, DATABASE), async_=1)
    wait_select(link)
    with link.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT generate_series(1, 10000000000)) AS at_work")
        kill(server)
        assert server.ensure_running()
    link.close()
