"""What waits for one person until the same moment is one letter: the night's messages, and the morning's."""

import datetime as dt
import threading
from functools import partial

import pytest

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.actions import Tally, deliver_waiting
from reminders.actions.claiming import claim_messages
from reminders.actions.writing import MOST_IN_ONE
from reminders.channels import CARRIERS, message_id
from reminders.models import Channel, Message, Preference
from reminders.transactions import own_transaction
from tests.builders import House
from tests.reminders.conftest import Tell, at_once
from tests.reminders.gateway import TextByMail
from tests.reminders.postbox import Postbox
from tests.reminders.test_claiming import let_leases_run_out

NIGHT = dt.datetime(2026, 9, 30, 21, 30, tzinfo=dt.UTC)  # 22:30 in London
SEVEN = dt.datetime(2026, 10, 1, 6, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _kinds(settings) -> None:
    settings.REMINDER_KINDS = ["tests.reminders.chosen_kinds"]


@pytest.fixture
def queue(tell: Tell) -> Tell:
    """As `tell`, in the night."""
    return partial(tell, kind="tests.plain", at=NIGHT)


def deliver(at: dt.datetime = SEVEN) -> Tally:
    return deliver_waiting(at, seconds=20)


def told(postbox: Postbox) -> list[tuple[str, str]]:
    return sorted((mail.to, mail.subject) for mail in postbox.all())


def messages(house: House) -> dict[str, Message]:
    with nursery_scope(house.nursery):
        return {message.subject: message for message in Message.objects.all()}


def test_what_came_in_the_night_is_one_letter_in_the_morning(house: House, people, queue: Tell, postbox: Postbox):
    queue("A place is free", people[0])
    queue("Supper is moved", people[0], kind="tests.needed", at=NIGHT + dt.timedelta(hours=1))
    queue("Four places are open", people[0], kind="tests.morning", at=SEVEN - dt.timedelta(hours=1))
    assert deliver() == Tally(sent=3)
    (mail,) = postbox.all()
    assert mail.subject == "3 notes: A place is free"
    text = mail.body("plain")
    assert text.startswith("Hello Amara,\n\n3 notes from Bluebell, kept until now to leave you in peace:\n")
    assert [text.index(words) for words in ("1. A place is free", "2. Supper is moved", "3. Four places are open")]
    assert text.count("Hello") == 1
    html = mail.body("html")
    assert html.count("<html") == 1
    assert all(words in html for words in ("A place is free", "Supper is moved", "Four places are open"))


def test_a_single_one_is_a_letter_as_every_other(house: House, people, queue: Tell, postbox: Postbox):
    queue("A place is free", people[0])
    assert deliver() == Tally(sent=1)
    (mail,) = postbox.all()
    assert (mail.subject, mail.body("plain")) == ("A place is free", "Hello Amara,\n\nA place is free\n")
    assert messages(house)["A place is free"].letter == ""


def test_many_are_more_letters_than_one_so_that_none_is_cut_off(house: House, people, queue: Tell, postbox: Postbox):
    for number in range(MOST_IN_ONE + 2):
        queue(f"note {number:02}", people[0])
    assert deliver() == Tally(sent=MOST_IN_ONE + 2)
    assert [subject for _to, subject in told(postbox)] == ["10 notes: note 00", "2 notes: note 10"]


def test_each_person_has_their_own(house: House, people, queue: Tell, postbox: Postbox):
    for words in ("tea", "supper"):
        queue(words, *people[:2])
    assert deliver() == Tally(sent=4)
    assert told(postbox) == [("amara@example.org", "2 notes: tea"), ("tomasz@example.org", "2 notes: tea")]


def test_what_comes_by_day_is_told_at_once_and_alone(house: House, people, queue: Tell, postbox: Postbox):
    noon = SEVEN + dt.timedelta(hours=5)
    for words in ("tea", "supper"):
        queue(words, people[0], at=noon)
    assert deliver(noon) == Tally(sent=2)
    assert [subject for _to, subject in told(postbox)] == ["supper", "tea"]


def test_what_is_urgent_stands_alone(house: House, people, queue: Tell, postbox: Postbox):
    queue("tea", people[0])
    queue("now", people[0], kind="tests.urgent", urgent=True)
    queue("supper", people[0])
    assert deliver() == Tally(sent=3)
    assert [subject for _to, subject in told(postbox)] == ["2 notes: tea", "Come: now"]


def test_what_goes_by_another_way_goes_alone(house: House, people, queue: Tell, postbox: Postbox, monkeypatch):
    monkeypatch.setitem(CARRIERS, Channel.TEXT, TextByMail)
    with nursery_scope(house.nursery):
        Person.objects.filter(pk=people[0].pk).update(phone="+447700900123")
        Preference.objects.create(
            nursery=house.nursery, person=people[0], kind="tests.needed", channels=["text"], timing="at_once"
        )
    queue("tea", people[0])
    queue("moved", people[0], kind="tests.needed")
    queue("supper", people[0])
    assert deliver() == Tally(sent=3)
    assert [to for to, _subject in told(postbox)] == ["+447700900123@text.example", "amara@example.org"]


def test_the_log_knows_what_went_together(house: House, people, queue: Tell, postbox: Postbox):
    for words in ("tea", "supper"):
        queue(words, people[0])
    deliver()
    (mail,) = postbox.all()
    rows = messages(house)
    assert rows["tea"].letter == rows["supper"].letter == rows["tea"].public_id
    assert mail.message["Message-ID"] == message_id(rows["tea"].public_id)
    assert {row.status for row in rows.values()} == {"sent"}


def test_one_that_is_no_longer_needed_or_cannot_be_written_leaves_the_others(
    house: House, people, queue: Tell, postbox: Postbox
):
    for words in ("gone", "broken", "tea", "supper"):
        queue(words, people[0])
    assert deliver() == Tally(sent=2, dropped=1, put_off=1)
    assert told(postbox) == [("amara@example.org", "2 notes: tea")]


def test_a_second_copy_is_the_same_letter_whatever_has_come_since(house: House, people, queue: Tell, postbox: Postbox):
    """The mail server hangs up over it: nobody knows whether it was taken."""
    for words in ("tea", "supper"):
        queue(words, people[0])
    postbox.silent.add("amara@example.org")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.REMINDER_LETTER_SECONDS", 0.3)
        assert deliver() == Tally(put_off=2)
    postbox.silent.clear()
    first = messages(house)
    assert first["tea"].letter == first["supper"].letter == first["tea"].public_id

    queue("breakfast", people[0])  # waits for the same morning
    let_leases_run_out(house)
    assert deliver() == Tally(sent=3, lapsed=2)
    mails = {mail.subject: mail.message["Message-ID"] for mail in postbox.all()}
    assert mails == {
        "2 notes: tea": message_id(first["tea"].public_id),
        "breakfast": message_id(messages(house)["breakfast"].public_id),
    }


def test_two_workers_never_share_a_persons_morning(house: House, people, queue: Tell, postbox: Postbox):
    """The first takes one message of Amara's and with it all of hers; the second, at the same moment, none of them."""
    for words in ("tea", "supper", "breakfast"):
        queue(words, *people[:2])
    first_has_claimed, second_is_done = threading.Event(), threading.Event()

    def first() -> int:
        with own_transaction(house.nursery):
            claims = claim_messages(SEVEN, limit=1)
            first_has_claimed.set()
            assert second_is_done.wait(20)
        return len(claims)

    def second() -> list[int]:
        assert first_has_claimed.wait(20)
        with own_transaction(house.nursery):
            claims = claim_messages(SEVEN, limit=20)
        second_is_done.set()
        with nursery_scope(house.nursery):
            return sorted(set(Message.objects.filter(pk__in=[c.pk for c in claims]).values_list("person", flat=True)))

    assert at_once(first, second) == [3, [people[1].pk]]
