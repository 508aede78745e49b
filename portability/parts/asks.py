"""Who was asked to come, by a call-out or for a request for cover, and what they answered."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from portability.checks import Check
from portability.faults import Step
from portability.shape import Entry
from portability.sync import Book, Steps, Values, on, sync
from portability.values import moment_of, say_moment, the_moment, without_blanks
from rota.models import Answer, Ask


def with_asks() -> Any:
    """A prefetch of `asks` in their order."""
    return Prefetch("asks", Ask.objects.select_related("person").order_by("wave", "asked_at", "person__key"))


def check_asks(check: Check, asks: list[Entry], *here: Step) -> None:
    asked: set[str] = set()
    for n, ask in enumerate(asks):
        check.refers(ask, "person", "people", *here, n)
        check.moments_in_order(ask, "asked_at", "answered_at", *here, n)
        if ask["person"] in asked:
            check.fault(f"'{ask['person']}' is asked here already", *here, n)
        asked.add(ask["person"])


def take_in_asks(book: Book, part: str, asked_by: str, rows: list[Any], existing: QuerySet[Ask]) -> None:
    """`rows` are the part's, in the order of its entries; `asked_by` names the field that refers to them."""
    wanted: list[Values] = []
    places: list[Steps] = []
    for at, (row, entry) in enumerate(zip(rows, book.entries(part), strict=True)):
        for n, ask in enumerate(entry.get("asks", [])):
            places.append((part, at, "asks", n))
            wanted.append(
                {
                    asked_by: row,
                    "person": book.row("people", ask["person"]),
                    "wave": ask["wave"],
                    "asked_at": the_moment(ask, "asked_at"),
                    "answer": Answer(ask["answer"]) if "answer" in ask else "",
                    "answered_at": moment_of(ask, "answered_at"),
                }
            )
    sync(
        book,
        Ask,
        wanted,
        part=part,
        places=places,
        match=(asked_by, "person"),
        existing=existing.order_by("pk"),
        days_of=lambda ask: on(_shift_of(ask).date),
    )


def _shift_of(ask: Ask) -> Any:
    if ask.call_out is not None:
        return ask.call_out.place.shift
    return ask.request.booking.shift if ask.request is not None else None


def give_out_asks(row: Any) -> list[Entry]:
    """Of a row that was read with `with_asks()`."""
    return [
        {"person": ask.person.key, "wave": ask.wave, "asked_at": say_moment(ask.asked_at)}
        | without_blanks(answer=ask.answer, answered_at=say_moment(ask.answered_at) if ask.answered_at else None)
        for ask in row.asks.all()
    ]
