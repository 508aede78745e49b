"""What the manager sees of the messages, and what they do about those that did not arrive."""

import datetime as dt
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.models import Bounced, Channel, Failure, Message, MessageStatus
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
SENT = reverse("reminders:sent", args=["bluebell"])
REFUSED = "The mail server does not take this address: 550 no such user"


@pytest.fixture(autouse=True)
def _as_the_product_is(settings):
    settings.REMINDER_KINDS = ["rota.reminders", "costs.reminders"]
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None):
    built = House()
    with nursery_scope(built.nursery):
        yield built


@pytest.fixture
def helen(house: House) -> Person:
    return house.manager(email="helen@example.org")


@pytest.fixture
def amara(house: House) -> Person:
    return house.parent("Amara Okafor", email="amara@example.org")


def message(person: Person, subject: str = "x", ago: dt.timedelta = HOUR, **fields) -> Message:
    moment = NOW - ago
    values = {"kind": "rota.swap_made", "due_at": moment, "send_at": moment, "queued_at": moment}
    return Message.objects.create(nursery=person.nursery, person=person, subject=subject, **values | fields)


def sent(person: Person, subject: str = "x", ago: dt.timedelta = HOUR, **fields) -> Message:
    return message(
        person, subject, ago, **{"status": MessageStatus.SENT, "sent_at": NOW - ago, "channel": Channel.EMAIL} | fields
    )


def parked(person: Person, subject: str = "x", fault: str = "It broke.", ago: dt.timedelta = HOUR, **fields) -> Message:
    return message(person, subject, ago, status=MessageStatus.PARKED, fault=fault, attempts=10, **fields)


def bounce(person: Person, address: str = "", channel: str = Channel.EMAIL) -> Bounced:
    return Bounced.objects.create(
        nursery=person.nursery,
        person=person,
        channel=channel,
        address=address or person.email,
        sentence=REFUSED,
        at=NOW - HOUR,
    )


def look(person: Person, query: str = "") -> str:
    return text_of(client_of(person).get(SENT + query))


# --- What needs the manager


def test_where_all_is_well_the_page_says_so(helen: Person, amara: Person):
    text = look(helen)
    assert "Everybody can be reached, and nothing is held up." in text
    assert "Nothing has been sent yet" in text


def test_an_address_that_bounces_stands_first_with_what_to_do(helen: Person, amara: Person):
    bounce(amara)
    parked(amara, "one", fault=REFUSED)
    page = client_of(helen).get(SENT)
    text = text_of(page)
    assert "This address bounces" in text
    assert f"Amara O. : amara@example.org {REFUSED} Since Wed 30 Sep, 08:00. 1 message did not reach them." in text
    assert "They are told nothing meanwhile." in text
    assert reverse("reminders:address", args=["bluebell", amara.public_id]) in page.content.decode()
    assert "Could not be sent" not in text.split("What was sent")[0]  # it is explained by the address already


def test_an_address_that_has_been_corrected_elsewhere_is_no_trouble(helen: Person, amara: Person):
    bounce(amara, "amara@exmaple.org")
    assert "bounce" not in look(helen)


def test_somebody_who_has_left_is_no_trouble(helen: Person, amara: Person):
    bounce(amara)
    Person.objects.filter(pk=amara.pk).update(left=TODAY - dt.timedelta(days=1))
    assert "bounce" not in look(helen)


def test_people_without_any_address_are_named(helen: Person, house: House):
    house.staff("Nobody Knows", email="", sign_in=False)
    text = look(helen)
    assert "1 person cannot be reached" in text
    assert "Nobody K." in text


def test_what_could_not_be_sent_is_grouped_by_its_reason_and_counted(helen: Person, amara: Person, house: House):
    others = [house.parent(name) for name in ("Tomasz Nowak", "Linh Tran")]
    for number, person in enumerate([amara, amara, *others]):
        parked(person, f"a{number}", fault="The mail server did not answer in time.")
    parked(amara, "b", fault="It could not be written (KeyError).")
    text = look(helen)
    assert "4 messages to 3 people The mail server did not answer in time." in text
    assert "1 message to one person It could not be written (KeyError)." in text
    assert text.index("4 messages") < text.index("1 message to one")


def test_messages_that_wait_unusually_long_are_said_with_their_last_fault(helen: Person, amara: Person):
    message(amara, "one", ago=20 * MINUTE)
    message(amara, "two", ago=10 * MINUTE, fault="The mail server did not answer in time.")
    message(amara, "three", ago=MINUTE)
    text = look(helen)
    assert "2 messages are free to go and not sent, the oldest since Wed 30 Sep, 08:40." in text
    assert "A try failed: The mail server did not answer in time." in text


