"""What PostgreSQL writes down by itself: who did what, when and from where, which the app can only read."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.access import acting_key
from accounts.links import link_path
from accounts.models import Clearance, Deputy, FamilyShare, Person, PersonLevel
from costs.models import FeeRelief, Pay, Rate
from nursery.acting import By, acting, acts
from nursery.celery import ActingTask, app
from nursery.models import Nursery, Policy, Recorded
from nursery.scope import nursery_scope
from rota import messages
from rota.models import Booking, BookingStatus, Break, Duty, HistoryEntry, RatioRule, Relief
from tests.builders import NOW, House
from tests.databases import APP
from tests.pages import client_of

pytestmark = pytest.mark.django_db
ONE_DAY = dt.date(2026, 10, 1)


def told(thing: str) -> list[tuple[str, Any, Any]]:
    """What was recorded of a thing, in the order in which it happened."""
    return list(Recorded.objects.filter(thing=thing).order_by("pk").values_list("operation", "before", "after"))


def last(thing: str) -> Recorded:
    return Recorded.objects.filter(thing=thing).latest("pk")


def kept(thing: str) -> dict[str, Any]:
    """What the last one that was added holds."""
    record = last(thing)
    assert record.operation == "added"
    assert isinstance(record.after, dict)
    return record.after


def run(statement: str, *values: Any) -> None:
    """As the app's role, past Django."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def booking(house: House) -> Booking:
    return house.booking(house.place(house.shift()), house.parent())


# --- What is written down


def test_a_booking_that_is_made(booking: Booking) -> None:
    assert told("booking") == [
        (
            "added",
            None,
            {
                "shift_id": booking.shift_id,
                "place_id": booking.place_id,
                "kind": "parent",
                "person_id": booking.person_id,
                "status": "booked",
                "shadow": False,
                "confirmed": False,
            },
        )
    ]
    assert (last("booking").row, last("booking").person) == (booking.pk, booking.person_id)


def test_of_a_booking_that_changes_what_differs_and_nothing_else(booking: Booking) -> None:
    booking.status = BookingStatus.CANCELLED
    booking.save()
    assert told("booking")[1:] == [("changed", {"status": "booked"}, {"status": "cancelled"})]


def test_a_booking_that_is_taken_out(booking: Booking) -> None:
    booking.delete()
    operation, before, after = told("booking")[-1]
    assert (operation, before["person_id"], after) == ("removed", booking.person_id, None)


def test_many_rows_in_one_statement_are_each_written_down(house: House) -> None:
    shift = house.shift(parents=3)
    for number in (1, 2, 3):
        house.booking(house.place(shift, number=number), house.parent())
    Booking.objects.filter(shift=shift).update(status=BookingStatus.MISSED)
    assert told("booking")[3:] == [("changed", {"status": "booked"}, {"status": "missed"})] * 3


def test_what_leaves_a_row_as_it_is_is_not_written_down(booking: Booking) -> None:
    booking.save()
    Booking.objects.update(will_come_at=NOW)
    assert len(told("booking")) == 1


def test_a_statement_past_django_is_written_down(booking: Booking) -> None:
    run("UPDATE rota_booking SET status = 'missed' WHERE id = %s", booking.pk)
    assert told("booking")[-1] == ("changed", {"status": "booked"}, {"status": "missed"})


def test_a_row_that_is_given_another_id_does_not_slip_through(house: House) -> None:
    share = FamilyShare.objects.create(nursery=house.nursery, family=house.family(), starts=ONE_DAY, share=1)
    run("UPDATE accounts_familyshare SET id = id + 1000000, share = 2 WHERE id = %s", share.pk)
    assert [(operation, (after or before)["share"]) for operation, before, after in told("familyshare")] == [
        ("added", 1),
        ("removed", 1),
        ("added", 2),
    ]


def test_a_break_is_of_whoever_takes_it(house: House, booking: Booking) -> None:
    Break.objects.create(nursery=house.nursery, booking=booking, starts_at=NOW, ends_at=NOW + dt.timedelta(minutes=20))
    assert last("break").person == booking.person_id
    assert kept("break")["booking_id"] == booking.pk


