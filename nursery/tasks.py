"""Housekeeping that belongs to no nursery."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Exists, OuterRef


@shared_task
def clear_sessions() -> None:
    """Sign-ins that ran out or were ended leave rows behind, what is listed of each as well; take them away."""
    call_command("clearsessions")
    UserSession.objects.exclude(Exists(Session.objects.filter(session_key=OuterRef("session_key")))).delete()
