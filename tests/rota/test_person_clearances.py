"""The manager's page a person: all they hold and held, and what a change did to turns already booked."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Clearance, Person
from nursery.scope import nursery_scope
from rota.models import HistoryEntry
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of
from tests.rota.children import with_children

pytestmark = pytest.mark.django_db

FIRST, SECOND = dt.date(2026, 10, 7), dt.date(2026, 10, 14)


@pytest.fixture(autouse=True)
def _on_the_day(house: House):
    house.pattern()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(house: House) -> Person:
    return house.manager()


def page_of(person: Person) -> str:
    return reverse("rota:person_clearances", args=["bluebell", person.public_id])


def add(manager: Person, person: Person, **typed: str):
    url = reverse("rota:clearance_add", args=["bluebell", person.public_id])
    said = {"kind": "pfa", "decision": "accepted", "starts": "2023-10-10", "checked_by": str(manager.pk)}
    return client_of(manager).post(url, said | typed, follow=True)


def act(manager: Person, name: str, clearance: Clearance, **typed: str):
    return client_of(manager).post(reverse(name, args=["bluebell", clearance.public_id]), typed, follow=True)


# --- Entering


def test_what_is_entered_is_on_record_with_who_when_and_what_was_decided(house: House, manager: Person):
    parent = house.parent(cleared=())
    add(
        manager,
        parent,
        kind="dbs",
        level="enhanced_barred",
        issued="20 Aug 2026",
        starts="",
        reference=" 001790000001 ",
    )
    row = parent.clearances.get()
    assert (row.kind, row.level, row.reference, row.decision) == (
        "dbs",
        "enhanced_barred",
        "001790000001",
        "accepted",
    )
    assert (row.issued, row.starts, row.ends) == (dt.date(2026, 8, 20), dt.date(2026, 8, 20), None)
    assert (row.checked_by, row.recorded_at) == (manager, NOW)


def test_entering_leaves_a_line_of_history_that_names_the_kind(house: House, manager: Person):
    parent = house.parent(cleared=())
    page = add(manager, parent)
    entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.actor, entry.subject, entry.clearance) == ("clearance_added", manager, parent, "pfa")
    assert "Helen T. entered a clearance: paediatric first aid" in text_of(page)


def test_a_pfa_that_ended_lists_at_once_the_turns_that_no_longer_count_and_what_is_short_by_it(
    house: House, manager: Person
):
    """It replaces one that ran on: the manager ends it, and reads of both turns."""
    with_children(house, 16)
    parent = house.parent("Amara Okafor")
    for day in (FIRST, SECOND):
        shift = house.shift(day, paid=1)
        house.booking(house.place(shift, "paid"), house.staff(f"Marta {day.day}"))
        house.booking(house.place(shift), parent)
    page = act(manager, "rota:clearance_end", parent.clearances.get(kind="pfa"), last="6 Oct 2026")
    text = text_of(page)
    assert "What this changes 2 booked turns no longer count" in text
    assert (
        "Wed 7 Oct, 09:00–13:00, care, Bluebell Room there, and not counted: paediatric first aid missing that day"
        " See the shift : Wed 7 Oct 09:00–13:00: 1 of 2 counted, was 2 of 2 New: one short" in text
    )
    assert "Wed 14 Oct" in text
    shift_url = reverse("rota:shift", args=["bluebell", parent.bookings.first().shift.public_id])
    assert f'href="{shift_url}"' in page.content.decode()


def test_on_the_last_day_itself_a_turn_still_counts(house: House, manager: Person):
    parent = house.parent()
    house.booking(house.place(house.shift(FIRST)), parent)
    page = act(manager, "rota:clearance_end", parent.clearances.get(kind="pfa"), last="7 Oct 2026")
    assert "No turn that is booked stands otherwise." in text_of(page)


def test_a_new_one_that_clears_turns_says_which_now_count(house: House, manager: Person):
    parent = house.parent(cleared=("dbs", "references", "induction", "competence"))
    house.booking(house.place(house.shift(FIRST)), parent)
    text = text_of(add(manager, parent, starts="1 Sep 2026"))
    assert "1 booked turn is cleared now Wed 7 Oct, 09:00–13:00, care, Bluebell Room counts among" in text
    assert "Booked, and not cleared" not in text


def test_the_list_of_turns_not_cleared_stays_on_the_page_afterwards(house: House, manager: Person):
    parent = house.parent()
    house.booking(house.place(house.shift(FIRST)), parent)
    act(manager, "rota:clearance_end", parent.clearances.get(kind="pfa"), last="6 Oct 2026")
    text = text_of(client_of(manager).get(page_of(parent)))
    assert "What this changes" not in text
    assert "Booked, and not cleared for it Wed 7 Oct" in text


def test_one_not_accepted_is_on_record_and_lists_nothing_as_cleared(house: House, manager: Person):
    parent = house.parent(cleared=("references", "induction", "competence", "pfa"))
    house.booking(house.place(house.shift(FIRST)), parent)
    text = text_of(
        add(manager, parent, kind="dbs", level="basic", issued="1 Sep 2026", reference="1", decision="not_accepted")
    )
    assert "On record: DBS check, not accepted." in text
    assert "No turn that is booked stands otherwise." in text
    assert "may not take care: DBS check missing that day" in text


def test_one_not_accepted_beside_an_earlier_that_still_counts_is_said(house: House, manager: Person):
    parent = house.parent()
    typed = {"kind": "dbs", "level": "basic", "issued": "1 Sep 2026", "starts": "", "reference": "1"}
    text = text_of(add(manager, parent, decision="not_accepted", **typed))
    assert "A later check (DBS check) was not accepted, and the earlier one still counts." in text


def test_a_look_beforehand_says_what_it_would_change_and_saves_nothing(house: House, manager: Person):
    parent = house.parent()
    house.booking(house.place(house.shift(FIRST)), parent)
    page = act(manager, "rota:clearance_end", parent.clearances.get(kind="pfa"), last="6 Oct 2026", look="1")
    text = text_of(page)
    assert "Nothing is saved yet What this would change 1 booked turn would no longer count" in text
    assert 'value="2026-10-06"' in page.content.decode() or 'value="6 Oct 2026"' in page.content.decode()
    assert parent.clearances.get(kind="pfa").ends is None
    assert not HistoryEntry.objects.exists()


def test_a_look_at_a_new_one_and_at_a_correction_saves_nothing_either(house: House, manager: Person):
    parent = house.parent(cleared=("dbs", "references", "induction", "competence"))
    house.booking(house.place(house.shift(FIRST)), parent)
    assert "1 booked turn would be cleared" in text_of(add(manager, parent, look="1"))
    dbs = parent.clearances.get(kind="references")
    typed = {"kind": "references", "decision": "not_accepted", "starts": "2025-09-01", "checked_by": str(manager.pk)}
    assert "1 booked turn would no longer count" in text_of(
        act(manager, "rota:clearance_correct", dbs, look="1", **typed)
    )
    assert parent.clearances.count() == 4


# --- Bad input


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts": "31/11/2026"}, "We can’t read this as a day. Write it like 4 Dec 2026 or 4/12/2026."),
        ({"starts": ""}, "Say from when it counts."),
        ({"starts": "4 Dec 2026", "ends": "3 Dec 2026"}, "This is before the first day. Choose a later one."),
        ({"issued": "1 Oct 2026"}, "This day has not come yet. Look at the certificate again."),
        ({"starts": "1/1/0999"}, "That year cannot be meant."),
        ({"kind": ""}, "Say what it is."),
        ({"kind": "dbs", "issued": "1 Sep 2026", "reference": "1"}, "Say which level of check it was."),
        ({"kind": "dbs", "level": "basic", "reference": "1"}, "A DBS check has its date of issue."),
        (
            {"kind": "dbs", "level": "basic", "issued": "1 Sep 2026", "reference": ""},
            "A DBS check has its reference number.",
        ),
        ({"level": "basic"}, "Only a DBS check has a level. Choose “None”."),
        ({"reference": "1" * 101}, "That is longer than a reference: at most 100 characters."),
        ({"checked_by": ""}, "Say who looked at it."),
        ({"checked_by": "999999"}, "Choose somebody from the list."),
    ],
)
def test_what_cannot_be_meant_is_said_beside_the_field_and_nothing_typed_is_lost(
    house: House, manager: Person, typed, sentence
):
    parent = house.parent(cleared=())
    page = add(manager, parent, **({"reference": "A-17"} | typed))
    assert page.status_code == 422
    assert sentence in text_of(page)
    kept = (typed | {"starts": typed.get("starts", "2023-10-10")})["starts"]
    assert f'value="{kept}"' in page.content.decode() or not kept
    assert not parent.clearances.exists()


def test_the_same_twice_is_refused_in_words(house: House, manager: Person):
    parent = house.parent(cleared=())
    add(manager, parent)
    page = add(manager, parent)
    assert page.status_code == 422
    assert "This is on record already, from Tue 10 Oct 2023. There is nothing more to do." in text_of(page)
    assert parent.clearances.count() == 1


def test_nobody_checks_their_own(house: House, manager: Person):
    page = add(manager, manager, checked_by=str(manager.pk))
    assert page.status_code == 422
    assert "Choose somebody from the list." in text_of(page)


def test_there_is_nowhere_to_put_a_certificate_and_the_form_says_so(house: House, manager: Person):
    url = reverse("rota:clearance_add", args=["bluebell", house.parent().public_id])
    page = client_of(manager).get(url)
    body = page.content.decode()
    assert 'type="file"' not in body
    assert "multipart" not in body
    assert "No copy of the certificate is kept, so there is nowhere to put one." in text_of(page)


def test_the_form_starts_with_the_kind_asked_for_and_me_as_who_checked(house: House, manager: Person):
    url = reverse("rota:clearance_add", args=["bluebell", house.parent().public_id])
    form = client_of(manager).get(url, {"kind": "pfa"}).context["form"]
    assert (form.initial["kind"], form.initial["checked_by"]) == ("pfa", manager.pk)


# --- Correcting, ending early, taking back


def correct(manager: Person, row: Clearance, **typed: str):
    said = {"kind": row.kind, "decision": "accepted", "starts": row.starts.isoformat(), "checked_by": str(manager.pk)}
    return act(manager, "rota:clearance_correct", row, **(said | typed))


def test_a_correction_keeps_what_it_said_before_and_who_corrected_it_when(house: House, manager: Person):
    parent = house.parent(cleared=("pfa",))
    row = parent.clearances.get()
    text = text_of(correct(manager, row, ends="31 Aug 2028"))
    assert parent.clearances.get(replaced_at=None).ends == dt.date(2028, 8, 31)
    before = parent.clearances.get(replaced_at=NOW)
    assert (before.starts, before.ends) == (row.starts, None)
    assert "Paediatric first aid, from 1 Sep 2025 corrected Wed 30 Sep, 09:00" in text
    assert "Helen T. corrected a clearance: paediatric first aid" in text


def test_what_was_corrected_can_be_opened_no_more(house: House, manager: Person):
    parent = house.parent(cleared=("pfa",))
    correct(manager, parent.clearances.get(), ends="31 Aug 2028")
    kept = parent.clearances.get(replaced_at=NOW)
    url = reverse("rota:clearance_correct", args=["bluebell", kept.public_id])
    assert client_of(manager).get(url).status_code == 404


def test_a_correction_that_changes_nothing_leaves_no_trace(house: House, manager: Person):
    parent = house.parent(cleared=("pfa",))
    Clearance.objects.update(checked_by=manager)
    assert "Nothing was changed." in text_of(correct(manager, parent.clearances.get()))
    assert parent.clearances.count() == 1
    assert not HistoryEntry.objects.exists()


def test_a_correction_to_not_accepted_lists_what_no_longer_counts(house: House, manager: Person):
    parent = house.parent()
    house.booking(house.place(house.shift(FIRST)), parent)
    text = text_of(correct(manager, parent.clearances.get(kind="pfa"), decision="not_accepted"))
    assert "1 booked turn no longer counts" in text


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        ("31 Aug 2025", "It began on Mon 1 Sep 2025, so it cannot end before that. If it never held, correct it"),
        ("31 Aug 2027", "It ends on Tue 31 Aug 2027 as it is. Choose an earlier day"),
        ("soon", "We can’t read this as a day."),
        ("", "Say which day is the last."),
    ],
)
def test_an_end_that_cannot_be_is_said_beside_the_field(house: House, manager: Person, last: str, sentence: str):
    parent = house.parent(cleared=("pfa",))
    Clearance.objects.update(ends=dt.date(2027, 8, 31))
    page = act(manager, "rota:clearance_end", parent.clearances.get(), last=last)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert parent.clearances.get().ends == dt.date(2027, 8, 31)


def test_undo_takes_back_what_was_entered(house: House, manager: Person):
    parent = house.parent(cleared=())
    add(manager, parent)
    page = act(manager, "rota:clearance_undo", parent.clearances.get())
    assert "Undone: the record is as it was." in text_of(page)
    assert not parent.clearances.exists()
    assert HistoryEntry.objects.filter(verb="clearance_undone", clearance="pfa").count() == 1


def test_undo_brings_back_what_it_said_before(house: House, manager: Person):
    parent = house.parent(cleared=("pfa",))
    row = parent.clearances.get()
    correct(manager, row, kind="induction", ends="31 Aug 2028", reference="B-2")
    act(manager, "rota:clearance_undo", row)
    again = parent.clearances.get()
    assert (again.pk, again.kind, again.ends, again.reference) == (row.pk, "pfa", None, "")
    assert (again.recorded_at, again.replaced_at) == (None, None)


def test_undo_is_for_ten_minutes(house: House, manager: Person):
    parent = house.parent(cleared=())
    add(manager, parent)
    with time_machine.travel(NOW + dt.timedelta(minutes=10), tick=False):
        page = act(manager, "rota:clearance_undo", parent.clearances.get())
    assert "This can be undone for ten minutes. Correct it instead." in text_of(page)
    assert parent.clearances.count() == 1


# --- Who may


NAMES = ["rota:clearance_correct", "rota:clearance_end", "rota:clearance_undo"]


@pytest.mark.parametrize("who", ["parent", "staff", "trustee", "treasurer"])
def test_nobody_but_the_manager_opens_or_changes_anything(house: House, who: str):
    parent, other = house.parent(cleared=("pfa",)), house.person("Somebody Else", who)
    row, client = parent.clearances.get(), client_of(other)
    assert client.get(page_of(parent)).status_code == 403
    assert client.get(page_of(other)).status_code == 403
    assert client.post(reverse("rota:clearance_add", args=["bluebell", parent.public_id])).status_code == 403
    for name in NAMES:
        assert client.post(reverse(name, args=["bluebell", row.public_id])).status_code == 403


def test_another_nurserys_person_and_clearance_are_not_found(house: House, other_house: House, manager: Person):
    with nursery_scope(other_house.nursery):
        stranger = other_house.parent(cleared=("pfa",))
        row = stranger.clearances.get()
    client = client_of(manager)
    assert client.get(page_of(stranger)).status_code == 404
    for name in NAMES:
        assert client.post(reverse(name, args=["bluebell", row.public_id])).status_code == 404


def test_nobody_from_another_nursery_can_have_checked(house: House, other_house: House, manager: Person):
    with nursery_scope(other_house.nursery):
        stranger = other_house.manager()
    assert add(manager, house.parent(cleared=()), checked_by=str(stranger.pk)).status_code == 422


@pytest.mark.parametrize("number", [1, 12])
def test_the_number_of_queries_does_not_grow(house: House, manager: Person, django_assert_num_queries, number: int):
    parent = house.parent(cleared=("dbs",))
    for n in range(number):
        add(manager, parent, starts=(TODAY - dt.timedelta(days=n)).isoformat())
        house.booking(house.place(house.shift(FIRST + dt.timedelta(days=n))), parent)
    client = client_of(manager)
    with django_assert_num_queries(5 + 12 + 2):
        client.get(page_of(parent))
