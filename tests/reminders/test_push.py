"""Notifications, sealed and signed, to a push service on loopback that may be slow, wrong or away."""

import json
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.actions import Tally, deliver_waiting, queue_message
from reminders.channels import ChannelAway, NotSent, PushChannel, Unheard, Unreachable, public_key
from reminders.channels.push_service import NotOurs, NoWay, Posting, may_be_reached, parts_of
from reminders.letters import Letter
from reminders.models import Bounced, Channel, Failure, Message, PushDevice
from tests.builders import NOW, House
from tests.reminders.postbox import Postbox, free_port
from tests.reminders.push_service import Phone, PushService, push_service_on_loopback

LETTER = Letter(
    subject="Tomorrow, Thu 1 Oct: “Care”, 09:00–13:00",
    text="All of it.\n",
    html="<p>All of it.</p>",
    link="http://localhost:8000/bluebell/rota/?day=2026-10-01#place-x",
    language="en-gb",
    line="You are on the rota in Robins.",
)


@pytest.fixture
def service(settings, monkeypatch, tmp_path: Path) -> Iterator[PushService]:
    settings.PUSH_TO_LOOPBACK = True
    settings.DEFAULT_FROM_EMAIL = "Bluebell <rota@example.org>"
    with push_service_on_loopback(tmp_path) as (service, pem):
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        yield service


@pytest.fixture
def amara(people: list[Person]) -> Person:
    return people[0]


Own = Callable[..., Phone]


@pytest.fixture
def own(house: House, service: PushService, amara: Person) -> Own:
    """`own("phone")`: Amara turns notifications on there."""

    def turn_on(name: str, **more: Any) -> Phone:
        phone = service.phone(name)
        with nursery_scope(house.nursery):
            told = phone.told | {"label": name} | more
            PushDevice.objects.create(nursery=house.nursery, person=amara, added_at=NOW, **told)
        return phone

    return turn_on


def send(house: House, person: Person, letter: Letter = LETTER, channel: PushChannel | None = None) -> None:
    """As a worker does: what is needed is read inside the scope, and sent outside it."""
    with nursery_scope(house.nursery):
        read = Person.objects.prefetch_related(*PushChannel.needs).get(pk=person.pk)
    (channel or PushChannel()).send(letter, nursery=house.nursery, person=read, public_id="bcdfghjkmnpq")


def labels(house: House) -> set[str]:
    with nursery_scope(house.nursery):
        return set(PushDevice.objects.values_list("label", flat=True))


# --- what comes ----------------------------------------------------------------------------------------------------
def test_the_phone_opens_title_line_and_where_a_tap_leads(house: House, service: PushService, own: Own, amara) -> None:
    phone = own("phone")
    send(house, amara)
    [came] = service.came
    assert came.path == "/push/phone"
    assert json.loads(phone.open(came.body)) == {
        "title": "Tomorrow, Thu 1 Oct: “Care”, 09:00–13:00",
        "body": "You are on the rota in Robins.",
        "link": "/bluebell/rota/?day=2026-10-01#place-x",
        "tag": "bcdfghjkmnpq",
        "lang": "en-gb",
    }


def test_the_push_service_learns_who_sends_and_nothing_else(house: House, service: PushService, own: Own, amara):
    own("phone")
    send(house, amara)
    [came] = service.came
    claims = came.claims()
    assert (claims["aud"], claims["sub"], claims["k"]) == (service.origin, "mailto:rota@example.org", public_key())
    assert 0 < claims["exp"] - time.time() <= 24 * 60 * 60
    assert b"Care" not in came.body
    told = {name: came.headers[name] for name in ("content-encoding", "ttl", "urgency", "topic")}
    assert told == {"content-encoding": "aes128gcm", "ttl": "86400", "urgency": "normal", "topic": "bcdfghjkmnpq"}


def test_what_is_urgent_wakes_the_phone_and_is_not_kept_for_long(house: House, service: PushService, own: Own, amara):
    own("phone")
    send(house, amara, Letter("Come now", "", "", "http://localhost:8000/x", "en-gb", urgent=True))
    assert (service.came[0].headers["urgency"], service.came[0].headers["ttl"]) == ("high", "7200")


def test_the_longest_words_still_fit(house: House, service: PushService, own: Own, amara: Person) -> None:
    phone = own("phone")
    link = f"http://localhost:8000/go/{'t' * 300}/"
    send(house, amara, Letter("\N{PARTY POPPER}" * 500, "", "", link, "en-gb", line="\N{PARTY POPPER}" * 500))
    [came] = service.came
    assert len(json.loads(phone.open(came.body))["title"]) == 120


def test_all_of_somebodys_phones_show_it(house: House, service: PushService, own: Own, amara: Person) -> None:
    own("phone"), own("laptop")
    send(house, amara)
    assert {came.path for came in service.came} == {"/push/phone", "/push/laptop"}


