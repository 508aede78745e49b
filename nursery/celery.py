"""Celery carries and wakes; what is to be sent stands in PostgreSQL."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nursery.settings")

app = Celery("turnabout")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def leave_logging_to_django(**kwargs: object) -> None:
    """Connected so that Celery installs no handlers of its own."""
