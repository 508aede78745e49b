"""Offers and approvals under real transactions: 200 people offer on 20 requests at once, then every offer is approved
at once. Exactly 20 may come through."""

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter
from typing import Any

from django.db import connections

from tests.bench.figures import row, title

REQUESTS, OFFERS = 20, 200
THREADS = 40  # as many as a small site's workers never are; each has a connection of its own


def offers() -> None:
    from nursery.refusal import Refused  # noqa: PLC0415 - models are there after django.setup()
    from nursery.scope import nursery_scope  # noqa: PLC0415
    from rota.actions.cover import approve_offer, ask_for_cover, offer_place  # noqa: PLC0415
    from rota.models import LIVE, Booking, CoverRequest, Offer  # noqa: PLC0415
    from tests.builders import NOW, House  # noqa: PLC0415

    title(f"Cover: {OFFERS} offers on {REQUESTS} requests, {THREADS} at once, real transactions")
    house = House(slug="offers", name="Offers")
    nursery = house.nursery
    with nursery_scope(nursery):
        manager = house.manager()
        people = [house.parent(f"Offering {n}") for n in range(OFFERS)]
        places = []
        for n in range(REQUESTS):
            day = dt.date(2026, 10, 5) + dt.timedelta(days=n % 5)
            place = house.place(house.shift(day, f"{8 + n // 5:02}:00", f"{8 + n // 5:02}:50"))
            booking = house.booking(place, house.parent(f"Asking {n}"))
            ask_for_cover(booking, booking.person, nursery=nursery, now=NOW)
            places.append(place)

    def offer(n: int) -> object:
        with nursery_scope(nursery):
            return offer_place(places[n % REQUESTS], people[n], nursery=nursery, now=NOW)

    made, seconds = _at_once([partial(offer, n) for n in range(OFFERS)])
    _no_faults(made, ())
    row("offers", f"{OFFERS / seconds:.0f} a second", f"{sum(isinstance(m, Offer) for m in made)} made, no error")

    def approve(one: Any) -> object:
        with nursery_scope(nursery):
            return approve_offer(one, manager, nursery=nursery, now=NOW)

    answers, seconds = _at_once([partial(approve, one) for one in made])
    _no_faults(answers, (Refused,))
    approved = sum(isinstance(answer, Booking) for answer in answers)
    refused = sum(isinstance(answer, Refused) for answer in answers)
    with nursery_scope(nursery):
        held = Booking.objects.filter(place__in=places, status__in=LIVE)
        held_once = held.count() == held.values("place").distinct().count() == REQUESTS
        filled = CoverRequest.objects.filter(status="filled").count()
    row(
        "approvals, every offer at once",
        f"{OFFERS / seconds:.0f} a second",
        f"{approved} approved, {refused} refused in words, no error, no deadlock",
    )
    if not (approved == filled == REQUESTS and refused == OFFERS - REQUESTS and held_once):
        raise SystemExit(f"{approved} approved, {filled} filled, {refused} refused: not as it must be.")


def _at_once(works: Sequence[Callable[[], object]]) -> tuple[list[object], float]:
    """What each returned or raised, in order, and the seconds for all; THREADS at a time, let go together."""
    results: list[object] = [None] * len(works)
    queue = iter(range(len(works)))
    turn = threading.Lock()
    ready = threading.Barrier(THREADS + 1)

    def run() -> None:
        connections["default"].ensure_connection()
        ready.wait()
        try:
            while True:
                with turn:
                    n = next(queue, None)
                if n is None:
                    return
                try:
                    results[n] = works[n]()
                except Exception as error:  # noqa: BLE001 - looked at by the caller, one by one
                    results[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = perf_counter()
    for thread in threads:
        thread.join()
    return results, perf_counter() - began


def _no_faults(results: Sequence[object], expected: tuple[type[Exception], ...]) -> None:
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, expected):
            raise result
