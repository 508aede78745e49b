"""Who asks whom to swap which bookings, and what became of it."""

from collections import defaultdict
from typing import Any

from portability.checks import Check
from portability.parts.part import Outgoing, Part
from portability.pattern_shifts import all_shifts, shift_named
from portability.shape import Entry
from portability.sync import Book, Days, Values, sync
from portability.values import moment_of, say_moment, without_blanks
from rota.models import Booking, Swap, SwapStatus

_SIDES = ("given", "wanted")
_IDENTITY = ("given", "wanted", "asked_at")


def check_swaps(check: Check) -> None:
    shifts = all_shifts(check)
    booked: dict[tuple[Any, ...], int] = defaultdict(int)
    for _at, booking in check.entries("bookings"):
        if (on_shift := shifts.named(booking)) is not None:
            booked[on_shift.name, booking["person"]] += 1
    open_for: dict[tuple[Any, ...], int] = {}
    for at, swap in check.entries("swaps"):
        here = ("swaps", at)
        check.moments_in_order(swap, "asked_at", "ended_at", *here)
        both = []
        for side in _SIDES:
            named = swap[side]
            person = check.refers(named, "person", "people", *here, side)
            shift = shift_named(check, named, shifts, *here, side)
            if shift is None or person is None:
                continue
            order = named.get("order", 1)
            told = "bookings" in check.document and not check.may_be_broken("bookings", "person", named["person"])
            if told and booked[shift.name, named["person"]] < order:
                check.fault(_no_booking(named), *here, side, "person" if order == 1 else "order")
            both.append((shift.name, named["person"], order))
        if len(both) < len(_SIDES):
            continue
        if both[0] == both[1]:
            check.fault("is the booking that is given itself", *here, "wanted")
        elif swap["status"] == SwapStatus.OPEN:
            which = tuple(both)
            if which in open_for:
                check.fault(f"is asked for in swaps[{open_for[which]}] already", *here)
            open_for.setdefault(which, at)


def _no_booking(named: Entry) -> str:
    order = named.get("order", 1)
    return f"'{named['person']}' has no {f'booking {order}' if order > 1 else 'booking'} on this shift"


def take_in_swaps(book: Book) -> None:
    if not book.has("swaps"):
        return
    bookings: dict[tuple[int, int], list[Booking]] = defaultdict(list)
    for booking in Booking.objects.select_related("shift").order_by("pk"):
        bookings[booking.shift_id, booking.person_id].append(booking)
    wanted: list[Values] = []
    for at, entry in enumerate(book.entries("swaps")):
        values: Values = {"asked_at": moment_of(entry, "asked_at"), "status": SwapStatus(entry["status"])}
        values["ended_at"] = moment_of(entry, "ended_at")
        for side in _SIDES:
            named = entry[side]
            mine = bookings[book.shift_of(named).pk, book.row("people", named["person"]).pk]
            order = named.get("order", 1)
            if len(mine) < order:
                book.faults.add(_no_booking(named), "swaps", at, side, "person" if order == 1 else "order")
            else:
                values[side] = mine[order - 1]
        wanted.append(values)
    if book.faults:
        return
    _make_way(wanted)
    sync(
        book,
        Swap,
        wanted,
        part="swaps",
        match=_IDENTITY,
        existing=Swap.objects.select_related("given__shift", "wanted__shift").order_by("pk"),
        days_of=_days,
    )


def _days(swap: Swap) -> Days:
    days = (swap.given.shift.date, swap.wanted.shift.date)
    return min(days), max(days)


def _make_way(wanted: list[Values]) -> None:
    """What is open in the database and shall not be ends first: it would stand in the way of what shall be open."""
    staying = {(v["given"].pk, v["wanted"].pk, v["asked_at"]) for v in wanted if v["status"] == SwapStatus.OPEN}
    rows = Swap.objects.filter(status=SwapStatus.OPEN)
    stale = [pk for pk, *now in rows.values_list("pk", *_IDENTITY) if tuple(now) not in staying]
    rows.filter(pk__in=stale).update(status=SwapStatus.WITHDRAWN)


def give_out_swaps(out: Outgoing) -> list[Entry]:
    orders: dict[int, int] = {}
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for pk, shift, person in Booking.objects.order_by("pk").values_list("pk", "shift", "person"):
        counts[shift, person] += 1
        orders[pk] = counts[shift, person]

    def named(booking: Booking) -> Entry:
        order = orders[booking.pk]
        return (
            out.say_shift(booking.shift)
            | {"person": booking.person.key}
            | without_blanks(order=order if order > 1 else None)
        )

    swaps = Swap.objects.select_related(
        "given__shift__pattern", "given__person", "wanted__shift__pattern", "wanted__person"
    )
    return [
        {"given": named(swap.given), "wanted": named(swap.wanted)}
        | {"asked_at": say_moment(swap.asked_at), "status": swap.status}
        | without_blanks(ended_at=say_moment(swap.ended_at) if swap.ended_at else None)
        for swap in swaps.order_by(
            "asked_at", "given__person__key", "wanted__person__key", "wanted__shift__starts_at", "pk"
        )
    ]


PARTS = [Part("swaps", check_swaps, take_in_swaps, give_out_swaps)]
