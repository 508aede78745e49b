"""What is settled for good: closed terms with what their reports stand on, and what was put right since.

A closing that is there stays as it is; a correction that somebody has confirmed is only ever added. The ids in a
closing's inputs are those of the database that closed it, so whoever takes the file in keeps its report and reads the
shifts behind it from its own rows.
"""

import zlib
from collections import Counter
from decimal import Decimal
from typing import Any

import msgspec

from costs.models import Adjustment, AdjustmentKind, Closing
from costs.reports.documents import report_from
from costs.reports.inputs import ReportInputs
from costs.savings.canonical import digest_of, read_canonical
from nursery.money import plain
from portability.checks import Check
from portability.parts.part import Outgoing, Part
from portability.shape import Entry
from portability.sync import Book, Values, on, sync
from portability.values import day, moment_of, optional_number, say_day, say_moment, the_day, the_moment, without_blanks

_SETTLED = ("confirmed_by", "closed_at", "engine", "inputs", "inputs_digest", "document", "document_digest")
_OF_HOURS = ("duty", "day", "hours", "value_low", "value_central", "value_high")
_MOST = Decimal(10_000_000)
_FIELDS = (
    *("about", "date", "kind", "duty", "day", "hours", "amount", "value_low", "value_central", "value_high"),
    *("reason", "entered_by", "entered_at", "confirmed_by", "confirmed_at"),
)


# --- closings ----------------------------------------------------------------------------------------------------
def check_closings(check: Check) -> None:
    seen: dict[str, int] = {}
    for at, entry in check.entries("closings"):
        here = ("closings", at)
        term = check.refers(entry, "term", "terms", *here)
        for name in ("proposed_by", "confirmed_by"):
            check.refers(entry, name, "people", *here)
        if entry["term"] in seen:
            check.fault(f"is of the same term as closings[{seen[entry['term']]}]", *here, "term")
        seen.setdefault(entry["term"], at)
        missing = [name for name in _SETTLED if name not in entry]
        if len(missing) == len(_SETTLED):
            if term is not None and "closed_at" in term:
                check.fault("its term is closed, but what its report stands on is left out", *here)
            continue
        for name in missing:
            check.fault("is left out, though others say that it is closed", *here, name)
        if not missing:
            _check_settled(check, entry, at)
            if term is not None and "closed_at" not in term:
                check.fault("is of a term that is not closed", *here, "term")


def _check_settled(check: Check, entry: Entry, at: int) -> None:
    here = ("closings", at)
    if entry["confirmed_by"] == entry["proposed_by"]:
        check.fault("is whoever proposed it; somebody else confirms", *here, "confirmed_by")
    if len(entry["engine"]) > 40:
        check.fault("must be at most 40 characters", *here, "engine")
    for name, read in (("inputs", _inputs), ("document", report_from)):
        written = entry[name].encode()
        if digest_of(written) != entry[f"{name}_digest"]:
            check.fault(f"is not the digest of {name}", *here, f"{name}_digest")
            continue
        try:
            read(written)
        except (msgspec.MsgspecError, ValueError, KeyError):
            check.fault("is not what a closing keeps", *here, name)


def _inputs(written: bytes) -> ReportInputs:
    return read_canonical(written, ReportInputs)


def take_in_closings(book: Book) -> None:
    if not book.has("closings"):
        return
    there = {closing.term_id: closing for closing in Closing.objects.select_related("term")}
    for at, entry in enumerate(book.entries("closings")):
        term = book.row("terms", entry["term"])
        values = _values(book, entry)
        found = there.pop(term.pk, None) or Closing(nursery=book.nursery, term=term)
        if found.pk is not None and all(getattr(found, name) == value for name, value in values.items()):
            continue
        if found.closed_at is not None:
            book.refuse_if_closed(on(term.starts), "closings", at)
            continue
        for name, value in values.items():
            setattr(found, name, value)
        if found.closed_at is not None:
            found.inputs, found.document = zlib.compress(entry["inputs"].encode()), entry["document"].encode()
            found.taken_in = True
        if not book.faults:
            found.save()
    for closing in there.values():
        if closing.closed_at is not None:
            book.refuse_if_closed(on(closing.term.starts), "closings")
        elif not book.faults:
            closing.delete()


def _values(book: Book, entry: Entry) -> Values:
    """But for what is kept, which its digests stand for."""
    return {
        "proposed_by_id": book.row("people", entry["proposed_by"]).pk,
        "proposed_at": the_moment(entry, "proposed_at"),
        "proposed_digest": entry["proposed_digest"],
        "confirmed_by_id": book.row("people", entry["confirmed_by"]).pk if "confirmed_by" in entry else None,
        "closed_at": moment_of(entry, "closed_at"),
        **{name: entry.get(name, "") for name in ("engine", "inputs_digest", "document_digest")},
    }