def test_a_clearance_without_its_reference(house: House) -> None:
    person = house.parent(cleared=())
    Clearance.objects.create(nursery=house.nursery, person=person, kind="dbs", starts=ONE_DAY, reference="001234567890")
    after = kept("clearance")
    assert (last("clearance").person, after["kind"], after["starts"]) == (person.pk, "dbs", "2026-10-01")
    assert "reference" not in after


def test_that_a_reference_was_changed_and_not_what_it_is(house: House) -> None:
    clearance = Clearance.objects.filter(person=house.parent(cleared=("dbs",))).get()
    Clearance.objects.filter(pk=clearance.pk).update(reference="001234567890")
    assert told("clearance")[-1] == ("changed", {"reference": None}, {"reference": True})


def test_a_level(house: House) -> None:
    person = house.parent()
    PersonLevel.objects.create(nursery=house.nursery, person=person, starts=ONE_DAY, level=3)
    assert (last("personlevel").person, last("personlevel").after) == (person.pk, {"starts": "2026-10-01", "level": 3})


def test_a_deputy(house: House) -> None:
    person = house.parent()
    Deputy.objects.create(nursery=house.nursery, person=person, starts=ONE_DAY, ends=ONE_DAY)
    assert last("deputy").person == person.pk


def test_a_role(house: House) -> None:
    person = house.parent()
    Person.objects.filter(pk=person.pk).update(roles=["parent", "trustee"])
    assert told("person")[-1] == ("changed", {"roles": ["parent"]}, {"roles": ["parent", "trustee"]})
    assert last("person").person == person.pk


def test_an_account_by_its_id(house: House) -> None:
    person = house.parent()
    Person.objects.filter(pk=person.pk).update(account=None)
    assert told("person")[-1] == ("changed", {"account_id": person.account_id}, {"account_id": None})


def test_that_an_address_was_changed_and_not_what_it_is(house: House) -> None:
    Person.objects.filter(pk=house.parent().pk).update(email="somebody@example.net", phone="07700 900123", name="O")
    assert told("person")[-1] == (
        "changed",
        {"email": True, "phone": None, "name": True},
        {"email": True, "phone": True, "name": True},
    )


def test_a_relief_is_of_a_family(house: House) -> None:
    family, trustee = house.family(), house.person("Adam Goldberg", "trustee")
    Relief.objects.create(
        nursery=house.nursery, family=family, starts=ONE_DAY, ends=ONE_DAY, lifted="0.5", approved_by=trustee
    )
    assert last("relief").family == family.pk
    assert kept("relief")["approved_by_id"] == trustee.pk


def test_a_familys_share(house: House) -> None:
    family = house.family()
    type(family).objects.filter(pk=family.pk).update(share="0.5")
    assert told("family")[-1] == ("changed", {"share": 1}, {"share": Decimal("0.5")})
    assert last("family").family == family.pk


def test_a_rate_without_its_texts(house: House) -> None:
    Rate.objects.create(
        nursery=house.nursery, key="care", starts=ONE_DAY, wage="12.71", source="As Helen Tanaka said", note="A note"
    )
    after = kept("rate")
    assert (after["key"], str(after["wage"])) == ("care", "12.710000")
    assert {"source", "note", "evidence"}.isdisjoint(after)


def test_that_pay_was_changed_and_not_how_much_it_is(house: House) -> None:
    pay = Pay.objects.create(nursery=house.nursery, person=house.staff(), starts=ONE_DAY, hourly_cost="15.20")
    Pay.objects.filter(pk=pay.pk).update(hourly_cost="16")
    assert told("pay") == [
        ("added", None, {"starts": "2026-10-01"}),
        ("changed", {"hourly_cost": True}, {"hourly_cost": True}),
    ]


def test_fee_relief(house: House) -> None:
    FeeRelief.objects.create(nursery=house.nursery, date=ONE_DAY, amount="120", note="A note")
    assert last("feerelief").after.keys() == {"date", "amount"}


def test_the_policy(house: House) -> None:
    Policy.objects.update(min_adults=3, parents_count=False)
    assert told("policy")[-1] == (
        "changed",
        {"min_adults": 2, "parents_count": True},
        {"min_adults": 3, "parents_count": False},
    )


