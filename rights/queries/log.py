"""What was erased, and who asks to be."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Person
from rights.models import Erasure, Wish

SHOWN = 200


@dataclass(frozen=True, slots=True)
class LogLine:
    erasure: Erasure
    rows: int


def latest_erasures() -> Sequence[LogLine]:
    """One query."""
    return [LogLine(each, sum(each.counts.values())) for each in Erasure.objects.order_by("-at", "-pk")[:SHOWN]]


def wishes() -> Sequence[Wish]:
    """Those that wait first; one query."""
    found = Wish.objects.select_related("person").order_by("asked_at", "pk")
    return sorted(found, key=lambda wish: wish.granted is not None)


def wish_of(person: Person) -> Wish | None:
    return Wish.objects.filter(person=person).first()
