"""What a monitor reads of the outbox, across nurseries, and that it reads nothing else."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from nursery.scope import nursery_scope
from reminders.actions import note_sweep
from reminders.models import Channel, Failure, Message, MessageStatus
from tests.builders import NOW, House

TOKEN = "a-token-that-nobody-guesses-1234567890"
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
Lines = dict[tuple[str, tuple[tuple[str, str], ...]], float]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(settings):
    settings.METRICS_TOKEN = TOKEN
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> House:
    return House()


def scrape() -> Lines:
    response = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    return {
        (sample.name.removeprefix("turnabout_"), tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def of(lines: Lines, name: str, **labels: str) -> float | None:
    return lines.get((name, tuple(sorted(labels.items()))))


def message(house: House, subject: str, ago: dt.timedelta, **fields) -> Message:
    with nursery_scope(house.nursery):
        values = {"due_at": NOW - ago, "send_at": NOW - ago, "queued_at": NOW - ago, "kind": "rota.cover_asked"}
        person = fields.pop("person", None) or house.parent()
        return Message.objects.create(nursery=house.nursery, person=person, subject=subject, **values | fields)


def test_what_waits_is_told_apart_by_kind_and_by_whether_it_may_go(house: House):
    message(house, "one", 3 * MINUTE)
    message(house, "two", 2 * MINUTE)
    message(house, "three", MINUTE, kind="rota.swap_made")
    message(house, "four", MINUTE, send_at=NOW + HOUR)
    lines = scrape()
    assert of(lines, "messages_waiting", kind="rota.cover_asked") == 2
    assert of(lines, "messages_waiting", kind="rota.swap_made") == 1
    assert of(lines, "messages_later", kind="rota.cover_asked") == 1
    assert of(lines, "messages_oldest_waiting_seconds") == 180


def test_what_was_sent_in_the_last_hour_is_told_by_kind_and_channel(house: House):
    sent = {"status": MessageStatus.SENT}
    message(house, "one", 50 * MINUTE, sent_at=NOW - 49 * MINUTE, channel=Channel.EMAIL, **sent)
    message(house, "two", 50 * MINUTE, sent_at=NOW - 48 * MINUTE, channel=Channel.PUSH, **sent)
    message(house, "three", 10 * HOUR, sent_at=NOW - MINUTE, channel=Channel.EMAIL, **sent)  # after quiet hours
    message(house, "four", 2 * HOUR, sent_at=NOW - 61 * MINUTE, channel=Channel.EMAIL, **sent)
    lines = scrape()
    assert of(lines, "messages_sent_last_hour", kind="rota.cover_asked", channel="email") == 2
    assert of(lines, "messages_sent_last_hour", kind="rota.cover_asked", channel="push") == 1
    assert of(lines, "messages_queued_last_hour", kind="rota.cover_asked") == 2


def test_what_is_parked_stands_until_the_manager_puts_it_aside(house: House):
    parked = {"status": MessageStatus.PARKED}
    message(house, "one", 90 * 24 * HOUR, **parked)
    message(house, "two", HOUR, put_aside_at=NOW, **parked)
    assert of(scrape(), "messages_parked", kind="rota.cover_asked") == 1


def test_what_was_not_needed_and_not_wanted_is_counted_in_its_hour(house: House):
    message(house, "one", 5 * MINUTE, status=MessageStatus.DROPPED)
    message(house, "two", 5 * MINUTE, status=MessageStatus.UNWANTED)
    message(house, "three", 5 * HOUR, status=MessageStatus.UNWANTED)
    lines = scrape()
    assert of(lines, "messages_dropped_last_hour", kind="rota.cover_asked") == 1
    assert of(lines, "messages_unwanted_last_hour", kind="rota.cover_asked") == 1


def test_each_failure_of_a_channel_counts_even_if_the_message_went_another_way(house: House):
    went = message(house, "one", HOUR, status=MessageStatus.SENT, sent_at=NOW, channel=Channel.EMAIL)
    with nursery_scope(house.nursery):
        for at in (NOW - 2 * HOUR, NOW - MINUTE, NOW - 2 * MINUTE):
            Failure.objects.create(
                nursery=house.nursery, message=went, channel=Channel.PUSH, at=at, sentence="It did not answer."
            )
    assert of(scrape(), "messages_failed_last_hour", kind="rota.cover_asked", channel="push") == 2


def test_all_nurseries_are_one_sum_and_nobody_is_named(house: House, other_house: House):
    message(house, "one", MINUTE)
    message(other_house, "two", MINUTE)
    body = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert 'turnabout_messages_waiting{kind="rota.cover_asked"} 2.0' in body
    for word in ("bluebell", "foxglove", "Amara", "example.org", "one"):
        assert word not in body.replace("None", "").replace("nobody", "").replace("that one", "")


def test_the_times_of_sweeps_are_told(house: House):
    note_sweep(NOW - MINUTE)
    lines = scrape()
    assert of(lines, "sweep_last_timestamp_seconds") == (NOW - MINUTE).timestamp()
    assert of(lines, "sweep_next_timestamp_seconds") == NOW.timestamp()


def test_an_empty_outbox_says_so():
    assert of(scrape(), "messages_oldest_waiting_seconds") == 0


def test_the_function_tells_counts_and_the_app_reads_no_row_by_it(house: House):
    message(house, "one", MINUTE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reminders_counts(%s, %s)", [NOW - HOUR, NOW])
        assert [column.name for column in cursor.description] == ["what", "kind", "channel", "messages"]
        assert sorted(cursor.fetchall()) == [
            ("queued", "rota.cover_asked", "", 1),
            ("waiting", "rota.cover_asked", "", 1),
        ]


def test_openmetrics_is_spoken_to_whoever_asks_for_it():
    response = Client().get(
        "/metrics", headers={"Authorization": f"Bearer {TOKEN}", "Accept": "application/openmetrics-text"}
    )
    assert response["Content-Type"].startswith("application/openmetrics-text")
    assert response.content.endswith(b"# EOF\n")


# --- Who may read it


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ä"])
def test_without_the_token_nothing_is_told(header: str):
    response = Client().get("/metrics", headers={"Authorization": header} if header else {})
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert b"turnabout" not in response.content


def test_where_no_token_is_set_there_is_no_such_page(settings):
    settings.METRICS_TOKEN = ""
    for header in ("Bearer", "Bearer ", f"Bearer {TOKEN}"):
        assert Client().get("/metrics", headers={"Authorization": header}).status_code == 404


def test_it_is_only_read():
    assert Client().post("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 405
