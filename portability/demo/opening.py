"""Opening the demo nursery: import it, alive today, and let two of its parents ask for cover."""

import datetime as dt
import json
from pathlib import Path

from nursery.acting import By, acting
from nursery.dates import DAY, local_day
from nursery.models import Nursery
from nursery.scope import nursery_scope
from portability.demo.moving import alive
from portability.importing import import_document
from portability.shape import Document
from rota.actions.cover import ask_for_cover, offer_place
from rota.models import Booking, BookingStatus, PlaceKind
from rota.queries.cover import people_who_could_cover

ASK = 2  # how many ask for cover; the first of them has an offer


def demo_document() -> Document:
    document: Document = json.loads((Path(__file__).parent / "bluebell.json").read_text())
    return document


@acting(By.COMMAND, "open_demo")
def open_demo(now: dt.datetime) -> Nursery:
    """Import Bluebell as of `now`, with two parents asking for cover, one of them with an offer to approve."""
    document = demo_document()
    zone_name = Nursery(timezone=document["nursery"]["timezone"])
    nursery = import_document(alive(document, local_day(now, zone_name.zone)))
    with nursery_scope(nursery):
        nursery = Nursery.objects.select_related("policy").get(pk=nursery.pk)
        _ask_for_cover(nursery, now)
    return nursery


def _ask_for_cover(nursery: Nursery, now: dt.datetime) -> None:
    today = local_day(now, nursery.zone)
    ahead = (
        Booking.objects.filter(
            kind=PlaceKind.PARENT,
            status=BookingStatus.BOOKED,
            shift__date__gt=today + DAY,
            shift__pattern__isnull=False,
        )
        .select_related("person", "place", "shift__duty")
        .order_by("shift__starts_at", "pk")
    )
    for number, booking in enumerate(ahead[:ASK]):
        request = ask_for_cover(booking, booking.person, nursery=nursery, now=now)
        could = people_who_could_cover(request, nursery, now)
        if number == 0 and could and booking.place is not None:
            offer_place(booking.place, could[len(could) // 2], nursery=nursery, now=now)
