"""The children of a day are marked where who came is marked, and what is required follows."""

import datetime as dt

import pytest
import time_machine

from accounts.models import Child, ChildSession, Person
from nursery.models import Session, Term
from nursery.scope import nursery_scope
from rota.models import DayMark, HistoryEntry
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, htmx, text_of
from tests.rota.care import children_come

pytestmark = pytest.mark.django_db

PAGE = "/bluebell/rota/day/2026-09-30/attendance/"
MARK = "/bluebell/rota/day/2026-09-30/children/"


@pytest.fixture(autouse=True)
def _at_nine():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def session(house: House) -> Session:
    """Domain 02's check: 2 under two, 6 of two, 9 of three and over; three paid on the shift."""
    found = children_come(house, 2, 6, 9)
    shift = house.shift(TODAY, paid=3, parents=2)
    for number, (name, level) in enumerate((("Marta Zielińska", 3), ("Denise Clarke", 2), ("Kofi Mensah", 2)), 1):
        house.booking(house.place(shift, "paid", number), house.staff(name, level=level))
    return found


def lead():
    return Person.objects.get(name="Marta Zielińska")


def of_age(session: Session, band: int, number: int = 0) -> Child:
    return Child.objects.get(key=f"{session.key.replace('session', 'child')}-{band}-{number}")


def named(session: Session, band: int, name: str, number: int = 0) -> Child:
    child = of_age(session, band, number)
    child.name = name
    child.save()
    return child


def mark(who, child: Child, session: Session, said: str, target: str | None = None, url: str = MARK, **more):
    data = {"child": child.public_id, "session": session.key, "mark": said, **more}
    return htmx(client_of(who), "post", url, target or f"child-{child.public_id}-1", data)


def test_the_lead_sees_names_and_what_is_required(house: House, session: Session):
    named(session, 1, "Zuri")
    text = text_of(client_of(lead()).get(PAGE))
    assert "Now 5 adults required, 3 counted" in text
    assert "17 children here" in text
    assert "Zuri" in text


def test_a_ninth_child_away_asks_for_one_adult_less(house: House, session: Session):
    """Per band, rounded up: 9 of three and over ask for two adults, 8 for one."""
    response = mark(lead(), named(session, 2, "Zuri"), session, "away")
    text = text_of(response)
    assert "Zuri away Take it back" in text
    assert "16 children here" in text
    assert "Now 4 adults required, 3 counted" in text
    assert len(response.content) < 4000


def test_both_little_ones_away_leave_the_two_other_bands(house: House, session: Session):
    for number in (0, 1):
        response = mark(lead(), of_age(session, 0, number), session, "away")
    assert "Now 4 adults required" in text_of(response)


def test_settling_in_is_here_with_their_parent_and_not_counted(house: House, session: Session):
    text = text_of(mark(lead(), named(session, 2, "Zuri"), session, "settling_in"))
    assert "Zuri settling in, with their parent" in text
    assert "Now 4 adults required" in text


def test_an_extra_child_asks_for_more(house: House, session: Session):
    extra = Child.objects.create(
        nursery=house.nursery, key="new", family=house.family(), name="Idris", born=dt.date(2025, 6, 1)
    )
    Child.objects.create(nursery=house.nursery, key="n2", family=house.family(), name="Ana", born=dt.date(2025, 6, 1))
    mark(lead(), extra, session, "extra", "session-1")
    response = mark(lead(), Child.objects.get(name="Ana"), session, "extra", "session-1")
    text = text_of(response)
    assert "Idris extra session" in text
    assert "19 children here" in text
    assert "Now 6 adults required" in text


def test_back_is_one_tap(house: House, session: Session):
    child = of_age(session, 2)
    mark(lead(), child, session, "away")
    assert "Now 5 adults required" in text_of(mark(lead(), child, session, ""))
    assert not DayMark.objects.exists()


def test_the_same_tap_twice_leaves_one_mark_and_one_line_of_history(house: House, session: Session):
    for _twice in range(2):
        mark(lead(), of_age(session, 2), session, "away")
    assert DayMark.objects.count() == 1
    assert HistoryEntry.objects.filter(verb="child_marked").count() == 1


