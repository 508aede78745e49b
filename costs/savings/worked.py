"""The period's hours told apart: displaced, enriching, tasks, never priced, paid, paid cover (domain 03)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from costs.savings.care import CareSlice
from costs.savings.result import Hours, Part
from rota.exact import ZERO, hours, total
from rota.safety import PlaceKind, Pricing
from rota.shares import GivenHours

SHADOW = "shadow"
KINDS = ("displaced", "enriching", "task", "unpriced", "paid", "cover")


def tell_hours_apart(given: Iterable[GivenHours], care: Iterable[CareSlice]) -> Hours:
    displacing: dict[str, list[CareSlice]] = defaultdict(list)
    for span in care:
        for booking in span.displacing:
            displacing[booking].append(span)
    parts: dict[str, list[Part]] = {kind: [] for kind in KINDS}
    unpriced: dict[str, Decimal] = defaultdict(lambda: ZERO)
    confirmed = ZERO
    for each in sorted(given, key=_in_order):
        part = _part(each, each.seconds)
        if each.acts_paid:
            if each.shift is not None:
                parts["paid"].append(part)
                if each.place == PlaceKind.PARENT and not each.shadow:
                    parts["cover"].append(part)
            continue
        confirmed += each.seconds if each.confirmed else ZERO
        if each.shadow or not each.confirmed or each.duty.pricing == Pricing.NONE:
            if each.seconds:
                unpriced[SHADOW if each.shadow else each.duty.key] += each.seconds
            parts["unpriced"].append(part)
        elif each.duty.pricing == Pricing.TASK:
            parts["task"].append(part)
        else:
            spans = displacing[each.booking.key] if each.booking else []
            took = [_part(each, span.seconds, span) for span in spans]
            beyond = each.seconds - _sum(took)
            parts["displaced"] += took
            if beyond:
                parts["enriching"].append(_part(each, beyond))
    return hours_of(parts, unpriced, confirmed)


def hours_of(parts: Mapping[str, Sequence[Part]], unpriced: Mapping[str, Decimal], confirmed: Decimal) -> Hours:
    """`unpriced` (by duty) and `confirmed` are seconds."""
    seconds = {kind: _sum(parts[kind]) for kind in KINDS}
    displaced, enriching = seconds["displaced"], seconds["enriching"]
    priced = displaced + seconds["task"]
    return Hours(
        parent=hours(priced + enriching + seconds["unpriced"]),
        care_displaced=hours(displaced),
        care_enriching=hours(enriching),
        priced=hours(priced),
        unpriced_seconds=dict(sorted(unpriced.items())),
        confirmed_seconds=confirmed,
        paid=hours(seconds["paid"]),
        parts={kind: tuple(parts[kind]) for kind in KINDS},
    )


def _in_order(given: GivenHours) -> tuple[object, ...]:
    of_booking = given.booking.key if given.booking else ""
    of_contribution = given.contribution.key if given.contribution else ""
    return (
        given.day,
        given.duty.key,
        given.shift.key if given.shift else "",
        given.person.key,
        of_booking,
        of_contribution,
    )


def _part(given: GivenHours, seconds: Decimal, care: CareSlice | None = None) -> Part:
    return Part(
        day=given.day,
        duty=given.duty.key,
        seconds=seconds,
        shift=given.shift.key if given.shift else None,
        booking=given.booking.key if given.booking else None,
        contribution=given.contribution.key if given.contribution else None,
        care=care,
    )


def _sum(parts: Iterable[Part]) -> Decimal:
    return total(part.seconds for part in parts)
