"""Signing in; what row-level security costs; and one nursery's page beside a thousand other nurseries."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.crowd import make_crowd
from tests.bench.figures import row, spread, timed, title

_PASSWORD = "four blue kettles on a shelf"  # of an account that lives for a minute
_ROUNDS, _EACH = 8, 40


def sign_in_speed() -> None:
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - models are there after django.setup()

    title("Signing in, in process")
    _client, email = _parent("bluebell")
    hashed, _cpu = timed(lambda: make_password(_PASSWORD), 5, 1)
    row("hashing a password alone", spread(hashed))
    account = _account(email)
    account.set_password(_PASSWORD)
    account.save()
    row("by password", *_timed_sign_ins(lambda client: _by_password(client, email)))
    row("by code: asked for, read from the mail, typed", *_timed_sign_ins(lambda client: _by_code(client, email)))


def _timed_sign_ins(sign_in: Any) -> tuple[str, str]:
    times, queries = [], 0
    for _ in range(20):
        cache.clear()  # else the limits would answer
        client = Client(headers={"host": "localhost"})
        client.get("/accounts/login/")
        with CaptureQueriesContext(connection) as seen:
            began = perf_counter()
            sign_in(client)
            times.append((perf_counter() - began) * 1000)
        assert "_auth_user_id" in client.session
        queries = len(seen)
    return spread(times), f"{queries} queries"


def _by_password(client: Client, email: str) -> None:
    client.post("/accounts/login/", {"login": email, "password": _PASSWORD})


def _by_code(client: Client, email: str) -> None:
    for old in Path(settings.MAIL_DIR).glob("*"):
        old.unlink()
    client.post("/accounts/login/code/", {"email": email})
    (mail,) = Path(settings.MAIL_DIR).glob("*")
    found = re.search(r"^    (\S+)\s*$", mail.read_text(), flags=re.M)
    assert found
    client.post("/accounts/login/code/confirm/", {"code": found[1]})


def walls() -> None:
    """The week page, by turns with the policies of all tables in force and out of force."""
    title("What row-level security costs: the week page with it and without, by turns")
    for slug, label in (("bluebell", "Bluebell"), ("tenfold", "ten times Bluebell")):
        client, _email = _parent(slug)
        url = f"/{slug}/rota/"
        times: dict[bool, list[float]] = {True: [], False: []}
        cpus: dict[bool, list[float]] = {True: [], False: []}
        for number in range(_ROUNDS):
            for secure in (True, False) if number % 2 else (False, True):
                with _row_security(secure):
                    client.get(url)
                    clock, cpu = timed(lambda u=url, c=client: c.get(u), _EACH)  # type: ignore[misc]
                times[secure] += clock
                cpus[secure] += cpu
        row(f"{label}: with", spread(times[True]))
        row(f"{label}: without", spread(times[False]))
        more = (median(times[True]) / median(times[False]) - 1) * 100
        row(f"{label}: dearer by", f"{more:.1f} % of p50", "aim: under 10 %")


@contextmanager
def _row_security(secure: bool) -> Iterator[None]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        tables = [name for (name,) in cursor.fetchall()]
        if secure:
            yield
            return
        cursor.execute("".join(f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY;" for name in tables))
        try:
            yield
        finally:
            cursor.execute("".join(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;" for name in tables))


def many() -> None:
    """BENCH_CROWD=1000x156 says how many nurseries of 60 families, and how many weeks of each."""
    nurseries, weeks = map(int, os.environ.get("BENCH_CROWD", "1000x156").split("x"))
    title(f"The week page beside {nurseries:,} nurseries of 60 families, {weeks} weeks of each")
    client, _email = _parent("bluebell")
    alone = _week(client, "alone in the database")
    began = perf_counter()
    make_crowd(dt.datetime.now(dt.UTC), nurseries=nurseries, weeks_back=weeks - 2, weeks_ahead=2, said=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'rota_booking'")
        (bookings,) = cursor.fetchone()
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
    row("made in", f"{perf_counter() - began:.0f} s: {bookings:,} bookings, {size / 1e9:.1f} GB")
    among = _week(client, "among them")
    row("times as long (p50)", f"{among / alone:.2f}", "aim: at most 1.3")


def _week(client: Client, label: str) -> float:
    for _ in range(10):
        client.get("/bluebell/rota/")
    clock, _cpu = timed(lambda: client.get("/bluebell/rota/"), 200)
    row(label, spread(clock))
    return median(clock)


def _parent(slug: str) -> tuple[Client, str]:
    """A parent's browser, signed in, and their address."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415

    from accounts.models import Account, Person  # noqa: PLC0415
    from nursery.models import Nursery  # noqa: PLC0415
    from nursery.scope import nursery_scope  # noqa: PLC0415
    from tests.pages import sign_in  # noqa: PLC0415

    nursery = Nursery.objects.get(slug=slug)
    email = f"many-{slug}@example.org"
    with nursery_scope(nursery):
        me = Person.objects.filter(roles__contains=["parent"]).order_by("key")[4]
        account = Account.objects.filter(email=email).first() or Account.objects.create_user(email=email)
        EmailAddress.objects.get_or_create(user=account, email=email, verified=True, primary=True)
        me.account, me.email = account, email
        me.save()
    client = Client(headers={"host": "localhost"})
    sign_in(client, account)
    return client, email


def _account(email: str) -> Any:
    from accounts.models import Account  # noqa: PLC0415

    return Account.objects.get(email=email)


PARTS = {"signin": sign_in_speed, "walls": walls, "many": many}
