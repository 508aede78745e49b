"""A family's limit on what it may book ahead while others are below their share (domain 02, Booking).

Autumn has one child a family with one session each, so each of the two families owes half of what the term needs.
"""

import datetime as dt
import threading
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Child, ChildSession, Person
from nursery.models import Session
from nursery.refusal import Refusal, Refused
from nursery.scope import nursery_scope
from rota.actions.booking import book_place
from rota.models import Booking, Contribution, Duty, Place
from rota.queries.facts import question_about
from rota.queries.limits import family_standings
from rota.queries.week import week_of
from rota.rules.booking import booking_refusal
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.test_booking_race import at_once

FAR = dt.date(2026, 12, 2)  # a Wednesday; open to everybody from 25 November
LIFTED = dt.datetime(2026, 11, 25, 0, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
LIMIT_QUERIES = 9  # the facts of a term, its shares, and what is booked in it


class Families:
    """Two families that owe 8 hours each: four shifts of 4 hours, on days well ahead."""

    def __init__(self, house: House, percent: int | None = 100, shifts: int = 4) -> None:
        self.house, self.nursery = house, house.nursery
        house.nursery.policy.family_limit_percent = percent
        house.nursery.policy.save()
        self.amara, self.tomasz = house.parent("Amara Okafor"), house.parent("Tomasz Nowak")
        session = Session.objects.create(
            nursery=house.nursery, key="wed", room=house.room, weekday=2, starts=dt.time(9), ends=dt.time(13)
        )
        for person in (self.amara, self.tomasz):
            assert person.family is not None
            child = Child.objects.create(
                nursery=house.nursery,
                key=f"child-{person.pk}",
                family=person.family,
                name="A",
                born=dt.date(2024, 3, 1),
            )
            ChildSession.objects.create(nursery=house.nursery, child=child, session=session)
        self.places = [house.place(house.shift(FAR - dt.timedelta(days=n))) for n in range(shifts)]

    def asked(self, place: Place, person: Person, now: dt.datetime = NOW) -> Refusal | None:
        return booking_refusal(question_about(place, person, self.nursery, now))

    def book(self, number: int, person: Person, **fields: object) -> Booking:
        return self.house.booking(self.places[number], person, **fields)

    def partner_of(self, person: Person) -> Person:
        return self.house.parent("Kofi Okafor", family=person.family)


@pytest.fixture
def families(house: House) -> Families:
    return Families(house)


pytestmark = pytest.mark.django_db


def test_a_family_below_its_limit_may_book(families: Families):
    families.book(0, families.amara)
    assert families.asked(families.places[1], families.amara) is None


def test_a_family_at_its_limit_waits_until_the_shift_opens_to_everybody(families: Families):
    families.book(0, families.amara)
    families.book(1, families.amara)
    refusal = families.asked(families.places[2], families.amara)
    assert refusal is not None
    assert refusal.sentence == "Your family has 8 of its 8 hours this term, and others are still below theirs."
    assert refusal.way_on == "It opens to everybody on Mon 23 Nov."
    assert refusal.of_them == ("Amara O.’s family has 8 of its 8 hours this term, and others are still below theirs.")
    assert refusal.override


def test_a_family_that_has_given_more_than_its_limit_is_refused_too(families: Families):
    families.book(0, families.amara, status="worked", confirmed=True)
    Contribution.objects.create(
        nursery=families.nursery,
        date=dt.date(2026, 9, 20),
        person=families.amara,
        duty=families.house.care,
        hours=Decimal("4.25"),
        confirmed=True,
    )
    assert families.asked(families.places[2], families.amara) is not None


def test_both_adults_of_a_family_count(families: Families):
    families.book(0, families.amara)
    families.book(1, families.partner_of(families.amara))
    refusal = families.asked(families.places[2], families.amara)
    assert refusal is not None
    assert refusal.code == "family_limit"


def test_once_nobody_is_below_their_share_there_is_no_limit(families: Families):
    for number, person in enumerate([families.amara, families.amara, families.tomasz, families.tomasz]):
        families.book(number, person)
    extra = families.house.place(families.house.shift(FAR, starts="14:00", ends="15:00", duty=task(families.house)))
    assert families.asked(extra, families.amara) is None


def task(house: House) -> Duty:
    """A duty that does not count towards the share, so that it changes nobody's."""
    return Duty.objects.create(
        nursery=house.nursery, key="tidy", name="Tidying", pricing="task", counts_towards_share=False
    )


def test_a_family_that_is_due_nothing_more_does_not_hold_the_others_up(families: Families):
    """Done or booked, both count for the others too."""
    families.book(0, families.amara)
    families.book(1, families.amara)
    families.book(2, families.tomasz, status="worked", confirmed=True)
    families.book(3, families.tomasz)
    new = families.house.place(families.house.shift(FAR - dt.timedelta(days=6)))
    # A fifth shift raises what is due to 10 hours each, so that both are below again.
    assert families.asked(new, families.amara) is None


def test_the_percentage_is_the_policys(families: Families):
    families.nursery.policy.family_limit_percent = 50
    families.book(0, families.amara)
    assert families.asked(families.places[1], families.amara) is not None
    families.nursery.policy.family_limit_percent = 51
    assert families.asked(families.places[1], families.amara) is None


def test_without_a_limit_nothing_is_refused_and_nothing_is_read(families: Families):
    families.nursery.policy.family_limit_percent = None
    for number in range(3):
        families.book(number, families.amara)
    with CaptureQueriesContext(connection) as queries:
        assert families.asked(families.places[3], families.amara) is None
    assert len(queries) == 5 + 2  # the rules' facts; the shift and its duty


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        (dt.datetime(2026, 10, 24, 22, 59, 59, tzinfo=dt.UTC), True),  # 23:59:59 in London, the day before
        (dt.datetime(2026, 10, 24, 23, 0, tzinfo=dt.UTC), False),  # midnight there, an hour before that of UTC
    ],
)
def test_the_limit_is_lifted_at_midnight_in_the_nurserys_zone(families: Families, now: dt.datetime, refused: bool):
    families.book(0, families.amara)
    families.book(1, families.amara)
    families.nursery.policy.open_to_all_days = 36  # 30 November less 36 days is 25 October, still on summer time
    refusal = families.asked(families.places[2], families.amara, now)
    assert (refusal is not None) == refused


