"""Who asks for cover, who offers to come, and what became of it; offers for open places of the other kind, too."""

from collections import defaultdict
from typing import Any

from django.db.models import F, Prefetch

from portability.checks import Check
from portability.faults import Step
from portability.parts.asks import check_asks, give_out_asks, take_in_asks, with_asks
from portability.parts.part import Outgoing, Part
from portability.pattern_shifts import NAMES_SHIFT, all_shifts, shift_named
from portability.shape import Entry
from portability.sync import Book, Steps, Values, on, sync
from portability.values import moment_of, say_moment, without_blanks
from rota.models import LIVE, Ask, Booking, CoverRequest, CoverStatus, Offer, OfferStatus, Place, PlaceKind


# --- check -----------------------------------------------------------------------------------------------------
def check_cover_requests(check: Check) -> None:
    shifts = all_shifts(check)
    booked: dict[tuple[Any, ...], int] = defaultdict(int)
    for _at, booking in check.entries("bookings"):
        if (on_shift := shifts.named(booking)) is not None:
            booked[on_shift.name, booking["person"]] += 1
    open_for: dict[tuple[Any, ...], int] = {}
    for at, request in check.entries("cover_requests"):
        here = ("cover_requests", at)
        person = check.refers(request, "person", "people", *here)
        shift = shift_named(check, request, shifts, *here)
        check.moments_in_order(request, "asked_at", "ended_at", *here)
        check.moments_in_order(request, "asked_at", "next_wave_at", *here)
        check_asks(check, request.get("asks", []), *here, "asks")
        _check_offers(check, request.get("offers", []), *here, "offers")
        if shift is None or person is None:
            continue
        order = request.get("order", 1)
        told = "bookings" in check.document and not check.may_be_broken("bookings", "person", request["person"])
        if told and booked[shift.name, request["person"]] < order:
            check.fault(_no_booking(request), *here, "person" if order == 1 else "order")
        if request["status"] == CoverStatus.OPEN:
            which = (shift.name, request["person"], order)
            if which in open_for:
                check.fault(f"is asked for in cover_requests[{open_for[which]}] already", *here)
            open_for.setdefault(which, at)


def _no_booking(request: Entry) -> str:
    order = request.get("order", 1)
    return f"'{request['person']}' has no {f'booking {order}' if order > 1 else 'booking'} on this shift"


def _check_offers(check: Check, offers: list[Entry], *here: Step) -> None:
    waiting: set[str] = set()
    for n, offer in enumerate(offers):
        _check_offer(check, offer, *here, n)
        if offer["status"] == OfferStatus.OPEN:
            if offer["person"] in waiting:
                check.fault(f"'{offer['person']}' has an open offer here already", *here, n)
            waiting.add(offer["person"])


def _check_offer(check: Check, offer: Entry, *here: Step) -> None:
    check.refers(offer, "person", "people", *here)
    check.refers(offer, "decided_by", "people", *here)
    check.moments_in_order(offer, "offered_at", "decided_at", *here)


def check_offers(check: Check) -> None:
    shifts = all_shifts(check)
    waiting: dict[tuple[Any, ...], int] = defaultdict(int)
    for at, offer in check.entries("offers"):
        here = ("offers", at)
        _check_offer(check, offer, *here)
        shift = shift_named(check, offer, shifts, *here)
        if shift is None:
            continue
        room = shift.paid_places if offer["place"] == PlaceKind.PAID else shift.parent_places
        waiting[shift.name, offer["place"], offer["person"]] += offer["status"] == OfferStatus.OPEN
        if not room:
            check.fault(f"the shift has no {offer['place']} place", *here, "place")
        elif waiting[shift.name, offer["place"], offer["person"]] > room:
            check.fault(f"'{offer['person']}' has an open offer for each place already", *here)


