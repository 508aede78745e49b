"""Backups of the whole database by PostgreSQL's own programs, and putting one back.

A backup is a file in `pg_dump`'s own format, of one moment, with every nursery, account and permission in it. It is
made and put back by the owner's role, whom no row-level security binds. The role that serves must be there before one
is put back: roles are a server's, not a database's.
"""

import datetime as dt
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from nursery.embedded.guise import own
from nursery.embedded.programs import Programs
from nursery.public_ids import new_public_id

_NAME = "turnabout-{:%Y-%m-%dT%H%M%SZ}.dump"
_NAMED = re.compile(r"turnabout-\d{4}-\d\d-\d\dT\d{6}Z\.dump")


class BackupError(Exception):
    """Why there is no backup, or why none was put back; one plain sentence and what the program said."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows each table holds, by its name, and how many walls stand (policies of row-level security)."""

    rows: dict[str, int]
    walls: int


def make_backup(folder: Path, now: dt.datetime) -> Path:
    """A backup of this moment in `folder`, readable by its owner alone. Raises BackupError.

    The file has its name only when it is whole and on the disk: what is being written is called `….part`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / _NAME.format(now.astimezone(dt.UTC))
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    try:
        _run("pg_dump", connections["owner"], ["--format=custom", f"--file={part}"])
        _run("pg_restore", None, ["--list", str(part)])  # it can be read to its end
        with part.open("rb") as written:
            os.fsync(written.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.rename(path)
    _write_down(folder)
    return path


def forget_older(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep` of the backups that `make_backup` wrote; returns those that are gone."""
    known = sorted((path for path in folder.iterdir() if _NAMED.fullmatch(path.name)), reverse=True)
    for path in known[keep:]:
        path.unlink()
    return known[keep:]


def put_back(path: Path, *, instead: bool = False) -> None:
    """The database is as it was when `path` was made: whole, or left as it is. Raises BackupError.

    It must be empty, unless what is in it is to be lost (`instead`).
    """
    owner = connections["owner"]
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    if not instead and (tables := _tables(owner)):
        raise BackupError(f"The database “{owner.settings_dict['NAME']}” is not empty: it has {len(tables)} tables.")
    with _without_default_privileges(owner):
        _restore(path, owner, *(["--clean", "--if-exists"] if instead else []))


@contextmanager
def _without_default_privileges(owner: BaseDatabaseWrapper) -> Iterator[None]:
    """Meanwhile new tables grant nothing by themselves: a backup says itself what may be done with each of its tables,
    and one that may only be read would come back with more. It brings the defaults along; where it fails, they stay."""
    objects = {"r": "TABLES", "S": "SEQUENCES", "f": "FUNCTIONS"}
    change = "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT d.defaclobjtype, a.grantee::regrole::text, string_agg(a.privilege_type, ', ')"
            " FROM pg_default_acl d, aclexplode(d.defaclacl) a"
            " WHERE d.defaclrole = current_user::regrole AND d.defaclnamespace = 'public'::regnamespace"
            " GROUP BY 1, 2"
        )
        given = [(objects[kind], grantee, privileges) for kind, grantee, privileges in cursor.fetchall()]
        for kind, grantee, _privileges in given:
            cursor.execute(f"{change} REVOKE ALL ON {kind} FROM {grantee}")
        try:
            yield
        except BaseException:
            for kind, grantee, privileges in given:
                cursor.execute(f"{change} GRANT {privileges} ON {kind} TO {grantee}")
            raise


def count(database: BaseDatabaseWrapper | None = None) -> Counted:
    """Of the database that the owner's role is connected to, or of another connection of that role's."""
    owner = database or connections["owner"]
    with owner.cursor() as cursor:
        rows = {}
        for table in _tables(owner):
            cursor.execute(f"SELECT count(*) FROM {owner.ops.quote_name(table)}")  # noqa: S608 - a table's own name
            rows[table] = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_policies WHERE schemaname = 'public'")
        return Counted(rows, cursor.fetchone()[0])


def drill(path: Path) -> Counted:
    """Put `path` back into a database of its own, count what is in it, and remove that database. Raises BackupError,
    also where the owner's role may not make databases (`ALTER ROLE … CREATEDB`)."""
    with _scratch() as owner:
        _restore(path, owner)
        return count(owner)


@contextmanager
def _scratch() -> Iterator[BaseDatabaseWrapper]:
    owner = connections["owner"]
    scratch = owner.copy()
    scratch.settings_dict = owner.settings_dict | {"NAME": f"turnabout_drill_{new_public_id()}"}
    name = owner.ops.quote_name(scratch.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise BackupError(
                f"The role “{owner.settings_dict['USER']}” may not make a database to try the backup in. "
                f"As a superuser: ALTER ROLE {owner.settings_dict['USER']} CREATEDB"
            )
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield scratch
        finally:
            scratch.close()
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _tables(owner: BaseDatabaseWrapper) -> list[str]:
    with owner.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return [row[0] for row in cursor.fetchall()]


def _restore(path: Path, database: BaseDatabaseWrapper, *more: str) -> None:
    """Whole, or not at all."""
    _run("pg_restore", database, ["--exit-on-error", "--single-transaction", "--no-owner", *more], path)


def _run(program: str, database: BaseDatabaseWrapper | None, options: Sequence[str], file: Path | None = None) -> None:
    command, environment = [_found(program)], dict(os.environ)
    if database is not None:
        # As Django starts psql: the password goes by the environment, not where other users' `ps` shows it.
        (_psql, *where), more = database.client.settings_to_cmd_args_env(database.settings_dict, [])
        name = f"--dbname={where.pop()}"
        command += [*where, "--no-password", name]
        environment |= more or {}
    command += [*options, *([str(file)] if file else [])]
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BackupError(f"{program} failed: {(done.stderr or done.stdout).strip()}")


def _found(program: str) -> str:
    """The embedded server's own, which fits it; else the machine's."""
    if settings.EMBEDDED:
        return Programs.found(own(), settings.VAR_DIR).path(program)
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not installed here. On Debian: apt-get install postgresql-client")
    return found


def _write_down(folder: Path) -> None:
    """That the file has its name is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
