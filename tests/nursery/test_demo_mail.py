"""The page on which a demo shows the mail that it would have sent."""

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from tests.pages import text_of

pytestmark = pytest.mark.django_db


def send(subject: str, body: str, to: str = "amara@example.org") -> None:
    backend = get_connection("nursery.mail.FileBackend")
    EmailMessage(subject, body, "turnabout@example.org", [to], connection=backend).send()


def test_outside_the_demo_there_is_no_such_page():
    assert Client().get("/demo/mail/").status_code == 404


def test_the_demo_shows_its_mail_the_latest_first(settings):
    settings.DEMO = True
    send("Tomorrow, 09:00–13:00", "You are down for care.")
    send("Can you come on Friday?", "Tomasz N. asks for cover.")
    body = text_of(Client().get("/demo/mail/"))
    assert "to amara@example.org" in body
    assert "You are down for care." in body
    assert body.index("Can you come on Friday?") < body.index("Tomorrow, 09:00–13:00")


def test_links_in_a_mail_can_be_followed_and_nothing_else_in_it_is_markup(settings):
    settings.DEMO = True
    send("Sign in", "Your code: <b>1234</b>\nhttps://example.org/accounts/login/")
    page = Client().get("/demo/mail/").content.decode()
    assert 'href="https://example.org/accounts/login/"' in page
    assert "&lt;b&gt;1234&lt;/b&gt;" in page


def test_without_mail_it_says_when_there_will_be_some(settings):
    settings.DEMO = True
    assert "No mail yet" in text_of(Client().get("/demo/mail/"))


def test_it_is_only_looked_at(settings):
    settings.DEMO = True
    assert Client().post("/demo/mail/").status_code == 405
