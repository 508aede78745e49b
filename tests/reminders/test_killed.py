"""A pass of planning and sending, killed before every statement, every commit and every word with the mail server:
nothing is lost, and what was sent twice is what the mail server had taken and nobody could write down any more.

The killed process is a real one (tests/reminders/dying.py), ended by SIGKILL; the next pass is made from here.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.channels import message_id
from reminders.models import LookedAt, Message
from tests.builders import NOW, House
from tests.killed import Process
from tests.reminders.postbox import Postbox
from tests.reminders.programs import LAPSED
from tests.reminders.test_claiming import let_leases_run_out


@pytest.fixture
def process(surroundings: dict[str, str], settings) -> Iterator[Process]:
    settings.REMINDER_KINDS = ["tests.reminders.dying_kinds"]
    dying = Process(
        "tests.reminders.dying",
        EMAIL_URL=surroundings["EMAIL_URL"],
        TURNABOUT_VAR=surroundings["TURNABOUT_VAR"],
        DJANGO_SETTINGS_MODULE="tests.reminders.dying_settings",
        LOG_LEVEL="ERROR",
    )
    yield dying
    dying.close()


def a_new_day(house: House) -> None:
    with nursery_scope(house.nursery):
        Message.objects.all().delete()
        LookedAt.objects.all().delete()


def rows(house: House) -> dict[str, Message]:
    """By what stands in the mail as its Message-ID."""
    with nursery_scope(house.nursery):
        return {message_id(row.public_id): row for row in Message.objects.all()}


def test_a_pass_killed_anywhere_loses_nothing_and_doubles_only_what_it_could_not_mark(
    process: Process, house: House, tell, postbox: Postbox, caplog
):
    with nursery_scope(house.nursery):
        amara: Person = house.parent("Amara Okafor", email="amara@example.org")
    steps: list[str] = []
    in_the_window: list[str] = []
    while not steps or steps[-1] != "after the pass":
        a_new_day(house)
        tell("supper", amara)
        caplog.clear()
        step = process.killed_before(len(steps) + 1, now=NOW.isoformat())
        assert step is not None, "it ended without being killed"
        steps.append(step)

        taken = Counter(mail.message["Message-ID"] for mail in postbox.all())
        at_risk = {name for name, row in rows(house).items() if name in taken and row.status == "waiting"}
        let_leases_run_out(house)
        call_command("send_reminders", "--now", NOW.isoformat())
        copies = taken + Counter(mail.message["Message-ID"] for mail in postbox.all())

        there = rows(house)
        assert sorted(row.subject for row in there.values()) == ["morning", "supper"], step
        assert {row.status for row in there.values()} == {"sent"}, step
        assert copies.keys() == there.keys(), step
        assert {name for name, count in copies.items() if count > 1} == at_risk, step
        assert sum(copies.values()) == 2 + len(at_risk), step
        counted = {message_id(found) for found in LAPSED.findall(caplog.text)}
        assert at_risk <= counted, step
        if at_risk:
            in_the_window.append(step)

    assert any(step.startswith("INSERT") and "reminders_message" in step for step in steps)
    assert sum(step.startswith("to the mail server: mail") for step in steps) == 2
    # The window is one call: the mail server's yes is heard, and that is not written down yet. Two letters, twice.
    assert [step.startswith("heard: 250") for step in in_the_window] == [True, False, True, False], in_the_window
    assert ["UPDATE reminders_message SET status" in step for step in in_the_window] == [False, True, False, True]
