"""Who is here: the shift's lead marks who came, in one place with the children."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Child, Clearance
from nursery.models import Term
from nursery.scope import nursery_scope
from rota.models import Booking, HistoryEntry, Place
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, htmx, text_of
from tests.rota.care import children_come

pytestmark = pytest.mark.django_db

PAGE = "/bluebell/rota/day/2026-09-30/attendance/"
TEN_PAST = NOW + dt.timedelta(minutes=10)  # 09:10 in London
# Session, account, nursery, its scope, the person with the policy, the savepoint; shifts, places, bookings, breaks;
# the engine's facts, the term, the children, the closure.
QUERIES = 17


@pytest.fixture(autouse=True)
def _at_ten_past_nine():
    with time_machine.travel(TEN_PAST, tick=False):
        yield


def begun(house: House, parents: int = 1):
    """A care shift that began at 09:00 today, run by Marta, with Amara on it; 2, 6 and 9 children come."""
    children_come(house, 2, 6, 9)
    shift = house.shift(TODAY, paid=2, parents=parents)
    lead = house.staff("Marta Zielińska", level=3)
    house.booking(house.place(shift, "paid", 1), lead)
    booking = house.booking(house.place(shift), house.parent())
    return lead, booking


def tap(house: House, who, booking: Booking, status: str, **more):
    url = reverse("rota:booking_mark", args=["bluebell", booking.public_id])
    return htmx(client_of(who), "post", url, f"came-{booking.public_id}", {"status": status, **more})


# --- The page


def test_the_shifts_of_the_day_stand_in_the_order_of_time_now_first(house: House):
    house.shift(TODAY, "07:00", "08:30")
    lead, _booking = begun(house)
    house.shift(TODAY, "14:00", "16:00")
    text = text_of(client_of(lead).get(PAGE))
    assert text.index("09:00–13:00 now") < text.index("14:00–16:00") < text.index("07:00–08:30 over")


def test_it_says_who_runs_a_shift(house: House):
    lead, _booking = begun(house)
    assert "Marta Z. runs it." in text_of(client_of(lead).get(PAGE))


def test_what_is_required_and_counted_stands_beside_the_children(house: House):
    lead, _booking = begun(house)
    assert "Now 5 adults required, 2 counted" in text_of(client_of(lead).get(PAGE))


def test_a_parent_who_leads_nothing_is_told_whose_page_it_is(house: House):
    _lead, booking = begun(house)
    response = client_of(booking.person).get(PAGE)
    assert response.status_code == 403
    assert "This page is for whoever runs a shift that day" in text_of(response)


def test_staff_who_do_not_lead_see_the_children_as_counts(house: House):
    begun(house)
    Child.objects.update(name="Zuri")
    text = text_of(client_of(house.staff("Kofi Mensah", level=2)).get(PAGE))
    assert "17 children here under 2: 2 · 2 years: 6 · 3 and over: 9" in text
    assert "Zuri" not in text
    assert "Did not come" not in text


def test_the_lead_of_a_shift_that_is_no_care_sees_no_names(house: House):
    begun(house)
    Child.objects.update(name="Zuri")
    cook = house.staff("Linh Tran", level=0)
    house.booking(house.place(house.shift(TODAY, duty=house.food, paid=1), "paid"), cook)
    text = text_of(client_of(cook).get(PAGE))
    assert "Zuri" not in text
    assert "Did not come" in text  # on her own shift


def test_a_day_that_is_over_says_so_and_leads_to_today(house: House):
    house.shift(TODAY - dt.timedelta(days=1))
    response = client_of(house.manager()).get("/bluebell/rota/day/2026-09-29/attendance/")
    assert "This page is about a day that is over: Yesterday." in text_of(response)
    assert f'href="{PAGE}"' in response.content.decode()


def test_a_tap_on_a_page_left_open_overnight_says_that_it_is_yesterdays(house: House):
    lead, booking = begun(house)
    with time_machine.travel(TEN_PAST + dt.timedelta(days=1), tick=False):
        text = text_of(tap(house, lead, booking, "worked"))
    assert "This page is about a day that is over: Yesterday." in text


def test_another_nurserys_day_shows_nothing_of_this_one(house: House, other_house: House):
    begun(house)

    with nursery_scope(other_house.nursery):
        manager = other_house.manager()
    assert "Amara" not in text_of(client_of(manager).get(PAGE.replace("bluebell", "foxglove")))
    assert client_of(manager).get(PAGE).status_code == 404


@pytest.mark.parametrize("shifts", [1, 12])
def test_the_number_of_queries_does_not_grow_with_the_day(house: House, django_assert_num_queries, shifts: int):
    lead, _booking = begun(house)
    for number in range(shifts):
        shift = house.shift(TODAY, paid=1)
        house.booking(house.place(shift, "paid"), house.staff(f"Staff {number}", level=2), status="worked")
        house.booking(house.place(shift), house.parent(f"Parent {number}"))
    client = client_of(lead)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


# --- One tap


def test_came_is_one_tap_and_the_answer_is_a_small_piece(house: House):
    lead, booking = begun(house)
    response = tap(house, lead, booking, "worked")
    assert "Amara O. parent Came" in text_of(response)
    assert len(response.content) < 6000
    booking.refresh_from_db()
    assert (booking.status, booking.there_from, booking.confirmed) == ("worked", None, True)


def test_came_late_is_now_unless_told_otherwise(house: House):
    lead, booking = begun(house)
    assert "Came 09:10" in text_of(tap(house, lead, booking, "late"))
    booking.refresh_from_db()
    assert booking.there_from == TEN_PAST


def test_left_early_is_now_and_what_is_required_follows(house: House):
    lead, booking = begun(house)
    tap(house, lead, booking, "worked")
    text = text_of(tap(house, lead, booking, "left"))
    assert "Came, left 09:10" in text
    assert "5 adults required, 1 counted" in text


def test_who_did_not_come_no_longer_counts(house: House):
    lead, booking = begun(house)
    assert "5 adults required, 1 counted" in text_of(tap(house, lead, booking, "missed"))


def test_back_takes_the_times_with_it(house: House):
    lead, booking = begun(house)
    tap(house, lead, booking, "late")
    assert "Came : Amara O. Late , came just now" in text_of(tap(house, lead, booking, "booked"))
    booking.refresh_from_db()
    assert (booking.status, booking.there_from) == ("booked", None)


def test_all_came_as_booked_marks_everybody_who_is_not_marked(house: House):
    lead, booking = begun(house, parents=2)
    absent = house.booking(house.place(booking.shift, "parent", 2), house.parent("Tomasz Nowak"), status="missed")
    url = reverse("rota:shift_all_came", args=["bluebell", booking.shift.public_id])
    response = htmx(client_of(lead), "post", url, f"shift-{booking.shift.public_id}")
    assert "2 people marked as come." in text_of(response)
    assert set(Booking.objects.exclude(pk=absent.pk).values_list("status", flat=True)) == {"worked"}
    absent.refresh_from_db()
    assert absent.status == "missed"


def test_without_script_a_tap_leads_back_to_the_row(house: House):
    lead, booking = begun(house)
    url = reverse("rota:booking_mark", args=["bluebell", booking.public_id])
    response = client_of(lead).post(url, {"status": "worked"})
    assert response["Location"] == f"{PAGE}#came-{booking.public_id}"


def test_a_parent_who_does_not_count_is_marked_as_come_and_the_manager_sees_why(house: House):
    _lead, booking = begun(house)
    Clearance.objects.filter(person=booking.person, kind="pfa").delete()
    text = text_of(tap(house, house.manager(), booking, "worked"))
    assert "Came Present, not counted: missing that day: paediatric first aid" in text


def test_the_lead_is_not_told_why_a_parent_does_not_count(house: House):
    lead, booking = begun(house)
    Clearance.objects.filter(person=booking.person, kind="pfa").delete()
    text = text_of(client_of(lead).get(PAGE))
    assert "first aid" not in text
    assert "not counted" not in text


def test_somebody_else_cannot_mark(house: House):
    _lead, booking = begun(house)
    response = tap(house, house.staff("Kofi Mensah", level=2), booking, "worked")
    assert response.status_code == 409
    assert "Only the person who runs this shift" in text_of(response)


# --- Times and breaks


def times(house: House, who, booking: Booking, **data):
    return client_of(who).post(reverse("rota:booking_times", args=["bluebell", booking.public_id]), data)


def test_times_are_read_as_people_type_them(house: House):
    lead, booking = begun(house)
    times(house, lead, booking, came="9.05", left="12", break_0_from="", break_0_to="")
    booking.refresh_from_db()
    assert booking.there_from == dt.datetime(2026, 9, 30, 8, 5, tzinfo=dt.UTC)
    assert booking.there_to == dt.datetime(2026, 9, 30, 11, 0, tzinfo=dt.UTC)


def test_a_break_takes_somebody_out_of_the_slices(house: House):
    lead, booking = begun(house)
    times(house, lead, booking, came="09:00", left="13:00", break_0_from="11:00", break_0_to="11:15")
    assert "11:00–11:15: 5 adults required, 1 counted" in text_of(client_of(lead).get(PAGE))


def test_a_break_outside_the_time_there_is_refused_beside_its_field(house: House):
    lead, booking = begun(house)
    response = times(house, lead, booking, came="09:00", left="11:00", break_0_from="11:00", break_0_to="11:15")
    assert response.status_code == 422
    assert "A break lies inside the time that they were there" in text_of(response)
    assert 'value="11:15"' in response.content.decode()
    booking.refresh_from_db()
    assert booking.status == "booked"


@pytest.mark.parametrize(
    ("came", "left", "said"),
    [
        ("10:00", "", "That is still ahead."),
        ("09:05", "09:00", "They would have left before they came."),
        ("teatime", "", "We can’t read this as a time."),
    ],
)
def test_times_that_cannot_be_are_refused_with_a_sentence(house: House, came: str, left: str, said: str):
    lead, booking = begun(house)
    response = times(house, lead, booking, came=came, left=left)
    assert response.status_code == 422
    assert said in text_of(response)


# 25 October 2026, a Sunday: at 02:00 the clocks go back to 01:00.
NIGHT = dt.date(2026, 10, 25)
Z = dt.UTC


def night(house: House, now: dt.datetime):
    shift = house.shift(NIGHT, "00:30", "03:30", duty=house.food, paid=1)
    lead = house.staff()
    return lead, house.booking(house.place(shift, "paid"), lead), now


def test_late_in_the_hour_that_comes_twice_is_the_moment_of_the_tap(house: House):
    lead, booking, now = night(house, dt.datetime(2026, 10, 25, 1, 20, tzinfo=Z))  # 01:20, the second time
    with time_machine.travel(now, tick=False):
        assert "Came 01:20" in text_of(tap(house, lead, booking, "late"))
    booking.refresh_from_db()
    assert booking.there_from == now


def test_times_that_were_not_touched_stay_the_moments_that_they_were(house: House):
    lead, booking, now = night(house, dt.datetime(2026, 10, 25, 1, 20, tzinfo=Z))
    with time_machine.travel(now, tick=False):
        tap(house, lead, booking, "late")
        times(house, lead, booking, came="01:20", left="03:00")
    booking.refresh_from_db()
    assert booking.there_from == now
    assert booking.there_to == dt.datetime(2026, 10, 25, 3, 0, tzinfo=Z)


def test_leaving_in_the_second_of_the_two_hours_is_read_as_later_than_coming(house: House):
    lead, booking, now = night(house, dt.datetime(2026, 10, 25, 4, 0, tzinfo=Z))
    with time_machine.travel(now, tick=False):
        times(house, lead, booking, came="01:50", left="01:10")
    booking.refresh_from_db()
    assert booking.there_from == dt.datetime(2026, 10, 25, 0, 50, tzinfo=Z)
    assert booking.there_to == dt.datetime(2026, 10, 25, 1, 10, tzinfo=Z)


# --- Corrections


def test_a_slip_is_put_right_on_the_day_without_a_word(house: House):
    lead, booking = begun(house)
    tap(house, lead, booking, "missed")
    assert tap(house, lead, booking, "worked").status_code == 200


def test_a_change_on_a_later_day_asks_why_and_loses_nothing(house: House):
    lead, booking = begun(house)
    tap(house, lead, booking, "missed")
    with time_machine.travel(TEN_PAST + dt.timedelta(days=1), tick=False):
        asked = tap(house, lead, booking, "worked")
        assert asked.status_code == 422
        assert "never about anybody’s health" in text_of(asked).lower()
        assert 'name="status" value="worked"' in asked.content.decode()
        tap(house, lead, booking, "worked", reason="She came by the back door")
    booking.refresh_from_db()
    assert booking.status == "worked"


def test_a_shift_that_is_marked_late_for_the_first_time_asks_nothing(house: House):
    lead, booking = begun(house)
    with time_machine.travel(TEN_PAST + dt.timedelta(days=3), tick=False):
        assert tap(house, lead, booking, "worked").status_code == 200


def test_history_keeps_who_what_it_was_and_why(house: House):
    lead, booking = begun(house)
    tap(house, lead, booking, "late")
    with time_machine.travel(TEN_PAST + dt.timedelta(days=1), tick=False):
        tap(house, house.manager(), booking, "missed", reason="It was her sister")
        text = text_of(client_of(house.manager("Ines Weber")).get(f"/bluebell/rota/shifts/{booking.shift.public_id}/"))
    assert "Helen T. corrected a mark: Amara O. (It was her sister)" in text
    assert "worked, came 09:10 → became missed" in text
    entry = HistoryEntry.objects.get(verb="mark_corrected")
    assert entry.before == {"status": "worked", "from": "2026-09-30T08:10:00Z"}
    assert entry.after == {"status": "missed"}


def test_a_closed_term_refuses(house: House):
    lead, booking = begun(house)
    Term.objects.update(closed_at=NOW)
    response = tap(house, lead, booking, "worked")
    assert response.status_code == 409
    assert "Autumn term is closed" in text_of(response)
    booking.refresh_from_db()
    assert booking.status == "booked"


def test_a_place_that_was_covered_meanwhile_is_not_taken_back(house: House):
    lead, booking = begun(house)
    tap(house, lead, booking, "missed")
    house.booking(Place.objects.get(pk=booking.place_id), house.staff("Kofi Mensah", level=2))
    response = tap(house, lead, booking, "worked")
    assert response.status_code == 409
    assert "Just taken by somebody else" in text_of(response)


# --- Who runs it


def test_the_manager_names_who_runs_a_shift(house: House):
    _lead, booking = begun(house)
    url = reverse("rota:shift_lead", args=["bluebell", booking.shift.public_id])
    response = client_of(house.manager()).post(url, {"lead": booking.person.public_id}, follow=True)
    assert "Amara O. runs this shift." in text_of(response)
    assert "Amara O. runs it." in text_of(response)
    assert tap(house, booking.person, booking, "worked").status_code == 200


def test_the_week_says_who_was_named(house: House):
    _lead, booking = begun(house)
    week = "/bluebell/rota/?day=2026-09-30"
    assert "runs it" not in text_of(client_of(booking.person).get(week))
    booking.shift.lead = booking.person
    booking.shift.save(update_fields=["lead"])
    assert "Amara O. runs it." in text_of(client_of(booking.person).get(week))


def test_nobody_is_named_who_does_not_stand_on_the_shift(house: House):
    _lead, booking = begun(house)
    other = house.staff("Kofi Mensah")
    url = reverse("rota:shift_lead", args=["bluebell", booking.shift.public_id])
    response = client_of(house.manager()).post(url, {"lead": other.public_id}, follow=True)
    assert "Kofi M. does not stand on this shift." in text_of(response)


def test_only_the_manager_names(house: House):
    lead, booking = begun(house)
    url = reverse("rota:shift_lead", args=["bluebell", booking.shift.public_id])
    assert client_of(lead).post(url, {"lead": lead.public_id}).status_code == 403