def give_out_closings(out: Outgoing) -> list[Entry]:
    return [
        {
            "term": closing.term.key,
            "proposed_by": closing.proposed_by.key,
            "proposed_at": say_moment(closing.proposed_at),
            "proposed_digest": closing.proposed_digest,
        }
        | (_settled(closing) if closing.closed_at is not None else {})
        for closing in Closing.objects.select_related("term", "proposed_by", "confirmed_by").order_by("term__key")
    ]


def _settled(closing: Closing) -> Entry:
    return without_blanks(
        confirmed_by=closing.confirmed_by.key if closing.confirmed_by else None,
        closed_at=say_moment(closing.closed_at) if closing.closed_at else None,
        engine=closing.engine,
        inputs=closing.kept_inputs.decode(),
        inputs_digest=closing.inputs_digest,
        document=closing.kept_document.decode(),
        document_digest=closing.document_digest,
    )


# --- adjustments -------------------------------------------------------------------------------------------------
def check_adjustments(check: Check) -> None:
    for at, entry in check.entries("adjustments"):
        here = ("adjustments", at)
        check.refers(entry, "about", "terms", *here)
        check.refers(entry, "duty", "duties", *here)
        for name in ("entered_by", "confirmed_by"):
            check.refers(entry, name, "people", *here)
        check.text_fits(entry, *here)
        if not entry["reason"].strip():
            check.fault("must not be empty", *here, "reason")
        check.decimal(entry, "hours", *here, least=Decimal(-9999), most=Decimal(9999), places=4)
        for name in ("amount", "value_low", "value_central", "value_high"):
            check.decimal(entry, name, *here, least=-_MOST, most=_MOST, places=2)
        wanted, unwanted = (_OF_HOURS, ("amount",)) if entry["kind"] == "hours" else (("amount",), _OF_HOURS)
        for name in wanted:
            if name not in entry:
                check.fault(f"must be there for {entry['kind']}", *here, name)
        for name in unwanted:
            if name in entry:
                check.fault(f"does not go with {entry['kind']}", *here, name)
        if ("confirmed_by" in entry) != ("confirmed_at" in entry):
            check.fault("confirmed_by and confirmed_at go together", *here)
        elif entry.get("confirmed_by") == entry["entered_by"]:
            check.fault("is whoever entered it; somebody else confirms", *here, "confirmed_by")


def take_in_adjustments(book: Book) -> None:
    if not book.has("adjustments"):
        return
    wanted: list[Values] = [
        {
            "about": book.row("terms", e["about"]),
            "date": the_day(e, "date"),
            "kind": AdjustmentKind(e["kind"]),
            "duty": book.row("duties", e["duty"]) if "duty" in e else None,
            "day": day(e, "day"),
            **{name: optional_number(e, name) for name in ("hours", "amount", *_OF_HOURS[3:])},
            "reason": e["reason"],
            "entered_by": book.row("people", e["entered_by"]),
            "entered_at": the_moment(e, "entered_at"),
            "confirmed_by": book.row("people", e["confirmed_by"]) if "confirmed_by" in e else None,
            "confirmed_at": moment_of(e, "confirmed_at"),
        }
        for e in book.entries("adjustments")
    ]
    here = Counter(_content(values) for values in wanted)
    existing = []
    for row in Adjustment.objects.order_by("pk"):
        content = _content({name: getattr(row, name) for name in _FIELDS})
        here[content] -= 1
        if row.confirmed_at is None or here[content] >= 0:  # what is confirmed stays, whatever the file leaves out
            existing.append(row)
    sync(
        book,
        Adjustment,
        wanted,
        part="adjustments",
        existing=existing,
        days_of=lambda row: on(row.date),
    )


def _content(values: Values) -> tuple[Any, ...]:
    return tuple(getattr(values[name], "pk", values[name]) for name in _FIELDS)


def give_out_adjustments(out: Outgoing) -> list[Entry]:
    found = Adjustment.objects.select_related("about", "duty", "entered_by", "confirmed_by")
    return [
        {
            "about": each.about.key,
            "date": each.date.isoformat(),
            "kind": each.kind,
            "reason": each.reason,
            "entered_by": each.entered_by.key,
            "entered_at": say_moment(each.entered_at),
        }
        | without_blanks(
            duty=each.duty.key if each.duty else None,
            day=say_day(each.day),
            hours=None if each.hours is None else plain(each.hours),
            **{
                name: None if getattr(each, name) is None else plain(getattr(each, name), 2)
                for name in ("amount", *_OF_HOURS[3:])
            },
            confirmed_by=each.confirmed_by.key if each.confirmed_by else None,
            confirmed_at=say_moment(each.confirmed_at) if each.confirmed_at else None,
        )
        for each in found.order_by("date", "entered_at", "pk")
    ]


PARTS = [
    Part(
        "closings",
        check_closings,
        take_in_closings,
        give_out_closings,
        refers={"term": "terms", "proposed_by": "people", "confirmed_by": "people"},
    ),
    Part(
        "adjustments",
        check_adjustments,
        take_in_adjustments,
        give_out_adjustments,
        refers={"about": "terms", "duty": "duties", "entered_by": "people", "confirmed_by": "people"},
    ),
]
