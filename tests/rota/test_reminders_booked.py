"""What is said to whoever has booked, or given back: one letter for what happens in a row, with a calendar file.

The files are read back by another library than wrote them.
"""

import datetime as dt
from typing import Any

import pytest
import time_machine
import vobject
from django.urls import reverse

from accounts.models import Person
from nursery.documents.as_calendar import Method
from reminders.actions import letter_for
from reminders.channels import EmailChannel
from reminders.letters import Letter
from reminders.models import Channel, Message, MessageStatus
from reminders.rules.choices import usual
from rota import messages
from rota.actions.absence import enter_absence
from rota.actions.assigning import add_shadow, assign_place, release_booking, withdraw_shadow
from rota.actions.booking import book_place, give_back, undo_booking
from rota.actions.calling import answer_yes, call_out_place
from rota.actions.cover import approve_offer, ask_for_cover, offer_place
from rota.actions.handing import hand_back, hand_over
from rota.actions.planning import make_shifts
from rota.actions.swap import accept_swap, ask_for_swap
from rota.models import Booking, Called, Duty, Offer, StandingTurn
from rota.reminders.booked import Booked
from tests.builders import NOW, House
from tests.pages import client_of
from tests.reminders.postbox import Postbox, mail_server
from tests.rota.feeds import a_feed, events
from tests.rota.letters import letter_to
from tests.rota.previews import confirm

pytestmark = pytest.mark.django_db

SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)
LATER = NOW + 2 * MINUTE


def at(house: House, now: dt.datetime = NOW) -> dict[str, Any]:
    return {"nursery": house.nursery, "now": now}


def book(house: House, person: Person, day: int, now: dt.datetime = NOW) -> Booking:
    return book_place(house.place(house.shift(dt.date(2026, 10, day))), person, **at(house, now))


def sent(message: Message, now: dt.datetime = LATER) -> Letter | None:
    """The letter of a message, as sending it leaves things."""
    message.refresh_from_db()
    letter = letter_for(message.nursery, message, now)
    message.status = MessageStatus.SENT if letter is not None else MessageStatus.DROPPED
    message.sent_at = now if letter is not None else None
    message.save()
    return letter


def booked_letters(person: Person) -> list[Message]:
    return list(Message.objects.filter(person=person, kind=messages.BOOKED).order_by("pk"))


def in_files(letter: Letter | None) -> dict[str, list[Any]]:
    """The events of the letter's calendar files, by method."""
    assert letter is not None
    found = {}
    for attachment in letter.attachments:
        calendar = vobject.readOne(attachment.content.decode())
        method = calendar.method.value
        assert attachment.media_type == f"text/calendar; method={method}"
        assert calendar.contents["vtimezone"]
        found[method] = list(calendar.vevent_list)
    return found


def uid(booking: Booking) -> str:
    return f"{booking.public_id}@localhost"


# --- one letter for what is booked in a row ---
def test_who_books_in_the_browser_is_sent_a_letter_with_the_turn_for_their_calendar(house: House):
    me, place = house.parent(), house.place(house.shift())
    with time_machine.travel(NOW, tick=False):
        client_of(me).post(reverse("rota:place_book", args=["bluebell", place.public_id]))
    letter = letter_to(me, messages.BOOKED, LATER)
    assert letter is not None
    assert letter.subject == "You are booked: Wed 7 Oct, 09:00–13:00, care"
    assert "The attached file puts this into your calendar." in letter.text
    [event] = in_files(letter)["PUBLISH"]
    assert event.dtstart.value.isoformat() == "2026-10-07T09:00:00+01:00"
    assert (event.summary.value, event.status.value) == ("Care at Bluebell", "CONFIRMED")
    assert event.organizer.value == "mailto:turnabout@localhost"
    assert "attendee" not in event.contents


def test_it_goes_two_minutes_after_the_last_of_several_that_are_booked_in_a_row(house: House):
    me = house.parent()
    for n, day in enumerate((7, 8, 9)):
        book(house, me, day, NOW + n * MINUTE)
    [message] = booked_letters(me)
    assert message.send_at == NOW + 4 * MINUTE
    letter = sent(message, NOW + 4 * MINUTE)
    assert letter is not None
    assert letter.subject == "You are booked: Wed 7 Oct, 09:00–13:00, and 2 more"
    assert [e.dtstart.value.day for e in in_files(letter)["PUBLISH"]] == [7, 8, 9]


def test_who_books_on_and_on_reads_of_it_after_ten_minutes(house: House):
    me = house.parent()
    for n in range(8):
        book(house, me, 5 + n, NOW + n * 1.9 * MINUTE)
    assert booked_letters(me)[0].send_at == NOW + 10 * MINUTE


