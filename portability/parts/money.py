"""Rates, programme and fee relief."""

from decimal import Decimal

from costs.models import FeeRelief, ProgrammeEntry, Rate
from costs.rules.rates import rate_spans
from nursery.money import plain
from portability.checks import Check
from portability.parts.part import Outgoing, Part
from portability.shape import Entry
from portability.sync import Book, Days, Values, on, sync
from portability.values import number, optional_number, the_day, without_blanks

ONE = Decimal(1)
_ONCOSTS = ("holiday", "ni", "pension")


def check_rates(check: Check) -> None:
    seen: dict[tuple[str, str, str], int] = {}
    for at, rate in check.entries("rates"):
        here = ("rates", at)
        check.text_fits(rate, *here)
        check.decimal(rate, "wage", *here)
        for name in _ONCOSTS:
            check.decimal(rate, name, *here, most=Decimal(10))
        check.decimal(rate, "bought", *here, most=ONE)
        if not rate.get("source", "").strip():
            check.fault("a rate says where it comes from", *here, "source")
        same = (rate["key"], rate.get("scenario", ""), rate["from"])
        if same in seen:
            check.fault(f"is the same key, scenario and day as rates[{seen[same]}]", *here)
        seen.setdefault(same, at)


def take_in_rates(book: Book) -> None:
    if not book.has("rates"):
        return
    wanted: list[Values] = [
        {
            "key": e["key"],
            "scenario": e.get("scenario", ""),
            "starts": the_day(e, "from"),
            "wage": number(e, "wage"),
            **{name: number(e, name) for name in _ONCOSTS},
            "bought": optional_number(e, "bought"),
            "source": e["source"],
            "evidence": e.get("evidence", ""),
            "note": e.get("note", ""),
        }
        for e in book.entries("rates")
    ]
    stored = list(Rate.objects.all())
    held, hold = rate_spans(stored), rate_spans(Rate(**values) for values in wanted)

    def days_of(rate: Rate) -> Days:
        """Of one that is there, the days on which it held; of a new one, those on which it would hold."""
        return (held if rate.pk else hold)[rate.key, rate.scenario, rate.starts]

    sync(book, Rate, wanted, part="rates", match=("key", "scenario", "starts"), existing=stored, days_of=days_of)


def give_out_rates(out: Outgoing) -> list[Entry]:
    return [
        {"key": rate.key}
        | without_blanks(scenario=rate.scenario)
        | {"from": rate.starts.isoformat(), "wage": plain(rate.wage, 2)}
        | without_blanks(
            **{name: plain(getattr(rate, name)) for name in _ONCOSTS if getattr(rate, name)},
            bought=None if rate.bought is None else plain(rate.bought),
        )
        | {"source": rate.source}
        | without_blanks(evidence=rate.evidence, note=rate.note)
        for rate in Rate.objects.order_by("key", "scenario", "starts")
    ]


def check_programme(check: Check) -> None:
    rates = check.keys("rates")
    for at, entry in check.entries("programme"):
        here = ("programme", at)
        check.text_fits(entry, *here)
        check.decimal(entry, "hours", *here, most=Decimal(9999), places=4)
        check.decimal(entry, "amount", *here, most=Decimal(10_000_000), places=4)
        if not entry["kind"].strip():
            check.fault("must not be empty", *here, "kind")
        if "amount" in entry and "rate" in entry:
            check.fault("goes with hours, not with an amount", *here, "rate")
        elif "amount" in entry and "hours" in entry:
            check.fault("go with a rate, not with an amount", *here, "hours")
        elif "rate" in entry and entry["rate"] not in rates and not check.may_be_broken("rates", "key", entry["rate"]):
            check.fault(f"nothing in rates has the key '{entry['rate']}'", *here, "rate")


def take_in_programme(book: Book) -> None:
    if not book.has("programme"):
        return
    wanted: list[Values] = [
        {
            "date": the_day(e, "date"),
            "kind": e["kind"],
            "hours": optional_number(e, "hours"),
            "rate": e.get("rate", ""),
            "amount": optional_number(e, "amount"),
            "note": e.get("note", ""),
        }
        for e in book.entries("programme")
    ]
    sync(book, ProgrammeEntry, wanted, part="programme", days_of=lambda entry: on(entry.date))


def give_out_programme(out: Outgoing) -> list[Entry]:
    return [
        {"date": e.date.isoformat(), "kind": e.kind}
        | without_blanks(
            hours=None if e.hours is None else plain(e.hours),
            rate=e.rate,
            amount=None if e.amount is None else plain(e.amount, 2),
            note=e.note,
        )
        for e in ProgrammeEntry.objects.order_by("date", "kind", "rate", "hours", "amount", "note")
    ]


def check_fee_relief(check: Check) -> None:
    for at, entry in check.entries("fee_relief"):
        check.text_fits(entry, "fee_relief", at)
        check.decimal(entry, "amount", "fee_relief", at, most=Decimal(10_000_000), places=4)


def take_in_fee_relief(book: Book) -> None:
    if not book.has("fee_relief"):
        return
    wanted: list[Values] = [
        {"date": the_day(e, "date"), "amount": number(e, "amount"), "note": e.get("note", "")}
        for e in book.entries("fee_relief")
    ]
    sync(book, FeeRelief, wanted, part="fee_relief", days_of=lambda entry: on(entry.date))


def give_out_fee_relief(out: Outgoing) -> list[Entry]:
    return [
        {"date": e.date.isoformat(), "amount": plain(e.amount, 2)} | without_blanks(note=e.note)
        for e in FeeRelief.objects.order_by("date", "amount", "note")
    ]


PARTS = [
    Part("rates", check_rates, take_in_rates, give_out_rates, has_keys=True),
    Part("programme", check_programme, take_in_programme, give_out_programme, refers={"rate": "rates"}),
    Part("fee_relief", check_fee_relief, take_in_fee_relief, give_out_fee_relief),
]
