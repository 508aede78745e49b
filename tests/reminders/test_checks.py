"""What `manage.py check` says of reminders that could not go out."""

from reminders.checks import a_lease_outlasts_a_letter


def test_the_usual_lease_outlasts_the_slowest_letter():
    assert a_lease_outlasts_a_letter(None) == []


def test_a_lease_in_which_no_letter_could_be_sent_is_an_error(settings):
    settings.REMINDER_LEASE_SECONDS = 2 * settings.REMINDER_LETTER_SECONDS
    (problem,) = a_lease_outlasts_a_letter(None)
    assert problem.id == "reminders.E001"
