"""Where the nursery lets it, cover between equally cleared people needs no manager; everything else does."""

import pytest

from accounts.models import Clearance, Person
from nursery.refusal import Refusal
from rota.actions.cover import ask_for_cover, offer_place
from rota.models import LIVE, Booking, HistoryEntry, Offer
from rota.queries.facts import question_about
from rota.queries.taking_over import taking_over
from rota.rules.equally_cleared import equally_cleared_refusal
from tests.builders import ALL_CLEARANCES, NOW, House
from tests.rota.care import checked_day, children_come

pytestmark = pytest.mark.django_db


def without(kind: str) -> tuple[str, ...]:
    return tuple(held for held in ALL_CLEARANCES if held != kind)


def asked(house: House, leaving: Booking, coming: Person) -> Refusal | None:
    assert leaving.place is not None
    question = question_about(leaving.place, coming, house.nursery, NOW)
    return equally_cleared_refusal(taking_over(leaving, question))


def code(house: House, leaving: Booking, coming: Person) -> str | None:
    refusal = asked(house, leaving, coming)
    return refusal.code if refusal is not None else None


@pytest.fixture
def care(house: House) -> Booking:
    """Amara, fully cleared, in a parents' place on a day with enough staff and children."""
    return house.booking(house.place(checked_day(house)), house.parent("Amara Okafor"))


@pytest.fixture
def food(house: House) -> Booking:
    """Amara on a food shift, which needs an induction alone."""
    return house.booking(house.place(house.shift(duty=house.food)), house.parent("Amara Okafor"))


def test_the_same_clearances_are_equal(house: House, care: Booking):
    assert asked(house, care, house.parent("Tomasz Nowak")) is None


def test_the_other_kind_is_not(house: House, care: Booking):
    assert code(house, care, house.staff("Ola Berg")) == "other_kind"


@pytest.mark.parametrize("kind", ["induction", "pfa", "competence"])
def test_a_clearance_that_the_ratio_rule_needs_must_be_held(house: House, care: Booking, kind: str):
    """The duty itself asks for dbs and references alone; the rule decides who counts."""
    assert code(house, care, house.parent("Tomasz Nowak", cleared=without(kind))) == "not_equal"


def test_it_must_be_held_on_the_day_of_the_shift(house: House, care: Booking):
    tomasz = house.parent("Tomasz Nowak")
    Clearance.objects.filter(person=tomasz, kind="pfa").update(ends=NOW.date())
    assert code(house, care, tomasz) == "not_equal"


def test_what_the_one_who_leaves_does_not_hold_either_need_not_be_held(house: House):
    amara = house.parent("Amara Okafor", cleared=without("competence"))
    leaving = house.booking(house.place(checked_day(house)), amara)
    assert asked(house, leaving, house.parent("Tomasz Nowak", cleared=without("competence"))) is None


def test_on_a_duty_that_is_no_care_the_duty_alone_decides(house: House, food: Booking):
    assert asked(house, food, house.parent("Tomasz Nowak", cleared=("induction",))) is None


def test_a_lower_level_where_it_raises_an_alert_is_not_equal(house: House):
    """Two adults, of whom Marta alone holds level 3."""
    children_come(house, 0, 0, 4)
    shift = house.shift(paid=2)
    leaving = house.booking(house.place(shift, "paid"), house.staff(level=3))
    house.booking(house.place(shift, "paid", 2), house.staff("Kofi Mensah", level=2))
    assert code(house, leaving, house.staff("Ola Berg", level=2)) == "raises_alert"
    assert asked(house, leaving, house.staff("Bo Lind", level=3)) is None


def test_a_lower_level_that_nobody_misses_is_equal(house: House, care: Booking):
    care.person.level = 3
    care.person.save()
    assert asked(house, care, house.parent("Tomasz Nowak")) is None


def test_somebody_under_17_does_not_count_and_so_is_not_equal(house: House, care: Booking):
    assert code(house, care, house.parent("Tomasz Nowak", adult=False)) == "raises_alert"


def test_equals_are_approved_at_once_and_history_says_nobody_decided(house: House, care: Booking):
    house.nursery.policy.cover_needs_manager = False
    tomasz = house.parent("Tomasz Nowak")
    ask_for_cover(care, care.person, nursery=house.nursery, now=NOW)
    answer = offer_place(care.place, tomasz, nursery=house.nursery, now=NOW)  # type: ignore[arg-type]
    assert isinstance(answer, Booking)
    assert list(Booking.objects.filter(place=care.place, status__in=LIVE)) == [answer]
    assert HistoryEntry.objects.get(verb="approved").actor is None


def test_whoever_is_not_equal_waits_for_the_manager(house: House, care: Booking):
    house.nursery.policy.cover_needs_manager = False
    tomasz = house.parent("Tomasz Nowak", cleared=without("pfa"))
    ask_for_cover(care, care.person, nursery=house.nursery, now=NOW)
    answer = offer_place(care.place, tomasz, nursery=house.nursery, now=NOW)  # type: ignore[arg-type]
    assert isinstance(answer, Offer)
    assert answer.status == "open"


def test_where_the_manager_decides_equals_wait_too(house: House, care: Booking):
    ask_for_cover(care, care.person, nursery=house.nursery, now=NOW)
    answer = offer_place(care.place, house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)  # type: ignore[arg-type]
    assert isinstance(answer, Offer)
