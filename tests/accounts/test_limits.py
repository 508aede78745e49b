"""What costs much, or could be guessed, rests after many tries: for whoever tries, and for nobody else."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from accounts import limits
from accounts.links import LinkRequest, link_path
from nursery.refusal import Refusal, Refused
from tests.access.test_matrix import PAGES
from tests.builders import NOW, House
from tests.pages import client_of

HOURS = "/bluebell/rota/hours/csv/"


class Never:
    def show(self, request: LinkRequest) -> HttpResponse:
        return HttpResponse("Press")

    def do(self, request: LinkRequest) -> HttpResponse:
        raise Refused(Refusal("never", "Not now."))


@pytest.fixture(autouse=True)
def at_nine(db: None, settings) -> Iterator[None]:
    cache.clear()
    settings.LINK_PURPOSES = {"never": "tests.accounts.test_limits.Never"}
    with time_machine.travel(NOW, tick=False):
        yield


def test_who_takes_away_paper_upon_paper_waits_and_the_others_do_not(house: House, monkeypatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "paper", "2/m/user")
    marta, helen = client_of(house.staff("Marta")), client_of(house.manager("Helen"))
    answers = [marta.get(HOURS) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert "A short rest" in answers[-1].content.decode()
    assert helen.get(HOURS).status_code == 200
    with time_machine.travel(NOW.replace(minute=2), tick=False):
        assert marta.get(HOURS).status_code == 200


def test_every_paper_and_table_that_is_taken_away_has_its_limit() -> None:
    files = {name for name in PAGES if re.search(r"_(csv|xlsx|pdf|json)$|:paper_", name)} - {
        "membership:sheet_csv",  # an empty template, no work at all
        "membership:sheet_xlsx",
    }
    assert {
        name for name, (_path, entry) in PAGES.items() if getattr(entry.callback, "limited", "") == "paper"
    } == files


@pytest.mark.parametrize("path", ["/go/made-up/", "/stop/made-up/", "/bluebell/calendar/made-up.ics"])
def test_who_guesses_keys_rests_while_who_holds_one_goes_on(path: str, house: House, monkeypatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "wrong_key", "2/m/ip")
    own = link_path(house.parent(), "never", "x", NOW.replace(hour=20))
    assert [Client().get(path).status_code for _ in range(3)] == [404, 404, 429]
    assert Client().get(own).status_code == 200
    assert Client().get(path, REMOTE_ADDR="192.0.2.7").status_code == 404


def test_a_button_that_refuses_counts_how_often_it_is_pressed(house: House, monkeypatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "link_pressed", "2/m/key")
    one, another = (link_path(house.parent(), "never", subject, NOW.replace(hour=20)) for subject in "xy")
    assert [Client().post(one).status_code for _ in range(3)] == [409, 409, 429]
    assert Client().post(another).status_code == 409