def test_what_nobody_has_tried_leads_to_whoever_runs_the_site(helen: Person, amara: Person):
    message(amara, "one", ago=20 * MINUTE)
    assert "Nobody has tried yet: ask whoever runs this site whether it sends." in look(helen)


def test_nothing_of_another_nursery_is_seen(helen: Person, other_house: House):
    with nursery_scope(other_house.nursery):
        rosa = other_house.parent("Rosa Lind", email="")
        parked(rosa, "one")
        bounce(rosa, "rosa@example.org")
        sent(rosa, "two")
    text = look(helen)
    assert "Rosa" not in text
    assert "Everybody can be reached" in text


# --- What the manager does about it


def post(person: Person, name: str, *args: object, **data: str) -> str:
    return text_of(client_of(person).post(reverse(f"reminders:{name}", args=["bluebell", *args]), data, follow=True))


def test_trying_an_address_again_lets_what_is_news_wait_again(helen: Person, amara: Person):
    row = bounce(amara)
    new = parked(amara, "one", fault=REFUSED)
    old = parked(amara, "two", fault=REFUSED, ago=dt.timedelta(days=15))
    text = post(helen, "address_try", row.public_id)
    assert "Amara O.’s address is tried again. 1 message waits again" in text
    assert not Bounced.objects.exists()
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.status, new.attempts, new.fault, new.send_at) == ("waiting", 0, "", NOW)
    assert (old.status, old.put_aside_at) == ("parked", NOW)
    assert "bounces" not in look(helen)


def test_in_quiet_hours_what_waits_again_goes_when_they_end(helen: Person, amara: Person):
    row = bounce(amara)
    one = parked(amara, "one", fault=REFUSED)
    night = dt.datetime(2026, 9, 30, 21, 30, tzinfo=dt.UTC)  # 22:30 in London
    with time_machine.travel(night, tick=False):
        post(helen, "address_try", row.public_id)
    one.refresh_from_db()
    assert one.send_at == dt.datetime(2026, 10, 1, 6, tzinfo=dt.UTC)


def test_an_address_that_somebody_has_seen_to_already_is_no_fault(helen: Person, amara: Person):
    row = bounce(amara)
    post(helen, "address_try", row.public_id)
    assert "Somebody has seen to this already." in post(helen, "address_try", row.public_id)


def test_a_corrected_address_is_written_to_and_what_was_parked_waits_again(helen: Person, amara: Person):
    bounce(amara)
    one = parked(amara, "one", fault=REFUSED)
    text = post(helen, "address", amara.public_id, email=" Amara.Okafor@Example.org ", phone="")
    assert "Kept: this is where Amara O. is written to. 1 message waits again" in text
    amara.refresh_from_db()
    one.refresh_from_db()
    assert (amara.email, one.status) == ("amara.okafor@example.org", "waiting")
    assert "bounces" not in look(helen)


@pytest.mark.parametrize("email", ["amara", "amara@", "a b@example.org", "x" * 250 + "@example.org"])
def test_what_is_no_address_is_said_beside_the_field_and_nothing_is_lost(helen: Person, amara: Person, email: str):
    url = reverse("reminders:address", args=["bluebell", amara.public_id])
    response = client_of(helen).post(url, {"email": email, "phone": "07700 900123"})
    assert response.status_code == 422
    assert email in unescape(response.content.decode())
    assert "07700 900123" in response.content.decode()
    amara.refresh_from_db()
    assert amara.email == "amara@example.org"


def test_all_that_was_given_up_for_one_reason_waits_again_and_the_rest_does_not(helen: Person, amara: Person):
    one, two = parked(amara, "one"), parked(amara, "two", fault="Another.")
    assert "1 message waits again" in post(helen, "parked_try", fault="It broke.")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.status, two.status) == ("waiting", "parked")


def test_what_is_put_aside_is_no_trouble_any_more_and_stays_in_the_log(helen: Person, amara: Person):
    parked(amara, "one")
    url = reverse("reminders:parked_put_aside", args=["bluebell"])
    client = client_of(helen)
    page = client.post(url, {"fault": "It broke."}, follow=True)
    assert "Put aside. They stay in the list below." in text_of(page)
    assert "Everybody can be reached" in text_of(page)
    assert "could not be sent" in text_of(page)
    undo = reverse("reminders:parked_bring_back", args=["bluebell", int(NOW.timestamp()) * 1_000_000])
    assert undo in page.content.decode()
    assert "1 message to one person" in text_of(client.post(undo, follow=True))