# --- what fails ------------------------------------------------------------------------------------------------------
def test_one_phone_that_takes_it_is_enough(house: House, service: PushService, own: Own, amara: Person) -> None:
    own("phone"), own("laptop"), own("tablet")
    service.answers = {"laptop": 500, "tablet": 410}
    send(house, amara)
    assert labels(house) == {"phone", "laptop"}


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten(house: House, service: PushService, own: Own, amara, status: int) -> None:
    own("phone")
    service.answers = {"phone": status}
    with pytest.raises(Unreachable, match=r"Amara O\. has no phone that takes notifications\."):
        send(house, amara)
    assert labels(house) == set()


@pytest.mark.parametrize("status", [302, 400, 401, 403, 413, 429, 500, 503])
def test_a_push_service_that_says_no_is_asked_again_later(
    house: House, service: PushService, own: Own, amara, status: int
) -> None:
    own("phone")
    service.answers, service.says, service.leads_to = {"phone": status}, b"not\nnow", f"{service.origin}/elsewhere"
    with pytest.raises(
        NotSent, match=f"push service localhost did not take the notification: {status} not now"
    ) as said:
        send(house, amara)
    assert not isinstance(said.value, Unheard)
    assert labels(house) == {"phone"}
    assert len(service.came) == 1


def test_of_a_long_answer_a_line_is_read(house: House, service: PushService, own: Own, amara: Person) -> None:
    own("phone")
    service.answers, service.says = {"phone": 500}, b"x" * 1_000_000
    with pytest.raises(NotSent) as said:
        send(house, amara)
    assert len(str(said.value)) < 500


@pytest.mark.parametrize("how", ["hangs", "drips"])
def test_a_push_service_that_does_not_answer_is_given_up_and_may_have_it(
    house: House, service: PushService, own: Own, amara: Person, how: str
) -> None:
    own("phone")
    setattr(service, how, {"phone"})
    began = time.monotonic()
    with pytest.raises(Unheard, match="push service localhost did not answer"):
        send(house, amara, channel=PushChannel(send_seconds=0.7))
    assert time.monotonic() - began < 3


def test_one_that_hangs_holds_up_no_other_phone(house: House, service: PushService, own: Own, amara: Person) -> None:
    own("phone"), own("laptop")
    service.hangs = {"phone"}
    send(house, amara, channel=PushChannel(send_seconds=0.7))
    assert {came.path for came in service.came} == {"/push/phone", "/push/laptop"}


def test_a_silent_push_service_is_waited_for_once_a_pass(house: House, service: PushService, own: Own, amara) -> None:
    own("phone")
    service.hangs = {"phone"}
    channel = PushChannel(send_seconds=0.5)
    with pytest.raises(Unheard):
        send(house, amara, channel=channel)
    with pytest.raises(NotSent) as said:
        send(house, amara, channel=channel)
    assert not isinstance(said.value, Unheard)
    assert len(service.came) == 1


def test_where_nobody_listens_nothing_was_handed_over(house: House, own: Own, amara: Person) -> None:
    own("phone", endpoint=f"https://localhost:{free_port()}/push/phone")
    with pytest.raises(NotSent) as said:
        send(house, amara)
    assert not isinstance(said.value, Unheard)


def test_a_certificate_that_nobody_vouches_for_gets_nothing(
    house: House, service: PushService, own: Own, amara: Person, monkeypatch, tmp_path: Path
) -> None:
    own("phone")
    (tmp_path / "nobody.pem").write_text("")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nobody.pem"))
    with pytest.raises(NotSent) as said:
        send(house, amara)
    assert not isinstance(said.value, Unheard)
    assert service.came == []


def test_whatever_proxy_the_surroundings_name_is_passed_by(
    house: House, service: PushService, own: Own, amara: Person, monkeypatch
) -> None:
    own("phone")
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    send(house, amara)
    assert len(service.came) == 1


def test_keys_that_are_none_are_forgotten_as_a_phone_that_is_gone(house: House, own: Own, amara: Person) -> None:
    own("phone", auth="none")
    with pytest.raises(Unreachable):
        send(house, amara)
    assert labels(house) == set()


def test_a_key_of_ours_that_is_none_is_the_operators_to_mend(house: House, own: Own, amara: Person, settings) -> None:
    own("phone")
    settings.PUSH_KEY = "none"
    with pytest.raises(ChannelAway, match="PUSH_KEY"):
        send(house, amara)


# --- where nothing goes -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/x",
        "https://user:secret@push.example.org/x",
        "https://localhost/x",
        "https://intranet/x",
        "https://127.0.0.1/x",
        "https://10.0.0.7/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://192.168.1.1:8443/x",
        "https://[::1]/x",
        "https://[2600::1]/x",
        "https://push.example.org:99999/x",
        "https://push.example.org/ x",
        "https://pusch.exämple.org/x",
        f"https://push.example.org/{'x' * 1000}",
        "ftp://push.example.org/x",
        "https:///x",
        "",
    ],
)
def test_an_address_that_is_no_push_services_is_refused(endpoint: str) -> None:
    with pytest.raises(NotOurs):
        parts_of(endpoint)


