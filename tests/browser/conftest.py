"""Headless Chromium on the demo nursery: each test has a database and a server of its own, thrown away after it.

The demo is opened once a worker and copied for each test, so that no test sees what another did.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Page, expect

from tests.databases import TEMPLATE, copy, drop, exists, one_at_a_time, point_at, rename

DEMO = "turnabout_demo"
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    # Without motion, so that axe never measures a colour on its way to another.
    return browser_context_args | {
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": PHONE,
        "reduced_motion": "reduce",
    }


def _build_demo() -> None:
    building = f"{DEMO}_building"
    drop(building)
    copy(TEMPLATE, building)
    point_at(building)
    call_command("open_demo", verbosity=0)
    connections.close_all()
    rename(building, DEMO)


@pytest.fixture(scope="session")
def ten_on_wednesday() -> dt.datetime:
    """Ten o'clock on this week's Wednesday: near the browser's own clock, whenever the tests run."""
    today = dt.datetime.now(ZoneInfo("Europe/London"))
    wednesday = today - dt.timedelta(days=today.weekday() - 2)
    return wednesday.replace(hour=10, minute=0, second=0, microsecond=0)


@pytest.fixture(autouse=True)
def _at_ten_on_wednesday(ten_on_wednesday: dt.datetime) -> Iterator[None]:
    with time_machine.travel(ten_on_wednesday, tick=True):
        yield


@pytest.fixture
def demo_database(django_db_setup: None, django_db_blocker, worker_id: str) -> Iterator[None]:
    """The demo nursery, today, for this test alone."""
    name = f"demo_{worker_id}_{os.getpid()}"
    home = str(connections["default"].settings_dict["NAME"])
    with django_db_blocker.unblock():
        with one_at_a_time():
            if not exists(DEMO):
                _build_demo()
            drop(name)
            copy(DEMO, name)
        point_at(name)
        yield
        connections.close_all()
        point_at(home)
        drop(name)


class _Quick(ThreadedWSGIServer):
    """Looks every 20 ms, not twice a second, whether it is to stop."""

    def serve_forever(self, poll_interval: float = 0.02) -> None:
        super().serve_forever(poll_interval)


class _Server(LiveServerThread):
    server_class = _Quick


@pytest.fixture
def site(demo_database: None, settings) -> Iterator[str]:
    """The address of a server on the demo nursery, with the demo's one-click people."""
    settings.DEMO = True
    server = _Server("localhost", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def sign_in(site: str) -> Callable[[Page, str], None]:
    """Sign in with the demo's one click, as the person of that name."""

    def act(page: Page, name: str) -> None:
        page.goto(f"{site}/accounts/login/")
        page.get_by_role("button", name=f"Come in as {name}").click()
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()

    return act


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Check a page as it stands: axe finds nothing, nothing scrolls sideways, and a picture is kept to look at."""
    folder = Path(os.environ.get("TEST_PICTURES", "var/pictures"))

    def act(page: Page, name: str) -> None:
        page.wait_for_load_state()  # a click returns as soon as the next page begins to arrive; axe needs all of it
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), "scrolls sideways"
        folder.mkdir(parents=True, exist_ok=True)
        width = (page.viewport_size or PHONE)["width"]
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)

    return act
