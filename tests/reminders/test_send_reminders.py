"""One pass without Celery, for a nursery that has only cron."""

import pytest
from django.core.management import CommandError, call_command

from nursery.scope import nursery_scope
from reminders.models import Message
from tests.builders import NOW, House
from tests.reminders.postbox import Postbox


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
    assert lines[0] == "bluebell\tWed 30 Sep, 09:00\ttests.note\tAmara O.\tsupper"
    assert lines[-1] == "4 would be sent; nothing was written."
    assert postbox.all() == []
    with nursery_scope(house.nursery):
        assert set(Message.objects.values_list("status", "attempts")) == {("waiting", 0)}


def test_without_a_moment_it_is_now(house: House, people, postbox: Postbox):
    call_command("send_reminders")
    assert len(postbox.all()) == 3


@pytest.mark.parametrize("text", ["tomorrow", "2026-10-06T18:00"])
def test_a_moment_that_could_mean_two_things_is_refused(text: str):
    with pytest.raises(CommandError, match=r"is not a moment such as|Say which clock"):
        call_command("send_reminders", "--now", text)
