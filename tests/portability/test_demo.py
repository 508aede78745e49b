"""The demo is alive whatever the day: inside a term, with something behind and something ahead."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.demo import demo_people
from accounts.models import RoleKind
from nursery.dates import DAY, days_between
from nursery.models import Nursery, Term
from nursery.scope import nursery_scope
from portability.checks import Check
from portability.demo.moving import alive
from portability.demo.opening import demo_document
from portability.exporting import export_document
from portability.faults import Faults
from portability.pattern_shifts import all_shifts
from portability.shape import shape_faults
from rota.models import Booking, BookingStatus, CoverRequest, Offer, Place, ShiftStatus
from tests.portability.rows import all_rows

FIRST = dt.date(2026, 1, 1)
LAST = dt.date(2028, 3, 1)
CLOCKS_CHANGE = [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2027, 3, 28), dt.date(2027, 10, 31)]
SAMPLED = [*list(days_between(FIRST, LAST))[::11], *CLOCKS_CHANGE, dt.date(2028, 2, 29)]
OPENED = [
    dt.date(2026, 3, 29),  # a Sunday on which the clocks change
    dt.date(2026, 8, 15),  # a Saturday in the summer holidays
    dt.date(2026, 10, 25),
    dt.date(2027, 1, 1),
    dt.date(2027, 5, 19),
    dt.date(2028, 2, 29),
]


@pytest.fixture(scope="module")
def document():
    return demo_document()


def facts(document):
    """Each shift's facts with the live bookings on it."""
    shifts = all_shifts(Check(document, Faults()))
    for booking in document["bookings"]:
        if "shift" in booking:
            yield shifts.by_key[booking["shift"]], booking
        else:
            yield shifts.of_pattern(booking["pattern"], dt.date.fromisoformat(booking["date"])), booking


@pytest.mark.parametrize("today", SAMPLED, ids=str)
def test_alive_on(document, today):
    moved = alive(document, today)
    now = today.isoformat()

    assert shape_faults(moved) == []
    assert sum(term["starts"] <= now <= term["ends"] for term in moved["terms"]) == 1
    bookings = list(facts(moved))
    assert all(shift is not None for shift, _booking in bookings)
    behind = [b for shift, b in bookings if shift.date < today]
    ahead = [b for shift, b in bookings if shift.date >= today]
    assert {b["status"] for b in ahead} == {"booked"}
    assert {b["status"] for b in behind} >= {"worked", "missed"}
    assert len(behind) > 100
    soon = {
        s.name: s for s in all_shifts(Check(moved, Faults())).by_occasion.values() if today < s.date <= today + 14 * DAY
    }
    taken = [s for s, b in bookings if s.name in soon and b["place"] == "parent"]
    assert 0 < len(taken) < sum(shift.parent_places for shift in soon.values())
    assert len(ahead) > 50
    assert all(entry["date"] <= now for part in ("contributions", "programme", "fee_relief") for entry in moved[part])


def test_moving_by_no_weeks_changes_no_day(document):
    today = dt.date(2026, 11, 10)  # two thirds into the term of the file itself

    assert alive(document, today)["terms"][0]["starts"] == document["terms"][0]["starts"]


def test_children_keep_their_ages_to_the_month(document):
    def months(day, born):
        return (day.year - int(born[:4])) * 12 + day.month - int(born[5:])

    moved = alive(document, dt.date(2028, 2, 29))
    first, then = (dt.date.fromisoformat(d["terms"][0]["starts"]) for d in (document, moved))

    for family, later in zip(document["families"], moved["families"], strict=True):
        for child, same in zip(family.get("children", []), later.get("children", []), strict=True):
            assert abs(months(first, child["born"]) - months(then, same["born"])) <= 1


def test_names_carry_no_year_that_is_gone(document):
    moved = alive(document, dt.date(2028, 2, 29))

    assert [term["name"] for term in moved["terms"]] == ["Autumn term", "Spring term"]


@pytest.mark.parametrize("today", OPENED, ids=str)
def test_the_demo_opens_on(db, today):
    call_command("open_demo", today=today.isoformat(), verbosity=0)

    nursery = Nursery.objects.get()
    noon = dt.datetime.combine(today, dt.time(12), tzinfo=nursery.zone)
    with nursery_scope(nursery):
        assert Term.objects.filter(starts__lte=today, ends__gte=today).count() == 1
        assert not Booking.objects.filter(shift__starts_at__gt=noon).exclude(status=BookingStatus.BOOKED).exists()
        taken = Booking.objects.filter(status=BookingStatus.BOOKED, place__isnull=False).values("place")
        soon = Place.objects.filter(shift__date__gt=today, shift__date__lte=today + 14 * DAY).exclude(
            shift__status=ShiftStatus.CANCELLED
        )
        assert soon.filter(kind="parent").exclude(pk__in=taken).exists()
        assert soon.filter(kind="parent", pk__in=taken).exists()
        asked = list(CoverRequest.objects.select_related("booking__shift"))
        assert len(asked) == 2
        assert all(r.status == "open" and r.booking.shift.date > today for r in asked)
        assert [offer.request in asked for offer in Offer.objects.filter(status="open")] == [True]


@pytest.mark.django_db
def test_whoever_booked_in_the_demo_booked_before_today():
    call_command("open_demo", today="2026-08-15", verbosity=0)

    nursery = Nursery.objects.get()
    with nursery_scope(nursery):
        noon = dt.datetime(2026, 8, 15, 11, tzinfo=dt.UTC)
        assert not any(booking.can_be_undone_at(noon) for booking in Booking.objects.all())


def test_opening_it_twice_says_so_and_does_nothing(db):
    call_command("open_demo", verbosity=0)
    nursery = Nursery.objects.get()
    before = all_rows(nursery)
    out = StringIO()

    call_command("open_demo", stdout=out)

    assert out.getvalue().strip() == "There is a nursery already; it stays as it is."
    assert all_rows(nursery) == before


def test_it_does_not_open_beside_another_nursery(db):
    Nursery.objects.create(slug="foxglove", name="Foxglove")

    call_command("open_demo", verbosity=0)

    assert [nursery.slug for nursery in Nursery.objects.all()] == ["foxglove"]


def test_a_day_that_is_none_is_said(db):
    with pytest.raises(CommandError, match="--today takes a day, YYYY-MM-DD, not 'soon'"):
        call_command("open_demo", today="soon")


def test_the_opened_demo_comes_out_as_a_nursery_file(db):
    call_command("open_demo", verbosity=0)

    assert shape_faults(export_document(Nursery.objects.get())) == []


def test_demo_people_lists_each_role(db):
    call_command("open_demo", verbosity=0)
    out = StringIO()

    call_command("demo_people", stdout=out)

    nursery = Nursery.objects.get()
    lines = out.getvalue().splitlines()
    assert nursery.name in lines[0]
    assert len(lines) == 1 + len(demo_people(nursery))
    for role in RoleKind:
        assert any(str(role.label) in line for line in lines[1:]), role
