"""The links in messages: one person, one thing, once, and nothing before the button."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.links import LinkRequest, link_path, read_link, use_link
from accounts.models import Person, UsedLink
from nursery.refusal import Refusal, Refused
from tests.builders import NOW, House

LATER = NOW + dt.timedelta(hours=2)


class Nod:
    """A purpose that is refused where the subject says so."""

    def show(self, request: LinkRequest) -> HttpResponse:
        return HttpResponse(f"Press, {request.person.short_name}: {request.link.subject}")

    def do(self, request: LinkRequest) -> HttpResponse:
        use_link(request.link, request.person, nursery=request.nursery, now=request.now)
        if request.link.subject == "full":
            raise Refused(Refusal("filled", "Filled, thank you."))
        return HttpResponse("Done, thank you.")


@pytest.fixture(autouse=True)
def at_nine(settings) -> Iterator[None]:
    settings.LINK_PURPOSES = {"nod": "tests.accounts.test_links.Nod", "shake": "tests.accounts.test_links.Nod"}
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def amara(house: House) -> Person:
    return house.parent("Amara Okafor")


def test_a_link_first_shows_a_page_and_changes_nothing(amara: Person) -> None:
    path = link_path(amara, "nod", "place", LATER)
    for _scanner in range(3):
        assert Client().get(path).content == b"Press, Amara O.: place"
    assert Client().head(path).status_code == 200
    assert not UsedLink.objects.exists()


def test_the_button_does_it_once(amara: Person) -> None:
    path = link_path(amara, "nod", "place", LATER)
    assert Client().post(path).content == b"Done, thank you."
    again = Client().post(path)
    assert again.status_code == 410
    assert "has done its work already" in again.content.decode()


def test_the_page_of_a_used_link_says_so(amara: Person) -> None:
    path = link_path(amara, "nod", "place", LATER)
    Client().post(path)
    assert "has done its work already" in Client().get(path).content.decode()


def test_another_letter_with_the_same_link_is_the_same_link(amara: Person) -> None:
    Client().post(link_path(amara, "nod", "place", LATER))
    assert Client().post(link_path(amara, "nod", "place", LATER + dt.timedelta(hours=1))).status_code == 410


def test_a_link_for_another_purpose_or_subject_is_another_link(amara: Person) -> None:
    Client().post(link_path(amara, "nod", "place", LATER))
    assert Client().post(link_path(amara, "shake", "place", LATER)).status_code == 200
    assert Client().post(link_path(amara, "nod", "other place", LATER)).status_code == 200


def test_a_link_runs_out_to_the_second(amara: Person) -> None:
    path = link_path(amara, "nod", "place", LATER)
    with time_machine.travel(LATER - dt.timedelta(seconds=1), tick=False):
        assert Client().get(path).status_code == 200
    with time_machine.travel(LATER, tick=False):
        late = Client().post(path)
    assert late.status_code == 410
    assert "This link has run out." in late.content.decode()
    assert not UsedLink.objects.exists()


def test_a_refused_link_is_not_used_up(amara: Person) -> None:
    answer = Client().post(link_path(amara, "nod", "full", LATER))
    assert answer.status_code == 409
    assert "Filled, thank you." in answer.content.decode()
    assert not UsedLink.objects.exists()


@pytest.mark.parametrize("slip", ["x", "", "eyJhbGciOiJub25lIn0:1abc:sig"])
def test_an_altered_link_is_no_link(amara: Person, slip: str) -> None:
    path = link_path(amara, "nod", "place", LATER)
    token = path.removeprefix("/go/").rstrip("/")
    forged = slip if ":" in slip else f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}{slip}"
    answer = Client().get(reverse("link", args=[forged]))
    assert answer.status_code == 404
    assert "not one of our links" in answer.content.decode()


def test_a_link_signs_nobody_in(amara: Person) -> None:
    client = Client()
    client.post(link_path(amara, "nod", "place", LATER))
    assert client.get("/bluebell/rota/").status_code == 302


def test_a_link_tells_no_other_site_its_address_and_is_kept_nowhere(amara: Person) -> None:
    answer = Client().get(link_path(amara, "nod", "place", LATER))
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_a_link_of_somebody_who_has_left_is_closed(amara: Person) -> None:
    amara.left = NOW.date() - dt.timedelta(days=1)
    amara.save()
    answer = Client().post(link_path(amara, "nod", "place", LATER))
    assert answer.status_code == 410
    assert "somebody who has left" in answer.content.decode()


def test_a_link_knows_its_nursery_and_person(amara: Person, house: House) -> None:
    token = link_path(amara, "nod", "place", LATER).removeprefix("/go/").rstrip("/")
    link = read_link(token)
    assert link is not None
    assert (link.nursery, link.person, link.purpose, link.subject, link.expires_at) == (
        house.nursery.pk,
        amara.public_id,
        "nod",
        "place",
        LATER,
    )
