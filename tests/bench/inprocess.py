"""What is measured inside one process: the week and the day, the coverage of a term, and bookings."""

import datetime as dt
import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

import dj_database_url
import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nursery import embedded, garbage
from tests.bench.figures import row, spread, timed, title
from tests.bench.offers import offers

_TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@contextmanager
def database() -> Iterator[None]:
    """A migrated server of its own, used under the app's role."""
    with embedded.throwaway() as address:
        base = address.rpartition("/")[0].replace("postgres@", "{role}@")
        for alias, role in (("default", "turnabout_app"), ("owner", "turnabout_owner")):
            parsed = dj_database_url.parse(base.format(role=role) + "/turnabout")
            settings.DATABASES[alias].update({k: parsed[k] for k in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield
        connections.close_all()


def page(slug: str, label: str, path: str, clock_aim: str, query_aim: str) -> None:
    """One page of a parent's, asked for a hundred times."""
    from accounts.models import Account, Person  # noqa: PLC0415 - models are there after django.setup()
    from nursery.models import Nursery  # noqa: PLC0415
    from nursery.scope import nursery_scope  # noqa: PLC0415
    from tests.pages import sign_in  # noqa: PLC0415

    nursery = Nursery.objects.get(slug=slug)
    with nursery_scope(nursery):
        me = Person.objects.filter(roles__contains=["parent"]).order_by("key")[3]
        if me.account is None or not me.account.email.startswith("bench-"):
            me.account = Account.objects.create_user(email=f"bench-{slug}@example.org")
            me.save()
    client = Client(headers={"host": "localhost"})
    sign_in(client, me.account)
    url = f"/{slug}/{path}"
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, response.status_code
    queries = [q for q in captured.captured_queries if not q["sql"].startswith(_TRANSACTIONS)]
    garbage.settle()  # as nursery/wsgi.py does
    clock, cpu = timed(lambda: client.get(url), 100)
    body = response.content
    row(f"{label}: by the clock", spread(clock), f"aim: p50 under {clock_aim}")
    row(f"{label}: CPU of the app", spread(cpu))
    row(f"{label}: queries", f"{len(queries)} (and BEGIN, COMMIT)", f"aim: {query_aim}")
    row(
        f"{label}: HTML",
        f"{len(body) / 1000:.1f} kB, {len(gzip.compress(body, 6)) / 1000:.1f} kB gzip",
        "aim: under 60 kB",
    )


def week() -> None:
    title("The week page, in process, under the app's role")
    page("bluebell", "Bluebell", "rota/", "40 ms", "under 16")
    page("tenfold", "ten times Bluebell", "rota/", "40 ms", "under 16")


def day() -> None:
    from nursery.models import Nursery  # noqa: PLC0415

    today = dt.datetime.now(Nursery.objects.get(slug="bluebell").zone).date()
    path = f"rota/day/{(today - dt.timedelta(days=today.weekday() - 2)).isoformat()}/"  # this week's Wednesday
    title("The day page, in process, under the app's role")
    page("bluebell", "Bluebell", path, "50 ms", "at most 15")
    page("tenfold", "ten times Bluebell", path, "50 ms", "at most 15")


def coverage() -> None:
    """A whole term: reading it, and evaluating it; and the half of it, which should take half as long."""
    from nursery.models import Nursery, Term  # noqa: PLC0415
    from nursery.scope import nursery_scope  # noqa: PLC0415
    from rota.queries.engine_facts import rota_facts  # noqa: PLC0415
    from rota.safety import evaluate_span  # noqa: PLC0415

    title("The coverage of a term")
    for slug, label in (("bluebell", "Bluebell, 26 families"), ("tenfold", "ten times Bluebell, 260 families")):
        nursery = Nursery.objects.get(slug=slug)
        with nursery_scope(nursery):
            term = Term.objects.latest("starts")
            facts = rota_facts(nursery, term.starts, term.ends)
            read, _cpu = timed(lambda n=nursery, t=term: rota_facts(n, t.starts, t.ends), 7, 1)  # type: ignore[misc]
        middle = term.starts + (term.ends - term.starts) / 2
        row(f"{label}: reading", spread(read))
        for part, last in (("half a term", middle), ("the term", term.ends)):
            found = evaluate_span(facts, term.starts, last)
            slices = sum(len(room_day.slices) for room_day in found)
            _clock, cpu = timed(lambda f=facts, t=term, to=last: evaluate_span(f, t.starts, to), 7, 1)  # type: ignore[misc]
            each = sorted(cpu)[len(cpu) // 2] * 1000 / max(1, slices)
            row(
                f"{label}: {part}, {slices} slices",
                f"{spread(cpu)} ({each:.0f} µs a slice)",
                "aim: 60 families under 250 ms",
            )


def _book_all(places: list[tuple[object, object]], nursery: object, now: dt.datetime, workers: int) -> float:
    """Bookings a second: each (place, person) booked in a transaction of its own by one of `workers` threads."""
    from nursery.scope import nursery_scope  # noqa: PLC0415
    from rota.actions.booking import book_place  # noqa: PLC0415

    queue = list(places)
    turn = threading.Lock()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            while True:
                with turn:
                    if not queue:
                        return
                    place, person = queue.pop()
                with nursery_scope(nursery):  # type: ignore[arg-type]
                    book_place(place, person, nursery=nursery, now=now)  # type: ignore[arg-type]
        except BaseException as error:  # noqa: BLE001 - raised again below, in the main thread
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return len(places) / (perf_counter() - began)


def bookings() -> None:
    from nursery.scope import nursery_scope  # noqa: PLC0415
    from tests.builders import NOW, House  # noqa: PLC0415

    title("Bookings a second, 4 threads, real transactions")
    house = House(slug="bookings", name="Bookings")
    with nursery_scope(house.nursery):
        people = [house.parent(f"Parent {n}") for n in range(200)]
        one = house.shift(parents=200)
        places = list(one.places.order_by("number"))
        spread_out = [
            house.place(house.shift(dt.date(2026, 10, 5) + dt.timedelta(days=n % 5), "14:00", "16:00"))
            for n in range(200)
        ]
    row(
        "on one shift's row",
        f"{_book_all(list(zip(places, people, strict=True)), house.nursery, NOW, 4):.0f} a second",
    )
    row(
        "spread over a week",
        f"{_book_all(list(zip(spread_out, people, strict=True)), house.nursery, NOW, 4):.0f} a second",
    )


PARTS: dict[str, Callable[[], None]] = {
    "week": week,
    "day": day,
    "coverage": coverage,
    "bookings": bookings,
    "offers": offers,
}
