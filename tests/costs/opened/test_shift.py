"""One shift as the savings see it: who stood on it, and why each hour counts or not."""

import datetime as dt
import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from accounts.models import Clearance, Person
from costs.models import Rate
from nursery.models import Nursery, Policy, Term
from nursery.scope import nursery_scope
from rota.models import Booking, Shift
from tests.builders import House
from tests.costs.closings import NOW, Ended
from tests.costs.opened.conftest import AFTER_TERM, browser_of
from tests.pages import client_of, text_of

NINTH, TWENTY_THIRD = dt.date(2026, 9, 9), dt.date(2026, 9, 23)  # a counted parent; one without first aid, and cover


def shift_on(day: dt.date, duty: str = "care") -> Shift:
    return Shift.objects.get(date=day, duty__key=duty)


def url_of(shift: Shift, **query: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in {"term": "autumn-2026", **query}.items())
    return f"/bluebell/costs/shift/{shift.public_id}/?{asked}"


def opened(client: Client, day: dt.date, duty: str = "care", **query: str) -> str:
    return text_of(client.get(url_of(shift_on(day, duty), **query)))


def test_a_counted_parent_s_hours_say_why(trustee: Client):
    shown = opened(trustee, NINTH)
    assert "Parent 1 Came, confirmed In the ratio 09:00–13:00 Counted 4 h" in shown
    assert "Without this parent, a paid adult would have been needed." in shown


def test_a_slice_shows_each_number_of_its_sum(trustee: Client):
    shown = opened(trustee, NINTH)
    assert "Children 21 2 years: 8, one adult to 5; 3 and over: 13, one adult to 8" in shown
    assert "Adults required 4 each age rounded up, then added; at least 2 adults; rules GB-ENG-2025-09" in shown
    assert "Paid staff who counted 3 Cover that counted 0 Parents who counted, confirmed 1" in shown
    assert "Room for parents below level 2 1 4 − 1 − 2 at level 2 − 0 paid below it" in shown
    assert "Parents who could take a place 1 Took a paid adult’s place 1" in shown
    assert "Required 4 − 3 paid − 0 cover: 1 left for parents. 1 parent could count as one; 1 did." in shown
    assert "effective 1 September 2025: section 3" in shown


def test_its_foot_agrees_with_the_line(trustee: Client):
    shown = opened(trustee, NINTH)
    assert "Care Cost avoided · at £17.52 an hour 4 h" in shown
    assert "Counted on this shift, all slices together 4 h" in shown


def test_cover_takes_up_what_was_required_and_adds_to_the_premium(trustee: Client):
    shown = opened(trustee, TWENTY_THIRD)
    assert "Paid cover: Care Paid cover, beyond its value 4 h" in shown
    assert "Cover 1 Came, confirmed In the ratio 09:00–13:00 Paid cover 4 h" in shown
    assert "Counted on this shift, all slices together 0 h" in shown


def test_a_trustee_reads_that_somebody_did_not_count_and_not_why(trustee: Client):
    shown = opened(trustee, TWENTY_THIRD)
    assert "Did not count in the ratio. Enriching 4 h" in shown
    assert "aid:" not in shown
    assert "missing that day" not in shown


def test_the_manager_reads_why_somebody_did_not_count(manager: Client):
    assert "Did not count in the ratio: missing that day: paediatric first aid." in opened(manager, TWENTY_THIRD)


def test_somebody_who_is_a_trustee_reads_why_they_did_not_count_themselves(bluebell: Nursery):
    person = Booking.objects.get(shift=shift_on(TWENTY_THIRD), kind="parent", status="worked", covers=None).person
    person.roles = [*person.roles, "trustee"]
    person.save()
    shown = opened(browser_of(person.key), TWENTY_THIRD)
    assert "Parent 1 you" in shown
    assert "missing that day: paediatric first aid" in shown