def test_the_country_whose_rules_hold(house: House) -> None:
    Nursery.objects.filter(pk=house.nursery.pk).update(country="GB-WLS")
    assert told("nursery")[-1] == ("changed", {"country": "GB-ENG"}, {"country": "GB-WLS"})


def test_the_dates_of_a_term(house: House) -> None:
    house.term.ends = dt.date(2026, 12, 18)
    house.term.save()
    assert told("term")[-1] == ("changed", {"ends": "2026-12-11"}, {"ends": "2026-12-18"})


def test_what_a_duty_asks_for(house: House) -> None:
    Duty.objects.filter(pk=house.food.pk).update(needs=["induction", "pfa"])
    assert told("duty")[-1] == ("changed", {"needs": ["induction"]}, {"needs": ["induction", "pfa"]})


def test_that_a_ratio_rule_was_changed(house: House) -> None:
    RatioRule.objects.create(nursery=house.nursery, key="ours", starts=ONE_DAY, body={"source": "Agreed"})
    RatioRule.objects.update(body={"source": "Agreed anew"})
    assert told("ratiorule") == [
        ("added", None, {"key": "ours", "starts": "2026-10-01"}),
        ("changed", {"body": True}, {"body": True}),
    ]


def test_work_that_is_taken_back_leaves_nothing(booking: Booking) -> None:
    with transaction.atomic():
        Booking.objects.update(status=BookingStatus.MISSED)
        assert len(told("booking")) == 2
        transaction.set_rollback(True)
    assert len(told("booking")) == 1


def test_it_and_what_the_app_wrote_of_it_have_one_moment(house: House) -> None:
    with time_machine.travel(NOW, tick=False):
        place, parent = house.place(house.shift()), house.parent()
        client_of(parent).post(reverse("rota:place_book", args=["bluebell", place.public_id]))
    assert HistoryEntry.objects.get(verb="booked").deed == last("booking").at


# --- Who, by which way, from where


@pytest.fixture
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def book(house: House, client: Any) -> Recorded:
    place = house.place(house.shift())
    assert client.post(reverse("rota:place_book", args=["bluebell", place.public_id])).status_code == 302
    return last("booking")


@pytest.mark.usefixtures("_on_the_day")
def test_on_a_page_it_is_whoever_is_signed_in(house: House) -> None:
    parent = house.parent()
    record = book(house, client_of(parent))
    assert (record.actor, record.by, record.origin) == (parent.pk, "page", "rota:place_book")


@pytest.mark.usefixtures("_on_the_day")
def test_of_two_who_share_an_account_it_is_the_one_who_acts(house: House) -> None:
    amara = house.parent()
    chidi = house.parent("Chidi Okafor", account=amara.account, family=amara.family)
    client = client_of(amara)
    session = client.session
    session[acting_key(house.nursery)] = chidi.public_id
    session.save()
    assert book(house, client).actor == chidi.pk


@pytest.mark.usefixtures("_on_the_day")
def test_by_a_link_it_is_the_links_person(house: House, client: Any) -> None:
    booking = house.booking(house.place(house.shift()), house.parent())
    path = link_path(booking.person, messages.CANNOT_COME, f"{booking.public_id}-letter", NOW + dt.timedelta(days=1))
    when = re.search(r'name="when" value="([^"]+)"', client.get(path).content.decode())
    assert when
    assert client.post(path, {"answer": "give_back", "when": when[1]}).status_code == 200
    record = last("booking")
    assert record.operation == "changed"
    assert (record.actor, record.by, record.origin) == (booking.person_id, "link", "rota.cannot_come")


def test_in_a_task_it_is_the_task(house: House) -> None:
    def change() -> None:
        with nursery_scope(house.nursery):
            Policy.objects.update(min_adults=4)

    task = app.task(name="tests.change")(change)
    try:
        assert isinstance(task, ActingTask)
        task()
    finally:
        app.tasks.unregister("tests.change")
    record = last("policy")
    assert (record.actor, record.by, record.origin) == (None, "task", "tests.change")


