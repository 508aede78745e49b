"""From what it would have cost to what was saved, as bars that a template draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from costs.savings import Savings
from nursery.money import ZERO, say_hours

WIDTH = Decimal(100)


@dataclass(frozen=True, slots=True)
class Bar:
    """`start` and `length` in hundredths of the drawing's width; `kind` is plus, minus or total."""

    label: str
    amount: Decimal
    kind: str
    start: Decimal
    length: Decimal


def waterfall(savings: Savings, duties: Mapping[str, str]) -> list[Bar]:
    """The central scenario's lines, then what is taken off, then net. Empty where a figure is missing."""
    central = savings.central
    if central.net is None or central.premium_total is None or central.programme_total is None:
        return []
    steps = [
        (
            _("%(duty)s, %(hours)s h") % {"duty": duties[line.duty], "hours": say_hours(line.hours)},
            line.value,
            "plus",
        )
        for line in central.lines
    ]
    steps.append((_("Paid cover, beyond its value"), -central.premium_total, "minus"))
    steps.append((_("Running parent duty"), -central.programme_total, "minus"))
    reached = [ZERO]
    for _label, amount, _kind in steps:
        reached.append(reached[-1] + amount)
    low, high = min(reached), max(reached)
    scale = WIDTH / (high - low) if high > low else ZERO

    def bar(label: str, amount: Decimal, kind: str, begin: Decimal, end: Decimal) -> Bar:
        start, stop = sorted(((begin - low) * scale, (end - low) * scale))
        return Bar(label, amount, kind, round(start, 2), max(round(stop - start, 2), Decimal("0.4")))

    bars = [
        bar(label, amount, kind, reached[n], reached[n + 1]) for n, (label, amount, kind) in enumerate(steps) if amount
    ]
    return [*bars, bar(_("Net, most likely"), central.net, "total", ZERO, central.net)]
