"""What is measured of the savings: from raw rows, at three sizes and over five years, and the report's page."""

import datetime as dt
import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connections
from django.test import Client

from nursery import garbage
from tests.bench.figures import row, spread, timed, title
from tests.bench.tenfold import Document, multiplied
from tests.bench.years import years

BLUEBELL = Path(__file__).parents[2] / "portability" / "demo" / "bluebell.json"
YEARS = 5


def costs() -> None:
    from portability.importing import import_document  # noqa: PLC0415 - models are there after django.setup()

    bluebell = json.loads(BLUEBELL.read_text())
    tenfold = multiplied(bluebell, 10)
    term_aim, years_aim = "aim: under 150 ms", "aim: under 2 s"
    wanted: list[tuple[str, Document, int, str]] = [
        ("Bluebell, a term", bluebell, 30, term_aim),
        ("10 times, a term", tenfold, 7, ""),
        ("100 times, a term", multiplied(bluebell, 100), 3, ""),
        ("Bluebell, five years", years(bluebell, YEARS), 7, ""),
        ("10 times, five years", years(tenfold, YEARS), 3, years_aim),
    ]
    title("The savings, from raw rows, in process, under the app's role")
    nurseries = []
    for number, (label, document, times, aim) in enumerate(wanted):
        own = document | {"nursery": document["nursery"] | {"slug": f"costs-{number}", "name": label}}
        nurseries.append((label, import_document(own), times, aim))
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute
    garbage.settle()  # as nursery/wsgi.py does
    for label, nursery, times, aim in nurseries:
        _one_nursery(label, nursery, times, aim)
    title("The same, once every term is closed")
    for label, nursery, _times, aim in nurseries:
        if "years" in label:
            _closed(label, nursery, aim and "aim: under 60 ms")


def _one_nursery(label: str, nursery, times: int, aim: str) -> None:
    from costs.queries import savings_facts  # noqa: PLC0415
    from costs.savings import work_out_savings  # noqa: PLC0415
    from nursery.models import Nursery, Term  # noqa: PLC0415
    from nursery.scope import nursery_scope  # noqa: PLC0415

    with nursery_scope(nursery):
        nursery = Nursery.objects.select_related("policy").get(pk=nursery.pk)
        terms = list(Term.objects.filter(key__startswith="autumn").order_by("starts"))
        span = (terms[0].starts, terms[-1].ends)
        facts = savings_facts(nursery, *span)
        read, read_cpu = timed(lambda: savings_facts(nursery, *span), times, 1)
        _clock, cpu = timed(lambda: work_out_savings(facts, *span), times, 1)
        whole, _cpu = timed(lambda: work_out_savings(savings_facts(nursery, *span), *span), times, 1)
        tracemalloc.start()
        found = work_out_savings(savings_facts(nursery, *span), *span)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    slices = sum(len(room_day.slices) for room_day in found.room_days)
    bookings = len(facts.rota.bookings)
    row(f"{label}: {bookings} bookings, {slices} slices", spread(whole), aim)
    row(f"{label}: reading", f"{spread(read)}; CPU at best {min(read_cpu):.0f} ms")
    row(
        f"{label}: working out",
        f"CPU at best {min(cpu):.0f} ms",
        f"{min(cpu) * 1000 / bookings:.0f} µs a booking; {most / 2**20:.0f} MB of Python's at most",
    )
    _page(label, nursery, span, times, aim)


def _closed(label: str, nursery, aim: str) -> None:
    from accounts.models import Person, RoleKind  # noqa: PLC0415
    from costs.actions.closing import confirm_closing, propose_closing, would_keep  # noqa: PLC0415
    from costs.periods import span_of  # noqa: PLC0415
    from costs.reports.building import report_of  # noqa: PLC0415
    from nursery.models import Nursery, Term  # noqa: PLC0415
    from nursery.scope import nursery_scope  # noqa: PLC0415

    with nursery_scope(nursery):
        nursery = Nursery.objects.select_related("policy").get(pk=nursery.pk)
        terms = list(Term.objects.order_by("starts"))
        span = (terms[0].starts, terms[-1].ends)
        today = span[1] + dt.timedelta(days=1)
        what: dict[str, Any] = {
            "nursery": nursery,
            "now": dt.datetime.combine(today, dt.time(9), dt.UTC),
            "today": today,
        }
        treasurer = Person.objects.filter(roles__contains=[RoleKind.TREASURER])[0]
        trustee = Person.objects.filter(roles__contains=[RoleKind.TRUSTEE]).exclude(pk=treasurer.pk)[0]
        for term in terms:
            kept = would_keep(term, nursery=nursery, today=today)
            assert kept is not None
            closing = propose_closing(term, kept.inputs_digest, treasurer, **what)
            confirm_closing(closing, kept.inputs_digest, trustee, **what)
        clock, cpu = timed(lambda: report_of(nursery, span_of(*span), today), 20)
    row(f"{label}: the report, {len(terms)} closed terms", f"{spread(clock)}; CPU at best {min(cpu):.0f} ms", aim)
    _page(label, nursery, span, 20, "")


def _page(label: str, nursery, span, times: int, aim: str) -> None:
    from accounts.models import Account, Person, RoleKind  # noqa: PLC0415
    from nursery.scope import nursery_scope  # noqa: PLC0415
    from tests.pages import sign_in  # noqa: PLC0415

    with nursery_scope(nursery):
        trustee = Person.objects.filter(roles__contains=[RoleKind.TRUSTEE]).order_by("pk")[0]
        if trustee.account is None:
            trustee.account = Account.objects.create_user(email=f"bench-{nursery.slug}@example.org")
            trustee.save()
    client = Client(headers={"host": "localhost"})
    sign_in(client, trustee.account)
    url = f"/{nursery.slug}/costs/?from={span[0]}&to={span[1]}"
    assert client.get(url).status_code == 200
    clock, cpu = timed(lambda: client.get(url), times, 1)
    row(f"{label}: the report's page", f"{spread(clock)}; CPU at best {min(cpu):.0f} ms", aim)
    _papers(label, nursery, span, times)


def _papers(label: str, nursery, span, times: int) -> None:
    """From a report that is there. Each PDF says another name, for Typst remembers what it has set."""
    from costs.papers.board import board_pages  # noqa: PLC0415
    from costs.papers.workbook import workbook  # noqa: PLC0415
    from costs.periods import span_of  # noqa: PLC0415
    from costs.reports.building import report_of  # noqa: PLC0415
    from nursery.documents.as_book import write_book  # noqa: PLC0415
    from nursery.documents.fonts import fonts  # noqa: PLC0415
    from nursery.scope import nursery_scope  # noqa: PLC0415

    with nursery_scope(nursery):
        report = report_of(nursery, span_of(*span), span[1])
    numbers = count(1)

    def pages() -> None:
        board_pages(replace(report, nursery_name=f"{nursery.name} {next(numbers)}"), fonts(), "en-gb")

    _clock, cpu = timed(pages, times, 1)
    row(f"{label}: two pages as PDF", f"CPU at best {min(cpu):.0f} ms", "aim: 300 ms")
    _clock, cpu = timed(lambda: write_book(workbook(report), BytesIO()), times, 1)
    row(f"{label}: the workbook", f"CPU at best {min(cpu):.0f} ms")


PARTS: dict[str, Callable[[], None]] = {"costs": costs}
