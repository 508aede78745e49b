"""What somebody was told is done, is done: the server is killed at any moment, and all that it has acknowledged is
there when it stands again."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from nursery.embedded.postmaster import end_stragglers
from nursery.embedded.server import APP, DATABASE, OWNER, Server

# Says each number once PostgreSQL has said that it is committed.
WRITER = """
import sys
import psycopg2

link = psycopg2.connect(sys.argv[1])
number = int(sys.argv[2])
try:
    while True:
        with link, link.cursor() as cursor:
            cursor.execute("INSERT INTO done VALUES (%s)", [number])
        print(number, flush=True)
        number += 1
except psycopg2.Error:
    pass
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "postgres", durable=True)
    made.ensure_running()
    yield made
    made.stop()
    if made.sockets.exists():
        made.sockets.rmdir()
    shutil.rmtree(made.home, ignore_errors=True)


def ask(server: Server, query: str, role: str = APP) -> list[tuple[object, ...]]:
    link = psycopg2.connect(server.url(role, DATABASE))
    try:
        with link, link.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []
    finally:
        link.close()


def test_nothing_that_was_acknowledged_is_lost_when_the_server_is_killed(server: Server) -> None:
    ask(server, f"CREATE TABLE done (number integer PRIMARY KEY); GRANT INSERT, SELECT ON done TO {APP}", role=OWNER)
    chance = random.Random(20261130)
    acknowledged: list[int] = []
    for _crash in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, server.url(APP, DATABASE), str(len(acknowledged) * 2)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        acknowledged += [int(writer.stdout.readline()) for _line in range(chance.randrange(20, 120))]
        pid = server.pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        acknowledged += [int(line) for line in writer.stdout.read().split()]
        writer.wait()
        end_stragglers(server.data)
        server.ensure_running()
    kept = {number for (number,) in ask(server, "SELECT number FROM done")}
    assert set(acknowledged) - kept == set()


def test_a_commit_waits_for_the_disk(server: Server) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert ask(server, f"SHOW {setting}") == [("on",)]
