"""The operator's log of who came in, who could not, and what was changed about that."""

import json
import logging

import pytest

from accounts.models import Person
from tests.accounts.conftest import Door
from tests.builders import House
from tests.pages import client_of


@pytest.fixture
def amara(house: House) -> Person:
    return house.parent("Amara Okafor", email="amara@example.org", sign_in=False)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> object:
    caplog.set_level(logging.INFO, logger="turnabout.security")
    return lambda: [json.loads(record.message) for record in caplog.records if record.name == "turnabout.security"]


def test_coming_in_is_written_down_with_what_was_shown(amara: Person, door: Door, lines) -> None:
    door.sign_in_by_code("amara@example.org")
    amara.refresh_from_db()
    assert lines() == [
        {
            "event": "came in",
            "account": amara.account_id,
            "from": "127.0.0.1",
            "page": "account_confirm_login_code",
            "by": "code",
        }
    ]


def test_not_coming_in_is_written_down_and_nothing_of_what_was_typed(
    amara: Person, door: Door, lines, caplog: pytest.LogCaptureFixture
) -> None:
    door.post("/accounts/login/", {"login": "amara@example.org", "password": 'Secret"\nevent of its own'})
    door.ask_for_code("amara@example.org")
    door.type_code("ABCDEF")
    assert [line["event"] for line in lines()] == ["password was wrong", "code by mail was wrong"]
    assert "Secret" not in caplog.text
    assert "ABCDEF" not in caplog.text


def test_whoever_tries_what_is_not_theirs_is_written_down(house: House, other_house: House, lines) -> None:
    parent = house.parent()
    client_of(parent).get("/bluebell/rota/plan/")
    client_of(parent).get("/foxglove/rota/")
    assert [(line["event"], line["account"], line["page"]) for line in lines()] == [
        ("not theirs", parent.account_id, "rota:plan"),
        ("nobody in that nursery", parent.account_id, "rota:week"),
    ]


def test_signing_out_and_another_password_are_written_down(amara: Person, door: Door, lines) -> None:
    door.sign_in_by_code("amara@example.org")
    new = {"password1": "four blue kettles", "password2": "four blue kettles"}
    door.post("/accounts/password/set/", new)
    door.post("/accounts/logout/")
    assert [line["event"] for line in lines()] == ["came in", "password set", "signed out"]
