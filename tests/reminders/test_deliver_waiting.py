"""What waits is sent, once; a fault of one message, address, server or nursery holds nothing else up."""

import datetime as dt
import threading
import time
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.db.models.functions import Now
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.actions import Tally, deliver_waiting, delivering, writing
from reminders.actions.claiming import TRIES, claim_messages, pause_after
from reminders.channels import OpenChannels, message_id
from reminders.models import Message, MessageStatus
from reminders.queries import nurseries_with_waiting
from reminders.transactions import own_transaction
from tests.builders import NOW, House
from tests.reminders.postbox import Postbox, free_port


def deliver() -> Tally:
    return deliver_waiting(NOW, seconds=20)


def message(house: House, **wanted) -> Message:
    with nursery_scope(house.nursery):
        return Message.objects.get(**wanted)


def pause_left(house: House) -> dt.timedelta:
    with nursery_scope(house.nursery):
        until, clock = Message.objects.annotate(clock=Now()).values_list("leased_until", "clock").get()
    assert until is not None
    return until - clock


def let_time_pass(house: House) -> None:
    """Every lease and pause is over."""
    with nursery_scope(house.nursery):
        Message.objects.exclude(leased_until=None).update(leased_until=Now() - dt.timedelta(seconds=1))


def test_a_mail_carries_text_html_the_nurserys_name_and_a_lasting_id(house: House, tell, people, postbox: Postbox):
    tell("Fish & chips", people[0])
    assert deliver() == Tally(sent=1)
    (mail,) = postbox.all()
    assert mail.to == "amara@example.org"
    assert mail.subject == "Fish & chips"
    assert mail.body("plain") == "Hello Amara,\n\nFish & chips\n"
    assert "<p>Fish &amp; chips</p>" in mail.body("html")
    assert str(mail.message["From"]).startswith("Bluebell <")
    assert mail.message["Message-ID"] == message_id(message(house).public_id)
    assert mail.message["Auto-Submitted"] == "auto-generated"


def test_what_was_sent_is_marked(house: House, tell, people, postbox: Postbox):
    tell("supper", people[0])
    deliver()
    sent = message(house)
    assert (sent.status, sent.attempts, sent.leased_until, sent.fault) == ("sent", 1, None, "")
    assert sent.sent_at is not None


def test_what_is_due_later_waits(house: House, tell, people, postbox: Postbox):
    tell("supper", people[0])
    assert deliver_waiting(NOW - dt.timedelta(seconds=1), seconds=10) == Tally()
    assert postbox.all() == []


def test_what_is_no_longer_needed_is_dropped(house: House, tell, people, postbox: Postbox):
    tell("gone", people[0])
    assert deliver() == Tally(dropped=1)
    assert postbox.all() == []
    assert message(house).status == MessageStatus.DROPPED


def test_somebody_who_has_left_is_told_nothing(house: House, tell, people, postbox: Postbox):
    tell("supper", people[0])
    with nursery_scope(house.nursery):
        Person.objects.filter(pk=people[0].pk).update(left=dt.date(2026, 9, 29))
    assert deliver() == Tally(dropped=1)


def test_an_address_that_bounces_is_parked_with_what_the_server_said(house, tell, people, postbox: Postbox):
    postbox.refuse["amara@example.org"] = "550 no such mailbox here"
    tell("supper", *people)
    assert deliver() == Tally(sent=2, parked=1)
    parked = message(house, status=MessageStatus.PARKED)
    assert parked.fault == "The mail server does not take this address: 550 no such mailbox here"
    let_time_pass(house)
    assert deliver() == Tally()


def test_an_address_that_is_busy_is_tried_again_after_a_pause(house, tell, people, postbox: Postbox):
    postbox.refuse["amara@example.org"] = "450 come back later"
    tell("supper", people[0])
    assert deliver() == Tally(put_off=1)
    waits = message(house)
    assert "450 come back later" in waits.fault
    assert dt.timedelta(seconds=25) < pause_left(house) <= dt.timedelta(seconds=60)
    assert deliver() == Tally()  # not before the pause is over
    postbox.refuse.clear()
    let_time_pass(house)
    assert deliver() == Tally(sent=1)
    assert message(house).fault == ""