def test_what_is_booked_after_a_letter_has_gone_is_in_the_next_alone(house: House):
    me = house.parent()
    book(house, me, 7)
    sent(booked_letters(me)[0])
    book(house, me, 8, NOW + 3 * MINUTE)
    first, second = booked_letters(me)
    for message, day in ((first, 7), (second, 8)):
        assert [e.dtstart.value.day for e in in_files(letter_for(house.nursery, message, LATER))["PUBLISH"]] == [day]


def test_what_is_booked_while_a_worker_has_the_letter_is_in_the_next(house: House):
    me = house.parent()
    book(house, me, 7)
    Message.objects.update(leased_until=NOW + 5 * MINUTE)
    book(house, me, 8, NOW + MINUTE)
    assert len(booked_letters(me)) == 2


def test_everybody_has_a_letter_of_their_own(house: House):
    me, other = house.parent(), house.parent("Tomasz Nowak")
    mine, theirs = book(house, me, 7), book(house, other, 8)
    for person, booking in ((me, mine), (other, theirs)):
        assert [e.uid.value for e in in_files(letter_to(person, messages.BOOKED, LATER))["PUBLISH"]] == [uid(booking)]


def test_at_night_it_waits_for_the_morning(house: House):
    night = dt.datetime(2026, 9, 30, 21, 30, tzinfo=dt.UTC)
    me = house.parent()
    book(house, me, 7, night)
    book(house, me, 8, night + MINUTE)
    [message] = booked_letters(me)
    assert message.send_at == dt.datetime(2026, 10, 1, 6, 0, tzinfo=dt.UTC)


def test_the_usual_way_is_e_mail_and_it_can_be_turned_off():
    assert usual(Booked()).channels == (Channel.EMAIL,)
    assert not Booked.needed


def test_booked_and_undone_within_the_minute_nothing_is_said(house: House):
    me = house.parent()
    booking = book(house, me, 7)
    undo_booking(booking, me, **at(house, NOW + MINUTE))
    assert sent(booked_letters(me)[0]) is None
    assert not Message.objects.filter(kind=messages.GIVEN_BACK).exists()
    assert not Booking.objects.exists()


def test_booked_and_given_back_within_the_minute_nothing_is_said(house: House):
    me = house.parent()
    give_back(book(house, me, 7), me, **at(house, NOW + MINUTE))
    assert sent(booked_letters(me)[0]) is None
    assert not Message.objects.filter(kind=messages.GIVEN_BACK).exists()


def test_a_shift_that_has_begun_is_not_confirmed_any_more(house: House):
    me, shift = house.parent(), house.shift()
    book_place(house.place(shift), me, **at(house, shift.starts_at - MINUTE))
    assert letter_to(me, messages.BOOKED, shift.starts_at + MINUTE) is None


def test_who_answers_a_call_out_is_confirmed_as_well(house: House):
    me, shift = house.parent(), house.shift()
    call = call_out_place(house.place(shift), house.manager(), Called.PARENTS, **at(house))
    booking = answer_yes(call, me, **at(house))
    assert [e.uid.value for e in in_files(letter_to(me, messages.BOOKED, LATER))["PUBLISH"]] == [uid(booking)]


# --- the same turn, in a calendar that knows it ---
def test_the_file_and_the_feed_say_the_same_turn_by_the_same_name(house: House):
    me = house.parent()
    booking = book(house, me, 7)
    [attached] = in_files(letter_to(me, messages.BOOKED, LATER))["PUBLISH"]
    with time_machine.travel(NOW, tick=False):
        [subscribed] = events(a_feed(house, me))
    assert attached.uid.value == subscribed.uid.value == uid(booking)
    assert attached.sequence.value == subscribed.sequence.value
    letter = letter_to(me, messages.BOOKED, LATER)
    assert letter is not None
    assert "The calendar that reads your turns follows by itself" in letter.text


def test_a_file_in_a_letter_makes_no_calendar_of_its_own_and_is_stamped_with_its_moment(house: House):
    me = house.parent()
    book(house, me, 7)
    letter = letter_to(me, messages.BOOKED, LATER)
    assert letter is not None
    content = letter.attachments[0].content.decode()
    assert "X-WR-CALNAME" not in content
    assert "\r\nDTSTAMP:20260930T080200Z\r\n" in content
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))


@pytest.mark.parametrize("name", ['The "Blue" Bell; a, b:\nnursery', "Ж" * 80, "\x00\x07Bell"])
def test_whatever_the_nursery_is_called_the_file_can_be_read(house: House, name: str):
    house.nursery.name = name
    me = house.parent()
    book(house, me, 7)
    message = Message.objects.select_related("person").get(kind=messages.BOOKED)
    [event] = in_files(letter_for(house.nursery, message, LATER))["PUBLISH"]
    assert event.organizer.value == "mailto:turnabout@localhost"


