"""Once a term, and only where it helps: three turns that would suit a family with hours still to find."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from nursery.models import Term
from reminders.actions import plan_messages
from reminders.models import Channel, Message, MessageStatus, Preference
from rota import messages
from rota.models import Booking, BookingStatus
from rota.reminders.share import BehindShare
from tests.builders import House
from tests.rota.letters import letter_to
from tests.rota.shares.house import SharingHouse

# A Monday at 06:00 in London, half-way through a term from 7 September to 11 December.
MONDAY = dt.datetime(2026, 10, 26, 6, 0, tzinfo=dt.UTC)
SEVEN = MONDAY + dt.timedelta(hours=1)
WEEK = dt.timedelta(days=7)
AHEAD = [dt.date(2026, 11, day) for day in (4, 11, 18)]


@pytest.fixture
def sharing(house: House) -> SharingHouse:
    """Of 120 hours that parents are wanted for, 40 are the Okafors' and 80 the Bergs'."""
    sharing = SharingHouse(house)
    house.term.starts, house.term.ends = dt.date(2026, 9, 7), dt.date(2026, 12, 11)
    Term.objects.filter(pk=house.term.pk).update(starts=house.term.starts, ends=house.term.ends)
    for number in range(1, 6):  # the Bergs have done what they could so far
        for week in (0, 1):
            sharing.turn(sharing.bo if number == 1 else house.parent(family=sharing.berg), week, number)
    for day in AHEAD:  # and will come
        shift = house.shift(day, duty=house.food, parents=5)
        for number in (4, 5):
            house.booking(house.place(shift, number=number), house.parent(family=sharing.berg))
    return sharing


def told(sharing: SharingHouse, now: dt.datetime = MONDAY) -> list[str]:
    plan_messages(sharing.house.nursery, now)
    sent = Message.objects.filter(kind=messages.BEHIND_SHARE).order_by("pk")
    return [message.person.short_name for message in sent]


def text_to(person: Person, now: dt.datetime = SEVEN) -> str:
    letter = letter_to(person, messages.BEHIND_SHARE, now)
    return letter.text if letter is not None else ""


def days_in(text: str) -> list[str]:
    return re.findall(r"^    (\w+ \d+ \w+, \S+), ", text, flags=re.M)


def books(sharing: SharingHouse, person: Person, turns: int) -> None:
    """`turns` of four hours each, one in each of the weeks ahead and then on a second shift."""
    for number in range(turns):
        shift = sharing.house.shift(dt.date(2026, 11, 2) + number * dt.timedelta(days=1), duty=sharing.house.food)
        sharing.house.booking(sharing.house.place(shift), person)


def test_each_parent_of_the_family_gets_three_turns_that_would_suit(sharing: SharingHouse):
    assert told(sharing) == ["Amara O.", "Chidi O."]
    letter = letter_to(sharing.amara, messages.BEHIND_SHARE, SEVEN)
    assert letter is not None
    assert letter.subject == "Might this suit you? Wed 4 Nov, 09:00–13:00, and 2 more"
    assert days_in(letter.text) == ["Wed 4 Nov, 09:00–13:00", "Wed 11 Nov, 09:00–13:00", "Wed 18 Nov, 09:00–13:00"]
    assert len(re.findall(r"/bluebell/rota/places/\w+/$", letter.text, flags=re.M)) == 3
    assert Message.objects.filter(kind=messages.BEHIND_SHARE).first().send_at == SEVEN  # type: ignore[union-attr]


def test_it_counts_nothing_up_and_names_nobody_else(sharing: SharingHouse):
    told(sharing)
    text = text_to(sharing.amara)
    said = re.sub(r"\w+ \d+ \w+, \d\d:\d\d–\d\d:\d\d|http\S+", "", text)
    assert not re.search(r"\d|Berg|Bo |behind|owe|must|should|overdue", said)


def test_once_a_term_whatever_comes(sharing: SharingHouse):
    told(sharing)
    Booking.objects.filter(person__family=sharing.okafor).delete()
    assert told(sharing, MONDAY + WEEK) == ["Amara O.", "Chidi O."]


def test_whoever_comes_to_the_family_later_is_not_a_reason_to_write_again(sharing: SharingHouse):
    told(sharing)
    sharing.house.parent("Kofi Okafor", family=sharing.okafor)
    assert told(sharing, MONDAY + WEEK) == ["Amara O.", "Chidi O."]


def at_one_address(sharing: SharingHouse) -> None:
    Person.objects.filter(pk=sharing.chidi.pk).update(email=sharing.amara.email)


def test_people_at_one_address_get_one_letter_for_both(sharing: SharingHouse):
    at_one_address(sharing)
    told(sharing)
    assert text_to(sharing.amara).startswith("Hello Amara and Chidi,")
    assert text_to(sharing.chidi) == ""


def test_where_the_first_at_an_address_asked_not_to_be_told_the_other_is(sharing: SharingHouse):
    at_one_address(sharing)
    Preference.objects.create(
        nursery=sharing.house.nursery, person=sharing.amara, kind=messages.BEHIND_SHARE, channels=[]
    )
    told(sharing)
    assert Message.objects.get(person=sharing.amara, kind=messages.BEHIND_SHARE).status == MessageStatus.UNWANTED
    assert text_to(sharing.chidi).startswith("Hello Chidi,")


def test_of_two_at_an_address_whoever_has_text_messages_gets_their_own(sharing: SharingHouse, settings):
    settings.TEXT_URLS = {"": "json://localhost/{phone}"}
    at_one_address(sharing)
    Person.objects.filter(pk=sharing.amara.pk).update(phone="07700 900123")
    Preference.objects.create(
        nursery=sharing.house.nursery, person=sharing.amara, kind=messages.BEHIND_SHARE, channels=[Channel.TEXT]
    )
    told(sharing)
    assert text_to(sharing.amara).startswith("Hello Amara,")
    assert text_to(sharing.chidi).startswith("Hello Chidi,")


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(MONDAY + dt.timedelta(days=1), id="not a Monday"),
        pytest.param(dt.datetime(2026, 9, 28, 5, 0, tzinfo=dt.UTC), id="the first weeks"),
        pytest.param(dt.datetime(2026, 11, 30, 6, 0, tzinfo=dt.UTC), id="the last weeks"),
        pytest.param(dt.datetime(2026, 12, 21, 6, 0, tzinfo=dt.UTC), id="outside every term"),
    ],
)
def test_not_at_any_other_time(sharing: SharingHouse, now: dt.datetime):
    assert told(sharing, now) == []


def test_a_family_that_has_enough_booked_ahead_is_left_alone(sharing: SharingHouse):
    books(sharing, sharing.amara, 6)
    assert told(sharing) == []


def test_a_turn_too_few_at_half_time_is_no_reason_to_write_yet(sharing: SharingHouse):
    books(sharing, sharing.chidi, 4)
    # 45 of 136 hours are theirs now; half-way they would have found 23, and they have 16.
    assert told(sharing) == ["Amara O.", "Chidi O."]
    Message.objects.all().delete()
    shift = sharing.house.shift(dt.date(2026, 11, 9), "09:00", "15:00", duty=sharing.house.food)
    sharing.house.booking(sharing.house.place(shift), sharing.chidi)
    assert told(sharing) == []


def test_whoever_is_relieved_hears_nothing(sharing: SharingHouse):
    relief = sharing.relief(sharing.okafor, sharing.bo, "0.5")
    relief.ends = dt.date(2026, 12, 11)
    relief.save()
    assert told(sharing) == []


def test_booked_since_nothing_is_sent(sharing: SharingHouse):
    told(sharing)
    books(sharing, sharing.chidi, 6)
    assert text_to(sharing.amara) == ""


def test_only_what_the_rule_lets_them_book_is_suggested(sharing: SharingHouse):
    sharing.chidi.clearances.all().delete()
    busy = sharing.house.shift(AHEAD[1], "08:00", "10:00")
    sharing.house.booking(sharing.house.place(busy), sharing.amara)
    assert told(sharing) == ["Amara O."]
    assert days_in(text_to(sharing.amara)) == ["Wed 4 Nov, 09:00–13:00", "Wed 18 Nov, 09:00–13:00"]


def test_what_they_usually_take_comes_first(sharing: SharingHouse):
    house = sharing.house
    for day in (2, 3, 9, 16):
        house.shift(dt.date(2026, 11, day), duty=house.food)
    for monday in (dt.date(2026, 6, 8), dt.date(2026, 6, 15)):  # in the summer
        house.booking(house.place(house.shift(monday, duty=house.food)), sharing.amara, status=BookingStatus.WORKED)
    told(sharing)
    assert days_in(text_to(sharing.amara)) == [f"Mon {day} Nov, 09:00–13:00" for day in (2, 9, 16)]
    assert days_in(text_to(sharing.chidi))[0] == "Mon 2 Nov, 09:00–13:00"
    assert "Tue 3 Nov" in text_to(sharing.chidi)


def test_with_nothing_to_suggest_there_is_nothing_to_say(sharing: SharingHouse):
    Person.objects.filter(family=sharing.okafor).update(left=dt.date(2026, 10, 28))
    sharing.house.food.needs = ["competence"]
    sharing.house.food.save()
    for person in (sharing.amara, sharing.chidi):
        person.clearances.all().delete()
    assert told(sharing) == []


def test_as_many_queries_for_many_families(sharing: SharingHouse):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert list(BehindShare().due(sharing.house.nursery, MONDAY))
        return len(asked)

    before = queries()
    for number in range(6):
        sharing.house.parent(f"Kofi Okafor{number}", family=sharing.okafor)
    assert queries() == before <= 20


def test_outside_the_time_for_it_one_query_or_none(sharing: SharingHouse):
    with CaptureQueriesContext(connection) as asked:
        list(BehindShare().due(sharing.house.nursery, dt.datetime(2026, 9, 28, 5, 0, tzinfo=dt.UTC)))
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        list(BehindShare().due(sharing.house.nursery, MONDAY + dt.timedelta(days=1)))
    assert len(asked) == 0
