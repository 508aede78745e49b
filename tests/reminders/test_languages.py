"""Each reader is written to in their own language; the manager reads of faults in the nursery's."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from accounts.languages import language_of
from accounts.models import Person
from nursery.models import Nursery
from nursery.scope import nursery_scope
from reminders.actions import deliver_waiting, plan_messages
from reminders.models import Channel, Message, MessageStatus, Preference, PushDevice
from rota import messages
from tests.builders import House
from tests.languages import speak
from tests.reminders.postbox import Mail, Postbox
from tests.reminders.provider import provider_on_loopback
from tests.reminders.push_service import push_service_on_loopback

DAY = dt.date(2026, 10, 7)  # a Wednesday
EVENING = dt.datetime(2026, 10, 6, 17, 0, tzinfo=dt.UTC)  # 18:00 in London


@pytest.fixture(autouse=True)
def _spoken_here(settings, tmp_path: Path) -> None:
    speak(settings, tmp_path / "locale")
    settings.REMINDER_KINDS = ["rota.reminders"]


def booked(house: House, name: str, **fields) -> Person:
    """Somebody with a turn on the day, who is reminded of it the evening before."""
    with nursery_scope(house.nursery):
        person = house.parent(name, **fields)
        house.booking(house.place(house.shift(DAY)), person)
    return person


def remind(house: House) -> None:
    with nursery_scope(house.nursery):
        plan_messages(house.nursery, EVENING)
        Message.objects.exclude(kind=messages.SHIFT_TOMORROW).delete()
    deliver_waiting(EVENING, seconds=20)


def mail_to(house: House, postbox: Postbox, **fields) -> Mail:
    booked(house, "Amara Okafor", **fields)
    remind(house)
    [mail] = postbox.all()
    return mail


def test_two_readers_of_one_nursery_are_each_written_to_in_their_own_language(house: House, postbox: Postbox):
    booked(house, "Amara Okafor", email="amara@example.org")
    booked(house, "Marta Zielińska", email="marta@example.org", language="pl")
    remind(house)
    mails = {mail.to: mail for mail in postbox.all()}
    assert mails["amara@example.org"].subject == "Tomorrow, Wed 7 Oct, 09:00–13:00: care"
    assert mails["marta@example.org"].subject == "Jutro, Śr 7 Paź, 09:00–13:00: care"
    assert "You are on the rota" in mails["amara@example.org"].body("plain")
    for kind in ("plain", "html"):
        assert "Masz dyżur" in mails["marta@example.org"].body(kind)
        assert "Będę" in mails["marta@example.org"].body(kind)


@pytest.mark.parametrize(("language", "tag"), [("", 'lang="en-gb" dir="ltr"'), ("pl", 'lang="pl" dir="ltr"')])
def test_the_letter_says_in_which_language_it_is(house: House, postbox: Postbox, language: str, tag: str):
    assert f"<html {tag}>" in mail_to(house, postbox, language=language).body("html")


def test_arabic_is_set_from_right_to_left(house: House, postbox: Postbox):
    mail = mail_to(house, postbox, language="ar")
    assert mail.subject.startswith("غدًا")
    letter = mail.body("html")
    assert '<html lang="ar" dir="rtl">' in letter
    assert re.search(r'<table[^>]*\sdir="rtl"', letter)  # for readers of mail that throw the page's own tag away
    assert 'align="left"' not in letter
    assert not re.search(r"(margin|padding|border)-(left|right)|text-align: ?left", letter)


def test_whoever_has_chosen_none_is_written_to_in_the_nursery_s_language(house: House, postbox: Postbox):
    Nursery.objects.filter(pk=house.nursery.pk).update(language="pl")
    assert mail_to(house, postbox).subject.startswith("Jutro")


@pytest.mark.parametrize(
    ("person", "nursery", "spoken"),
    [
        ("pl", "en-gb", "pl"),
        ("", "pl", "pl"),
        ("cy", "pl", "pl"),  # a language that this site does not speak, or no longer
        ("cy", "fr", "en-gb"),
        ("pl-pl", "en-gb", "pl"),
        ("en", "pl", "en-gb"),
    ],
)
def test_a_language_that_the_site_does_not_speak_is_passed_over(person: str, nursery: str, spoken: str):
    assert language_of(Person(language=person), Nursery(language=nursery)) == spoken


def test_a_text_message_is_in_its_reader_s_language(house: House, settings):
    marta = booked(house, "Marta Zielińska", language="pl", phone="07700 900123")
    with nursery_scope(house.nursery):
        Preference.objects.create(
            nursery=house.nursery, person=marta, kind=messages.SHIFT_TOMORROW, channels=[Channel.TEXT]
        )
    with provider_on_loopback() as provider:
        settings.TEXT_URLS = {"": provider.url}
        remind(house)
        [(_path, said)] = provider.came
    assert said["message"].startswith("Jutro, Śr 7 Paź, 09:00-13:00: care\n")


def test_a_notification_is_in_its_reader_s_language(house: House, settings, monkeypatch, tmp_path: Path):
    settings.PUSH_TO_LOOPBACK = True
    marta = booked(house, "Marta Zielińska", language="pl")
    with push_service_on_loopback(tmp_path) as (service, pem):
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        phone = service.phone("phone")
        with nursery_scope(house.nursery):
            PushDevice.objects.create(
                nursery=house.nursery, person=marta, added_at=EVENING, label="phone", **phone.told
            )
        remind(house)
        [came] = service.came
    notice = json.loads(phone.open(came.body))
    assert (notice["title"], notice["lang"]) == ("Jutro, Śr 7 Paź, 09:00–13:00: care", "pl")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en-gb", "“marta at example” is not an e-mail address."),
        ("pl", "„marta at example” to nie jest adres e-mail."),
    ],
)
def test_a_fault_is_told_in_the_manager_s_language_whatever_the_reader_s(
    house: House, postbox: Postbox, language: str, sentence: str
):
    Nursery.objects.filter(pk=house.nursery.pk).update(language=language)
    booked(house, "Marta Zielińska", language="ar", email="marta at example")
    remind(house)
    with nursery_scope(house.nursery):
        message = Message.objects.get(status=MessageStatus.PARKED)
        assert message.fault == sentence