def test_history_keeps_the_childs_id_and_what_it_was(house: House, session: Session):
    child = of_age(session, 2)
    mark(lead(), child, session, "away")
    entry = HistoryEntry.objects.get(verb="child_marked")
    assert (entry.child_id, entry.actor) == (child.pk, lead())
    assert entry.before == {"date": "2026-09-30", "session": session.key}
    assert entry.after == {"date": "2026-09-30", "session": session.key, "mark": "away"}


def test_the_manager_sees_who_marked_which_child(house: House, session: Session):
    mark(lead(), named(session, 2, "Zuri"), session, "away")
    text = text_of(client_of(house.manager()).get(PAGE))
    assert "Marta Z. marked a child’s day: Zuri" in text
    assert "as booked → became Wed 30 Sep: away" in text


def test_a_mark_for_the_whole_day_stays_for_the_other_session(house: House, session: Session):
    """A nursery file may say "away" of a day; here it is taken back for one session alone."""
    afternoon = children_come(house, starts="14:00", ends="16:00")
    child = of_age(session, 2)
    ChildSession.objects.create(nursery=house.nursery, child=child, session=afternoon)
    DayMark.objects.create(nursery=house.nursery, child=child, date=TODAY, mark="away")
    mark(lead(), child, session, "")
    assert list(DayMark.objects.values_list("mark", "session__key")) == [("away", afternoon.key)]


@pytest.mark.parametrize("who", ["parent", "second"])
def test_nobody_else_sees_or_marks_a_child(house: House, session: Session, who: str):
    other = house.parent() if who == "parent" else Person.objects.get(name="Kofi Mensah")
    response = mark(other, named(session, 2, "Zuri"), session, "away")
    assert response.status_code == 403
    assert "Zuri" not in text_of(response)
    assert not DayMark.objects.exists()


def test_ahead_the_manager_marks_since_a_parent_phoned(house: House, session: Session):
    ahead = MARK.replace("2026-09-30", "2026-10-07")
    assert mark(house.manager(), of_age(session, 2), session, "away", url=ahead).status_code == 200
    assert DayMark.objects.get().date == dt.date(2026, 10, 7)


def test_ahead_the_lead_tells_the_manager(house: House, session: Session):
    shift = house.shift(dt.date(2026, 10, 7), paid=1)
    house.booking(house.place(shift, "paid"), lead())
    response = mark(lead(), of_age(session, 2), session, "away", url=MARK.replace("2026-09-30", "2026-10-07"))
    assert response.status_code == 409
    assert "Tell the manager, who can mark it now." in text_of(response)


def test_a_past_day_wants_a_reason_that_is_not_about_health(house: House, session: Session):
    with time_machine.travel(NOW + dt.timedelta(days=1), tick=False):
        asked = mark(lead(), of_age(session, 2), session, "away")
        assert asked.status_code == 422
        assert "Never about anybody’s health." in text_of(asked)
        assert mark(lead(), of_age(session, 2), session, "away", reason="Forgotten").status_code == 200
    assert HistoryEntry.objects.get(verb="child_marked").reason == "Forgotten"


def test_a_closed_term_refuses(house: House, session: Session):
    Term.objects.update(closed_at=NOW)
    assert mark(lead(), of_age(session, 2), session, "away").status_code == 409


def test_a_child_who_is_booked_is_no_extra(house: House, session: Session):
    response = mark(lead(), of_age(session, 2), session, "extra", "session-1")
    assert "booked then already" in text_of(response)


def test_without_script_the_page_comes_back(house: House, session: Session):
    child = of_age(session, 2)
    data = {"child": child.public_id, "session": session.key, "mark": "away"}
    assert client_of(lead()).post(MARK, data)["Location"] == f"{PAGE}#children"
    refused = client_of(lead()).post(MARK, {"child": "", "session": session.key, "mark": "extra"})
    assert refused.status_code == 422
    assert "Choose a child first." in text_of(refused)


def test_a_child_of_another_nursery_is_not_found(house: House, session: Session, other_house: House):
    with nursery_scope(other_house.nursery):
        theirs = Child.objects.create(
            nursery=other_house.nursery, key="t", family=other_house.family(), name="T", born=dt.date(2024, 1, 1)
        )
    assert mark(lead(), theirs, session, "away").status_code == 404
