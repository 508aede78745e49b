"""Shared set-up: a throwaway PostgreSQL for the whole run, a migrated template in it, one copy a worker.

Tests run under the app's role, which owns no table, so row-level security is in force in every test.
With TEST_POSTGRES_URL (a superuser's address) set, that server is used instead of a throwaway one.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connections

from nursery import embedded
from nursery.celery import app as celery
from nursery.scope import nursery_scope
from tests.builders import House
from tests.databases import TEMPLATE, build_template, copy, drop, exists, one_at_a_time, point_at
from tests.filled import FilledDatabases

# Playwright's synchronous API keeps an event loop in the test's own thread; the tests use the database beside it,
# never inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

_server = ExitStack()

# How long one example takes says more of the machine's other work than of ours.
hypothesis.settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    max_examples=int(os.environ.get("TEST_EXAMPLES", "30")),  # more of them at leisure: every run takes others
)
hypothesis.settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process starts PostgreSQL once; xdist's workers inherit its address."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    if "TEST_POSTGRES_URL" not in os.environ:
        os.environ["TEST_POSTGRES_URL"] = _server.enter_context(embedded.throwaway())
    lock, path = tempfile.mkstemp(prefix="turnabout-template-")
    os.close(lock)
    os.environ["TEST_TEMPLATE_LOCK"] = path
    _server.callback(Path(path).unlink)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Python's collector of cycles stands aside while thousands of tests are made, and passes them over afterwards."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _server.close()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker, worker_id: str) -> Iterator[None]:
    """Replaces pytest-django's own: the database is made by its owner and used by the app."""
    name = f"test_{worker_id}_{os.getpid()}"
    with django_db_blocker.unblock():
        with one_at_a_time():
            if not exists(TEMPLATE):
                build_template()
            copy(TEMPLATE, name)
        point_at(name)
    yield
    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
        drop(name)


@pytest.fixture(scope="session")
def filled(django_db_setup: None, django_db_blocker, worker_id: str) -> Iterator[FilledDatabases]:
    """This worker's databases that hold something from the start."""
    databases = FilledDatabases(worker_id)
    yield databases
    with django_db_blocker.unblock():
        databases.close()


@pytest.fixture(autouse=True)
def _plain_surroundings(settings, monkeypatch, tmp_path: Path) -> None:
    """Whatever the environment says: plain http, files as they are, nothing written into the checkout."""
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.DEMO = False
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.VAR_DIR = tmp_path
    settings.MAIL_DIR = tmp_path / "mail"
    monkeypatch.setitem(celery.conf, "broker_url", "memory://")  # wakes nobody; tests/reminders has a real Redis


@pytest.fixture(scope="session")
def chromium() -> str:
    """The machine's own Chromium, windows and all."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, filter(None, names))), None)
    if found is None:
        pytest.fail("No Chromium here: script/test installs it as root, or name it in CHROMIUM.")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    """A Chromium that asks nobody anything: the one without windows where there is one, which spends no time on
    drawing them."""
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    program = shutil.which("chromium-headless-shell") or chromium
    return {**browser_type_launch_args, "executable_path": program, "args": quiet}


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """A small nursery (see tests/builders.py); the test runs inside its scope."""
    built = House()
    with nursery_scope(built.nursery):
        yield built


@pytest.fixture
def other_house(db: None) -> House:
    """Another nursery, to look over the wall from; whoever adds to it opens its scope."""
    return House(slug="foxglove", name="Foxglove")
