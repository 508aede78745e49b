"""A nursery from a file that is sent: faults by place before anything is written, a look, then all of it or nothing."""

import json
from typing import Any

import pytest

from accounts.models import Person
from membership.models import Invitation
from nursery.models import Nursery
from nursery.scope import nursery_scope
from portability.demo.opening import demo_document
from portability.exporting import export_document
from portability.importing import import_document
from reminders.models import Message
from tests.builders import House
from tests.founding.conftest import Founder, small
from tests.pages import sign_in, text_of

TERM = {"key": "t", "name": "T", "starts": "2026-01-01", "ends": "2028-12-31"}
PATTERN = {"key": "wed", "duty": "care", "room": "r", "weekday": "wed", "starts": "09:00", "ends": "13:00"}


def test_a_file_without_a_fault_is_shown_in_counts_and_nothing_is_made(founder: Founder) -> None:
    page = founder.send(demo_document())
    words = text_of(page)
    assert page.status_code == 200
    assert "2 rooms" in words
    assert "26 families" in words
    assert "53 people" in words
    assert "369 bookings" in words
    assert not Nursery.objects.exists()


def test_the_button_makes_what_the_file_says_and_the_founder_its_manager(founder: Founder) -> None:
    founder.send(demo_document())
    answer = founder.make()
    assert answer["Location"].startswith("/bluebell/rota/")
    assert founder.client.get("/bluebell/members/").status_code == 200
    assert founder.drafts() == []


def test_what_is_made_is_what_the_import_makes(founder: Founder) -> None:
    """But for the founder."""
    document = demo_document()
    founder.send(document)
    founder.make()
    nursery = Nursery.objects.get()
    with nursery_scope(nursery):
        made = export_document(nursery)
        Person.objects.filter(key="founder").delete()
    by_command = import_document(document | {"nursery": document["nursery"] | {"slug": "command"}})
    with nursery_scope(by_command):
        wanted = export_document(by_command)
    people = [person for person in made.pop("people") if person["key"] != "founder"]
    assert people == wanted.pop("people")
    assert made.pop("nursery") == wanted.pop("nursery") | {"slug": "bluebell"}
    assert made == wanted


def test_whoever_stands_in_the_file_with_their_address_is_not_entered_twice(founder: Founder) -> None:
    ines = {"key": "ines", "name": "Ines Costa", "email": "INES@example.org", "roles": ["trustee"]}
    page = founder.send(small(people=[ines]))
    assert "Your name" not in text_of(page)
    founder.make()
    with nursery_scope(Nursery.objects.get()):
        (person,) = Person.objects.all()
    assert person.account == founder.account
    assert person.roles == ["manager", "trustee"]


def test_every_fault_stands_beside_its_place_and_nothing_is_kept(founder: Founder) -> None:
    page = founder.send(small(rooms=[{"key": "r"}], sessions=[{"key": "s", "room": "x"}], cat="Tom"))
    words = text_of(page)
    assert page.status_code == 422
    assert "rooms[0].name is missing" in words
    assert "cat the format does not know this field" in words
    assert founder.drafts()[0].document is None