def test_a_reason_that_is_the_nursery_s_own_is_told_to_everybody(bluebell: Nursery, trustee: Client):
    Policy.objects.update(parents_count=False)
    shown = opened(trustee, NINTH)
    assert "Did not count in the ratio: the nursery does not count parents." in shown
    assert "Counted on this shift, all slices together 0 h" in shown


def test_nobody_is_named_to_a_trustee(bluebell: Nursery, trustee: Client):
    shown = opened(trustee, TWENTY_THIRD) + opened(trustee, NINTH)
    people = Person.objects.exclude(key="samuel-adjei")
    assert [person.name for person in people if person.name in shown or f"{person.short_name} " in shown] == []


def test_the_manager_sees_names_as_on_the_day_s_page(bluebell: Nursery, manager: Client):
    names = [booking.person.short_name for booking in shift_on(NINTH).bookings.select_related("person")]
    shown = opened(manager, NINTH)
    assert len(names) == 4
    assert [name for name in names if name not in shown] == []


@pytest.mark.parametrize("day", [NINTH, TWENTY_THIRD])
def test_no_pounds_but_a_duty_s_rate_stand_on_it(trustee: Client, manager: Client, day: dt.date):
    for client in (trustee, manager):
        assert set(re.findall(r"£[\d.,]+", opened(client, day))) <= {"£17.52"}


def test_a_parent_beyond_what_is_required_is_enriching(bluebell: Nursery, trustee: Client):
    shift = shift_on(NINTH)
    parent = Booking.objects.get(shift=shift, kind="parent")
    bank = Person.objects.filter(roles__contains=["bank"])[0]
    Booking.objects.create(
        nursery=bluebell, shift=shift, place=parent.place, kind="parent", person=bank, covers=parent, status="worked",
        confirmed=True, booked_at=shift.starts_at,
    )  # fmt: skip
    shown = opened(trustee, NINTH)
    assert "Enriching 4 h The required adults were there without this parent." in shown
    assert "Required 4 − 3 paid − 1 cover: 0 left for parents. Nobody else was needed" in shown


def test_a_paid_adult_s_break_makes_a_slice_of_its_own(bluebell: Nursery, trustee: Client):
    shift = shift_on(TWENTY_THIRD)
    cover = Booking.objects.get(shift=shift, covers__isnull=False)
    cover.there_to = cover.shift.starts_at + dt.timedelta(hours=1)
    cover.save()
    assert cover.covers is not None
    lacking = cover.covers.person
    Clearance.objects.create(nursery=bluebell, person=lacking, kind="pfa", starts=dt.date(2026, 9, 1))
    shown = opened(trustee, TWENTY_THIRD)
    assert "Counted 3 h" in shown
    assert "Enriching 1 h" in shown
    assert "09:00–10:00 1 h" in shown
    assert "10:00–13:00 3 h" in shown
    assert "Counted on this shift, all slices together 3 h" in shown


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"confirmed": False}, "Not confirmed 4 h Worked, and nobody has confirmed it yet."),
        ({"status": "booked", "confirmed": False}, "Booked, not marked yet"),
        ({"status": "missed", "confirmed": False}, "Did not come No hours."),
        ({"status": "cancelled_late", "confirmed": False}, "Cancelled late No hours."),
        ({"shadow": True, "place": None}, "Learning 4 h Came to learn: present, never counted, never priced."),
    ],
)
def test_what_does_not_count_says_why(bluebell: Nursery, trustee: Client, fields: dict[str, object], said: str):
    Booking.objects.filter(shift=shift_on(NINTH), kind="parent").update(**fields)
    shown = opened(trustee, NINTH)
    assert said in shown
    assert "Counted on this shift, all slices together 0 h" in shown


def test_a_task_counts_as_far_as_it_would_have_been_bought(trustee: Client):
    shown = opened(trustee, NINTH, "food", estimate="low")
    assert "Counted 2 h Confirmed, and the nursery would have bought it, or part of it." in shown
    assert "Food Cost avoided · at £14.24 an hour, 50 % 2 h" in shown
    assert "Slice by slice" not in shown


