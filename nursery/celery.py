"""Celery carries and wakes; what is to be sent stands in PostgreSQL."""

import os
from pathlib import Path
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging, worker_init
from django.conf import settings

from nursery import garbage
from nursery.acting import By, acting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nursery.settings")


class ActingTask(Task):  # type: ignore[type-arg]  # Celery’s own is not subscriptable
    """A task that says of what it does that it did it, whichever it is."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with acting(By.TASK, self.name):
            return super().__call__(*args, **kwargs)


app = Celery("turnabout", task_cls=ActingTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Without Redis the queue is a few folders, which kombu expects to be there.
for _name in ("data_folder_in", "data_folder_out", "control_folder"):
    if _folder := settings.CELERY_BROKER_TRANSPORT_OPTIONS.get(_name):
        Path(str(_folder)).mkdir(parents=True, exist_ok=True)


@setup_logging.connect
def leave_logging_to_django(**kwargs: object) -> None:
    """Connected so that Celery installs no handlers of its own."""


@worker_init.connect
def settle_garbage(**kwargs: object) -> None:
    """Everything is imported, and nothing is forked yet."""
    garbage.settle()