@pytest.mark.parametrize("host", ["fcm.googleapis.com", "web.push.apple.com", "updates.push.services.mozilla.com"])
def test_the_addresses_of_push_services_are_taken(host: str) -> None:
    assert parts_of(f"https://{host}/wpush/v2/gAAAA").hostname == host


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "10.1", "169.16689662"])
def test_a_name_that_leads_into_a_private_network_leads_nowhere(host: str) -> None:
    posting = Posting(f"https://{host}/x", b"", {}, ssl.create_default_context(), 2)
    with pytest.raises(NoWay, match="private network"):
        posting()
    assert not posting.handed


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "::1", "fe80::1%lo", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1"],
)
def test_a_private_number_is_none_that_we_send_to_however_it_is_written(address: str) -> None:
    assert not may_be_reached(address)


@pytest.mark.parametrize("address", ["142.250.1.1", "2a00:1450:4001::1", "64:ff9b::8efa:101"])
def test_a_public_number_is_one_that_we_send_to(address: str) -> None:
    assert may_be_reached(address)


# --- through the outbox -----------------------------------------------------------------------------------------------
def message(house: House) -> Message:
    with nursery_scope(house.nursery):
        return Message.objects.get()


def test_who_has_a_phone_is_told_there_and_not_by_mail(house: House, tell, own: Own, amara, postbox: Postbox) -> None:
    own("phone")
    tell("supper", amara)
    assert deliver_waiting(NOW, seconds=20) == Tally(sent=1)
    assert postbox.all() == []
    assert message(house).channel == Channel.PUSH


def test_the_tag_is_the_messages_own_so_that_a_second_copy_is_known(house: House, service, tell, own: Own, amara):
    phone = own("phone")
    tell("supper", amara)
    deliver_waiting(NOW, seconds=20)
    assert json.loads(phone.open(service.came[0].body))["tag"] == message(house).public_id


def test_an_urgent_message_is_an_urgent_notification(house: House, service, own: Own, amara: Person) -> None:
    own("phone")
    said = {"kind": "tests.note", "subject": "come now", "occasion": ""}
    with nursery_scope(house.nursery):
        queue_message(nursery=house.nursery, people=[amara], due_at=NOW, now=NOW, urgent=True, **said)
    deliver_waiting(NOW, seconds=20)
    assert service.came[0].headers["urgency"] == "high"


@pytest.mark.parametrize("status", [410, 500])
def test_where_the_phone_takes_none_it_goes_by_mail_at_once(
    house: House, service, tell, own: Own, amara, postbox: Postbox, status: int
) -> None:
    own("phone")
    service.answers = {"phone": status}
    tell("supper", amara)
    assert deliver_waiting(NOW, seconds=20) == Tally(sent=1)
    assert [mail.subject for mail in postbox.all()] == ["supper"]
    with nursery_scope(house.nursery):
        assert Failure.objects.get().channel == Channel.PUSH
        assert not Bounced.objects.exists()


def test_what_the_phone_may_have_goes_by_no_other_way_and_is_tried_again(
    house: House, service, tell, own: Own, amara, postbox: Postbox, settings
) -> None:
    settings.REMINDER_LETTER_SECONDS = 1
    own("phone")
    service.hangs = {"phone"}
    tell("supper", amara)
    assert deliver_waiting(NOW, seconds=20) == Tally(put_off=1)
    assert postbox.all() == []
    waits = message(house)
    assert (waits.status, waits.fault) == ("waiting", "The push service localhost did not answer.")


def test_when_a_phone_was_reached_is_kept_to_the_day(house: House, own: Own, tell, amara: Person, service) -> None:
    own("phone")
    tell("supper", amara)
    deliver_waiting(NOW, seconds=20)
    with nursery_scope(house.nursery):
        first = PushDevice.objects.get().used_at
    tell("tea", amara)
    deliver_waiting(NOW, seconds=20)
    with nursery_scope(house.nursery):
        assert first is not None
        assert PushDevice.objects.get().used_at == first


def test_without_a_key_it_is_as_if_nobody_had_a_phone(house: House, settings, tell, own: Own, amara, postbox) -> None:
    own("phone")
    settings.PUSH_KEY = ""
    tell("supper", amara)
    assert deliver_waiting(NOW, seconds=20) == Tally(sent=1)
    assert len(postbox.all()) == 1


@pytest.mark.parametrize("phones", [1, 5])
def test_a_pass_asks_as_often_however_many_phones_there_are(house: House, tell, own: Own, amara, phones: int) -> None:
    for number in range(phones):
        own(f"phone{number}")
    tell("supper", amara)
    with CaptureQueriesContext(connection) as asked:
        deliver_waiting(NOW, seconds=20)
    assert len([each for each in asked if '"reminders_pushdevice"' in each["sql"]]) == 2
