"""What is kept about somebody: the page, the note to the manager, and what they take away."""

import io
import json
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Child, Person
from costs.models import Pay
from membership.models import Remark
from reminders.models import Message, PushDevice
from rights.queries.held import kinds_held
from rota.actions.booking import book_place
from rota.models import CalendarFeed, Contribution, HistoryEntry, Swap, Verb
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to

PAGE = "/bluebell/kept/"


@pytest.fixture(autouse=True)
def _at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def amara_of(house: House) -> Person:
    """A parent of whom there is something in most tables, and Tomasz, who is in some of hers."""
    okafor, nowak = house.family("Okafor family"), house.family("Nowak family")
    amara = house.parent("Amara Okafor", phone="+447700900123", family=okafor)
    tomasz = house.parent("Tomasz Nowak", phone="+447700900456", family=nowak)
    Child.objects.create(nursery=house.nursery, key="tobi", family=okafor, name="Tobi", born="2024-03-01")
    Child.objects.create(nursery=house.nursery, key="ola", family=nowak, name="Olaf", born="2024-04-01")
    mine = book_place(house.place(house.shift()), amara, nursery=house.nursery, now=NOW)
    theirs = house.booking(house.place(house.shift(day=TODAY.replace(day=29))), tomasz)
    Swap.objects.create(nursery=house.nursery, given=theirs, wanted=mine, asked_at=NOW)
    HistoryEntry.objects.create(
        nursery=house.nursery, at=NOW, actor=tomasz, subject=amara, verb=Verb.RELEASED, reason="Olaf bit Tobi"
    )
    Contribution.objects.create(
        nursery=house.nursery,
        person=amara,
        duty=house.food,
        hours=2,
        date=TODAY,
        note="Washed the curtains",
        confirmed=True,
        confirmed_by=tomasz,
        confirmed_at=NOW,
    )
    Pay.objects.create(nursery=house.nursery, person=amara, starts=TODAY, hourly_cost="17.52")
    Pay.objects.create(nursery=house.nursery, person=tomasz, starts=TODAY, hourly_cost="18.99")
    CalendarFeed.objects.create(nursery=house.nursery, person=amara, created_at=NOW, token="feed-token-secret")
    PushDevice.objects.create(
        nursery=house.nursery,
        person=amara,
        endpoint="https://push.example.org/secret",
        p256dh="lock",
        auth="key",
        label="Chrome on Android",
        added_at=NOW,
    )
    Authenticator.objects.create(user=amara.account, type="totp", data={"secret": "otp-secret", "name": "My laptop"})
    UserSession.objects.create(
        user=amara.account, ip="192.0.2.7", user_agent="Mozilla/5.0 Firefox/128.0", session_key="session-key-secret"
    )
    return amara


def archive(client: Client) -> tuple[dict[str, Any], str]:
    answer = client.post(f"{PAGE}download/")
    assert answer["Content-Type"] == "application/zip"
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert packed.namelist() == ["held.json", "held.html"]
    return json.loads(packed.read("held.json")), packed.read("held.html").decode()


def test_the_archive_holds_what_is_held_and_nothing_of_others_but_first_name_and_initial(house: House) -> None:
    data, page = archive(client_of(amara_of(house)))
    whole = json.dumps(data, ensure_ascii=False)
    for mine in ("Amara Okafor", "+447700900123", "Tobi", "2024-03", "17.52", "Washed the curtains", "192.0.2.7"):
        assert mine in whole, mine
    for words in ("Amara Okafor", "Chrome on Android", "Washed the curtains", "Tomasz N.", "March 2024", "My laptop"):
        assert words in page, words
    for others in ("Nowak", "+447700900456", "Olaf", "18.99"):
        assert others not in whole, others
        assert others not in page, others
    rows = {section["name"]: section["rows"] for section in data["held"]}
    assert rows["rota.booking"][0]["shift__date"] == "2026-10-07"
    assert rows["rota.swap.wanted"][0]["given__person__name"] == "Tomasz N."
    assert rows["accounts.person"][0]["roles"] == ["parent"]
    assert data["history"][0]["what"]


