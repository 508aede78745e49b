"""Two people who share an e-mail address: one letter where they are told the same, and each their own where not."""

import datetime as dt

import pytest

from accounts.models import Person
from reminders.actions import queue_message
from reminders.actions.preferring import choose_kind
from reminders.kinds import kinds
from reminders.letters import Letter
from reminders.models import Bounced, Channel, Message, MessageStatus, Preference, PushDevice, Reach, Timing
from reminders.rules.choices import Choice
from rota import messages
from rota.actions.calling import call_out_place
from rota.actions.cover import ask_for_cover
from rota.models import Called
from tests.builders import NOW, House
from tests.rota.letters import letter_to

ADDRESS = "nowak@example.org"
NIGHT = dt.datetime(2026, 9, 30, 21, 30, tzinfo=dt.UTC)  # 22:30 in London
DAY = dt.date(2026, 10, 5)


class Couple:
    """Ola and Piotr read at one address; both could come to the open place, or take Amara's over."""

    def __init__(self, house: House, kind: str) -> None:
        self.house, self.nursery, self.kind = house, house.nursery, kind
        self.amara = house.parent("Amara Okafor")
        self.ola, self.piotr = (house.parent(name, email=ADDRESS, sign_in=False) for name in ("Ola N", "Piotr N"))
        shift = house.shift(day=DAY, parents=2)
        self.free = house.place(shift, number=2)
        self.booking = house.booking(house.place(shift), self.amara)

    def ask(self, now: dt.datetime = NOW) -> None:
        if self.kind == messages.COVER_ASKED:
            ask_for_cover(self.booking, self.amara, nursery=self.nursery, now=now)
        elif self.kind == messages.CALL_OUT:
            helen = self.house.manager(cleared=())
            call_out_place(self.free, helen, Called.PARENTS, nursery=self.nursery, now=now)
        else:
            queue_message(
                nursery=self.nursery, kind=self.kind, people=[self.ola, self.piotr], subject=self.free.public_id,
                occasion="left", due_at=now, now=now,
            )  # fmt: skip

    def wishes(self, person: Person, *channels: Channel, timing: Timing = Timing.AT_ONCE) -> None:
        Preference.objects.create(
            nursery=self.nursery, person=person, kind=self.kind, channels=list(channels), timing=timing
        )

    def greeted(self, now: dt.datetime = NOW) -> dict[str, str]:
        """What the first line of each letter says that goes, by whose letter it is."""
        waiting = Message.objects.filter(
            kind=self.kind, person__in=[self.ola, self.piotr], status=MessageStatus.WAITING
        )
        letters = {message.person.name[0]: letter_to(message.person, self.kind, now) for message in waiting}
        return {name: first_line(letter) for name, letter in letters.items() if letter is not None}


def first_line(letter: Letter) -> str:
    return letter.text.partition("\n")[0]


EACH_THEIR_OWN = {"O": "Hello Ola,", "P": "Hello Piotr,"}


@pytest.fixture(params=[messages.COVER_ASKED, messages.CALL_OUT, messages.PLACE_REOPENED])
def couple(request, house: House, settings) -> Couple:
    settings.TEXT_URLS = {"": "json://localhost/{phone}"}
    return Couple(house, request.param)


def by_text(person: Person) -> None:
    person.phone = "07700 900123"
    person.save()


def test_told_the_same_they_get_one_letter_for_both(couple: Couple):
    couple.ask()
    assert couple.greeted() == {"O": "Hello Ola and Piotr,"}


def test_where_the_first_asked_not_to_be_told_the_second_is_and_alone(couple: Couple):
    couple.wishes(couple.ola)
    couple.ask()
    assert couple.greeted() == {"P": "Hello Piotr,"}
    letter = letter_to(couple.piotr, couple.kind, NOW)
    assert letter is not None
    assert "Ola" not in letter.text
    assert letter.text.count("/go/") == 1


def test_where_the_second_asked_not_to_be_told_the_letter_speaks_to_the_first_alone(couple: Couple):
    couple.wishes(couple.piotr)
    couple.ask()
    assert couple.greeted() == {"O": "Hello Ola,"}


def test_where_the_first_turns_it_off_while_it_waits_the_second_is_told(couple: Couple):
    couple.ask()
    choose_kind(couple.ola, kinds()[couple.kind], Choice(()), nursery=couple.nursery, now=NOW)
    assert couple.greeted() == {"P": "Hello Piotr,"}


@pytest.mark.parametrize("first", [True, False])
def test_where_one_is_told_by_text_message_each_gets_their_own(couple: Couple, first: bool):
    person = couple.ola if first else couple.piotr
    by_text(person)
    couple.wishes(person, Channel.TEXT, Channel.EMAIL)
    couple.ask()
    assert couple.greeted() == EACH_THEIR_OWN


@pytest.mark.parametrize("first", [True, False])
def test_where_one_is_told_on_their_phone_each_gets_their_own(couple: Couple, first: bool):
    PushDevice.objects.create(
        nursery=couple.nursery, person=couple.ola if first else couple.piotr, endpoint="https://push.example.org/1",
        p256dh="key", auth="secret", label="phone", added_at=NOW,
    )  # fmt: skip
    couple.ask()
    assert couple.greeted() == EACH_THEIR_OWN


def test_where_both_are_told_by_text_message_each_gets_their_own(couple: Couple):
    for person in (couple.ola, couple.piotr):
        by_text(person)
        couple.wishes(person, Channel.TEXT)
    couple.ask()
    assert couple.greeted() == EACH_THEIR_OWN


def test_somebody_who_wants_text_messages_and_has_no_number_reads_with_the_other(couple: Couple):
    couple.wishes(couple.ola, Channel.TEXT, Channel.EMAIL)
    couple.ask()
    assert couple.greeted() == {"O": "Hello Ola and Piotr,"}


def test_where_the_address_is_known_to_bounce_for_the_first_the_second_is_not_left_to_it(couple: Couple):
    by_text(couple.ola)
    Bounced.objects.create(
        nursery=couple.nursery, person=couple.ola, channel=Channel.EMAIL, address=ADDRESS, sentence="550", at=NOW
    )
    couple.ask()
    assert couple.greeted() == EACH_THEIR_OWN


def test_where_one_keeps_no_quiet_hours_each_is_told_at_their_own_time(couple: Couple):
    Reach.objects.create(
        nursery=couple.nursery, person=couple.ola, quiet_from=dt.time(0), quiet_until=dt.time(0), call_outs_pass=False
    )
    couple.ask(NIGHT)
    assert couple.greeted(NIGHT) == EACH_THEIR_OWN
    sent = dict(Message.objects.filter(kind=couple.kind).values_list("person__name", "send_at"))
    assert sent["Ola N"] == NIGHT < sent["Piotr N"]


def test_by_day_other_quiet_hours_make_no_second_letter(couple: Couple):
    Reach.objects.create(
        nursery=couple.nursery, person=couple.ola, quiet_from=dt.time(0), quiet_until=dt.time(0), call_outs_pass=False
    )
    couple.ask()
    assert couple.greeted() == {"O": "Hello Ola and Piotr,"}


def test_where_the_first_waits_for_the_morning_the_second_is_told_at_once(house: House):
    couple = Couple(house, messages.COVER_ASKED)
    couple.wishes(couple.ola, Channel.EMAIL, timing=Timing.MORNING)
    couple.ask()
    assert couple.greeted() == EACH_THEIR_OWN
