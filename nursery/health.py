"""What `/healthz` asks. Each check returns None when well, else one plain sentence for the operator."""

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from kombu.exceptions import OperationalError as BrokerError

from nursery.celery import app


def database() -> str | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):  # the second: the connection was lost earlier in this request
        return "PostgreSQL does not answer."
    return None


def queue() -> str | None:
    if not settings.REDIS_URL:
        folder = Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"]))
        return None if folder.is_dir() else "The queue's folder is missing."
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (BrokerError, OSError):
        return "Redis does not answer."
    return None
