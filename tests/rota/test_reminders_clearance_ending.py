"""60, 30 and 7 days before a clearance ends, and never once it is renewed."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Clearance, Person
from reminders.actions import plan_messages
from reminders.models import Message
from rota import messages
from rota.reminders.clearance import ClearanceEnding
from tests.builders import TODAY, House
from tests.rota.letters import letter_to

SIX = dt.datetime(2026, 9, 30, 5, 0, tzinfo=dt.UTC)  # 06:00 in London
SEVEN = dt.datetime(2026, 9, 30, 6, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def holding(house: House, person: Person, days: int, kind: str = "pfa", **fields) -> Clearance:
    """`kind`, ending so many days from today."""
    Clearance.objects.filter(person=person, kind=kind).delete()
    return Clearance.objects.create(
        nursery=house.nursery, person=person, kind=kind, starts=dt.date(2025, 1, 1), ends=TODAY + days * DAY, **fields
    )


def told(house: House, now: dt.datetime = SIX) -> list[tuple[str, str]]:
    plan_messages(house.nursery, now)
    sent = Message.objects.filter(kind=messages.CLEARANCE_ENDING).order_by("queued_at", "person__name")
    return [(message.person.short_name, message.occasion) for message in sent]


@pytest.mark.parametrize(("days", "step"), [(60, 60), (59, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7)])
def test_somebody_entered_late_gets_the_nearest_step_alone(house: House, days: int, step: int):
    holding(house, house.parent(), days)
    end = (TODAY + days * DAY).isoformat()
    assert told(house) == [("Amara O.", f"{end}-{step}")]


@pytest.mark.parametrize("days", [61, -1])
def test_neither_long_before_nor_afterwards(house: House, days: int):
    holding(house, house.parent(), days)
    assert told(house) == []


def test_three_times_in_all(house: House):
    holding(house, house.parent(), 70)
    for days in range(71):
        told(house, SIX + days * DAY)
    steps = [occasion.rpartition("-")[2] for _person, occasion in told(house)]
    assert steps == ["60", "30", "7"]


def test_it_waits_for_the_morning(house: House):
    holding(house, house.parent(), 30)
    told(house)
    assert Message.objects.get().send_at == SEVEN


def test_the_manager_gets_a_line_as_well(house: House):
    helen = house.manager()
    holding(house, house.parent(), 30)
    assert [person for person, _occasion in told(house)] == ["Amara O.", "Helen T."]
    letter = letter_to(helen, messages.CLEARANCE_ENDING, SEVEN)
    assert letter is not None
    assert letter.subject == "Amara O.: paediatric first aid ends on Fri 30 Oct"
    assert "/bluebell/rota/people/" in letter.link


def test_a_manager_is_told_once_of_their_own(house: House):
    holding(house, house.manager(), 30)
    assert [person for person, _occasion in told(house)] == ["Helen T."]


@pytest.mark.parametrize("gap", [1, 20])
def test_a_renewal_on_record_is_enough(house: House, gap: int):
    amara = house.parent()
    ending = holding(house, amara, 30)
    assert ending.ends is not None
    Clearance.objects.create(nursery=house.nursery, person=amara, kind="pfa", starts=ending.ends + gap * DAY)
    assert told(house) == []


def test_renewed_overnight_nothing_is_sent(house: House):
    amara = house.parent()
    ending = holding(house, amara, 30)
    told(house)
    assert ending.ends is not None
    Clearance.objects.create(nursery=house.nursery, person=amara, kind="pfa", starts=ending.ends)
    assert letter_to(amara, messages.CLEARANCE_ENDING, SEVEN) is None


def test_what_was_not_accepted_neither_ends_nor_renews(house: House):
    amara = house.parent()
    ending = holding(house, amara, 30)
    assert ending.ends is not None
    Clearance.objects.create(
        nursery=house.nursery, person=amara, kind="pfa", starts=ending.ends, decision="not_accepted"
    )
    tomasz = house.parent("Tomasz Nowak", cleared=())
    holding(house, tomasz, 30, decision="not_accepted")
    assert [person for person, _occasion in told(house)] == ["Amara O."]


def test_a_correction_of_something_else_tells_nobody_anew(house: House):
    amara = house.parent()
    was = holding(house, amara, 30)
    told(house)
    Clearance.objects.filter(pk=was.pk).update(replaced_at=SIX)
    Clearance.objects.create(
        nursery=house.nursery, person=amara, kind="pfa", starts=was.starts, ends=was.ends, reference="A 17"
    )
    assert len(told(house)) == 1


def test_another_last_day_is_said_anew(house: House):
    amara = house.parent()
    was = holding(house, amara, 30)
    told(house)
    Clearance.objects.filter(pk=was.pk).update(ends=TODAY + 20 * DAY)
    assert len(told(house)) == 2


def test_it_says_how_many_turns_come_after_that_day(house: House):
    amara = house.parent()
    house.care.needs = ["dbs", "references", "pfa"]
    house.care.save()
    holding(house, amara, 5)
    for ahead in (5, 6, 8):
        house.booking(house.place(house.shift(TODAY + ahead * DAY)), amara)
    house.booking(house.place(house.shift(TODAY + 9 * DAY, duty=house.food)), amara)
    told(house)
    letter = letter_to(amara, messages.CLEARANCE_ENDING, SEVEN)
    assert letter is not None
    assert "You are down for 2 shifts after that day which ask for it." in letter.text
    assert letter.link == "http://localhost:8000/bluebell/rota/me/clearances/"


def test_no_more_is_said_than_its_name_and_the_day(house: House):
    amara = house.parent()
    holding(house, amara, 30, kind="dbs", reference="001234567890", level="enhanced")
    told(house)
    letter = letter_to(amara, messages.CLEARANCE_ENDING, SEVEN)
    assert letter is not None
    assert letter.subject == "Your DBS check ends on Fri 30 Oct"
    assert "0012" not in letter.text
    assert "enhanced" not in letter.text


def test_whoever_has_left_is_not_written_to(house: House):
    holding(house, house.parent(left=TODAY - DAY), 30)
    assert told(house) == []


def test_two_queries_however_many_end(house: House):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(ClearanceEnding().due(house.nursery, SIX))
        return len(asked)

    house.manager()
    holding(house, house.parent(), 30)
    assert queries() == 2
    for number in range(5):
        holding(house, house.parent(f"Tomasz N{number}"), number)
    assert queries() == 2