def test_a_duty_outside_the_share_is_never_limited(families: Families):
    families.book(0, families.amara)
    families.book(1, families.amara)
    place = families.house.place(families.house.shift(FAR, starts="14:00", ends="15:00", duty=task(families.house)))
    assert families.asked(place, families.amara) is None


def test_staff_and_people_without_a_family_are_never_limited(families: Families):
    for number in (0, 1):
        families.book(number, families.amara)
    assert families.asked(families.places[2], families.house.staff(family=families.amara.family)) is None
    assert families.asked(families.places[2], families.house.person("Joanna Whitfield", "trustee")) is None


def test_a_shadow_a_cancelled_booking_and_a_paid_hour_are_no_hours_of_the_family(families: Families):
    house, family = families.house, families.amara.family
    Booking.objects.create(
        nursery=house.nursery,
        shift=families.places[0].shift,
        kind="parent",
        person=families.amara,
        shadow=True,
        booked_at=NOW,
    )
    families.book(1, families.amara, status="cancelled")
    paid = house.shift(FAR, paid=1, parents=0, starts="14:00", ends="18:00")
    house.booking(house.place(paid, "paid"), house.person("Kofi Okafor", "staff", "parent", family=family))
    standing = family_standings(house.nursery, house.term)[family.pk]
    assert standing.given == 0
    assert standing.due == 8


