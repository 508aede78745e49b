"""Approving, swapping and opening places, with the process killed before every single statement that it makes: the
place is never empty and never held twice, and what people are told agrees with what happened.

The killed process is a real one (tests/rota/dying.py), ended by SIGKILL; what it leaves is looked at from here.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from nursery.scope import nursery_scope
from reminders.models import Message
from rota.actions.absence import enter_absence
from rota.actions.cover import approve_offer, ask_for_cover, offer_place
from rota.actions.swap import accept_swap, ask_for_swap
from rota.models import LIVE, Absence, Booking, CoverRequest, HistoryEntry, Offer, Swap
from tests.builders import NOW, House
from tests.killed import Process

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def process(db: None) -> Iterator[Process]:
    dying = Process("tests.rota.dying")
    yield dying
    dying.close()


@pytest.fixture
def bluebell(db: None) -> House:
    return House()


def dies_at_every_statement(
    process: Process,
    house: House,
    what: dict[str, Any],
    *,
    before: Callable[[], object],
    after: Callable[[], object],
    again: Callable[[], object],
) -> list[str]:
    """Kill it before its first statement, before its second, and so on until it has committed.

    `before` looks at a nursery in which nothing has happened, `after` at one in which all of it has; `again` does the
    same from here after the first write and after the last, and is taken back: the dead process is in nobody's way.
    """
    statements: list[str] = []
    while True:
        statement = process.killed_before(len(statements) + 1, now=NOW.isoformat(), **what)
        assert statement is not None, "it ended without being killed"
        statements.append(statement)
        with nursery_scope(house.nursery):
            if statement == "after the commit":
                after()
                return statements
            before()
            if not (statement == "COMMIT" or (writes_of([statement]) and not writes_of(statements[:-1]))):
                continue  # it held no lock that it does not hold at the last
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '20s'")
                again()
                after()
                transaction.set_rollback(True)


def writes_of(statements: list[str]) -> set[str]:
    """Which tables it wrote, so that what is proven is not proven of reads alone."""
    return {
        f"{words[0]} {words[2 if words[0] == 'INSERT' else 1]}"
        for words in (statement.replace('"', "").split() for statement in statements)
        if words[0] in {"INSERT", "UPDATE"}
    }


def told(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_approving_killed_anywhere_leaves_the_place_held_once(process: Process, bluebell: House):
    house = bluebell
    with nursery_scope(house.nursery):
        amara, tomasz, efua = (house.parent(name) for name in ("Amara Okafor", "Tomasz Nowak", "Efua Mensah"))
        helen, place = house.manager(), house.place(house.shift())
        ask_for_cover(house.booking(place, amara), amara, nursery=house.nursery, now=NOW)
        offer = offer_place(place, tomasz, nursery=house.nursery, now=NOW)
        offer_place(place, efua, nursery=house.nursery, now=NOW)
        assert isinstance(offer, Offer)

    def holders() -> list[str]:
        return list(Booking.objects.filter(place=place, status__in=LIVE).values_list("person__name", flat=True))

    def nothing_yet() -> None:
        assert holders() == ["Amara Okafor"]
        assert set(Offer.objects.values_list("status", flat=True)) == {"open"}
        assert CoverRequest.objects.get().status == "open"
        assert told("rota.cover_approved") == told("rota.cover_declined") == []
        assert not HistoryEntry.objects.filter(verb="approved").exists()

    def all_of_it() -> None:
        assert holders() == ["Tomasz Nowak"]
        assert CoverRequest.objects.get().status == "filled"
        assert dict(Offer.objects.values_list("person__name", "status")) == {
            "Tomasz Nowak": "approved",
            "Efua Mensah": "declined",
        }
        assert told("rota.cover_approved") == ["Amara Okafor", "Tomasz Nowak"]
        assert told("rota.cover_declined") == ["Efua Mensah"]
        assert HistoryEntry.objects.filter(verb="approved").count() == 1

    statements = dies_at_every_statement(
        process,
        house,
        {"do": "approve", "person": helen.pk, "subject": offer.pk},
        before=nothing_yet,
        after=all_of_it,
        again=lambda: approve_offer(offer, helen, nursery=house.nursery, now=NOW),
    )
    assert writes_of(statements) >= {
        "UPDATE rota_offer",
        "UPDATE rota_coverrequest",
        "UPDATE rota_booking",
        "INSERT rota_booking",
        "INSERT rota_historyentry",
        "INSERT reminders_message",
    }


def test_a_swap_killed_anywhere_is_made_whole_or_not_at_all(process: Process, bluebell: House):
    house = bluebell
    with nursery_scope(house.nursery):
        amara, tomasz = house.parent("Amara Okafor"), house.parent("Tomasz Nowak")
        places = [house.place(house.shift(dt.date(2026, 10, day))) for day in (7, 12)]
        hers, his = house.booking(places[0], amara), house.booking(places[1], tomasz)
        ask_for_cover(hers, amara, nursery=house.nursery, now=NOW)
        swap = ask_for_swap(hers, [his], amara, nursery=house.nursery, now=NOW)[0]

    def holders() -> list[str]:
        live = Booking.objects.filter(place__in=places, status__in=LIVE).order_by("shift__date")
        return list(live.values_list("person__name", flat=True))

    def nothing_yet() -> None:
        assert holders() == ["Amara Okafor", "Tomasz Nowak"]
        assert Swap.objects.get().status == "open"
        assert CoverRequest.objects.get().status == "open"
        assert told("rota.swap_made") == []
        assert not HistoryEntry.objects.filter(verb="swapped").exists()

    def all_of_it() -> None:
        assert holders() == ["Tomasz Nowak", "Amara Okafor"]
        assert Swap.objects.get().status == "accepted"
        assert CoverRequest.objects.get().status == "withdrawn"
        assert told("rota.swap_made") == ["Amara Okafor", "Tomasz Nowak"]
        assert HistoryEntry.objects.filter(verb="swapped").count() == 2

    statements = dies_at_every_statement(
        process,
        house,
        {"do": "swap", "person": tomasz.pk, "subject": swap.pk},
        before=nothing_yet,
        after=all_of_it,
        again=lambda: accept_swap(swap, tomasz, nursery=house.nursery, now=NOW),
    )
    assert writes_of(statements) >= {
        "UPDATE rota_swap",
        "UPDATE rota_booking",
        "INSERT rota_booking",
        "INSERT rota_historyentry",
        "INSERT reminders_message",
    }


def test_days_away_killed_anywhere_open_every_place_or_none(process: Process, bluebell: House):
    house = bluebell
    first, last = dt.date(2026, 10, 5), dt.date(2026, 10, 9)
    with nursery_scope(house.nursery):
        marta, _ola, _helen = house.staff(), house.staff("Ola Berg"), house.manager()
        places = [house.place(house.shift(day, paid=1), "paid") for day in (first, last)]
        for place in places:
            house.booking(place, marta)

    def held() -> int:
        return Booking.objects.filter(place__in=places, status__in=LIVE).count()

    def nothing_yet() -> None:
        assert held() == 2
        assert not Absence.objects.exists()
        assert told("rota.absence_entered") == told("rota.places_open") == []
        assert not HistoryEntry.objects.filter(verb="absent").exists()

    def all_of_it() -> None:
        assert held() == 0
        assert Absence.objects.get().person == marta
        assert told("rota.absence_entered") == ["Helen Tanaka"]
        assert told("rota.places_open") == ["Helen Tanaka", "Ola Berg"]
        assert HistoryEntry.objects.filter(verb="absent").count() == 2

    statements = dies_at_every_statement(
        process,
        house,
        {"do": "absence", "person": marta.pk, "days": [first.isoformat(), last.isoformat()]},
        before=nothing_yet,
        after=all_of_it,
        again=lambda: enter_absence(marta, first, last, marta, nursery=house.nursery, now=NOW),
    )
    assert writes_of(statements) >= {
        "INSERT rota_absence",
        "UPDATE rota_booking",
        "INSERT rota_historyentry",
        "INSERT reminders_message",
    }