def test_of_very_many_faults_enough_are_told(founder: Founder) -> None:
    page = founder.send(small(people=[{}] * 15_000))
    assert "200 things to mend" in text_of(page)
    pay = {"from": "2026-01-01", "hourly_cost": "1"}
    page = founder.send(small(people=[{"key": "p", "name": "P", "roles": ["staff"], "pay": [pay] * 500}]))
    assert "The first 200 things to mend" in text_of(page)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "There is nothing in this file."),
        (b"PK\x03\x04", "This file is not JSON"),
        (b"\xff\xfe{}", "This file is not UTF-8 text"),
        (b"[" * 100_000, "This file is nested too deep."),
        (json.dumps(small(cat=[[[[[[[[[[[[[[1]]]]]]]]]]]]]])).encode(), "is nested too deep"),
        (b'{"a": 1, "a": 2}', "stands twice in one object"),
        (b"[" + b"1," * 70_000 + b"1]", "holds more than can be looked at here"),
        (b" " * (2 * 2**20 + 1), "larger than 2 MB"),
        (b"[]", "must be an object"),
        (json.dumps(small() | {"nursery": {"slug": "a\0b", "name": "N"}}).encode(), "NUL"),
        (json.dumps(small() | {"nursery": {"slug": "new", "name": "N"}}).encode(), "kept for the site itself"),
        (
            json.dumps(
                small(
                    terms=[TERM],
                    rooms=[{"key": "r", "name": "R"}],
                    duties=[{"key": "care", "name": "Care", "pricing": "care"}],
                    shift_patterns=[PATTERN | {"key": f"p{n}", "parent_places": 200} for n in range(10)],
                )
            ).encode(),
            "more than 50000 shifts and places",
        ),
        (json.dumps(small(terms=[TERM] * 5000)).encode(), "more than 60 terms"),
        (json.dumps(small(terms=[TERM | {"closures": [TERM] * 501}])).encode(), "more than 500 closures"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_cannot_be_taken_in_is_refused_in_a_sentence(founder: Founder, sent: bytes, said: str) -> None:
    page = founder.send(sent)
    assert page.status_code == 422
    assert said in text_of(page)
    assert founder.drafts()[0].document is None


def test_a_nursery_that_is_here_already_is_never_touched_and_another_address_is_proposed(
    founder: Founder, house: House
) -> None:
    page = founder.send(small(people=[]))
    assert 'value="bluebell-2"' in page.content.decode()
    answer = founder.make(slug="bluebell")
    assert answer.status_code == 422
    assert "Another nursery has this address already. “bluebell-2” is free." in text_of(answer)
    assert Nursery.objects.get() == house.nursery
    assert founder.make(slug="bluebell-2").status_code == 302
    assert Nursery.objects.count() == 2


@pytest.mark.parametrize("slug", ["new", "Blue bell", "x" * 51, "", "blüte", "a/b"])
def test_an_address_that_cannot_be_says_so(founder: Founder, slug: str) -> None:
    founder.send(small())
    assert founder.make(slug=slug).status_code == 422
    assert not Nursery.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "x" * 201])
def test_a_founder_whom_the_file_does_not_know_says_their_name(founder: Founder, name: str) -> None:
    founder.send(small())
    assert founder.make(name=name).status_code == 422


@pytest.mark.parametrize("name", ["\u202eآمنة <script>alert(1)</script>", "𝔅lue " * 40])
def test_names_in_any_script_and_with_tricks_in_them_are_shown_as_text(founder: Founder, name: str) -> None:
    page = founder.send(small() | {"nursery": {"slug": "bluebell", "name": name.strip()}})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert founder.make().status_code == 302


def test_a_second_press_leads_to_the_nursery_that_is_there(founder: Founder) -> None:
    founder.send(small())
    look: Any = f"/new/{founder.drafts()[0].public_id}/look/"
    founder.make()
    assert founder.client.post(look, {"slug": "bluebell", "name": "Ines"}).status_code == 302
    assert Nursery.objects.count() == 1


def test_a_founder_without_a_second_factor_sees_the_week_and_shows_one_before_managing(founder: Founder) -> None:
    sign_in(founder.client, founder.account, second_factor=False)
    founder.send(small())
    week = founder.make()["Location"]
    assert founder.client.get(week).status_code == 200
    answer = founder.client.get("/bluebell/members/")
    assert answer["Location"].startswith("/accounts/second-factor/")


def test_nobody_is_written_to_by_being_entered(founder: Founder) -> None:
    founder.send(small(people=[{"key": "a", "name": "Amara", "email": "amara@example.org", "roles": ["parent"]}]))
    founder.make()
    with nursery_scope(Nursery.objects.get()):
        assert not Message.objects.exists()
        assert not Invitation.objects.exists()


def test_whoever_sends_very_many_files_is_asked_to_wait(founder: Founder) -> None:
    page = founder.begin()
    seen = [founder.client.post(page).status_code for _ in range(31)]
    assert seen == [422] * 30 + [429]