def test_the_week_greys_the_button_and_the_action_refuses(families: Families):
    families.book(0, families.amara)
    families.book(1, families.amara)
    with time_machine.travel(NOW, tick=False):
        text = text_of(client_of(families.amara).get("/bluebell/rota/?day=2026-11-30"))
    assert text.count("Why can’t I?") == 1
    with pytest.raises(Refused, match="It opens to everybody on Mon 23 Nov"):
        book_place(families.places[2], families.amara, nursery=families.nursery, now=NOW)


@pytest.mark.parametrize("shifts", [2, 20])
def test_the_week_reads_the_shares_once_whatever_its_size(house: House, shifts: int):
    families = Families(house)
    for number in range(shifts):
        house.shift(dt.date(2026, 11, 30) + dt.timedelta(days=number % 5), starts="14:00", ends="16:00")
    with CaptureQueriesContext(connection) as queries:
        week_of(FAR, families.amara, house.nursery, NOW, NOW.date())
    assert len(queries) == 9 + LIMIT_QUERIES


@pytest.mark.parametrize(("moment", "queries"), [(LIFTED - SECOND, 9 + LIMIT_QUERIES), (LIFTED, 9)])
def test_weeks_that_are_open_to_everybody_read_no_shares(
    families: Families, django_assert_num_queries, moment: dt.datetime, queries: int
):
    with django_assert_num_queries(queries):
        week_of(FAR, families.amara, families.nursery, moment, moment.date())


# --- two adults of one family at the same moment ------------------------------------------------------------------


def two_adults() -> tuple[Families, list[Person], list[Place]]:
    house = House()
    with nursery_scope(house.nursery):
        families = Families(house)
        families.book(0, families.amara)
        people = [families.amara, families.partner_of(families.amara)]
    return families, people, families.places[1:3]


@pytest.mark.django_db(transaction=True)
def test_without_the_familys_lock_both_adults_book_over_the_limit():
    """The race: two shifts and two accounts, so neither lock makes the other wait. No constraint stops it."""
    families, people, places = two_adults()
    both_asked = threading.Barrier(2)

    def book_without_lock(place: Place, person: Person) -> Refusal | None:
        with nursery_scope(families.nursery):
            refusal = families.asked(place, person)
            both_asked.wait(10)
            families.house.booking(place, person)
            return refusal

    pairs = list(zip(places, people, strict=True))
    assert at_once(*(lambda p=pair: book_without_lock(*p) for pair in pairs)) == [None, None]
    with nursery_scope(families.nursery):
        standing = family_standings(families.nursery, families.house.term)[people[0].family_id or 0]
    assert standing.given == 12
    assert standing.due == 8


@pytest.mark.django_db(transaction=True)
def test_with_the_familys_lock_one_books_and_the_other_reads_when_it_opens():
    """The cure."""
    families, people, places = two_adults()
    ready = threading.Barrier(2)

    def book(place: Place, person: Person) -> Booking:
        with nursery_scope(families.nursery):
            ready.wait(10)
            return book_place(place, person, nursery=families.nursery, now=NOW)

    pairs = list(zip(places, people, strict=True))
    results = at_once(*(lambda p=pair: book(*p) for pair in pairs))
    assert sum(isinstance(r, Booking) for r in results) == 1, results
    (refused,) = [r for r in results if isinstance(r, Refused)]
    assert refused.refusal.code == "family_limit"


@pytest.mark.django_db(transaction=True)
def test_two_families_do_not_wait_for_each_other():
    families, _people, places = two_adults()
    ready = threading.Barrier(2)

    def book(place: Place, person: Person) -> Booking:
        with nursery_scope(families.nursery):
            ready.wait(10)
            return book_place(place, person, nursery=families.nursery, now=NOW)

    results = at_once(lambda: book(places[0], families.amara), lambda: book(places[1], families.tomasz))
    assert all(isinstance(r, Booking) for r in results), results
