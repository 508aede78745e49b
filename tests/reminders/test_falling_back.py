"""A message goes by the first of its person's channels that works, and by one alone."""

import pytest

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.actions import Tally, deliver_waiting
from reminders.channels import CARRIERS
from reminders.channels.email import mail_of
from reminders.models import Bounced, Channel, Failure, Message, Preference
from tests.builders import NOW, House
from tests.reminders.gateway import TextByMail
from tests.reminders.kinds import NOTE
from tests.reminders.postbox import Postbox, free_port
from tests.reminders.test_claiming import let_leases_run_out

PHONE = "+447700900123"
MAIL, TEXT = "amara@example.org", f"{PHONE}@text.example"


@pytest.fixture
def amara(house: House, people: list[Person], monkeypatch) -> Person:
    """With an address and, second, a phone."""
    monkeypatch.setitem(CARRIERS, Channel.TEXT, TextByMail)
    with nursery_scope(house.nursery):
        Person.objects.filter(pk=people[0].pk).update(phone=PHONE)
    return people[0]


def deliver() -> Tally:
    return deliver_waiting(NOW, seconds=20)


def message(house: House) -> Message:
    with nursery_scope(house.nursery):
        return Message.objects.get()


def told(postbox: Postbox) -> list[str]:
    return [mail.to for mail in postbox.all()]


def test_the_first_channel_that_works_is_the_only_one(house: House, tell, amara, postbox: Postbox):
    tell("supper", amara)
    assert deliver() == Tally(sent=1)
    assert told(postbox) == [MAIL]
    assert message(house).channel == Channel.EMAIL
    with nursery_scope(house.nursery):
        assert not Failure.objects.exists()


def test_an_address_that_bounces_gives_way_to_the_next_channel_at_once(house: House, tell, amara, postbox: Postbox):
    postbox.refuse[MAIL] = "550 no such mailbox here"
    tell("supper", amara)
    assert deliver() == Tally(sent=1)
    assert told(postbox) == [TEXT]
    assert (message(house).status, message(house).channel, message(house).fault) == ("sent", Channel.TEXT, "")
    sentence = "The mail server does not take this address: 550 no such mailbox here"
    with nursery_scope(house.nursery):
        assert Failure.objects.values_list("channel", "sentence").get() == (Channel.EMAIL, sentence)
        assert Bounced.objects.values_list("channel", "address", "sentence").get() == (Channel.EMAIL, MAIL, sentence)


def test_what_bounced_is_not_tried_again_until_it_is_another(house: House, tell, amara, postbox: Postbox):
    postbox.refuse[MAIL] = "550 no such mailbox here"
    tell("supper", amara)
    deliver()
    postbox.refuse.clear()
    tell("tea", amara)
    deliver()
    assert told(postbox) == [TEXT, TEXT]
    with nursery_scope(house.nursery):
        Person.objects.filter(pk=amara.pk).update(email="amara@example.com")
    tell("breakfast", amara)
    deliver()
    assert told(postbox) == ["amara@example.com"]


def test_when_nothing_is_left_to_try_it_is_parked_with_what_bounced(house: House, tell, amara, postbox: Postbox):
    postbox.refuse |= {MAIL: "550 no such mailbox here", TEXT: "550 no such number"}
    tell("supper", amara)
    assert deliver() == Tally(parked=1)
    tell("tea", amara)
    assert deliver() == Tally(parked=1)
    with nursery_scope(house.nursery):
        assert set(Message.objects.values_list("fault", flat=True)) == {"The provider says 550 no such number"}


def test_a_channel_that_is_busy_gives_way_at_once(house: House, tell, amara, postbox: Postbox):
    postbox.refuse[MAIL] = "450 come back later"
    tell("supper", amara)
    assert deliver() == Tally(sent=1)
    assert told(postbox) == [TEXT]
    with nursery_scope(house.nursery):
        assert Failure.objects.get().channel == Channel.EMAIL
        assert not Bounced.objects.exists()


def test_when_every_channel_is_busy_it_waits_and_begins_with_the_first(house: House, tell, amara, postbox: Postbox):
    postbox.refuse |= {MAIL: "450 come back later", TEXT: "450 too many"}
    tell("supper", amara)
    assert deliver() == Tally(put_off=1)
    waits = message(house)
    assert (waits.status, waits.channel, waits.attempts) == ("waiting", "", 1)
    assert waits.fault == "The provider says 450 too many"


@pytest.mark.parametrize("refused_for_good", [MAIL, TEXT])
def test_while_one_channel_is_only_busy_it_is_not_given_up(
    house: House, tell, amara, postbox: Postbox, refused_for_good: str
):
    postbox.refuse |= {MAIL: "450 come back later", TEXT: "450 too many", refused_for_good: "550 nobody there"}
    tell("supper", amara)
    assert deliver() == Tally(put_off=1)
    postbox.refuse.clear()
    let_leases_run_out(house)
    assert deliver() == Tally(sent=1)


def test_what_may_have_been_taken_goes_by_the_same_channel_again(house: House, tell, amara, postbox: Postbox, settings):
    """She has since asked for text messages first; a second mail shows as a second copy, a text message would not."""
    settings.REMINDER_LETTER_SECONDS = 0.3
    postbox.silent.add(MAIL)
    tell("supper", amara)
    assert deliver() == Tally(put_off=1)
    postbox.silent.clear()
    with nursery_scope(house.nursery):
        Preference.objects.create(
            nursery=house.nursery, person=amara, kind=NOTE, channels=["text", "email"], timing="at_once"
        )
    let_leases_run_out(house)
    assert deliver() == Tally(sent=1, lapsed=1)
    assert told(postbox) == [MAIL]


def test_waiting_for_a_channel_that_is_away_leaves_no_trace_of_it(
    house: House, tell, amara, postbox: Postbox, settings
):
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    tell("supper", amara)
    assert deliver().away
    waits = message(house)
    assert (waits.channel, waits.handed_at, waits.attempts) == ("", None, 0)
    settings.EMAIL_PORT = there
    assert deliver() == Tally(sent=1)


def test_a_fault_of_ours_in_one_channel_is_that_letters_alone(
    house: House, tell, people, amara, postbox: Postbox, monkeypatch
):
    def break_for_amara(letter, *, nursery, person, public_id):
        if person.pk == amara.pk:
            raise ValueError("a mistake")
        return mail_of(letter, nursery=nursery, person=person, public_id=public_id)

    monkeypatch.setattr("reminders.channels.email.mail_of", break_for_amara)
    tell("supper", *people)
    assert deliver() == Tally(sent=3)
    assert sorted(told(postbox)) == [TEXT, "helen@example.org", "tomasz@example.org"]
    with nursery_scope(house.nursery):
        assert Failure.objects.get().sentence == "It could not be sent (ValueError)."
