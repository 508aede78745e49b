"""The pages of tests/design/urls.py on a real server, seen by a real browser; no database takes part."""

import os
import shutil
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import override_settings
from django.test.testcases import LiveServerThread

HERE = Path(__file__).resolve().parent


CHROMIUM = next(
    filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"))),
    None,
)


@pytest.fixture(scope="module")
def showroom() -> Iterator[str]:
    """The address of the sample pages. They ask the database nothing, so no transaction waits for it either."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], HERE / "templates"]
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        ROOT_URLCONF="tests.design.urls",
        TEMPLATES=templates,
        STORAGES=storages,
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        DEMO=False,
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
    ):
        database = connections.settings["default"]
        atomic, database["ATOMIC_REQUESTS"] = database["ATOMIC_REQUESTS"], False
        thread = LiveServerThread("localhost", StaticFilesHandler, connections_override={})
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        yield f"http://{thread.host}:{thread.port}"
        thread.terminate()
        database["ATOMIC_REQUESTS"] = atomic
