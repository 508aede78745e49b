"""What is measured of the rota off the screen: calendar feeds, wall sheets, tables."""

import datetime as dt
import tracemalloc
from collections.abc import Callable
from statistics import median

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.bench.figures import row, spread, timed, title

_TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def feed() -> None:
    """A parent with a turn a week and somebody of the staff with five, both for five years up to a term ahead."""
    from nursery.scope import nursery_scope  # noqa: PLC0415 - models are there after django.setup()
    from tests.builders import House  # noqa: PLC0415

    title("Calendar feeds of members with five years of shifts")
    house = House(slug="feeds", name="Feeds")
    today = timezone.localdate()
    with nursery_scope(house.nursery):
        parent, staff = house.parent(), house.staff()
        days = [today + dt.timedelta(days=n) for n in range(-5 * 365, 90)]
        for day in days:
            if day.weekday() == 0:
                house.booking(house.place(house.shift(day, "14:00", "17:00")), parent)
            if day.weekday() < 5:
                house.booking(house.place(house.shift(day, paid=1, parents=0), "paid"), staff)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM rota_booking")
            (bookings,) = cursor.fetchone()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute
    row("bookings in the nursery", str(bookings))
    for label, person in (("a parent, weekly", parent), ("staff, every day", staff)):
        _one_feed(house, person, label)


def _one_feed(house, person, label: str) -> None:
    from nursery.scope import nursery_scope  # noqa: PLC0415
    from rota.actions.feed import make_feed  # noqa: PLC0415
    from rota.papers import calendar  # noqa: PLC0415
    from rota.queries import feed as feeds  # noqa: PLC0415

    now = timezone.now()
    with nursery_scope(house.nursery):
        token = make_feed(person, person, nursery=house.nursery, now=now).token
    client = Client(headers={"host": "localhost"})
    url = f"/{house.nursery.slug}/calendar/{token}.ics"
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        body = client.get(url).content
    queries = [q for q in captured.captured_queries if not q["sql"].startswith(_TRANSACTIONS)]
    clock, cpu = timed(lambda: client.get(url), 60)
    turns = body.count(b"BEGIN:VEVENT")
    row(f"{label}: as served, {turns} turns", spread(clock), "aim: p50 under 50 ms")
    row(f"{label}: CPU of the app", spread(cpu))
    row(f"{label}: queries, size", f"{len(queries)}, {len(body) / 1000:.0f} kB")

    def everything() -> bytes:
        with nursery_scope(house.nursery):
            return calendar.feed_of_person(person, house.nursery, now, now.date())

    kept = feeds.LOOK_BACK
    feeds.LOOK_BACK = dt.timedelta(days=6 * 366)
    try:
        clock, cpu = timed(everything, 20)
        turns = everything().count(b"BEGIN:VEVENT")
    finally:
        feeds.LOOK_BACK = kept
    row(f"{label}: were all {turns} served", f"{spread(clock)}; CPU {spread(cpu)}")


def papers() -> None:
    from accounts.models import Account, Person  # noqa: PLC0415
    from nursery.models import Nursery, Term  # noqa: PLC0415
    from nursery.scope import nursery_scope  # noqa: PLC0415
    from tests.pages import sign_in  # noqa: PLC0415

    title("Wall sheets and tables, in process")
    for slug, label in (("bluebell", "Bluebell"), ("tenfold", "ten times Bluebell")):
        nursery = Nursery.objects.get(slug=slug)
        with nursery_scope(nursery):
            manager = Person.objects.filter(roles__contains=["manager"])[0]
            manager.account = Account.objects.create_user(email=f"papers-{slug}@example.org")
            manager.save()
            term = Term.objects.filter(starts__lte=timezone.localdate()).order_by("-starts")[0]
        client = Client(headers={"host": "localhost"})
        sign_in(client, manager.account)
        base = f"/{slug}/rota/papers/"
        span = f"?starts={term.starts}&ends={term.ends}"
        for name, path, times in (
            ("week, PDF", f"{base}week.pdf", 15),
            ("term, PDF", f"{base}terms/{term.public_id}.pdf", 3),
            ("term, XLSX", f"{base}rota.xlsx{span}", 3),
            ("term, CSV", f"{base}rota.csv{span}", 3),
        ):
            _one_paper(client, path, f"{label}: {name}", times)


def _one_paper(client: Client, path: str, label: str, times: int) -> None:
    clock, cpu = timed(lambda: client.get(path), times, warm=1)
    tracemalloc.start()
    response = client.get(path)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert response.status_code == 200, response.status_code
    size = len(response.content) / 1000
    row(
        label,
        f"p50 {median(clock):.0f} ms, CPU {median(cpu):.0f} ms; {size:.0f} kB",
        f"{most / 2**20:.0f} MB of Python's at most",
    )


PARTS: dict[str, Callable[[], None]] = {"feed": feed, "papers": papers}