@pytest.mark.parametrize("stamp", [0, 10**30])
def test_bringing_back_what_nobody_put_aside_does_nothing(helen: Person, stamp: int):
    url = reverse("reminders:parked_bring_back", args=["bluebell", stamp])
    assert client_of(helen).post(url).status_code in {302, 404}


@pytest.mark.parametrize("fault", ["", "x" * 10_000, "no such"])
def test_a_reason_that_nothing_was_given_up_for_changes_nothing(helen: Person, amara: Person, fault: str):
    parked(amara, "one")
    post(helen, "parked_try", fault=fault)
    post(helen, "parked_put_aside", fault=fault)
    assert Message.objects.filter(status="parked", put_aside_at=None).count() == 1


# --- The log


def test_each_message_is_said_by_day_with_whom_what_and_how(helen: Person, house: House, amara: Person):
    place = house.place(house.shift(dt.date(2026, 10, 7)))
    booking = house.booking(place, amara)
    sent(amara, booking.public_id, kind="rota.shift_tomorrow", occasion="2026-10-07")
    text = look(helen)
    assert "Today 08:00 Amara O. The evening before a shift of yours: Wed 7 Oct sent, e-mail" in text


def test_no_words_and_no_link_of_a_message_are_in_it(helen: Person, amara: Person):
    sent(amara, "a-subject-id")
    body = client_of(helen).get(SENT).content.decode()
    assert "/go/" not in body
    assert "a-subject-id" not in body


def test_a_row_opens_to_what_became_of_it(helen: Person, amara: Person):
    went = sent(amara, "one", ago=HOUR, due_at=NOW - 10 * HOUR, send_at=NOW - 2 * HOUR, queued_at=NOW - 10 * HOUR)
    Failure.objects.create(
        nursery=amara.nursery, message=went, channel=Channel.PUSH, at=NOW - 2 * HOUR, sentence="The phone is off."
    )
    text = look(helen)
    assert "Queued Tue 29 Sep, 23:00" in text
    assert "Free to go Wed 30 Sep, 07:00 after quiet hours, or with the others in the morning" in text
    assert "Tried Wed 30 Sep, 07:00, notification: The phone is off." in text
    assert "Sent Wed 30 Sep, 08:00, e-mail" in text


def test_what_went_in_one_letter_is_said(helen: Person, amara: Person):
    first = sent(amara, "one", kind="rota.swap_made", letter="letter-1")
    sent(amara, "two", kind="rota.swap_declined", letter=first.letter)
    sent(amara, "three", kind="rota.swap_asked", letter="letter-2")
    assert look(helen).count("In one letter with") == 2


def test_every_outcome_has_its_words(helen: Person, amara: Person):
    message(amara, "one", status=MessageStatus.DROPPED)
    message(amara, "two", status=MessageStatus.UNWANTED)
    message(amara, "three", ago=-HOUR)
    text = look(helen)
    assert "When its time came, it was no longer needed." in text
    assert "Amara O. asked not to be told of this." in text
    assert "waiting" in text


def test_a_kind_that_nothing_knows_any_more_is_called_by_its_name(helen: Person, amara: Person):
    sent(amara, kind="rota.from_long_ago")
    assert "rota.from_long_ago" in look(helen)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?person={amara}", {"Amara O."}),
        ("?kind=rota.swap_asked", {"Tomasz N."}),
        ("?channel=push", {"Linh T."}),
        ("?outcome=parked", {"Grace B."}),
        ("?until=2026-09-29", {"Grace B."}),
        ("?until=29%20Sep%202026&outcome=sent", set()),
        ("?person={amara}&outcome=parked", set()),
    ],
)
def test_the_log_is_narrowed_down(helen: Person, amara: Person, house: House, query: str, found: set[str]):
    people = {"Amara O.": amara} | {
        house.parent(name).short_name: None for name in ("Tomasz Nowak", "Linh Tran", "Grace Boateng")
    }
    by_name = {person.short_name: person for person in Person.objects.all()}
    sent(by_name["Amara O."], "1")
    sent(by_name["Tomasz N."], "2", kind="rota.swap_asked")
    sent(by_name["Linh T."], "3", channel=Channel.PUSH)
    parked(by_name["Grace B."], "4", ago=30 * HOUR)
    page = client_of(helen).get(SENT + query.format(amara=amara.public_id))
    listed = text_of(page).split("Show everything")[-1]
    assert {name for name in people if name in listed} == found


def test_where_nothing_is_found_the_way_back_is_offered(helen: Person, amara: Person):
    sent(amara)
    text = look(helen, "?outcome=parked")
    assert "Nothing like that was sent" in text
    assert "Show everything" in text


