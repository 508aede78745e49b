"""What an operator's monitor reads."""

from pathlib import Path

import pytest
from django.test import Client

from nursery.dates import now
from reminders.actions import note_sweep

WELL = {"database": "ok", "queue": "ok", "oldest_waiting": "ok", "last_sweep": "ok"}


@pytest.fixture
def queue_folder(settings, tmp_path: Path) -> Path:
    """The queue of a machine without Redis."""
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "queue")}
    (tmp_path / "queue").mkdir()
    return tmp_path / "queue"


@pytest.fixture
def _swept(db: None) -> None:
    note_sweep(now())


@pytest.mark.usefixtures("_swept")
def test_all_is_well(queue_folder: Path):
    response = Client().get("/healthz")
    assert response.status_code == 200
    assert response.json() == WELL
    assert "no-store" in response["Cache-Control"]


def test_it_answers_for_itself_while_postgresql_is_away(queue_folder: Path, postgresql_away: None):
    response = Client().get("/healthz")
    assert response.status_code == 503
    unknown = "Not known: PostgreSQL does not answer."
    assert response.json() == WELL | {
        "database": "PostgreSQL does not answer.",
        "oldest_waiting": unknown,
        "last_sweep": unknown,
    }


@pytest.mark.usefixtures("_swept")
def test_it_names_what_is_not_well(queue_folder: Path):
    queue_folder.rmdir()
    response = Client().get("/healthz")
    assert response.status_code == 503
    assert response.json() == WELL | {"queue": "The queue's folder is missing."}


@pytest.mark.django_db
def test_it_is_only_looked_at(queue_folder: Path):
    assert Client().post("/healthz").status_code == 405