def test_no_secret_is_in_the_archive(house: House) -> None:
    data, page = archive(client_of(amara_of(house)))
    for secret in ("secret", "feed-token", "otp-", "session-key", "p256dh"):
        assert secret not in json.dumps(data["held"]), secret
    assert "push.example.org" not in page
    assert "feed-token" not in page


def test_the_readable_page_needs_nothing_from_elsewhere(house: House) -> None:
    _data, page = archive(client_of(amara_of(house)))
    assert all(word not in page for word in ("src=", "href=", "<script", "url("))


def test_whoever_has_not_lately_shown_who_they_are_does_so_first(house: House) -> None:
    client = client_of(amara_of(house))
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time() - 16 * 60}]
    session.save()
    answer = client.post(f"{PAGE}download/")
    assert answer.status_code == 302
    assert "next=%2Fbluebell%2Fkept%2F%23take-away" in answer["Location"]
    assert "Show that it is you" in text_of(client.get(PAGE))


def test_the_archive_is_made_six_times_an_hour_at_most(house: House) -> None:
    client = client_of(house.parent())
    answers = [client.post(f"{PAGE}download/").status_code for _time in range(7)]
    assert answers == [200] * 6 + [429]


def test_the_page_says_what_is_kept_why_and_how_long_by_the_policy(house: House) -> None:
    house.policy.keep_child_years, house.policy.keep_account_years = 4, 7
    house.policy.save()
    amara = amara_of(house)
    words = text_of(client_of(amara).get(PAGE))
    for said in (
        "for 4 years after the child has left",
        "for 7 years after you leave",
        "while you are here",
        "Your checks and certificates",
        "as the law asks",
        "Tobi, born March 2024",
    ):
        assert said in words, said


def test_what_there_is_not_is_not_spoken_of_and_all_of_it_is_one_query(house: House) -> None:
    bare = house.person("Nia Bello", cleared=())
    nursery = bare.nursery
    assert nursery.policy
    with CaptureQueriesContext(connection) as asked:
        periods = kinds_held(bare, nursery)
    assert len(asked) == 1
    titles = {title for period in periods for reason in period.reasons for title in reason.titles}
    assert titles == {"You, as the nursery knows you", "Your account"}


def test_a_note_that_something_is_not_right_reaches_the_manager_and_no_letter(house: House) -> None:
    helen, amara = house.manager(), house.parent("Amara Okafor")
    answer = client_of(amara).post(f"{PAGE}remark/", {"text": "Tobi was born in May"}, follow=True)
    assert "The manager has your note." in text_of(answer)
    said = Remark.objects.get()
    assert (said.person, said.invitation, said.text) == (amara, None, "Tobi was born in May")
    letter = letter_to(helen, "membership.not_right", NOW)
    assert letter is not None
    assert "Tobi" not in letter.text
    assert Message.objects.get(kind="membership.not_right").person == helen
    assert "Tobi was born in May" in text_of(client_of(helen).get(f"/bluebell/members/people/{amara.public_id}/"))


def test_no_more_than_five_notes_wait_at_a_time(house: House) -> None:
    client = client_of(house.parent("Amara Okafor"))
    for number in range(5):
        client.post(f"{PAGE}remark/", {"text": f"note {number}"})
    answer = client.post(f"{PAGE}remark/", {"text": "one more"})
    assert answer.status_code == 422
    assert Remark.objects.count() == 5


def test_an_empty_note_says_what_is_missing(house: House) -> None:
    answer = client_of(house.parent()).post(f"{PAGE}remark/", {"text": " "})
    assert answer.status_code == 422
    assert "Say what is not right." in text_of(answer)


def test_it_is_one_s_own_even_where_two_share_an_account(house: House) -> None:
    amara = house.parent("Amara Okafor")
    house.parent("Chidi Okafor", family=amara.family, account=amara.account, phone="+447700900789")
    client = client_of(amara)
    session = client.session
    session[f"acting-{house.nursery.pk}"] = amara.public_id
    session.save()
    data, _page = archive(client)
    assert data["person"] == amara.public_id
    assert "+447700900789" not in json.dumps(data)
