"""One tap: the links in cover_asked, call_out and place_reopened, from the letter to the deed."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.links import link_path
from accounts.models import Account, Person
from reminders.actions import letter_for
from reminders.models import Message
from rota import messages
from rota.actions.booking import give_back
from rota.actions.calling import answer_yes, call_out_place, stop_call_out
from rota.actions.cover import approve_offer, ask_for_cover, withdraw_request
from rota.models import LIVE, Answer, Ask, Booking, Called, Offer, OfferStatus, Reserve
from tests.builders import NOW, House
from tests.pages import client_of, text_of

DAY = dt.date(2026, 10, 1)  # tomorrow


class Asked:
    """Amara stands on tomorrow's shift for parents; Tomasz and Ines could come; an open place is on it as well."""

    def __init__(self, house: House) -> None:
        self.house, self.nursery = house, house.nursery
        self.amara, self.tomasz = house.parent("Amara Okafor"), house.parent("Tomasz Nowak")
        self.ines, self.helen = house.parent("Ines Costa"), house.manager("Helen Tanaka", cleared=())
        self.shift = house.shift(day=DAY, parents=2)
        self.place, self.free = house.place(self.shift), house.place(self.shift, number=2)
        self.booking = house.booking(self.place, self.amara)

    def ask(self):
        return ask_for_cover(self.booking, self.amara, nursery=self.nursery, now=NOW)

    def call(self):
        return call_out_place(self.free, self.helen, Called.PARENTS, nursery=self.nursery, now=NOW)

    def links(self, person: Person, kind: str = messages.COVER_ASKED) -> list[str]:
        """The paths in the letter that is sent to `person`."""
        letter = letter_for(self.nursery, Message.objects.get(person=person, kind=kind), NOW)
        assert letter is not None
        return re.findall(r"^http://localhost:8000(/go/\S+)$", letter.text, flags=re.M)

    def link(self, person: Person, kind: str = messages.COVER_ASKED) -> str:
        (path,) = self.links(person, kind)
        return path


@pytest.fixture
def asked(house: House) -> Iterator[Asked]:
    with time_machine.travel(NOW, tick=False):
        yield Asked(house)


def press(path: str, answer: str = "yes", client: Client | None = None):
    """Open the page and press its button, as the form on it says."""
    client = client or Client()
    page = client.get(path)
    when = re.search(r'name="when" value="([^"]+)"', page.content.decode())
    return client.post(path, {"answer": answer, "when": when[1] if when else ""})


def holders(place) -> list[str]:
    return [b.person.short_name for b in Booking.objects.filter(place=place, status__in=LIVE)]


# --- the page ------------------------------------------------------------
def test_the_page_says_for_whom_what_when_and_who_else(asked: Asked) -> None:
    asked.ask()
    words = text_of(Client().get(asked.link(asked.tomasz)))
    for said in ("For Tomasz N.", "Amara O. can’t come. Could you?", "Tomorrow, 09:00–13:00", "Care, Bluebell Room"):
        assert said in words
    assert "I can take it" in words
    assert "I can’t" in words


def test_nothing_happens_before_the_button(asked: Asked) -> None:
    asked.ask()
    path = asked.link(asked.tomasz)
    for _scanner in range(2):
        assert Client().get(path).status_code == 200
        assert Client().head(path).status_code == 200
    assert not Offer.objects.exists()
    assert not Ask.objects.exclude(answer="").exists()


def test_the_page_shows_nothing_else_and_leads_into_nothing_without_signing_in(asked: Asked) -> None:
    asked.ask()
    client = Client()
    page = client.get(asked.link(asked.tomasz))
    assert "main-nav" not in page.content.decode()
    assert client.get("/bluebell/rota/").status_code == 302


def test_no_other_site_learns_the_address_of_the_page(asked: Asked) -> None:
    asked.ask()
    page = Client().get(asked.link(asked.tomasz))
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]


# --- the button ------------------------------------------------------------
def test_one_tap_offers(asked: Asked) -> None:
    asked.ask()
    answer = press(asked.link(asked.tomasz))
    assert "The manager will say yes or no" in text_of(answer)
    assert Offer.objects.get().person == asked.tomasz
    assert Ask.objects.get(person=asked.tomasz).answer == Answer.YES