# --- take in ---------------------------------------------------------------------------------------------------
def take_in_cover_requests(book: Book) -> None:
    if not book.has("cover_requests"):
        if book.has("bookings"):
            _follow_bookings()
        return
    bookings: dict[tuple[int, int], list[Booking]] = defaultdict(list)
    for booking in Booking.objects.select_related("shift", "place").order_by("pk"):
        bookings[booking.shift_id, booking.person_id].append(booking)
    wanted: list[Values] = []
    for at, entry in enumerate(book.entries("cover_requests")):
        mine = bookings[book.shift_of(entry).pk, book.row("people", entry["person"]).pk]
        order = entry.get("order", 1)
        if len(mine) < order:
            book.faults.add(_no_booking(entry), "cover_requests", at, "person" if order == 1 else "order")
        elif mine[order - 1].place is None:
            book.faults.add("nobody covers for a shadow", "cover_requests", at)
        else:
            wanted.append(
                {
                    "booking": mine[order - 1],
                    "asked_at": moment_of(entry, "asked_at"),
                    "status": CoverStatus(entry["status"]),
                    "ended_at": moment_of(entry, "ended_at"),
                    "wave": entry.get("wave", 0),
                    "next_wave_at": moment_of(entry, "next_wave_at"),
                }
            )
    if book.faults:
        return
    identity = ("booking", "asked_at")
    _make_way(CoverRequest.objects.all(), identity, wanted)
    requests = sync(
        book,
        CoverRequest,
        wanted,
        part="cover_requests",
        match=identity,
        existing=CoverRequest.objects.select_related("booking__shift").order_by("pk"),
        days_of=lambda request: on(request.booking.shift.date),
    ).rows
    _take_in_cover_offers(book, requests)
    asks = Ask.objects.filter(request__isnull=False).select_related("request__booking__shift")
    take_in_asks(book, "cover_requests", "request", requests, asks)


def _make_way(rows: Any, identity: tuple[str, ...], wanted: list[Values]) -> None:
    """What is open in the database and shall not be stands in the way of what shall be open instead: it ends first,
    as far as the database is concerned."""
    staying = {tuple(getattr(v[name], "pk", v[name]) for name in identity) for v in wanted if v["status"] == "open"}
    stale = [pk for pk, *now in rows.filter(status="open").values_list("pk", *identity) if tuple(now) not in staying]
    rows.filter(pk__in=stale).update(status="withdrawn")


def _follow_bookings() -> None:
    """Where the file leaves the requests out, offers stay in the place of the booking for which they were made."""
    offers = Offer.objects.filter(request__isnull=False).exclude(place=F("request__booking__place"))
    for offer in offers.select_related("request__booking"):
        Offer.objects.filter(pk=offer.pk).update(place=offer.request.booking.place_id)  # type: ignore[union-attr]


def _take_in_cover_offers(book: Book, requests: list[CoverRequest]) -> None:
    wanted: list[Values] = []
    places: list[Steps] = []
    for at, (request, entry) in enumerate(zip(requests, book.entries("cover_requests"), strict=True)):
        for n, offer in enumerate(entry.get("offers", [])):
            wanted.append({"request": request, "place": request.booking.place} | _said(book, offer))
            places.append(("cover_requests", at, "offers", n))
    _sync_offers(book, wanted, "cover_requests", places, Offer.objects.filter(request__isnull=False))


def _said(book: Book, offer: Entry) -> Values:
    return {
        "person": book.row("people", offer["person"]),
        "offered_at": moment_of(offer, "offered_at"),
        "status": OfferStatus(offer["status"]),
        "decided_at": moment_of(offer, "decided_at"),
        "decided_by": book.row("people", offer["decided_by"]) if "decided_by" in offer else None,
    }


def _sync_offers(book: Book, wanted: list[Values], part: str, places: list[Steps], existing: Any) -> None:
    _make_way(existing, ("place", "person", "offered_at"), wanted)
    sync(
        book,
        Offer,
        wanted,
        part=part,
        places=places,
        match=("request", "place", "person", "offered_at"),
        existing=existing.select_related("place__shift").order_by("pk"),
        days_of=lambda offer: on(offer.place.shift.date),
    )


