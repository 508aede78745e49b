"""Kinds are found through the settings, and two of one name are a mistake that is said at once."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from reminders.kinds import kinds


def test_kinds_come_from_the_modules_in_the_settings():
    assert list(kinds()) == ["tests.note"]


def test_two_kinds_of_one_name_are_refused(settings):
    settings.REMINDER_KINDS = ["tests.reminders.kinds", "tests.reminders.kinds"]
    with pytest.raises(ImproperlyConfigured, match=r"named 'tests\.note'"):
        kinds()
