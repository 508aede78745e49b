"""A mail server that answers slowly, wrongly, never or half: bounded time, nothing else held up, a sentence for the
manager, and at the next try it goes.
"""

import time
from collections import Counter
from collections.abc import Iterator

import pytest

from nursery.scope import nursery_scope
from reminders.actions import Tally, deliver_waiting
from reminders.models import Bounced, Message
from tests.builders import NOW, House
from tests.reminders import rude_server
from tests.reminders.rude_server import STAGES, Manner, RudeServer, says
from tests.reminders.test_claiming import let_leases_run_out

LETTER_SECONDS = 0.5


@pytest.fixture
def server(settings) -> Iterator[RudeServer]:
    with rude_server.rude_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 20
        settings.REMINDER_LETTER_SECONDS = LETTER_SECONDS
        yield server


@pytest.mark.parametrize(
    "manner",
    [
        pytest.param(says(b"451 not just now\r\n"), id="refuses for a while"),
        pytest.param(says(b"554 never\r\n"), id="refuses for good"),
        pytest.param(says(b"421 closing\r\n"), id="sends everybody away"),
        pytest.param(says(b"\x00\xff\xfe what \x00 is this\r\n"), id="answers garbage"),
        pytest.param(says(b"550 \x00\xff no such\x00 mailbox \xe2\x80\r\n"), id="refuses with garbage"),
        pytest.param(says(b"250 " + b"x" * 20_000 + b"\r\n"), id="answers without end"),
        pytest.param(says(b"550 " + b"x" * 2_000 + b"\r\n"), id="refuses at length"),
        pytest.param(rude_server.hangs_up, id="hangs up"),
        pytest.param(rude_server.says_nothing, id="says nothing"),
        pytest.param(rude_server.dribbles, id="dribbles"),
    ],
)
def test_whatever_it_answers_at_whatever_point_the_others_go(
    house: House, tell, people, server: RudeServer, manner: Manner
):
    everybody = {person.email for person in people}
    for stage in STAGES:
        server.taken.clear()
        server.misbehave(stage, manner)
        with nursery_scope(house.nursery):
            Bounced.objects.all().delete()  # an address that was refused for good is not tried again
        tell(f"at {stage}", *people)
        began = time.monotonic()
        tally = deliver_waiting(NOW, seconds=20)
        assert time.monotonic() - began < 8 * LETTER_SECONDS + 3, stage
        with nursery_scope(house.nursery):
            rows = list(Message.objects.filter(subject=f"at {stage}"))
        left = [row for row in rows if row.status != "sent"]
        if tally.away:
            assert {(row.attempts, row.fault) for row in left} <= {(0, "")}, stage
        else:
            # One of them has failed, at the most, and says why in words.
            assert len(left) <= 1, stage
            assert all(row.fault.startswith(("The mail server", "The connection")) for row in left), stage
        let_leases_run_out(house)
        deliver_waiting(NOW, seconds=20)
        with nursery_scope(house.nursery):
            parked = set(
                Message.objects.filter(subject=f"at {stage}", status="parked").values_list("person__email", flat=True)
            )
            assert not Message.objects.filter(subject=f"at {stage}", status="waiting").exists(), stage
        assert set(server.taken) | parked == everybody, stage
        # Twice only where the letter was in the server's hands and its yes was not heard.
        assert stage == "letter" or set(Counter(server.taken).values()) == {1}, stage


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
def test_a_server_that_sends_everybody_away_costs_no_message_a_try(
    house: House, tell, people, server: RudeServer, stage: str
):
    server.misbehave(stage, says(b"421 too many of you\r\n"), times=1_000)
    tell("supper", *people)
    assert deliver_waiting(NOW, seconds=20) == Tally(away="421 too many of you")
    with nursery_scope(house.nursery):
        assert set(Message.objects.values_list("attempts", "fault")) == {(0, "")}


@pytest.mark.parametrize("manner", [rude_server.hangs_up, rude_server.says_nothing], ids=["hangs up", "says nothing"])
def test_a_letter_whose_yes_was_not_heard_is_tried_again_and_counted(
    house: House, tell, people, server: RudeServer, manner: Manner
):
    server.misbehave("letter", manner)
    tell("supper", people[0])
    assert deliver_waiting(NOW, seconds=20) == Tally(put_off=1)
    let_leases_run_out(house)
    assert deliver_waiting(NOW, seconds=20) == Tally(sent=1, lapsed=1)
    assert server.taken == [people[0].email] * 2


def test_a_letter_that_was_refused_is_tried_again_and_not_counted(house: House, tell, people, server: RudeServer):
    server.misbehave("letter", says(b"451 not just now\r\n"))
    tell("supper", people[0])
    assert deliver_waiting(NOW, seconds=20) == Tally(put_off=1)
    let_leases_run_out(house)
    assert deliver_waiting(NOW, seconds=20) == Tally(sent=1)


def test_what_is_refused_with_garbage_is_shown_as_text(house: House, tell, people, server: RudeServer):
    """PostgreSQL keeps no NUL: one such answer would keep every message of the nursery."""
    server.misbehave("rcpt", says(b"550 no\x00 such \x1b[31mmailbox\r\n"))
    tell("supper", *people)
    assert deliver_waiting(NOW, seconds=20) == Tally(sent=2, parked=1)
    with nursery_scope(house.nursery):
        fault = Message.objects.get(status="parked").fault
    assert fault == "The mail server does not take this address: 550 no� such �[31mmailbox"