def test_one_tap_says_no(asked: Asked) -> None:
    asked.ask()
    answer = press(asked.link(asked.tomasz), "no")
    assert "Thank you for saying so." in text_of(answer)
    assert Ask.objects.get(person=asked.tomasz).answer == Answer.NO
    assert not Offer.objects.exists()


def test_one_tap_answers_a_call_and_has_the_place(asked: Asked) -> None:
    asked.call()
    answer = press(asked.link(asked.ines, messages.CALL_OUT))
    assert "you are down for Thu 1 Oct, care, 09:00–13:00" in text_of(answer)
    assert holders(asked.free) == ["Ines C."]


def test_one_tap_takes_a_place_that_came_free(asked: Asked) -> None:
    Reserve.objects.create(nursery=asked.nursery, person=asked.ines, weekday=DAY.weekday())
    early = asked.house.booking(asked.free, asked.tomasz)
    long_before = NOW - dt.timedelta(days=3)
    give_back(early, asked.tomasz, nursery=asked.nursery, now=long_before)
    answer = press(asked.link(asked.ines, messages.PLACE_REOPENED))
    assert "Booked, thank you" in text_of(answer)
    assert holders(asked.free) == ["Ines C."]


def test_a_link_works_once(asked: Asked) -> None:
    asked.ask()
    path = asked.link(asked.tomasz)
    press(path)
    again = press(path)
    assert again.status_code == 410
    assert "This link has done its work already, thank you." in text_of(again)
    assert Offer.objects.count() == 1


# --- what stands in the way ------------------------------------------------------------
def test_a_link_runs_out_when_the_shift_begins(asked: Asked) -> None:
    asked.ask()
    path = asked.link(asked.tomasz)
    with time_machine.travel(asked.shift.starts_at - dt.timedelta(seconds=1), tick=False):
        assert "I can take it" in text_of(Client().get(path))
    with time_machine.travel(asked.shift.starts_at, tick=False):
        late = press(path)
    assert late.status_code == 410
    assert "This link has run out." in text_of(late)


def test_a_call_can_be_answered_until_the_shift_ends(asked: Asked) -> None:
    asked.call()
    path = asked.link(asked.ines, messages.CALL_OUT)
    with time_machine.travel(asked.shift.ends_at - dt.timedelta(seconds=1), tick=False):
        assert "Can you come now?" in text_of(Client().get(path))
    with time_machine.travel(asked.shift.ends_at, tick=False):
        assert "This link has run out." in text_of(Client().get(path))


def test_the_second_reads_filled_thank_you_on_the_page_and_at_the_button(asked: Asked) -> None:
    call = asked.call()
    path = asked.link(asked.ines, messages.CALL_OUT)
    client = Client()
    when = re.search(r'name="when" value="([^"]+)"', client.get(path).content.decode())
    answer_yes(call, asked.tomasz, nursery=asked.nursery, now=NOW)
    for answer in (client.get(path), client.post(path, {"answer": "yes", "when": when[1] if when else ""})):
        assert answer.status_code == 409
        assert "Filled, thank you." in text_of(answer)
        assert "See the rota" in text_of(answer)


def test_a_request_that_was_filled_or_taken_back_says_which(asked: Asked) -> None:
    request = asked.ask()
    path = asked.link(asked.tomasz)
    press(asked.link(asked.ines))
    approve_offer(Offer.objects.get(), asked.helen, nursery=asked.nursery, now=NOW)
    assert "Filled, thank you." in text_of(Client().get(path))
    request.refresh_from_db()
    assert request.status == "filled"


def test_a_request_that_was_withdrawn_says_so(asked: Asked) -> None:
    request = asked.ask()
    path = asked.link(asked.tomasz)
    withdraw_request(request, asked.amara, nursery=asked.nursery, now=NOW)
    answer = press(path)
    assert answer.status_code == 409
    assert "Cover is no longer wanted for this place, thank you." in text_of(answer)


def test_a_call_out_that_was_stopped_says_so(asked: Asked) -> None:
    call = asked.call()
    path = asked.link(asked.ines, messages.CALL_OUT)
    stop_call_out(call, asked.helen, nursery=asked.nursery, now=NOW)
    assert "Nobody is needed for this one any more, thank you." in text_of(press(path))


