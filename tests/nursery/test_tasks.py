"""Housekeeping."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from nursery.tasks import clear_sessions


@pytest.mark.django_db
def test_sign_ins_that_ran_out_are_cleared_and_others_kept():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - dt.timedelta(days=1))
    Session.objects.create(session_key="live", session_data="", expire_date=now + dt.timedelta(days=1))
    clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]
