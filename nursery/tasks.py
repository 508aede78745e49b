"""Housekeeping that belongs to no nursery."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions() -> None:
    """Sign-ins that ran out leave rows behind; take them away."""
    call_command("clearsessions")
