"""From nothing to a nursery, step by step."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from accounts.models import Child, Person
from nursery.models import Closure, Nursery, Policy, Room, Session
from nursery.scope import nursery_scope
from portability.exporting import export_document
from portability.importing import import_document
from rota.models import Shift, ShiftPattern
from tests.builders import House
from tests.founding.conftest import NOW, Founder
from tests.founding.walk import Walk
from tests.pages import text_of

STEPS = ("rooms", "sessions", "term", "work", "rules")
ACORN = {"row-1-name": "Acorn", "row-1-youngest": "0", "row-1-oldest": "2", "row-1-places": "6"}
FAMILY = {
    "do": "family",
    "family-name": "Okafor",
    "family-adult_1": "Amara Okafor",
    "family-email_1": "amara@example.org",
    "family-child_1": "Zuri",
    "family-born_1": "2023-02",
    "family-room_1": "room-1",
    "family-room_2": "room-1",
    "family-room_3": "room-1",
}


@pytest.fixture
def walk(founder: Founder) -> Walk:
    return Walk(founder)


def test_with_a_name_and_all_else_as_proposed_there_is_a_nursery_with_a_week(walk: Walk) -> None:
    assert walk.name().status_code == 302
    for step in STEPS:
        answer = walk.send(step)
        assert answer.status_code == 302, (step, text_of(answer))
    assert walk.post("people", {}).status_code == 302
    look = text_of(walk.open("look"))
    assert "5 sessions a week" in look
    assert "4 adults are needed when it is full, and there are places for them" in look
    answer = walk.make()
    assert answer["Location"] == "/bluebell/rota/?day=2026-10-12"
    nursery = Nursery.objects.get()
    assert (nursery.country, nursery.timezone, nursery.currency) == ("GB-ENG", "Europe/London", "GBP")
    with nursery_scope(nursery):
        assert Room.objects.count() == 1
        assert Session.objects.count() == ShiftPattern.objects.count() == 5
        assert Shift.objects.count() == 50  # ten weeks
        ines = Person.objects.get()
    assert (ines.name, ines.roles, ines.account) == ("Ines Costa", ["manager"], walk.founder.account)
    assert "Ines C." in text_of(walk.founder.client.get(answer["Location"]))


def test_what_is_made_goes_out_and_in_again_and_changes_nothing(walk: Walk) -> None:
    walk.name()
    walk.post("people", FAMILY | {"family-days_1": ["0", "3"]})
    walk.make()
    nursery = Nursery.objects.get()
    with nursery_scope(nursery):
        document = export_document(nursery)
    import_document(document)
    with nursery_scope(nursery):
        assert export_document(nursery) == document
        child = Child.objects.get()
        days = list(child.sessions.order_by("session__weekday").values_list("session__weekday", flat=True))
    assert (child.name, days) == ("Zuri", [0, 3])


def test_every_answer_stands_in_the_nursery(walk: Walk) -> None:
    walk.name(country="NZ", slug="pohutukawa")
    walk.send("rooms", {"row-0-name": "Kōwhai", "row-0-youngest": "3", "row-0-places": "20"})
    walk.send("sessions", {"row-0-days": ["1", "3"], "row-0-starts": "8.30", "row-0-ends": "12:30"})
    walk.send(
        "term",
        {
            "name": "Term 4",
            "starts": "12 Oct 2026",
            "ends": "16 Dec 2026",
            "closed": [],
            "row-0-name": "Working bee",
            "row-0-starts": "2026-11-03",
        },
    )
    work = walk.fields("work")
    places = {name: "3" for name in work if name.startswith("p")}
    walk.send("work", places | {"duties": ["food"]})
    walk.send("rules", {"cancel_notice_hours": "24", "family_limit_percent": "120", "year_starts": "1"})
    walk.make(slug="pohutukawa")
    nursery = Nursery.objects.get(slug="pohutukawa")
    assert (nursery.timezone, nursery.currency) == ("Pacific/Auckland", "NZD")
    with nursery_scope(nursery):
        assert list(Session.objects.order_by("weekday").values_list("weekday", "room__name")) == [
            (1, "Kōwhai"),
            (3, "Kōwhai"),
        ]
        assert {(p.paid_places, p.parent_places, f"{p.starts:%H:%M}") for p in ShiftPattern.objects.all()} == {
            (3, 3, "08:30")
        }
        assert list(Closure.objects.values_list("name", flat=True)) == ["Working bee"]  # open on Labour Day
        policy = Policy.objects.get()
    assert (policy.cancel_notice_hours, policy.family_limit_percent, policy.year_starts) == (24, 120, 1)


def test_families_and_staff_are_entered_one_by_one_and_taken_out_again(walk: Walk) -> None:
    walk.name()
    walk.post("people", FAMILY)
    walk.post("people", {"do": "worker", "worker-name": "Marta Z", "worker-role": "staff", "worker-level": "3"})
    walk.post("people", {"do": "family", "family-name": "Costa", "family-founders": "on"})
    words = text_of(walk.open("people"))
    assert "Okafor Amara Okafor · Zuri" in words
    assert "Costa you" in words
    assert "This is my own family" not in words
    walk.post("people", {"do": "out", "key": "worker-1"})
    walk.make()
    with nursery_scope(Nursery.objects.get()):
        people = {person.name: (person.roles, str(person.family)) for person in Person.objects.all()}
    assert people == {"Ines Costa": (["parent", "manager"], "Costa"), "Amara Okafor": (["parent"], "Okafor")}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"family-adult_1": ""}, "Write whose address this is."),
        ({"family-adult_1": "", "family-email_1": ""}, "A family has at least one adult here."),
        ({"family-email_1": "INES@example.org"}, "This is your own address."),
        ({"family-email_1": "amara"}, "This is no e-mail address."),
        ({"family-born_1": ""}, "Say the month"),
        ({"family-born_1": "soon"}, "We can’t read this as a month."),
        ({"family-name": ""}, "Write the name."),
        ({"family-room_1": "cellar"}, "Choose one of the rooms."),
    ],
)
def test_a_family_with_a_slip_is_shown_again_and_nobody_is_entered(
    walk: Walk, typed: dict[str, str], said: str
) -> None:
    walk.name()
    answer = walk.post("people", FAMILY | typed)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "people" not in walk.answers()


def test_what_was_typed_is_entered_by_whichever_button(walk: Walk) -> None:
    walk.name()
    worker = {"worker-name": "Marta Z", "worker-email": "marta@example.org", "worker-role": "staff"}
    assert walk.post("people", FAMILY | worker | {"do": ""})["Location"] == f"{walk.there}look/"
    people = walk.answers()["people"]
    assert [each["name"] for each in people["families"] + people["staff"]] == ["Okafor", "Marta Z"]


def test_a_slip_in_one_part_keeps_the_other_waiting_and_written(walk: Walk) -> None:
    walk.name()
    worker = {"worker-name": "Marta Z", "worker-email": "AMARA@example.org", "worker-role": "staff"}
    answer = walk.post("people", FAMILY | worker)
    assert "Somebody has this address already." in text_of(answer)
    assert 'value="Marta Z"' in answer.content.decode()
    assert "people" not in walk.answers()


def test_two_families_do_not_share_an_address(walk: Walk) -> None:
    walk.name()
    walk.post("people", FAMILY)
    answer = walk.post("people", FAMILY | {"family-name": "Nowak"})
    assert "Somebody has this address already." in text_of(answer)


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("name", {"name": " "}, "Give it a name."),
        ("name", {"slug": "new"}, "kept for the site itself"),
        ("name", {"slug": "Blue bell"}, "small letters, digits and hyphens"),
        ("name", {"country": "XX"}, "Choose one of the list."),
        ("name", {"timezone": "Europe/Nowhere"}, "is no time zone we know"),
        ("name", {"currency": "£"}, "three letters"),
        ("rooms", {"row-0-oldest": "1"}, "This is not after the youngest."),
        ("rooms", {"row-0-places": "0"}, "Write a whole number from 1 to 200."),
        ("rooms", {"row-0-DELETE": "on"}, "Leave at least one."),
        ("rooms", {"row-TOTAL_FORMS": "99999"}, "at most 12"),
        ("sessions", {"row-0-days": []}, "Tick at least one day."),
        ("sessions", {"row-0-room": "cellar"}, "Choose one of the rooms."),
        ("sessions", {"row-0-ends": "08:00"}, "This is not after the beginning."),
        ("term", {"ends": "2026-01-01"}, "This is before the first day."),
        ("term", {"ends": "2028-01-01"}, "more than a year on"),
        ("term", {"row-0-starts": "2027-06-01"}, "This lies outside the term."),
        ("work", {"paid_room-1_01234_0900_1300": "x"}, "Write a whole number from 0 to 20."),
        ("rules", {"min_adults": "0"}, "Write a whole number from 1 to 10."),
        ("rules", {"ratio_rounding": "down"}, "down"),
    ],
)
def test_a_slip_is_said_beside_its_field_and_nothing_is_kept(
    walk: Walk, step: str, typed: dict[str, Any], said: str
) -> None:
    walk.name()
    before = walk.answers()
    answer = walk.send(step, typed)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert walk.answers() == before


def test_two_times_that_overlap_in_one_room_are_refused(walk: Walk) -> None:
    walk.name()
    more = walk.send("sessions", {"more": "1"})
    assert more.status_code == 200
    assert "Time 2" in text_of(more)
    row = {
        "row-TOTAL_FORMS": "2",
        "row-1-room": "room-1",
        "row-1-days": ["2"],
        "row-1-starts": "12",
        "row-1-ends": "15",
    }
    answer = walk.send("sessions", row)
    assert "On Wednesday two of these overlap in one room." in text_of(answer)
    assert walk.send("sessions", row | {"row-1-starts": "13"}).status_code == 302


def test_a_room_that_goes_takes_what_hung_on_it_along(walk: Walk) -> None:
    walk.name()
    walk.send("rooms", {"row-TOTAL_FORMS": "2"} | ACORN)
    walk.send("sessions")
    walk.post("people", FAMILY | {"family-room_1": "room-2"})
    assert len(walk.answers()["sessions"]) == 2
    walk.send("rooms", {"row-1-DELETE": "on"})
    assert walk.make().status_code == 302
    with nursery_scope(Nursery.objects.get()):
        assert Room.objects.get().name == "Main room"
        assert Session.objects.count() == 5


def test_one_goes_on_where_one_was(walk: Walk) -> None:
    walk.name()
    walk.send("rooms")
    answer = walk.send("sessions", {"later": "1"})
    assert answer["Location"] == "/new/"
    start = walk.founder.client.get("/new/")
    assert "Bluebell" in text_of(start)
    assert walk.founder.client.get(walk.there)["Location"] == f"{walk.there}term/"
    assert "kept" in text_of(walk.open("rooms"))


def test_before_there_is_a_name_every_step_leads_to_it(walk: Walk) -> None:
    for step in (*STEPS, "people", "look"):
        answer = walk.founder.client.get(f"{walk.there}{step}/", follow=True)
        assert "What it is called" in text_of(answer), step


def test_two_tabs_on_two_steps_lose_nothing_of_each_other(walk: Walk) -> None:
    walk.name()
    rooms, rules = walk.fields("rooms"), walk.fields("rules")
    walk.post("rules", rules | {"min_adults": "3"})
    walk.post("rooms", rooms | {"row-0-name": "Kitchen"})
    answers = walk.answers()
    assert answers["rules"]["min_adults"] == 3
    assert answers["rooms"][0]["name"] == "Kitchen"


def test_two_tabs_on_one_step_are_told_of_each_other(walk: Walk) -> None:
    walk.name()
    first, second = walk.fields("rooms"), walk.fields("rooms")
    walk.post("rooms", first | {"row-0-name": "Kitchen"})
    answer = walk.post("rooms", second | {"row-0-name": "Attic"})
    assert answer.status_code == 409
    assert "Nothing has been overwritten." in text_of(answer)
    assert 'value="Attic"' in answer.content.decode()
    assert walk.answers()["rooms"][0]["name"] == "Kitchen"
    # Saved once more, with the page that has seen it.
    walk.send("rooms", {"row-0-name": "Attic"})
    assert walk.answers()["rooms"][0]["name"] == "Attic"


def test_a_page_that_was_open_overnight_is_kept_all_the_same(walk: Walk) -> None:
    fields = walk.fields("name")
    with time_machine.travel(NOW + dt.timedelta(hours=14), tick=False):
        answer = walk.post("name", fields | {"name": "Bluebell", "founder": "Ines Costa"})
    assert answer.status_code == 302


def test_a_taken_address_is_said_at_its_step_and_without_one_the_next_is_proposed(walk: Walk, house: House) -> None:
    assert "“bluebell-2” is free." in text_of(walk.name(slug="bluebell"))
    walk.name()
    assert walk.answers()["name"]["slug"] == "bluebell-2"


@pytest.mark.parametrize(
    ("name", "slug"),
    [("حضانة الزهور", "nursery"), ("\u202eevil", "evil"), ("New", "new-nursery"), ("É" * 200, "e" * 40)],
)
def test_a_name_in_any_script_leads_to_an_address(walk: Walk, name: str, slug: str) -> None:
    assert walk.name(name=name).status_code == 302
    assert walk.answers()["name"]["slug"] == slug


def test_a_country_without_rules_is_told_so_and_the_nursery_opens(walk: Walk) -> None:
    walk.name(country="DE")
    assert "No ratio rules are built in" in text_of(walk.open("work"))
    assert "cannot say whether an hour is safe" in text_of(walk.open("look"))
    answer = walk.make()
    assert walk.founder.client.get(answer["Location"]).status_code == 200


def test_what_was_not_looked_at_is_named_and_a_room_without_times_too(walk: Walk) -> None:
    walk.name()
    walk.send("sessions")
    walk.send("rooms", {"row-TOTAL_FORMS": "2"} | ACORN)
    words = text_of(walk.open("look"))
    assert "as proposed: The first term , Who is needed , Your own rules , First families and people" in words
    assert "Acorn Nobody comes here yet: it has no times." in words


def test_too_few_places_are_said_before_it_is_made(walk: Walk) -> None:
    walk.name()
    walk.send("work", {"paid_room-1_01234_0900_1300": "1"})
    assert "there are 2 places too few" in text_of(walk.open("look"))
