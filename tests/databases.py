"""The databases of a run: a migrated template, and the copies that tests are given."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import dj_database_url
import psycopg2
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql

from nursery.erasing import ERASER, GRANT_TO_APP

TEMPLATE = "turnabout_template"
OWNER, APP = "turnabout_owner", "turnabout_app"
SECRET = "for-the-tests-alone-0123456789-abcdefghijkl"  # of programs that are started beside the tests


def address(database: str, role: str | None = None) -> str:
    """The test server's address for another database and role."""
    parts = urlsplit(os.environ["TEST_POSTGRES_URL"])
    netloc = f"{role}@{parts.netloc.rpartition('@')[2]}" if role else parts.netloc
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{database}"))


def administer(*statements: sql.Composed | sql.SQL) -> None:
    link = psycopg2.connect(address("postgres"))
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        link.close()


def exists(database: str) -> bool:
    link = psycopg2.connect(address("postgres"))
    try:
        with link.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            return cursor.fetchone() is not None
    finally:
        link.close()


def point_at(database: str) -> None:
    for alias, role in (("default", APP), ("owner", OWNER)):
        connection = connections[alias]
        connection.close()
        parsed = dj_database_url.parse(address(database, role))
        connection.settings_dict.update(
            {key: parsed[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}  # type: ignore[literal-required]
        )


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Whoever makes, copies or fills a template is alone at it: PostgreSQL copies none that somebody is in."""
    with Path(os.environ["TEST_TEMPLATE_LOCK"]).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy(template: str, name: str) -> None:
    """Make the database `name`, as the template is."""
    administer(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(OWNER)
        )
    )


def drop(name: str) -> None:
    administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def rename(name: str, becomes: str) -> None:
    administer(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(becomes)))


def build_template() -> None:
    for role, extra in ((OWNER, "CREATEDB"), (APP, "")):
        link = psycopg2.connect(address("postgres"))
        with link, link.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN {}").format(sql.Identifier(role), sql.SQL(extra)))
        link.close()
    link = psycopg2.connect(address("postgres"))
    with link, link.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ERASER])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {ERASER} NOLOGIN")
        cursor.execute(GRANT_TO_APP.format(eraser=ERASER, app=APP))
    link.close()
    building = f"{TEMPLATE}_building"
    drop(building)
    administer(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(building), sql.Identifier(OWNER)))
    point_at(building)
    call_command("migrate", verbosity=0)
    # Tests with real transactions empty the tables afterwards; the app itself may never do that.
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APP}")
    for alias in ("default", "owner"):
        connections[alias].close()
    rename(building, TEMPLATE)