def take_in_offers(book: Book) -> None:
    """For open places. The file names the kind of a place, never its number: an offer keeps the place that it has,
    a new one is for the place that its person holds now, or else the lowest that nobody does."""
    if not book.has("offers"):
        return
    free: dict[tuple[int, str], list[Place]] = defaultdict(list)
    for place in Place.objects.exclude(pk__in=book.surplus_places).select_related("shift").order_by("number"):
        free[place.shift_id, place.kind].append(place)
    held = dict(Booking.objects.filter(status__in=LIVE, covers=None).values_list("place", "person"))
    existing = Offer.objects.filter(request__isnull=True)
    before: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for offer in existing.select_related("place").order_by("pk"):
        before[offer.place.shift_id, offer.place.kind, offer.person_id, offer.offered_at].append(offer.place_id)
    wanted: list[Values] = []
    taken: set[tuple[int, int]] = set()
    for entry in book.entries("offers"):
        values: Values = {"request": None} | _said(book, entry)
        here = (book.shift_of(entry).pk, entry["place"])
        kept = before[*here, values["person"].pk, values["offered_at"]]
        values["place"] = _best_place(free[here], values, kept, held, taken)
        if values["status"] == OfferStatus.OPEN:
            taken.add((values["place"].pk, values["person"].pk))
        wanted.append(values)
    _sync_offers(book, wanted, "offers", [("offers", n) for n in range(len(wanted))], existing)


def _best_place(
    places: list[Place], offer: Values, kept: list[int], held: dict[Any, int], taken: set[tuple[int, int]]
) -> Place:
    me = offer["person"].pk
    could = [place for place in places if offer["status"] != OfferStatus.OPEN or (place.pk, me) not in taken]
    for place in could:
        if place.pk in kept:
            kept.remove(place.pk)
            return place
    return min(could, key=lambda place: (held.get(place.pk) != me, place.pk in held, place.number))


# --- give out --------------------------------------------------------------------------------------------------
def give_out_cover_requests(out: Outgoing) -> list[Entry]:
    orders: dict[int, int] = {}
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for pk, shift, person in Booking.objects.order_by("pk").values_list("pk", "shift", "person"):
        counts[shift, person] += 1
        orders[pk] = counts[shift, person]
    requests = CoverRequest.objects.select_related("booking__shift__pattern", "booking__person").prefetch_related(
        Prefetch("offers", Offer.objects.select_related("person", "decided_by").order_by("offered_at", "person__key")),
        with_asks(),
    )
    return [
        out.say_shift(request.booking.shift)
        | {"person": request.booking.person.key}
        | without_blanks(order=orders[request.booking_id] if orders[request.booking_id] > 1 else None)
        | {"asked_at": say_moment(request.asked_at), "status": request.status}
        | without_blanks(
            ended_at=say_moment(request.ended_at) if request.ended_at else None,
            wave=request.wave or None,
            next_wave_at=say_moment(request.next_wave_at) if request.next_wave_at else None,
            asks=give_out_asks(request),
            offers=[_give_out_offer(offer) for offer in request.offers.all()],
        )
        for request in requests.order_by("asked_at", "booking__shift__starts_at", "booking__person__key", "pk")
    ]


def give_out_offers(out: Outgoing) -> list[Entry]:
    offers = Offer.objects.filter(request__isnull=True).select_related("place__shift__pattern", "person", "decided_by")
    return [
        out.say_shift(offer.place.shift) | {"place": offer.place.kind} | _give_out_offer(offer)
        for offer in offers.order_by("offered_at", "place__shift__starts_at", "place__kind", "person__key", "pk")
    ]


def _give_out_offer(offer: Offer) -> Entry:
    return {
        "person": offer.person.key,
        "offered_at": say_moment(offer.offered_at),
        "status": offer.status,
    } | without_blanks(
        decided_at=say_moment(offer.decided_at) if offer.decided_at else None,
        decided_by=offer.decided_by.key if offer.decided_by else None,
    )


PARTS = [
    Part(
        "cover_requests",
        check_cover_requests,
        take_in_cover_requests,
        give_out_cover_requests,
        refers=NAMES_SHIFT | {"person": "people"},
    ),
    Part(
        "offers",
        check_offers,
        take_in_offers,
        give_out_offers,
        refers=NAMES_SHIFT | {"person": "people", "decided_by": "people"},
    ),
]
