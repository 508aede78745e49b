"""What trustees wondered about and gave a name; no figure is kept, so no closed term stands in the way."""

from costs.models import WhatIf
from portability.checks import LONGEST, Check
from portability.parts.part import Outgoing, Part
from portability.shape import Entry
from portability.sync import Book, Values, sync
from portability.values import say_moment, the_moment

_LONGEST_NAME = 80


def check_what_ifs(check: Check) -> None:
    for at, entry in check.entries("what_ifs"):
        check.refers(entry, "term", "terms", "what_ifs", at)
        check.refers(entry, "by", "people", "what_ifs", at)
        check.text_fits(entry, "what_ifs", at)
        if _LONGEST_NAME < len(entry["name"]) <= LONGEST["name"]:
            check.fault(f"must be at most {_LONGEST_NAME} characters", "what_ifs", at, "name")


def take_in_what_ifs(book: Book) -> None:
    if not book.has("what_ifs"):
        return
    wanted: list[Values] = [
        {
            "name": e["name"],
            "term": book.row("terms", e["term"]),
            "changes": e["changes"],
            "by": book.row("people", e["by"]),
            "at": the_moment(e, "at"),
        }
        for e in book.entries("what_ifs")
    ]
    sync(book, WhatIf, wanted, part="what_ifs", match=("name", "term", "by", "at"))


def give_out_what_ifs(out: Outgoing) -> list[Entry]:
    return [
        {
            "name": each.name,
            "term": each.term.key,
            "changes": each.changes,
            "by": each.by.key,
            "at": say_moment(each.at),
        }
        for each in WhatIf.objects.select_related("term", "by").order_by("at", "name", "pk")
    ]


PARTS = [
    Part("what_ifs", check_what_ifs, take_in_what_ifs, give_out_what_ifs, refers={"term": "terms", "by": "people"}),
]