def test_a_forged_or_altered_link_opens_nothing(asked: Asked) -> None:
    asked.ask()
    path = asked.link(asked.tomasz)
    token = path.removeprefix("/go/").rstrip("/")
    for forged in (token[:-2] + ("AA" if not token.endswith("AA") else "BB"), token[1:], "x" * 40):
        answer = Client().post(f"/go/{forged}/", {"answer": "yes"})
        assert answer.status_code == 404
        assert "This is not one of our links." in text_of(answer)
    assert not Offer.objects.exists()


def test_a_link_for_one_request_is_no_link_for_another(asked: Asked) -> None:
    request = asked.ask()
    path = link_path(asked.tomasz, messages.CALL_OUT, request.public_id, asked.shift.starts_at)
    assert "This is not asked any more, thank you." in text_of(press(path))


def test_somebody_signed_in_as_another_cannot_answer_in_their_name(asked: Asked) -> None:
    asked.ask()
    answer = press(asked.link(asked.tomasz), client=client_of(asked.ines))
    assert answer.status_code == 403
    assert "This link is for Tomasz N., and you are signed in as somebody else." in text_of(answer)
    assert not Offer.objects.exists()


def test_whoever_has_left_is_not_let_in(asked: Asked) -> None:
    asked.ask()
    path = asked.link(asked.tomasz)
    asked.tomasz.left = NOW.date() - dt.timedelta(days=1)
    asked.tomasz.save()
    assert "somebody who has left" in text_of(press(path))


def test_whoever_lost_the_clearance_reads_why_and_may_still_say_no(asked: Asked) -> None:
    asked.ask()
    path = asked.link(asked.tomasz)
    asked.tomasz.clearances.filter(kind="dbs").delete()
    page = text_of(Client().get(path))
    assert "You can’t book this one yet" in page
    assert "I can take it" not in page
    assert press(path, "yes").status_code == 409
    assert not Offer.objects.exists()
    assert press(path, "no").status_code == 200


def test_a_shift_that_moved_is_shown_at_its_new_time_before_anybody_says_yes(asked: Asked) -> None:
    asked.call()
    path = asked.link(asked.ines, messages.CALL_OUT)
    client = Client()
    when = re.search(r'name="when" value="([^"]+)"', client.get(path).content.decode())
    asked.shift.starts, asked.shift.ends = dt.time(10), dt.time(14)
    asked.shift.set_instants(asked.nursery.zone).save()
    answer = client.post(path, {"answer": "yes", "when": when[1] if when else ""})
    assert answer.status_code == 409
    assert "This shift has been moved since we wrote." in text_of(answer)
    assert "10:00–14:00" in text_of(answer)
    assert holders(asked.free) == []
    assert "you are down for Thu 1 Oct, care, 10:00–14:00" in text_of(press(path))


# --- one address, two people ------------------------------------------------------------
def test_two_who_share_an_address_get_one_letter_with_a_link_for_each(asked: Asked) -> None:
    account = Account.objects.create_user(email="nowak@example.org")
    family = asked.tomasz.family
    both = [
        asked.house.parent(name, email="nowak@example.org", account=account, family=family)
        for name in ("Ola Nowak", "Piotr Nowak")
    ]
    asked.ask()
    paths = asked.links(both[0])
    letter = letter_for(asked.nursery, Message.objects.get(person=both[0]), NOW)
    assert letter is not None
    assert "Hello Ola and Piotr," in letter.text
    assert "Ola: I can take it, or not this time" in letter.text
    assert "Piotr: I can take it, or not this time" in letter.text
    assert letter_for(asked.nursery, Message.objects.get(person=both[1]), NOW) is None
    press(paths[1])
    assert Offer.objects.get(status=OfferStatus.OPEN).person == both[1]


# --- the letters ------------------------------------------------------------
def test_the_first_words_of_a_call_say_what_matters(asked: Asked) -> None:
    asked.call()
    letter = letter_for(asked.nursery, Message.objects.get(person=asked.ines, kind=messages.CALL_OUT), NOW)
    assert letter is not None
    assert letter.subject == "Can you come tomorrow, Thu 1 Oct, 09:00–13:00?"


def test_nobody_is_called_by_a_letter_that_comes_too_late(asked: Asked) -> None:
    call = asked.call()
    answer_yes(call, asked.tomasz, nursery=asked.nursery, now=NOW)
    assert letter_for(asked.nursery, Message.objects.get(person=asked.ines, kind=messages.CALL_OUT), NOW) is None