def test_nobody_else_is_in_the_file(house: House):
    me, other, shift = house.parent(), house.parent("Tomasz Nowak"), house.shift(parents=2)
    book_place(house.place(shift, number=1), other, **at(house))
    book_place(house.place(shift, number=2), me, **at(house))
    letter = letter_to(me, messages.BOOKED, LATER)
    assert letter is not None
    content = letter.attachments[0].content.decode()
    assert not any(word in content for word in ("Tomasz", "Amara", "example.org"))


# --- given back, once a letter has told of it ---
@pytest.mark.parametrize("leave", [undo_booking, give_back])
def test_what_a_calendar_may_know_is_taken_out_of_it_again(house: House, leave: Any):
    me = house.parent()
    booking = book(house, me, 7)
    [before] = in_files(sent(booked_letters(me)[0]))["PUBLISH"]
    leave(booking, me, **at(house, NOW + 5 * MINUTE))
    letter = letter_to(me, messages.GIVEN_BACK, NOW + 5 * MINUTE)
    assert letter is not None
    assert letter.subject == "Given back: Wed 7 Oct, 09:00–13:00, care"
    [event] = in_files(letter)["CANCEL"]
    assert (event.uid.value, event.status.value) == (before.uid.value, "CANCELLED")
    assert int(event.sequence.value) > int(before.sequence.value)
    assert not Booking.objects.filter(place=booking.place, status="booked").exists()


def test_undone_in_the_moment_in_which_a_worker_has_the_letter_it_is_taken_out_as_well(house: House):
    me = house.parent()
    booking = book(house, me, 7)
    Message.objects.update(leased_until=NOW + 5 * MINUTE)
    undo_booking(booking, me, **at(house, NOW + 3 * MINUTE))
    assert letter_to(me, messages.GIVEN_BACK, NOW + 3 * MINUTE) is not None


def test_who_does_not_want_the_first_letter_gets_no_second(house: House):
    me = house.parent()
    booking = book(house, me, 7)
    Message.objects.update(status=MessageStatus.UNWANTED)
    give_back(booking, me, **at(house, NOW + 5 * MINUTE))
    assert not Message.objects.filter(kind=messages.GIVEN_BACK).exists()


def test_booked_again_since_nothing_is_said_of_giving_back(house: House):
    me, shift = house.parent(), house.shift()
    booking = book_place(house.place(shift), me, **at(house))
    sent(booked_letters(me)[0])
    give_back(booking, me, **at(house, NOW + 5 * MINUTE))
    book_place(house.place(shift), me, **at(house, NOW + 6 * MINUTE))
    assert letter_to(me, messages.GIVEN_BACK, NOW + 6 * MINUTE) is None


# --- what others do ---
def test_the_manager_puts_in_and_takes_out_and_the_calendar_follows(house: House):
    me, manager, shift = house.parent(), house.manager(), house.shift()
    booking = assign_place(house.place(shift), me, manager, **at(house))
    [put] = in_files(letter_to(me, messages.BOOKED_FOR_YOU, NOW))["PUBLISH"]
    release_booking(booking, manager, **at(house))
    [taken] = in_files(letter_to(me, messages.RELEASED, NOW))["CANCEL"]
    assert put.uid.value == taken.uid.value == uid(booking)
    assert int(taken.sequence.value) > int(put.sequence.value)


def test_who_comes_to_learn_has_it_in_the_calendar_until_they_take_themselves_off(house: House):
    me, shift = house.parent(), house.shift()
    shadow = add_shadow(shift, me, house.manager(), **at(house))
    [event] = in_files(letter_to(me, messages.BOOKED_FOR_YOU, NOW))["PUBLISH"]
    assert event.summary.value == "Care at Bluebell, as a shadow"
    withdraw_shadow(shadow, me, **at(house))
    assert list(in_files(letter_to(me, messages.GIVEN_BACK, NOW))) == ["CANCEL"]


def test_approved_cover_goes_from_one_calendar_into_the_other(house: House):
    me, other, manager = house.parent(), house.parent("Tomasz Nowak"), house.manager()
    place = house.place(house.shift())
    asked = house.booking(place, me)
    ask_for_cover(asked, me, **at(house))
    offer = offer_place(place, other, **at(house))
    assert isinstance(offer, Offer)
    made = approve_offer(offer, manager, **at(house))
    [taken] = in_files(letter_to(me, messages.COVER_APPROVED, NOW))["CANCEL"]
    [put] = in_files(letter_to(other, messages.COVER_APPROVED, NOW))["PUBLISH"]
    assert (taken.uid.value, put.uid.value) == (uid(asked), uid(made))


