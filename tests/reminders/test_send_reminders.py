"""One pass without Celery, for a nursery that has only cron."""

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command

from nursery.dates import now as clock
from nursery.scope import nursery_scope
from reminders.management.commands.send_reminders import AWAY, PARKED
from reminders.models import Message, Sweep
from tests.builders import NOW, House
from tests.reminders.conftest import at_once
from tests.reminders.postbox import Postbox, free_port


@pytest.fixture(autouse=True)
def _planned(settings) -> None:
    settings.REMINDER_KINDS = ["tests.reminders.kinds", "tests.reminders.planned_kinds"]


def test_one_pass_plans_and_sends(house: House, tell, people, postbox: Postbox, capsys):
    tell("supper", people[0])
    call_command("send_reminders", "--now", NOW.isoformat())
    assert capsys.readouterr().out == "3 planned, 4 sent, 0 no longer needed, 0 put off, 0 parked.\n"
    assert len(postbox.all()) == 4


def test_a_second_pass_has_nothing_to_do(house: House, people, postbox: Postbox, capsys):
    call_command("send_reminders", "--now", NOW.isoformat())
    postbox.all()
    call_command("send_reminders", "--now", NOW.isoformat())
    assert postbox.all() == []


def test_a_dry_run_says_what_would_be_sent_and_does_nothing(house: House, tell, people, postbox: Postbox, capsys):
    tell("supper", people[0])
    tell("gone", people[1])
    call_command("send_reminders", "--dry-run", "--now", NOW.isoformat())
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "bluebell\tWed 30 Sep, 09:00\ttests.note\tAmara O.\temail\tsupper"
    assert lines[-1] == "4 would be sent; nothing was written."
    assert postbox.all() == []
    with nursery_scope(house.nursery):
        assert set(Message.objects.values_list("status", "attempts")) == {("waiting", 0)}


def test_without_a_moment_it_is_now(house: House, people, postbox: Postbox):
    with time_machine.travel(NOW):  # at night it would wait for quiet hours to end
        call_command("send_reminders")
    assert len(postbox.all()) == 3


@pytest.mark.parametrize("text", ["tomorrow", "2026-10-06T18:00"])
def test_a_moment_that_could_mean_two_things_is_refused(text: str):
    with pytest.raises(CommandError, match=r"is not a moment such as|Say which clock"):
        call_command("send_reminders", "--now", text)


def test_what_waits_for_quiet_hours_to_end_is_said_with_its_time(house: House, tell, people, postbox: Postbox, capsys):
    tell("supper", people[0])
    with nursery_scope(house.nursery):
        Message.objects.update(send_at=NOW + dt.timedelta(hours=3))
    call_command("send_reminders", "--dry-run", "--now", NOW.isoformat())
    lines = capsys.readouterr().out.splitlines()
    assert "bluebell\tWed 30 Sep, 09:00\ttests.note\tAmara O.\twaits until Wed 30 Sep, 12:00\tsupper" in lines
    assert lines[-1] == "3 would be sent, 1 wait for their time; nothing was written."


def test_its_exit_status_says_that_the_mail_server_is_away(house: House, tell, people, postbox: Postbox, settings):
    settings.EMAIL_PORT = free_port()
    tell("supper", people[0])
    with pytest.raises(CommandError) as raised:
        call_command("send_reminders", "--now", NOW.isoformat())
    assert raised.value.returncode == AWAY


def test_its_exit_status_says_that_something_was_given_up(house: House, tell, people, postbox: Postbox):
    postbox.refuse["amara@example.org"] = "550 no such user"
    tell("supper", people[0])
    with pytest.raises(CommandError) as raised:
        call_command("send_reminders", "--now", NOW.isoformat())
    assert raised.value.returncode == PARKED


@pytest.mark.parametrize("days", [-400, 400])
def test_another_moment_is_no_word_about_when_somebody_was_at_work(house: House, postbox: Postbox, days: int):
    call_command("send_reminders", "--now", (clock() + dt.timedelta(days=days)).isoformat())
    assert abs(clock() - Sweep.objects.get().at) < dt.timedelta(minutes=1)


def test_before_its_time_nothing_is_sent(house: House, tell, people, postbox: Postbox):
    tell("supper", people[0])
    call_command("send_reminders", "--now", (NOW - dt.timedelta(days=1)).isoformat())
    assert "supper" not in [mail.subject for mail in postbox.all()]


def test_two_at_once_send_each_message_once(house: House, tell, people, postbox: Postbox):
    for number in range(10):
        tell(f"supper {number}", *people)
    at_once(*[lambda: call_command("send_reminders", "--now", NOW.isoformat())] * 2)
    sent = [(mail.to, mail.subject) for mail in postbox.all()]
    assert len(sent) == len(set(sent))
    with nursery_scope(house.nursery):
        assert set(Message.objects.values_list("status", flat=True)) == {"sent"}
