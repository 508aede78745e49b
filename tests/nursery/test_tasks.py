"""Housekeeping."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Account
from nursery.tasks import clear_sessions


@pytest.mark.django_db
def test_sign_ins_that_ran_out_are_cleared_and_others_kept():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - dt.timedelta(days=1))
    Session.objects.create(session_key="live", session_data="", expire_date=now + dt.timedelta(days=1))
    clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]


@pytest.mark.django_db
def test_what_is_listed_of_a_sign_in_goes_with_it():
    now = timezone.now()
    account = Account.objects.create_user(email="amara@example.org")
    ends = {"out": now - dt.timedelta(days=1), "live": now + dt.timedelta(days=1)}
    for key, end in ends.items():
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    for key in (*ends, "ended"):
        UserSession.objects.create(user=account, session_key=key, ip="192.0.2.1", user_agent="")
    clear_sessions()
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["live"]
