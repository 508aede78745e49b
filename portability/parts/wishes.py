"""How people want to be told: `reminders` of an entry of `people`. Where an entry says nothing of it, what its person
chose stays as it is: a list of people brought up to date takes nobody's quiet hours away."""

from typing import Any

from accounts.models import Person
from portability.checks import Check
from portability.shape import Entry
from portability.sync import Book, Values, sync
from portability.values import clock, say_clock
from reminders.models import Preference, Reach, Timing


def check_wishes(check: Check, person: Entry, *here: Any) -> None:
    seen: set[str] = set()
    for n, kind in enumerate(person.get("reminders", {}).get("kinds", [])):
        where = (*here, "reminders", "kinds", n)
        if kind["kind"] in seen:
            check.fault(f"'{kind['kind']}' is chosen above already", *where, "kind")
        seen.add(kind["kind"])
        if len(set(kind["channels"])) < len(kind["channels"]):
            check.fault("must not name a channel twice", *where, "channels")


def take_in_wishes(book: Book, pairs: list[tuple[Person, Entry]]) -> None:
    saying = [(person, entry["reminders"]) for person, entry in pairs if "reminders" in entry]
    ids = [person.pk for person, _said in saying]
    quiet: list[Values] = [
        {
            "person": person,
            "quiet_from": clock(said["quiet"], "from"),
            "quiet_until": clock(said["quiet"], "until"),
            "call_outs_pass": said["quiet"].get("call_outs_pass", False),
        }
        for person, said in saying
        if "quiet" in said
    ]
    sync(book, Reach, quiet, part="people", match=("person",), existing=Reach.objects.filter(person__in=ids))
    kinds: list[Values] = [
        {
            "person": person,
            "kind": kind["kind"],
            "channels": kind["channels"],
            "timing": kind.get("timing", Timing.AT_ONCE),
        }
        for person, said in saying
        for kind in said.get("kinds", [])
    ]
    chosen = Preference.objects.filter(person__in=ids)
    sync(book, Preference, kinds, part="people", match=("person", "kind"), existing=chosen)


def give_out_wishes(person: Person) -> Entry:
    """`person` with `preferences` and `reach` fetched; empty where all is the usual."""
    said: Entry = {}
    reach: Reach | None = getattr(person, "reach", None)
    if reach is not None:
        said["quiet"] = {
            "from": say_clock(reach.quiet_from),
            "until": say_clock(reach.quiet_until),
            "call_outs_pass": reach.call_outs_pass,
        }
    kinds = [
        {"kind": row.kind, "channels": list(row.channels), "timing": str(row.timing)}
        for row in sorted(person.preferences.all(), key=lambda row: row.kind)
    ]
    return said | ({"kinds": kinds} if kinds else {})