def test_a_duty_without_a_price_says_so(bluebell: Nursery, trustee: Client):
    shift = Shift.objects.filter(duty__key="maintenance")[0]
    assert "This duty is never priced" in text_of(trustee.get(url_of(shift)))


def test_what_it_adds_is_what_its_line_shows_for_it(bluebell: Nursery, trustee: Client):
    page = trustee.get(url_of(shift_on(TWENTY_THIRD))).content.decode()
    links = [unescape(url) for url in re.findall(r'href="(/bluebell/costs/line/[^"]+)"', page)]
    assert len(links) == 3  # enriching, premium, paid hours
    for url in links:
        assert "in=2026-09" in url
        assert "Wed 23 Sep, 09:00–13:00" in text_of(trustee.get(url))


def test_the_line_that_one_came_from_is_the_way_back(trustee: Client):
    shift = shift_on(NINTH)
    page = trustee.get(url_of(shift, kind="value", of="care", rate="17.52", bought="1")).content.decode()
    crumbs = page[page.index('class="crumbs"') : page.index("</nav>", page.index('class="crumbs"'))]
    assert "kind=value&amp;of=care&amp;rate=17.52&amp;bought=1&amp;in=2026-09" in crumbs
    assert "/bluebell/costs/lines/?term=autumn-2026&amp;estimate=central" in crumbs


def test_outside_the_period_asked_it_leads_to_its_own_month(trustee: Client):
    page = trustee.get(f"/bluebell/costs/shift/{shift_on(NINTH).public_id}/?month=2026-11").content.decode()
    assert "/bluebell/costs/lines/?month=2026-09&amp;" in page
    assert "month=2026-11" not in page


def test_in_a_closed_term_it_says_the_same(bluebell: Nursery, trustee: Client):
    before = opened(trustee, TWENTY_THIRD)
    Term.objects.filter(key="autumn-2026").update(closed_at=AFTER_TERM)
    assert opened(trustee, TWENTY_THIRD) == before


def test_a_shift_of_a_closed_term_keeps_the_rate_that_it_was_closed_with(house: House, time_machine):
    time_machine.move_to(NOW, tick=False)
    ended = Ended(house)
    ended.close()
    Rate.objects.update(wage=Decimal(99))
    page = client_of(ended.trustee).get(url_of(ended.booking.shift, term=ended.term.key))
    assert "at £10.00 an hour" in text_of(page)


def test_a_cancelled_shift_adds_nothing(bluebell: Nursery, trustee: Client):
    shift = shift_on(NINTH)
    shift.bookings.update(status="cancelled")
    Shift.objects.filter(pk=shift.pk).update(status="cancelled")
    shown = opened(trustee, NINTH)
    assert "This shift was cancelled. Nothing stands on it." in shown
    assert "Nothing: nobody’s hours are recorded on it." in shown


def test_a_shift_of_another_nursery_is_not_found(bluebell: Nursery, trustee: Client):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        theirs = other.shift()
    assert trustee.get(f"/bluebell/costs/shift/{theirs.public_id}/").status_code == 404


@pytest.mark.parametrize(("key", "status"), [("adam-goldberg", 200), ("amara-okafor", 403), ("marta-zielinska", 403)])
def test_it_is_for_those_who_read_costs(bluebell: Nursery, key: str, status: int):
    assert browser_of(key).get(url_of(shift_on(NINTH))).status_code == status


def test_where_no_ratio_rules_are_known_it_says_so(house: House):
    shift = house.shift()
    house.nursery.country = "ZZ"
    house.nursery.save()
    house.booking(house.place(shift), house.parent(), status="worked", confirmed=True)
    trustee = client_of(house.person("Ruth Adeyemi", "trustee"))
    assert "We know no ratio rules" in text_of(trustee.get(f"/bluebell/costs/shift/{shift.public_id}/"))
