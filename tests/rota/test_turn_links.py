"""One tap about one's own turn: "I'll be there" and "I can't", from the letter to what the manager sees."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Person, UsedLink
from reminders.actions import letter_for, plan_messages
from reminders.letters import Letter
from reminders.models import Message
from rota import messages
from rota.actions.booking import give_back
from rota.actions.coming import say_will_come
from rota.actions.cover import ask_for_cover
from rota.actions.handing import hand_back, hand_over
from rota.models import Booking, BookingStatus, CoverRequest, CoverStatus, HistoryEntry, Offer, Verb
from tests.builders import NOW, House
from tests.pages import client_of, text_of

DAY = dt.date(2026, 10, 7)  # a Wednesday
WEEK_BEFORE = NOW  # 09:00 in London, a week before: giving back is still allowed
TWO_DAYS_BEFORE = dt.datetime(2026, 10, 5, 8, 0, tzinfo=dt.UTC)
EVENING = dt.datetime(2026, 10, 6, 17, 0, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2026, 9, 1, 8, 0, tzinfo=dt.UTC)


class Turn:
    """Amara is down for a Wednesday; Tomasz could come instead; Helen manages."""

    def __init__(self, house: House) -> None:
        self.house, self.nursery = house, house.nursery
        self.amara, self.tomasz = house.parent("Amara Okafor"), house.parent("Tomasz Nowak")
        self.helen = house.manager("Helen Tanaka", cleared=())
        self.shift = house.shift(DAY)
        self.place = house.place(self.shift)
        self.booking = house.booking(self.place, self.amara, booked_at=LONG_AGO)

    def letter(self, kind: str = messages.SHIFT_IN_TWO_DAYS, now: dt.datetime = TWO_DAYS_BEFORE) -> Letter:
        plan_messages(self.nursery, now)
        letter = letter_for(self.nursery, Message.objects.get(person=self.amara, kind=kind), now)
        assert letter is not None
        return letter

    def link(self, words: str, kind: str = messages.SHIFT_IN_TWO_DAYS, now: dt.datetime = TWO_DAYS_BEFORE) -> str:
        found = re.search(rf"^{words}:\nhttp://localhost:8000(/go/\S+)$", self.letter(kind, now).text, flags=re.M)
        assert found, words
        return found[1]

    def afresh(self) -> Booking:
        return Booking.objects.get(pk=self.booking.pk)

    def happened(self) -> list[tuple[str, bool]]:
        return list(HistoryEntry.objects.order_by("pk").values_list("verb", "by_link"))


YES, NO = "I’ll be there", "I can’t: find cover"


@pytest.fixture
def turn(house: House) -> Iterator[Turn]:
    with time_machine.travel(TWO_DAYS_BEFORE, tick=False):
        yield Turn(house)


def press(path: str, answer: str = "yes", client: Client | None = None):
    """Open the page and press a button that is on it."""
    client = client or Client()
    page = client.get(path).content.decode()
    when = re.search(r'name="when" value="([^"]+)"', page)
    assert page.count(f'value="{answer}"') <= 1
    return client.post(path, {"answer": answer, "when": when[1] if when else ""})


# --- the letter ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "now"),
    [
        (messages.SHIFT_IN_WEEK, WEEK_BEFORE),
        (messages.SHIFT_IN_TWO_DAYS, TWO_DAYS_BEFORE),
        (messages.SHIFT_TOMORROW, EVENING),
    ],
)
def test_each_reminder_of_a_turn_is_answered_by_one_tap(turn: Turn, kind: str, now: dt.datetime) -> None:
    letter = turn.letter(kind, now)
    for words in (YES, NO):
        url = re.search(rf"^{words}:\n(http://localhost:8000/go/\S+)$", letter.text, flags=re.M)
        assert url
        assert re.search(rf'href="{re.escape(url[1])}"[^>]*>{words}</a>', letter.html)
    assert letter.link.startswith("http://localhost:8000/bluebell/rota/?day=2026-10-07")


def test_people_who_share_an_address_are_named_on_the_buttons(turn: Turn) -> None:
    account = Account.objects.create_user(email="okafor@example.org")
    Person.objects.filter(pk=turn.amara.pk).update(account=account, email="")
    turn.house.parent("Kofi Okafor", account=account, email="Okafor@example.org", family=turn.amara.family)
    text = turn.letter().text
    assert "Hello Amara," in text
    assert f"Amara: {YES}:" in text
    assert f"Amara: {NO}:" in text


def test_whoever_has_said_so_is_not_asked_again(turn: Turn) -> None:
    press(turn.link(YES))
    text = turn.letter(messages.SHIFT_TOMORROW, EVENING).text
    assert "You have said that you’ll be there." in text
    assert f"{YES}:" not in text
    assert f"{NO}:" in text


def test_whoever_asks_for_cover_is_not_told_to_ask(turn: Turn) -> None:
    press(turn.link(NO), "ask")
    text = turn.letter(messages.SHIFT_TOMORROW, EVENING).text
    assert f"{NO}:" not in text
    assert "You have asked for cover" in text


def test_whoever_comes_to_learn_need_not_find_anybody(turn: Turn) -> None:
    ines = turn.house.parent("Ines Costa")
    Booking.objects.create(
        nursery=turn.nursery, shift=turn.shift, kind="parent", person=ines, shadow=True, booked_at=LONG_AGO
    )
    plan_messages(turn.nursery, TWO_DAYS_BEFORE)
    letter = letter_for(turn.nursery, Message.objects.get(person=ines), TWO_DAYS_BEFORE)
    assert letter is not None
    assert f"{YES}:" in letter.text
    assert f"{NO}:" not in letter.text


# --- I'll be there ---------------------------------------------------------------------------------------------------
def test_the_page_asks_and_nothing_happens_before_the_button(turn: Turn) -> None:
    path = turn.link(YES)
    for _scanner in range(2):
        words = text_of(Client().get(path))
        assert Client().head(path).status_code == 200
    for said in ("Will you be there?", "For Amara O.", "Wed 7 Oct, 09:00–13:00", "Care, Bluebell Room", YES):
        assert said in words
    assert turn.afresh().will_come_at is None
    assert turn.happened() == []


def test_one_tap_says_ill_be_there_and_history_says_that_it_came_by_a_link(turn: Turn) -> None:
    answer = press(turn.link(YES))
    assert "Thank you, see you then: Wed 7 Oct, care, 09:00–13:00." in text_of(answer)
    assert turn.afresh().will_come_at == TWO_DAYS_BEFORE
    assert turn.afresh().status == BookingStatus.BOOKED
    entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.actor, entry.booking, entry.by_link) == (
        Verb.WILL_COME, turn.amara, turn.booking, True,
    )  # fmt: skip


def test_the_manager_and_the_person_see_it_and_nobody_else(turn: Turn) -> None:
    pages = [
        reverse("rota:week", args=["bluebell"]) + f"?day={DAY.isoformat()}",
        reverse("rota:shift", args=["bluebell", turn.shift.public_id]),
    ]
    day = reverse("rota:day", args=["bluebell", DAY.isoformat()])
    press(turn.link(YES))
    for page in pages:
        assert "will be there" in text_of(client_of(turn.helen).get(page))
        assert "be there" in text_of(client_of(turn.amara).get(page))
        assert "be there" not in text_of(client_of(turn.tomasz).get(page))
    for reader, told in ((turn.helen, True), (turn.amara, True), (turn.tomasz, False)):
        assert ("Said they’ll be there: Amara O." in text_of(client_of(reader).get(day))) is told
    assert "you said you’ll be there" in text_of(
        client_of(turn.amara).get(reverse("rota:my_shifts", args=["bluebell"]))
    )
    assert "Amara O. said they’ll be there · by a link in a message" in text_of(client_of(turn.helen).get(pages[1]))


def test_a_link_works_once(turn: Turn) -> None:
    path = turn.link(YES)
    press(path)
    again = press(path)
    assert again.status_code == 410
    assert "This link has done its work already, thank you." in text_of(again)
    assert turn.happened() == [(Verb.WILL_COME, True)]


def test_the_link_of_another_letter_reads_that_it_is_said(turn: Turn) -> None:
    earlier = turn.link(YES, messages.SHIFT_IN_WEEK, WEEK_BEFORE)
    press(turn.link(YES))
    answer = press(earlier)
    assert answer.status_code == 409
    assert "You have said already that you’ll be there, thank you." in text_of(answer)
    assert turn.happened() == [(Verb.WILL_COME, True)]


def test_a_link_runs_out_when_the_shift_begins(turn: Turn) -> None:
    path = turn.link(YES)
    with time_machine.travel(turn.shift.starts_at - dt.timedelta(seconds=1), tick=False):
        assert YES in text_of(Client().get(path))
    with time_machine.travel(turn.shift.starts_at, tick=False):
        assert "This link has run out." in text_of(press(path))


def test_after_asking_for_cover_ill_be_there_takes_that_back(turn: Turn) -> None:
    yes = turn.link(YES)
    press(turn.link(NO), "ask")
    assert "Can you come after all?" in text_of(Client().get(yes))
    press(yes)
    assert CoverRequest.objects.get().status == CoverStatus.WITHDRAWN
    assert turn.happened() == [(Verb.COVER_ASKED, True), (Verb.COVER_WITHDRAWN, True), (Verb.WILL_COME, True)]


@pytest.mark.parametrize("words", [YES, NO])
def test_whoever_gave_it_back_meanwhile_reads_that_there_is_nothing_to_do(turn: Turn, words: str) -> None:
    path = turn.link(words)
    give_back(turn.booking, turn.amara, nursery=turn.nursery, now=WEEK_BEFORE)
    assert "You no longer stand in this place." in text_of(press(path))
    assert not UsedLink.objects.exists()


def test_a_link_about_somebody_elses_booking_does_nothing(turn: Turn) -> None:
    path = turn.link(YES)
    Booking.objects.filter(pk=turn.booking.pk).update(person=turn.tomasz)
    assert "This is somebody else’s place." in text_of(press(path))
    assert turn.afresh().will_come_at is None


# --- undone ----------------------------------------------------------------------------------------------------------
def said(turn: Turn) -> None:
    say_will_come(turn.booking, turn.amara, nursery=turn.nursery, now=TWO_DAYS_BEFORE)
    assert turn.afresh().will_come_at is not None


def change(turn: Turn, **fields: str) -> None:
    """As the manager does it, through the page."""
    page = reverse("rota:shift_change", args=["bluebell", turn.shift.public_id])
    client = client_of(turn.helen)
    form = {
        "duty": str(turn.shift.duty_id), "room": str(turn.shift.room_id),
        "date": DAY.isoformat(), "starts": "09:00", "ends": "13:00",
        "paid_places": "0", "parent_places": "1",
    } | fields  # fmt: skip
    preview = client.post(page, form)
    digest = re.search(r'name="digest" value="([^"]+)"', preview.content.decode())
    assert digest, text_of(preview)
    assert client.post(page, form | {"digest": digest[1]}).status_code == 302


def test_said_of_another_time_it_says_nothing_of_the_new_one(turn: Turn) -> None:
    said(turn)
    change(turn, starts="09:30", ends="13:30")
    assert turn.afresh().will_come_at is None
    assert turn.afresh().status == BookingStatus.BOOKED


def test_another_place_on_the_shift_leaves_what_was_said(turn: Turn) -> None:
    said(turn)
    change(turn, parent_places="2")
    assert turn.afresh().will_come_at is not None


def test_a_turn_that_is_handed_over_and_back_has_to_be_said_anew(turn: Turn) -> None:
    kofi = turn.house.parent("Kofi Okafor", family=turn.amara.family)
    said(turn)
    now = TWO_DAYS_BEFORE
    made = hand_over(turn.booking, kofi, kofi, nursery=turn.nursery, now=now)
    assert made.will_come_at is None
    hand_back(turn.booking, kofi, nursery=turn.nursery, now=now)
    assert turn.afresh().will_come_at is None


def test_asking_for_cover_takes_it_back(turn: Turn) -> None:
    said(turn)
    ask_for_cover(turn.booking, turn.amara, nursery=turn.nursery, now=TWO_DAYS_BEFORE)
    assert turn.afresh().will_come_at is None


# --- I can't ---------------------------------------------------------------------------------------------------------
def test_in_good_time_the_page_says_what_either_does_and_lets_them_choose(turn: Turn) -> None:
    path = turn.link(NO, messages.SHIFT_IN_WEEK, WEEK_BEFORE)
    with time_machine.travel(WEEK_BEFORE, tick=False):
        words = text_of(Client().get(path))
        for told in ("You can’t come?", "it is open for anybody", "You need not say why.", "Give it back", "Ask for"):
            assert told in words
        answer = press(path, "give_back")
    assert "Given back in good time, thank you" in text_of(answer)
    assert turn.afresh().status == BookingStatus.CANCELLED
    assert turn.happened() == [(Verb.GIVEN_BACK, True)]


def test_in_good_time_they_may_ask_for_cover_instead(turn: Turn) -> None:
    path = turn.link(NO, messages.SHIFT_IN_WEEK, WEEK_BEFORE)
    with time_machine.travel(WEEK_BEFORE, tick=False):
        answer = press(path, "ask")
    assert "We have told 1 person who could come." in text_of(answer)
    assert turn.afresh().status == BookingStatus.BOOKED


def test_too_late_to_give_back_cover_is_looked_for_and_the_page_says_what_happens_now(turn: Turn) -> None:
    path = turn.link(NO)
    words = text_of(Client().get(path))
    assert "It is less than 48 hours to this shift, so the place cannot just be given back." in words
    assert "Give it back" not in words
    answer = press(path, "ask")
    words = text_of(answer)
    assert "You have asked for cover: Wed 7 Oct, care, 09:00–13:00." in words
    assert "It stays yours until the manager says yes" in words
    assert CoverRequest.objects.get().booking == turn.booking
    assert turn.happened() == [(Verb.COVER_ASKED, True)]
    assert Message.objects.filter(kind=messages.COVER_ASKED, person=turn.tomasz).exists()


def test_a_button_that_was_there_when_the_page_was_opened_does_nothing_else_instead(turn: Turn) -> None:
    path = turn.link(NO, messages.SHIFT_IN_WEEK, WEEK_BEFORE)
    client = Client()
    with time_machine.travel(WEEK_BEFORE, tick=False):
        when = re.search(r'name="when" value="([^"]+)"', client.get(path).content.decode())
    assert when
    answer = client.post(path, {"answer": "give_back", "when": when[1]})
    assert answer.status_code == 409
    assert "so the place cannot just be given back" in text_of(answer)
    assert turn.happened() == []
    assert not UsedLink.objects.exists()


def test_asked_already_it_says_so(turn: Turn) -> None:
    path = turn.link(NO)
    ask_for_cover(turn.booking, turn.amara, nursery=turn.nursery, now=TWO_DAYS_BEFORE)
    answer = press(path, "ask")
    assert answer.status_code == 409
    assert "You have asked for cover already." in text_of(answer)


def test_a_shift_that_was_moved_is_shown_at_its_new_time(turn: Turn) -> None:
    path = turn.link(YES)
    change(turn, starts="10:00", ends="14:00")
    words = text_of(Client().get(path))
    assert "This shift has been moved since we wrote." in words
    assert "10:00–14:00" in words


# --- I can take it: the links that were there already are in the history, too ----------------------------------------
def test_taking_anothers_turn_by_a_link_is_in_the_history_as_such(turn: Turn) -> None:
    ask_for_cover(turn.booking, turn.amara, nursery=turn.nursery, now=TWO_DAYS_BEFORE)
    letter = letter_for(
        turn.nursery, Message.objects.get(person=turn.tomasz, kind=messages.COVER_ASKED), TWO_DAYS_BEFORE
    )
    assert letter is not None
    path = re.search(r"^http://localhost:8000(/go/\S+)$", letter.text, flags=re.M)
    assert path
    press(path[1])
    assert Offer.objects.get().person == turn.tomasz
    assert turn.happened() == [(Verb.COVER_ASKED, False), (Verb.OFFERED, True)]