def test_after_the_last_try_it_is_parked_with_the_fault(house, tell, people, postbox: Postbox):
    postbox.refuse["amara@example.org"] = "450 come back later"
    tell("supper", people[0])
    for _ in range(TRIES):
        let_time_pass(house)
        tally = deliver()
    assert tally == Tally(parked=1)
    assert "450 come back later" in message(house, status=MessageStatus.PARKED).fault


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", "Amara O. has no address, no phone and no device that we can write to."),
        ("amara@", "“amara@” is not an e-mail address."),
    ],
)
def test_somebody_without_a_good_address_is_parked_with_a_sentence(house, tell, postbox, address, fault):
    with nursery_scope(house.nursery):
        person = house.parent("Amara Okafor", email=address, sign_in=False)
    tell("supper", person)
    assert deliver() == Tally(parked=1)
    assert message(house).fault == fault


def test_without_an_address_of_their_own_the_account_is_written_to(house, tell, people, postbox: Postbox):
    with nursery_scope(house.nursery):
        Person.objects.filter(pk=people[0].pk).update(email="")
    tell("supper", people[0])
    deliver()
    assert [mail.to for mail in postbox.all()] == ["amara@example.org"]


def test_a_message_that_cannot_be_written_waits_and_the_others_go(house, tell, people, postbox: Postbox):
    tell("broken", people[0])
    tell("supper", *people)
    assert deliver() == Tally(sent=3, put_off=1)
    assert message(house, subject="broken").fault == "It could not be written (ValueError)."


def test_a_message_of_a_kind_that_is_gone_is_parked(house, tell, people, postbox: Postbox):
    tell("supper", people[0], kind="tests.forgotten")
    assert deliver() == Tally(parked=1)
    assert message(house).fault == "Nothing here knows messages of the kind “tests.forgotten”."


def test_a_server_that_is_away_costs_no_message_a_try(house, tell, people, settings, postbox: Postbox):
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    tell("supper", *people)
    tally = deliver()
    assert tally.away.startswith("ConnectionRefusedError")
    assert (tally.sent, tally.put_off, tally.parked) == (0, 0, 0)
    with nursery_scope(house.nursery):
        assert set(Message.objects.values_list("attempts", "leased_until")) == {(0, None)}
    settings.EMAIL_PORT = there
    assert deliver() == Tally(sent=3)


def test_a_server_that_refuses_the_site_itself_costs_no_message_a_try(house, tell, people, postbox: Postbox):
    postbox.refuse_sender = "550 not from you"
    tell("supper", *people)
    assert deliver() == Tally(away="550 not from you")
    postbox.refuse_sender = ""
    assert deliver() == Tally(sent=3)


def test_a_server_that_never_answers_one_letter_holds_up_no_other(house, tell, people, postbox: Postbox, settings):
    settings.REMINDER_LETTER_SECONDS = 0.3
    postbox.silent.add("amara@example.org")
    tell("supper", *people)
    began = time.monotonic()
    assert deliver() == Tally(sent=2, put_off=1)
    assert time.monotonic() - began < 5
    assert message(house, status=MessageStatus.WAITING).fault == "The mail server did not answer in time."


def test_a_server_that_takes_few_letters_on_a_line_is_called_again(house, tell, people, postbox: Postbox):
    postbox.per_connection = 2
    tell("supper", *people)
    assert deliver() == Tally(sent=3)
    assert postbox.connections == 2


def test_one_line_carries_a_whole_pass(house, tell, people, postbox: Postbox):
    for number in range(10):
        tell(f"supper {number}", *people)
    assert deliver() == Tally(sent=30)
    assert postbox.connections == 1


def test_a_nursery_that_is_broken_holds_up_no_other(house, tell, people, postbox: Postbox, caplog):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        there = other.parent("Ines Costa", email="ines@example.org")
    tell("supper", people[0])
    tell("tea", there, in_house=other)
    Nursery.objects.filter(pk=house.nursery.pk).update(timezone="Atlantis/Centre")
    assert deliver().sent == 1
    assert [mail.to for mail in postbox.all()] == ["ines@example.org"]
    assert "Nothing could be delivered for bluebell" in caplog.text


