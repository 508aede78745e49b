"""Pages speak the language of whoever reads them: their own, else the nursery's, else the browser's."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from accounts.links import link_path
from accounts.models import Account
from nursery.models import Nursery
from rota import messages
from tests.builders import House
from tests.languages import speak
from tests.pages import client_of, text_of

PAGE = "/bluebell/reminders/"


@pytest.fixture(autouse=True)
def _spoken_here(settings, tmp_path: Path) -> None:
    speak(settings, tmp_path / "locale")


def tag_of(response: Any) -> str:
    """'lang="pl" dir="ltr"'."""
    return str(response.content.decode().partition("<html ")[2].partition(">")[0])


@pytest.mark.parametrize(
    ("language", "tag", "words"),
    [
        ("", 'lang="en-gb" dir="ltr"', "What you are told, and how"),
        ("pl", 'lang="pl" dir="ltr"', "O czym i jak Cię powiadamiamy"),
        ("ar", 'lang="ar" dir="rtl"', "ما نخبرك به وكيف"),
    ],
)
def test_a_page_is_in_its_reader_s_language_and_says_so(house: House, language: str, tag: str, words: str):
    page = client_of(house.parent(language=language)).get(PAGE, headers={"Accept-Language": "de"})
    assert tag_of(page) == tag
    assert page["Content-Language"] in tag
    assert words in text_of(page)


@pytest.mark.parametrize(
    ("of_nursery", "of_browser", "spoken"),
    [
        ("pl", "ar", "pl"),
        ("en-gb", "ar", "en-gb"),
        ("cy", "ar", "ar"),  # the site does not speak the nursery's
        ("cy", "fr", "en-gb"),
    ],
)
def test_without_a_choice_it_is_the_nursery_s_and_then_the_browser_s(
    house: House, of_nursery: str, of_browser: str, spoken: str
):
    client = client_of(house.parent())
    Nursery.objects.filter(pk=house.nursery.pk).update(language=of_nursery)
    assert client.get(PAGE, headers={"Accept-Language": of_browser})["Content-Language"] == spoken


def test_of_two_who_share_an_account_each_reads_their_own(house: House):
    account = Account.objects.create_user(email="both@example.org")
    english = house.parent("Amara Okafor", account=account)
    polish = house.parent("Marta Zielińska", account=account, language="pl")
    client = client_of(english)
    spoken = []
    for person in (english, polish):
        client.post(reverse("accounts:acting_choose", args=["bluebell"]), {"person": person.public_id})
        spoken.append(client.get(PAGE)["Content-Language"])
    assert spoken == ["en-gb", "pl"]


def test_one_reader_s_language_is_not_the_next_one_s(house: House):
    for language, spoken in (("pl", "pl"), ("", "en-gb")):
        assert client_of(house.parent(language=language)).get(PAGE)["Content-Language"] == spoken


def test_what_they_may_not_open_is_said_in_their_language(house: House):
    page = client_of(house.parent(language="pl")).get("/bluebell/reminders/sent/")
    assert page.status_code == 403
    assert tag_of(page) == 'lang="pl" dir="ltr"'
    assert "Ta strona jest dla innych Ta strona jest dla kierowniczki." in text_of(page)


def test_the_page_of_a_link_is_in_the_language_of_whom_it_is_for(house: House, client):
    marta = house.parent("Marta Zielińska", language="pl")
    path = link_path(marta, messages.COVER_ASKED, "gone", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    page = client.get(path, headers={"Accept-Language": "ar"})
    assert "Ten odnośnik wygasł." in text_of(page)
    assert tag_of(page) == 'lang="pl" dir="ltr"'
    assert page["Content-Language"] == "pl"
