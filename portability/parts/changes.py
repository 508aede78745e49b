"""Who changed what is kept about money. Only ever added to: an import adds what is not there, and removes nothing."""

import datetime as dt
import json
from collections import Counter

from costs.models import Change
from portability.checks import Check
from portability.parts.part import Outgoing, Part
from portability.shape import Entry
from portability.sync import BATCH, Book
from portability.values import say_moment, the_moment, without_blanks

_Content = tuple[dt.datetime, int, str, str, str, str, str]


def check_changes(check: Check) -> None:
    for at, entry in check.entries("money_changes"):
        check.refers(entry, "actor", "people", "money_changes", at)
        check.text_fits(entry, "money_changes", at)
        for name, most in (("thing", 40), ("about", 80)):
            if len(entry[name]) > most:
                check.fault(f"must be at most {most} characters", "money_changes", at, name)


def take_in_changes(book: Book) -> None:
    there = Counter(_content(change) for change in Change.objects.all())
    new: list[Change] = []
    for entry in book.entries("money_changes"):
        made = Change(
            nursery=book.nursery,
            at=the_moment(entry, "at"),
            actor=book.row("people", entry["actor"]),
            verb=entry["verb"],
            thing=entry["thing"],
            about=entry["about"],
            before=entry.get("before"),
            after=entry.get("after"),
            reason=entry.get("reason", ""),
            deed=None,  # no deed of this database’s
        )
        there[_content(made)] -= 1
        if there[_content(made)] < 0:
            new.append(made)
    Change.objects.bulk_create(new, batch_size=BATCH)


def _content(change: Change) -> _Content:
    facts = json.dumps([change.before, change.after], sort_keys=True)
    return (change.at, change.actor_id, change.verb, change.thing, change.about, facts, change.reason)


def give_out_changes(out: Outgoing) -> list[Entry]:
    return [
        {
            "at": say_moment(change.at),
            "actor": change.actor.key,
            "verb": change.verb,
            "thing": change.thing,
            "about": change.about,
        }
        | without_blanks(before=change.before, after=change.after, reason=change.reason)
        for change in Change.objects.select_related("actor").order_by("at", "pk")
    ]


PARTS = [
    Part("money_changes", check_changes, take_in_changes, give_out_changes, refers={"actor": "people"}),
]
