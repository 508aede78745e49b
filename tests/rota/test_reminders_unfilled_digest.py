"""The morning's list of open places: once a day, to whoever runs the nursery, and only where somebody is wanted."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Deputy
from nursery.models import Closure
from reminders.actions import plan_messages
from reminders.models import Message
from rota import messages
from rota.reminders.unfilled import UnfilledDigest
from tests.builders import TODAY, House
from tests.rota.letters import letter_to

MORNING = dt.datetime(2026, 9, 30, 5, 0, 30, tzinfo=dt.UTC)  # a Wednesday, 06:00:30 in London
SEVEN = dt.datetime(2026, 9, 30, 6, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def told(house: House, now: dt.datetime = MORNING) -> list[str]:
    plan_messages(house.nursery, now)
    sent = Message.objects.filter(kind=messages.UNFILLED_DIGEST).order_by("due_at", "person__name")
    return [message.person.short_name for message in sent]


def test_the_manager_and_todays_deputy_are_told_at_the_end_of_quiet_hours(house: House):
    house.manager()
    deputy = house.parent("Tomasz Nowak")
    Deputy.objects.create(nursery=house.nursery, person=deputy, starts=TODAY, ends=TODAY)
    house.parent("Linh Tran")
    house.shift(TODAY)
    assert told(house) == ["Helen T.", "Tomasz N."]
    assert {message.send_at for message in Message.objects.all()} == {SEVEN}


def test_it_names_the_soonest_place_in_its_subject(house: House):
    helen = house.manager()
    house.shift(TODAY + 2 * DAY, "13:00", "17:00", parents=2)
    house.shift(TODAY, "09:00", "13:00", duty=house.food)
    told(house)
    letter = letter_to(helen, messages.UNFILLED_DIGEST, SEVEN)
    assert letter is not None
    assert letter.subject == "3 places open: today, Wed 30 Sep, 09:00–13:00, food"
    assert "Fri 2 Oct, 13:00–17:00\n    Care: 2 parent places" in letter.text
    assert letter.link == "http://localhost:8000/bluebell/rota/waiting/"


def test_when_all_is_filled_nothing_is_said(house: House):
    house.manager()
    house.booking(house.place(house.shift(TODAY)), house.parent())
    assert told(house) == []


def test_what_was_filled_by_seven_is_not_said_at_seven(house: House):
    helen = house.manager()
    shift = house.shift(TODAY)
    told(house)
    house.booking(house.place(shift), house.parent())
    assert letter_to(helen, messages.UNFILLED_DIGEST, SEVEN) is None


def test_yesterdays_digest_is_never_sent_today(house: House):
    helen = house.manager()
    house.shift(TODAY)
    house.shift(TODAY + DAY)
    told(house)
    assert letter_to(helen, messages.UNFILLED_DIGEST, SEVEN + DAY) is None


def test_once_a_day_and_again_the_next(house: House):
    house.manager()
    house.shift(TODAY)
    house.shift(TODAY + DAY)
    assert told(house, MORNING + dt.timedelta(minutes=20)) == ["Helen T."]
    assert told(house, MORNING + dt.timedelta(minutes=40)) == ["Helen T."]
    assert told(house, MORNING + DAY) == ["Helen T.", "Helen T."]


def test_a_gap_days_off_leaves_a_day_without_shifts_in_peace(house: House):
    house.manager()
    saturday = dt.date(2026, 10, 3)
    at_six = MORNING + 3 * DAY
    house.shift(dt.date(2026, 10, 6))
    assert told(house, at_six) == []
    house.shift(saturday + 2 * DAY)
    assert told(house, at_six) == []
    assert told(house, at_six + DAY) == ["Helen T."]  # on Sunday, as Monday is tomorrow


def test_a_gap_more_than_a_week_off_is_still_the_families(house: House):
    house.manager()
    house.booking(house.place(house.shift(TODAY)), house.parent())
    house.shift(TODAY + 7 * DAY)
    assert told(house) == []


def test_a_closed_day_has_no_gap(house: House):
    house.manager()
    house.shift(TODAY)
    Closure.objects.create(nursery=house.nursery, term=house.term, starts=TODAY, ends=TODAY, name="Burst pipe")
    assert told(house) == []


def test_in_the_afternoon_there_is_no_morning_to_catch_up_with(house: House):
    house.manager()
    house.shift(TODAY, "15:00", "17:00")
    assert told(house, dt.datetime(2026, 9, 30, 11, 0, tzinfo=dt.UTC)) == []


def test_it_asks_as_many_questions_of_a_large_nursery(house: House):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(UnfilledDigest().due(house.nursery, MORNING))
        return len(asked)

    house.manager()
    house.shift(TODAY + 3 * DAY)
    house.booking(house.place(house.shift(TODAY)), house.parent())
    assert queries() == 3
    for number in range(5):
        house.manager(f"Helen {number}")
        house.shift(TODAY + 4 * DAY, duty=house.food)
    assert queries() == 3