@pytest.mark.parametrize("query", ["?person=nobody", "?kind=x", "?until=yesterweek", "?channel=pigeon", "?outcome=%01"])
def test_what_cannot_be_looked_for_is_said_beside_the_field(helen: Person, amara: Person, query: str):
    sent(amara)
    response = client_of(helen).get(SENT + query)
    assert response.status_code == 422
    assert "Please look at this again" in text_of(response)


@pytest.mark.parametrize("before", ["nothing", "%01", "x" * 500])
def test_an_unknown_place_in_the_log_is_its_beginning(helen: Person, amara: Person, before: str):
    sent(amara)
    assert "sent, e-mail" in look(helen, f"?before={before}")


def test_page_by_page_every_message_is_seen_once_in_the_order_of_time(helen: Person, amara: Person):
    """Also those of one moment, which a page may end in the midst of."""
    Message.objects.bulk_create(
        Message(
            nursery=amara.nursery,
            person=amara,
            kind="rota.swap_made",
            subject=f"n{number}",
            due_at=NOW - HOUR,
            send_at=NOW - HOUR,
            queued_at=NOW - HOUR,
            status="sent",
            sent_at=NOW - (number // 40) * MINUTE,
            channel="email",
        )
        for number in range(130)
    )
    client, seen, query = client_of(helen), [], ""
    while True:
        page = client.get(SENT + query).context["page"]
        seen += [line.message.subject for day in page.days for line in day.lines]
        if not page.older:
            break
        query = f"?before={page.older}"
    assert sorted(seen) == sorted(f"n{number}" for number in range(130))
    assert [int(subject[1:]) // 40 for subject in seen] == sorted(number // 40 for number in range(130))


def test_the_next_page_keeps_what_is_looked_for(helen: Person, amara: Person, house: House):
    for number in range(51):
        sent(amara, f"n{number}")
    page = client_of(helen).get(f"{SENT}?person={amara.public_id}")
    assert f"?person={amara.public_id}&amp;before=" in page.content.decode()


def many(house: House, number: int) -> None:
    house.staff("Nobody Knows", email="", sign_in=False)
    people = [house.parent(f"Parent {letter}") for letter in "abcdef"[:number]]
    for each, person in enumerate(people * 12):
        went = sent(person, f"s{each}", letter=f"l{each % 7}")
        Failure.objects.create(nursery=house.nursery, message=went, channel="push", at=NOW, sentence="Off.")
        parked(person, f"p{each}", fault=f"Fault {each % 5}.")
    for person in people:
        bounce(person)


# Session, account, nursery, its scope, the person with the policy, the savepoint around the view; who can be narrowed
# to; members, what bounces, their accounts and what else a channel needs, what is parked, what is stuck; the log's
# rows, failures, days, letters.
@pytest.mark.parametrize("number", [2, 6])
def test_the_number_of_queries_does_not_grow_with_the_log(
    helen: Person, house: House, django_assert_num_queries, number: int
):
    many(house, number)
    client = client_of(helen)
    with django_assert_num_queries(16 + 2):
        assert client.get(SENT).status_code == 200


# --- Who may see it


@pytest.mark.parametrize("role", ["parent", "staff", "trustee", "treasurer"])
def test_it_is_the_managers_alone(house: House, amara: Person, role: str):
    row = bounce(amara)
    client = client_of(house.person("Tomasz Nowak", role))
    assert client.get(SENT).status_code == 403
    assert client.get(reverse("reminders:address", args=["bluebell", amara.public_id])).status_code == 403
    for name, args in [
        ("address_try", [row.public_id]),
        ("parked_try", []),
        ("parked_put_aside", []),
        ("parked_bring_back", [1]),
    ]:
        assert client.post(reverse(f"reminders:{name}", args=["bluebell", *args])).status_code == 403
    assert Bounced.objects.exists()


def test_another_nurserys_person_and_bounce_are_not_there(helen: Person, other_house: House):
    with nursery_scope(other_house.nursery):
        rosa = other_house.parent("Rosa Lind")
        row = bounce(rosa)
    client = client_of(helen)
    assert client.get(reverse("reminders:address", args=["bluebell", rosa.public_id])).status_code == 404
    client.post(reverse("reminders:address_try", args=["bluebell", row.public_id]))
    with nursery_scope(other_house.nursery):
        assert Bounced.objects.filter(pk=row.pk).exists()


def test_a_visitor_is_asked_to_sign_in(house: House):
    assert Client().get(SENT).status_code == 302