def test_a_turn_handed_over_goes_from_one_calendar_into_the_other_and_back(house: House):
    me = house.parent()
    kofi = house.parent("Kofi Okafor", family=me.family)
    mine = house.booking(house.place(house.shift()), me)
    his = hand_over(mine, kofi, me, **at(house))
    assert [e.uid.value for e in in_files(letter_to(me, messages.HANDED_OVER, NOW))["CANCEL"]] == [uid(mine)]
    assert [e.uid.value for e in in_files(letter_to(kofi, messages.HANDED_OVER, NOW))["PUBLISH"]] == [uid(his)]
    Message.objects.all().delete()
    hand_back(mine, me, **at(house, NOW + MINUTE))
    assert [e.uid.value for e in in_files(letter_to(me, messages.HANDED_OVER, NOW))["PUBLISH"]] == [uid(mine)]
    assert [e.uid.value for e in in_files(letter_to(kofi, messages.HANDED_OVER, NOW))["CANCEL"]] == [uid(his)]


def test_a_swap_brings_one_turn_and_takes_the_other(house: House):
    me, other = house.parent(), house.parent("Tomasz Nowak")
    mine = house.booking(house.place(house.shift()), me)
    theirs = house.booking(house.place(house.shift(dt.date(2026, 10, 8))), other)
    [swap] = ask_for_swap(mine, [theirs], me, **at(house))
    accept_swap(swap, other, **at(house))
    for person, left, day in ((me, mine, 8), (other, theirs, 7)):
        found = in_files(letter_to(person, messages.SWAP_MADE, NOW))
        assert [e.uid.value for e in found["CANCEL"]] == [uid(left)]
        assert [e.dtstart.value.day for e in found["PUBLISH"]] == [day]


def test_a_standing_turns_dates_are_one_letter_with_one_file(house: House):
    me = house.parent()
    pattern = house.pattern(room=house.room)
    StandingTurn.objects.create(nursery=house.nursery, pattern=pattern, kind="parent", person=me)
    done = make_shifts(house.nursery, [house.term], house.manager(), now=NOW)
    assert Message.objects.filter(person=me).count() == 1
    found = in_files(letter_to(me, messages.STANDING_FILLED, NOW))["PUBLISH"]
    assert {e.uid.value for e in found} == {uid(b) for b in Booking.objects.filter(person=me)}
    assert len(found) == done.filled == 9


def test_a_shift_that_is_moved_moves_in_the_calendar_and_one_that_is_cancelled_goes(house: House):
    me, manager, shift = house.parent(), client_of(house.manager()), house.shift()
    booking = house.booking(house.place(shift), me)
    address = f"/bluebell/rota/shifts/{shift.public_id}"
    moved = {"date": "2026-10-08", "starts": "10", "ends": "14", "duty": shift.duty_id, "room": shift.room_id or ""}
    with time_machine.travel(NOW, tick=False):
        [before] = events(a_feed(house, me))
        confirm(manager, f"{address}/change/", moved | {"paid_places": 0, "parent_places": 1})
        [changed] = in_files(letter_to(me, messages.SHIFT_CHANGED, NOW))["PUBLISH"]
    with time_machine.travel(NOW + MINUTE, tick=False):
        confirm(manager, f"{address}/cancel/", {})
        [gone] = in_files(letter_to(me, messages.SHIFT_CANCELLED, NOW + MINUTE))["CANCEL"]
    assert {before.uid.value, changed.uid.value, gone.uid.value} == {uid(booking)}
    assert changed.dtstart.value.isoformat() == "2026-10-08T10:00:00+01:00"
    assert int(before.sequence.value) < int(changed.sequence.value) < int(gone.sequence.value)


def test_days_away_that_somebody_else_enters_take_the_turns_out_of_the_calendar(house: House):
    marta, shift = house.staff(), house.shift(paid=1)
    booking = house.booking(house.place(shift, "paid"), marta)
    enter_absence(marta, shift.date, shift.date, house.manager(), **at(house))
    assert [e.uid.value for e in in_files(letter_to(marta, messages.ABSENCE_ENTERED, NOW))["CANCEL"]] == [uid(booking)]


# --- as mail ---
def test_mail_carries_it_with_its_method_and_its_charset(house: House, settings):
    me, shift = house.parent(), house.shift(duty=Duty.objects.create(nursery=house.nursery, key="tea", name="Café ☕"))
    book_place(house.place(shift), me, **at(house))
    letter = letter_to(me, messages.BOOKED, LATER)
    assert letter is not None
    postbox = Postbox()
    server = mail_server(postbox)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    try:
        channel = EmailChannel()
        channel.send(letter, nursery=house.nursery, person=me, public_id="abc")
        channel.close()
        [part] = postbox.mails.get(timeout=10).message.iter_attachments()
    finally:
        server.stop()
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == Method.PUBLISH
    assert part["Content-Type"].params["charset"] == "utf-8"
    assert part.get_filename() == "shift.ics"
    assert part.get_payload(decode=True) == letter.attachments[0].content
