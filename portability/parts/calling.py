"""Call-outs: which place looked for somebody, who was asked when, and what became of it."""

from collections import defaultdict
from typing import Any

from portability.checks import Check
from portability.parts.asks import check_asks, give_out_asks, take_in_asks, with_asks
from portability.parts.part import Outgoing, Part
from portability.pattern_shifts import NAMES_SHIFT, all_shifts, shift_named
from portability.shape import Entry
from portability.sync import Book, Values, on, sync
from portability.values import moment_of, say_moment, the_moment, without_blanks
from rota.models import LIVE, Ask, Booking, Called, CallOut, CallOutStatus, Place, PlaceKind


def check_call_outs(check: Check) -> None:
    shifts = all_shifts(check)
    going_on: dict[tuple[Any, ...], int] = defaultdict(int)
    for at, call_out in check.entries("call_outs"):
        here = ("call_outs", at)
        check.refers(call_out, "started_by", "people", *here)
        check.moments_in_order(call_out, "started_at", "ended_at", *here)
        check.moments_in_order(call_out, "started_at", "next_wave_at", *here)
        check_asks(check, call_out.get("asks", []), *here, "asks")
        shift = shift_named(check, call_out, shifts, *here)
        if shift is None:
            continue
        room = shift.paid_places if call_out["place"] == PlaceKind.PAID else shift.parent_places
        going_on[shift.name, call_out["place"]] += call_out["status"] == CallOutStatus.OPEN
        if not room:
            check.fault(f"the shift has no {call_out['place']} place", *here, "place")
        elif going_on[shift.name, call_out["place"]] > room:
            check.fault("each place of this kind has an open call-out already", *here)


def take_in_call_outs(book: Book) -> None:
    """The file names the kind of a place, never its number: a call-out keeps the place it has; a new one is for the
    lowest that nobody holds, or else the lowest."""
    if not book.has("call_outs"):
        return
    places: dict[tuple[int, str], list[Place]] = defaultdict(list)
    for place in Place.objects.exclude(pk__in=book.surplus_places).select_related("shift").order_by("number"):
        places[place.shift_id, place.kind].append(place)
    held: set[Any] = set(Booking.objects.filter(status__in=LIVE, covers=None).values_list("place", flat=True))
    existing = CallOut.objects.select_related("place__shift").order_by("pk")
    before: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in existing:
        before[row.place.shift_id, row.place.kind, row.started_at].append(row.place_id)
    wanted: list[Values] = []
    taken: set[int] = set()
    for entry in book.entries("call_outs"):
        here = (book.shift_of(entry).pk, entry["place"])
        going_on = entry["status"] == CallOutStatus.OPEN
        kept = before[*here, the_moment(entry, "started_at")]
        place = _best_place(places[here], kept, held, taken if going_on else set())
        if going_on:
            taken.add(place.pk)
        wanted.append(_said(book, entry) | {"place": place})
    # What is open and shall not be would stand in the way of what shall be.
    stay = {(v["place"].pk, v["started_at"]) for v in wanted if v["status"] == CallOutStatus.OPEN}
    stale = [row.pk for row in existing if row.status == "open" and (row.place_id, row.started_at) not in stay]
    CallOut.objects.filter(pk__in=stale).update(status=CallOutStatus.STOPPED)
    rows = sync(
        book,
        CallOut,
        wanted,
        part="call_outs",
        match=("place", "started_at"),
        existing=CallOut.objects.select_related("place__shift").order_by("pk"),
        days_of=lambda row: on(row.place.shift.date),
    ).rows
    asks = Ask.objects.filter(call_out__isnull=False).select_related("call_out__place__shift")
    take_in_asks(book, "call_outs", "call_out", rows, asks)


def _best_place(places: list[Place], kept: list[int], held: set[Any], taken: set[int]) -> Place:
    could = [place for place in places if place.pk not in taken]
    for place in could:
        if place.pk in kept:
            kept.remove(place.pk)
            return place
    return min(could, key=lambda place: (place.pk in held, place.number))


def _said(book: Book, entry: Entry) -> Values:
    return {
        "called": Called(entry["called"]),
        "started_by": book.row("people", entry["started_by"]) if "started_by" in entry else None,
        "started_at": the_moment(entry, "started_at"),
        "status": CallOutStatus(entry["status"]),
        "ended_at": moment_of(entry, "ended_at"),
        "wave": entry.get("wave", 0),
        "next_wave_at": moment_of(entry, "next_wave_at"),
    }


def give_out_call_outs(out: Outgoing) -> list[Entry]:
    rows = CallOut.objects.select_related("place__shift__pattern", "started_by").prefetch_related(with_asks())
    return [
        out.say_shift(row.place.shift)
        | {
            "place": row.place.kind,
            "called": row.called,
            "started_at": say_moment(row.started_at),
            "status": row.status,
        }
        | without_blanks(
            started_by=row.started_by.key if row.started_by else None,
            ended_at=say_moment(row.ended_at) if row.ended_at else None,
            wave=row.wave or None,
            next_wave_at=say_moment(row.next_wave_at) if row.next_wave_at else None,
            asks=give_out_asks(row),
        )
        for row in rows.order_by("started_at", "place__shift__starts_at", "place__kind", "place__number", "pk")
    ]


PARTS = [
    Part(
        "call_outs",
        check_call_outs,
        take_in_call_outs,
        give_out_call_outs,
        refers=NAMES_SHIFT | {"started_by": "people"},
    )
]
