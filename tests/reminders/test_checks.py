"""What `manage.py check` says of reminders that could not go out."""

from io import StringIO

from django.core.management import call_command

from reminders.checks import a_lease_outlasts_a_letter, notifications_have_a_key_that_is_one


def test_the_usual_lease_outlasts_the_slowest_letter():
    assert a_lease_outlasts_a_letter(None) == []


def test_a_lease_in_which_no_letter_could_be_sent_is_an_error(settings):
    settings.REMINDER_LEASE_SECONDS = 2 * settings.REMINDER_LETTER_SECONDS
    (problem,) = a_lease_outlasts_a_letter(None)
    assert problem.id == "reminders.E001"


def test_a_key_for_notifications_that_is_none_is_an_error(settings):
    settings.PUSH_KEY = "typed by hand"
    (problem,) = notifications_have_a_key_that_is_one(None)
    assert problem.id == "reminders.E002"


def test_the_key_that_the_command_makes_is_one_and_so_is_none_at_all(settings):
    said = StringIO()
    call_command("make_push_key", stdout=said)
    name, _is, settings.PUSH_KEY = said.getvalue().strip().partition("=")
    assert name == "PUSH_KEY"
    assert notifications_have_a_key_that_is_one(None) == []
    settings.PUSH_KEY = ""
    assert notifications_have_a_key_that_is_one(None) == []
