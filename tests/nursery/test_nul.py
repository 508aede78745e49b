"""The character NUL, which PostgreSQL keeps in no text, is answered in words wherever it stands."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.builders import House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def helen(house: House) -> Client:
    """Nothing is raised into a test instead of being answered."""
    client = client_of(house.manager())
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    "path",
    [
        "/x%00y/",
        "/%00/",
        "/bluebell/rota/%00/",
        "/bluebell/rota/places/a%00b/",
        "/bluebell/rota/people/%00/clearances/",
        "/bluebell/costs/%00/",
        "/bluebell/calendar/%00.ics",
        "/go/%00/",
        "/stop/%00/",
        "/static/css/%00.css",
        "/accounts/%00/",
    ],
)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_an_address_with_it_leads_nowhere(helen: Client, path: str, method: str):
    assert getattr(helen, method)(path).status_code == 404


def test_a_stranger_reads_so_as_well(house: House):
    page = Client().get("/bluebell/rota/places/%00/")
    assert page.status_code == 404
    assert "There is nothing here" in text_of(page)


def addresses(resolver: URLResolver | None = None, before: str = "") -> list[str]:
    """Every address that takes any text, with a NUL for each text."""
    found = []
    for each in (resolver or get_resolver()).url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLResolver):
            found += addresses(each, pattern)
        elif isinstance(each, URLPattern) and "<str:" in pattern:
            found.append(pattern)
    return found


def test_no_page_of_all_that_there_are_breaks_on_it(helen: Client):
    taken = addresses()
    assert len(taken) > 50
    for pattern in taken:
        path = pattern.replace("<slug:slug>", "bluebell")
        while "<" in path:
            start, end = path.index("<"), path.index(">")
            path = f"{path[:start]}{'%00' if path[start:].startswith('<str:') else '1'}{path[end + 1 :]}"
        assert helen.get(f"/{path}").status_code == 404, path


@pytest.mark.parametrize("query", ["day=%00", "%00=1", "day=2026-10-07&q=a%00b"])
@pytest.mark.parametrize("path", ["/bluebell/rota/", "/bluebell/reminders/sent/", "/", "/accounts/login/"])
def test_a_question_with_it_is_malformed(helen: Client, path: str, query: str):
    page = helen.get(f"{path}?{query}")
    assert page.status_code == 400
    assert "<h1" in page.content.decode()


@pytest.mark.parametrize("fields", [{"duty": "a\0b"}, {"x\0": "1"}])
def test_a_form_with_it_is_malformed_and_nothing_is_done(helen: Client, house: House, fields: dict[str, Any]):
    path = reverse("rota:place_book", args=["bluebell", house.place(house.shift()).public_id])
    assert helen.post(path, fields).status_code == 400


def test_a_stranger_who_signs_in_with_it_reads_so(house: House):
    client = Client(raise_request_exception=False)
    assert client.post("/accounts/login/", {"login": "a\0@example.org"}).status_code == 400


def test_a_session_with_it_is_malformed(house: House):
    for path in ("/bluebell/rota/", "/%00/"):
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = "a\0" + "b" * 30  # as long as one that is looked for
        assert client.get(path).status_code == 400


def test_other_characters_of_no_use_are_no_such_thing(helen: Client):
    assert helen.get("/bluebell/rota/?day=%01%1f").status_code == 200