def test_each_nursery_is_written_to_in_its_own_name(house, tell, people, postbox: Postbox):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        there = other.parent("Ines Costa", email="ines@example.org")
    tell("supper", people[0])
    tell("supper", there, in_house=other)
    assert deliver() == Tally(sent=2)
    senders = {mail.to: str(mail.message["From"]).partition(" <")[0] for mail in postbox.all()}
    assert senders == {"amara@example.org": "Bluebell", "ines@example.org": "Clover"}


def test_only_nurseries_with_something_due_are_opened(house, tell, people):
    House(slug="clover", name="Clover")
    assert nurseries_with_waiting(NOW) == []
    tell("supper", people[0])
    assert nurseries_with_waiting(NOW) == [house.nursery.pk]
    with own_transaction(house.nursery):
        claim_messages(NOW)
    assert nurseries_with_waiting(NOW) == []  # somebody is at it


def test_time_that_runs_out_leaves_the_rest_as_it_was(house, tell, people, postbox: Postbox):
    tell("supper", *people)
    assert deliver_waiting(NOW, seconds=0) == Tally()
    with nursery_scope(house.nursery):
        assert set(Message.objects.values_list("attempts", "leased_until")) == {(0, None)}


def test_what_was_written_too_long_ago_to_be_true_goes_back(house, tell, people, postbox: Postbox, monkeypatch):
    monkeypatch.setattr(delivering, "_FRESH", -1.0)
    tell("supper", *people)
    assert deliver_waiting(NOW, seconds=0.2) == Tally()
    assert postbox.all() == []
    monkeypatch.undo()
    with nursery_scope(house.nursery):
        assert set(Message.objects.values_list("attempts", "leased_until")) == {(0, None)}


def test_a_pass_that_is_ended_gives_back_what_was_written_ahead(house, tell, people, postbox: Postbox, monkeypatch):
    """A task's time limit, as the first letter is sent: the other nursery's is written by then, in a second thread."""
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        there = other.parent("Ines Costa", email="ines@example.org")
    tell("supper", people[0])
    tell("tea", there, in_house=other)
    send = OpenChannels.send
    written = threading.Event()
    write_letters = writing.write_letters

    def end(*arguments: Any, **more: Any) -> None:
        assert written.wait(20)
        send(*arguments, **more)
        raise KeyboardInterrupt

    def write(nursery: Nursery, *arguments: Any) -> Any:
        letters = write_letters(nursery, *arguments)
        if threading.current_thread() is not threading.main_thread():
            written.set()
        return letters

    monkeypatch.setattr(OpenChannels, "send", end)
    monkeypatch.setattr(delivering, "write_letters", write)
    with pytest.raises(KeyboardInterrupt):
        deliver()
    assert len(postbox.all()) == 1
    found = set()
    for each in (house, other):
        with nursery_scope(each.nursery):
            found |= {(message.attempts, message.handed_at is None) for message in Message.objects.all()}
    assert found == {(1, False), (0, True)}  # one may have been sent; the other is as it was


def test_a_database_that_goes_away_after_the_send_does_not_cause_a_second(house, tell, people, postbox: Postbox):
    """The connection is cut while the mail server has the letter in hand; the mark finds a new one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    parameters = connection.get_connection_params()

    def cut(_mail) -> None:
        link = psycopg2.connect(**parameters)
        with link, link.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
        link.close()
        postbox.on_mail = None

    postbox.on_mail = cut
    tell("supper", *people)
    assert deliver().sent == 3
    assert len(postbox.all()) == 3
    assert deliver() == Tally()


@given(st.integers(1, TRIES))
def test_pauses_grow_to_an_hour_and_never_march_in_step(attempts: int):
    pause = pause_after(attempts)
    whole = min(dt.timedelta(minutes=2 ** (attempts - 1)), dt.timedelta(hours=1))
    assert whole / 2 <= pause <= whole
