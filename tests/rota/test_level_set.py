"""The manager enters a qualification level, which decides the ratio as well."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Person
from nursery.scope import nursery_scope
from rota.models import HistoryEntry
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.children import with_children

pytestmark = pytest.mark.django_db

SHIFT = dt.date(2026, 10, 7)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(house: House) -> Person:
    return house.manager()


def enter(manager: Person, person: Person, level: str = "3", starts: str = "1 Oct 2026"):
    url = reverse("rota:level_set", args=["bluebell", person.public_id])
    return client_of(manager).post(url, {"level": level, "starts": starts}, follow=True)


def take_out(manager: Person, person: Person, day: str):
    return client_of(manager).post(reverse("rota:level_remove", args=["bluebell", person.public_id, day]), follow=True)


def test_a_level_is_on_record_from_its_day_with_who_entered_it(house: House, manager: Person):
    parent = house.parent()
    page = enter(manager, parent)
    row = parent.levels.get()
    assert (row.starts, row.level) == (dt.date(2026, 10, 1), 3)
    text = text_of(page)
    assert "Today: none." in text
    assert "From Thu 1 Oct 2026: level 3" in text
    assert "Helen T. set a qualification level" in text


def test_one_of_the_same_day_is_replaced(house: House, manager: Person):
    parent = house.parent()
    enter(manager, parent, "2")
    enter(manager, parent, "3")
    assert parent.levels.get().level == 3


def test_a_level_that_puts_slices_right_says_so_at_once(house: House, manager: Person):
    """Nobody of level 3 was there: from now on there is."""
    with_children(house, 8)
    shift = house.shift(SHIFT, paid=1)
    staff = house.staff(level=2)
    house.booking(house.place(shift, "paid"), staff)
    house.booking(house.place(shift), house.parent())
    text = text_of(enter(manager, staff))
    assert "What that changes on booked turns Wed 7 Oct, 09:00–13:00, care" in text
    assert "Puts right: nobody with level 3" in text


def test_taking_it_out_again_says_what_is_wrong_by_that(house: House, manager: Person):
    with_children(house, 8)
    shift = house.shift(SHIFT, paid=1)
    staff = house.staff(level=2)
    house.booking(house.place(shift, "paid"), staff)
    enter(manager, staff)
    text = text_of(take_out(manager, staff, "2026-10-01"))
    assert "Taken out: the level from Thu 1 Oct 2026." in text
    assert "New: nobody with level 3" in text
    assert not staff.levels.exists()
    assert HistoryEntry.objects.filter(verb="level_removed", subject=staff).count() == 1


def test_a_level_that_changes_no_slice_says_so(house: House, manager: Person):
    assert "No slice of a booked turn is otherwise by it." in text_of(enter(manager, house.parent()))


@pytest.mark.parametrize(
    ("starts", "sentence"),
    [("", "Say from when it counts."), ("soon", "We can’t read this as a day."), ("1/1/0999", "That year cannot")],
)
def test_a_day_that_cannot_be_meant_is_said_beside_the_field(house: House, manager: Person, starts, sentence):
    parent = house.parent()
    page = enter(manager, parent, starts=starts)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert not parent.levels.exists()


@pytest.mark.parametrize("who", ["parent", "staff", "trustee"])
def test_nobody_but_the_manager_enters_or_takes_out(house: House, who: str):
    parent, other = house.parent(), client_of(house.person("Somebody Else", who))
    assert other.post(reverse("rota:level_set", args=["bluebell", parent.public_id])).status_code == 403
    url = reverse("rota:level_remove", args=["bluebell", parent.public_id, "2026-10-01"])
    assert other.post(url).status_code == 403


def test_another_nurserys_person_is_not_found(house: House, other_house: House, manager: Person):
    with nursery_scope(other_house.nursery):
        stranger = other_house.parent()
    assert enter(manager, stranger).status_code == 404
    assert take_out(manager, stranger, "2026-10-01").status_code == 404
    assert take_out(manager, house.parent(), "nonsense").status_code == 404
