"""The restore drill: what an operator types, with PostgreSQL's own programs, on databases of its own."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from nursery.embedded.guise import own
from nursery.embedded.programs import Programs
from tests.databases import APP, OWNER, SECRET, TEMPLATE, address, copy, drop, one_at_a_time
from tests.portability.everything import everything

CHECKOUT = Path(__file__).parents[2]

# Rows, and all that guards them: policies, triggers, functions, who may do what.
_GUARDS = {
    "walls": "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
    "walled tables": "SELECT relname, relrowsecurity, relacl::text FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')",
    "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "functions": "SELECT proname, prosecdef, prosrc, proacl::text FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace",
    "given to new tables": "SELECT defaclobjtype, defaclacl::text FROM pg_default_acl",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def asked(database: str, query: str, *values: Any, role: str = OWNER) -> list[Any]:
    link = psycopg2.connect(address(database, role))
    try:
        with link.cursor() as cursor:
            cursor.execute(query, values or None)
            found: list[Any] = cursor.fetchall()
            return found
    finally:
        link.close()


def plain(row: object) -> str:
    """Without the casts and brackets that PostgreSQL puts round a word anew when it reads its own definitions."""
    return re.sub(r"::[a-z ]+(\[\])?|[()]", "", repr(row))


def all_of(database: str) -> dict[str, Any]:
    """Everything that is in a database, to be compared with another."""
    found: dict[str, Any] = {name: sorted(map(plain, asked(database, query))) for name, query in _GUARDS.items()}
    for (table,) in asked(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        found[table] = asked(database, f'SELECT t::text FROM "{table}" t ORDER BY 1')
    return found


def manage(database: str, *arguments: object, owner: str = OWNER) -> subprocess.CompletedProcess[str]:
    """manage.py, as an operator whose databases are elsewhere would type it."""
    programs = Path(Programs.found(own(), CHECKOUT).path("pg_dump")).parent
    return subprocess.run(
        [sys.executable, CHECKOUT / "manage.py", *map(str, arguments)],
        env=os.environ
        | {
            "DATABASE_URL": address(database, APP),
            "DATABASE_OWNER_URL": address(database, owner),
            "SECRET_KEY": SECRET,
            "PATH": f"{programs}:{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def fine(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def database(name: str, template: str) -> Iterator[str]:
    unique = f"{name}_{os.getpid()}"
    with one_at_a_time():
        copy(template, unique)
    try:
        yield unique
    finally:
        drop(unique)


@pytest.fixture(scope="module")
def lived_in(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with a nursery that uses every field there is."""
    file = tmp_path_factory.mktemp("file") / "nursery.json"
    file.write_text(json.dumps(everything()))
    with database("lived_in", TEMPLATE) as name:
        fine(manage(name, "import_nursery", file))
        yield name


@pytest.fixture(scope="module")
def backup(lived_in: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backups")
    fine(manage(lived_in, "backup", folder))
    (made,) = folder.iterdir()
    return made


@pytest.fixture
def empty(django_db_setup: None) -> Iterator[str]:
    with database("empty", "template0") as name:
        yield name


def test_what_is_put_back_is_the_same_row_for_row_and_wall_for_wall(lived_in: str, backup: Path, empty: str) -> None:
    fine(manage(empty, "restore", backup))
    before, after = all_of(lived_in), all_of(empty)
    assert len(before["accounts_person"]) == len(everything()["people"])
    assert {name for name in before if before[name] != after.get(name)} == set()


def test_the_role_that_serves_finds_the_walls_up_in_what_is_put_back(backup: Path, empty: str) -> None:
    fine(manage(empty, "restore", backup))
    ((nursery,),) = asked(empty, "SELECT id FROM nursery_nursery", role=APP)
    people = "SELECT count(*) FROM accounts_person WHERE set_config('turnabout.nursery', %s, true) IS NOT NULL"
    assert asked(empty, "SELECT count(*) FROM accounts_person", role=APP) == [(0,)]
    assert asked(empty, people, str(nursery), role=APP) == [(len(everything()["people"]),)]


def test_a_program_that_is_put_back_has_nothing_to_migrate(backup: Path, empty: str) -> None:
    fine(manage(empty, "restore", backup))
    fine(manage(empty, "migrate", "--check"))


def test_a_database_with_something_in_it_is_left_as_it_is(lived_in: str, backup: Path) -> None:
    before = all_of(lived_in)
    refused = manage(lived_in, "restore", backup)
    assert refused.returncode != 0
    assert "is not empty" in refused.stderr
    assert all_of(lived_in) == before


def test_instead_loses_what_was_done_since(lived_in: str, backup: Path, empty: str) -> None:
    fine(manage(empty, "restore", backup))
    link = psycopg2.connect(address(empty, OWNER))
    with link, link.cursor() as cursor:
        cursor.execute("UPDATE accounts_person SET name = 'Somebody Else'")
    link.close()
    fine(manage(empty, "restore", "--instead", backup))
    assert all_of(empty) == all_of(lived_in)


def test_a_file_that_breaks_off_puts_nothing_back_and_loses_nothing(backup: Path, empty: str, tmp_path: Path) -> None:
    fine(manage(empty, "restore", backup))
    before = all_of(empty)
    half = tmp_path / "half.dump"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    refused = manage(empty, "restore", "--instead", half)
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr
    assert all_of(empty) == before


def test_a_backup_is_its_owner_s_alone_to_read(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_that_fails_leaves_no_file_and_says_why(tmp_path: Path) -> None:
    refused = manage("no_such_database", "backup", tmp_path)
    assert refused.returncode != 0
    assert "no_such_database" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_newest_backups_stay_and_what_is_not_ours_too(lived_in: str, tmp_path: Path) -> None:
    old = [tmp_path / f"turnabout-2026-01-0{day}T030000Z.dump" for day in (1, 2, 3)]
    other = tmp_path / "letter.txt"
    for path in [*old, other]:
        path.write_text("kept")
    fine(manage(lived_in, "backup", tmp_path, "--keep", 2))
    assert {path.exists() for path in old[:2]} == {False}
    assert old[2].exists()
    assert other.exists()


def test_a_drill_puts_it_back_elsewhere_and_leaves_nothing_behind(lived_in: str, backup: Path) -> None:
    databases = "SELECT datname FROM pg_database WHERE datname LIKE 'turnabout_drill%'"
    rows = sum(len(found) for name, found in all_of(lived_in).items() if name not in _GUARDS)
    with one_at_a_time():  # another worker's drill has a database meanwhile, too
        said = fine(manage(lived_in, "restore", "--drill", backup))
        assert asked(lived_in, databases) == []
    assert f"{rows} rows" in said


def test_the_nightly_line_of_the_operations_page_does_all_at_once(lived_in: str, tmp_path: Path) -> None:
    with one_at_a_time():
        said = fine(manage(lived_in, "backup", tmp_path, "--keep", 14, "--drill"))
    assert "Put back on trial" in said
    assert len(list(tmp_path.iterdir())) == 1