def test_in_a_command_it_is_the_command(house: House) -> None:
    with acting(By.COMMAND, "put_right"), nursery_scope(house.nursery):
        Policy.objects.update(min_adults=4)
    record = last("policy")
    assert (record.actor, record.by, record.origin) == (None, "command", "put_right")


def test_where_nobody_has_said_so_it_is_unknown(booking: Booking) -> None:
    record = last("booking")
    assert (record.actor, record.by, record.origin) == (None, "", "")


def test_a_scope_inside_another_gives_back_by_which_way_it_is(house: House, other_house: House) -> None:
    with acting(By.COMMAND, "outer"), nursery_scope(house.nursery):
        with acting(By.IMPORT, "inner"), nursery_scope(other_house.nursery):
            pass
        Policy.objects.update(min_adults=4)
    assert (last("policy").by, last("policy").origin) == ("command", "outer")


def test_whoever_acts_here_is_nobody_in_another_nursery(house: House, other_house: House) -> None:
    acts(house.nursery.pk, house.parent().pk)
    with nursery_scope(other_house.nursery):
        Policy.objects.update(min_adults=4)
        assert last("policy").actor is None


@pytest.mark.django_db(transaction=True)
def test_who_acted_is_forgotten_with_the_transaction() -> None:
    house = House()
    with nursery_scope(house.nursery), time_machine.travel(NOW, tick=False):
        place, parent = house.place(house.shift()), house.parent()
    with time_machine.travel(NOW, tick=False):
        client_of(parent).post(reverse("rota:place_book", args=["bluebell", place.public_id]))
    with nursery_scope(house.nursery):
        assert last("booking").actor == parent.pk
        Booking.objects.update(status=BookingStatus.MISSED)
        record = last("booking")
        assert (record.operation, record.actor, record.by, record.origin) == ("changed", None, "", "")


# --- Nobody but PostgreSQL writes it


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO nursery_recorded (nursery_id, at, thing, row, operation, by, origin)"
        " SELECT nursery_id, at, thing, row, operation, by, origin FROM nursery_recorded",
        "UPDATE nursery_recorded SET actor = 1",
        "DELETE FROM nursery_recorded",
    ],
)
def test_the_app_cannot_change_it(booking: Booking, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied for table nursery_recorded"), transaction.atomic():
        run(statement)


def test_the_app_may_read_it_and_nothing_else(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.privilege_type FROM pg_class c, aclexplode(c.relacl) a"
            " WHERE c.oid = 'nursery_recorded'::regclass AND a.grantee = %s::regrole",
            [APP],
        )
        granted = {privilege for (privilege,) in cursor.fetchall()}
    # The tests' own database lets the app empty every table (tests/databases.py).
    assert granted - {"TRUNCATE"} == {"SELECT"}


def test_a_right_that_was_given_by_mistake_is_no_use(booking: Booking) -> None:
    """There is no policy to write by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT cmd FROM pg_policies WHERE tablename = 'nursery_recorded'")
        assert cursor.fetchall() == [("SELECT",)]
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = 'nursery_recorded'::regclass")
        assert cursor.fetchone() == (True,)


def test_the_app_cannot_hang_the_writing_on_a_table_of_its_own(booking: Booking) -> None:
    run("CREATE TEMP TABLE forged ON COMMIT DROP AS SELECT * FROM rota_booking")
    with pytest.raises(ProgrammingError, match="permission denied for function"), transaction.atomic():
        run(
            "CREATE TRIGGER forging AFTER INSERT ON forged REFERENCING NEW TABLE AS new_rows"
            " FOR EACH STATEMENT EXECUTE FUNCTION rota_booking_recorded()"
        )


def test_the_app_cannot_turn_the_writing_off(booking: Booking) -> None:
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        run("ALTER TABLE rota_booking DISABLE TRIGGER rota_booking_recorded_update")


def test_it_outlives_what_it_is_about(house: House) -> None:
    person = house.parent(cleared=("dbs",), sign_in=False)
    person.delete()
    assert [operation for operation, _before, _after in told("person")] == ["added", "removed"]
    assert told("clearance")[-1][0] == "removed"
