"""The hours of a period by duty: who gave them, how many count in the savings, and why not the rest."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from costs.savings import Savings
from nursery.money import ZERO, say_hours
from rota.models import Duty, Pricing


@dataclass(frozen=True, slots=True)
class DutyHours:
    """One duty's hours: given by parents, of those counted in the savings, and worked by paid people.

    `counted` is None for a duty that is never priced. `reasons` say what became of the hours not counted.
    """

    name: str
    pricing: str
    parents: Decimal
    counted: Decimal | None
    paid: Decimal
    reasons: tuple[str, ...]


def duty_hours(savings: Savings, duties: Mapping[str, Duty]) -> list[DutyHours]:
    """Duties on which anybody worked: care first, then tasks, then what is never priced; most hours first."""
    sums = {kind: _by_duty(savings, kind) for kind in savings.hours.parts}
    bought = {line.duty: line.bought for line in savings.central.lines}
    rows = []
    for key, duty in duties.items():
        counted = sums["displaced"][key] + sums["task"][key]
        parents = counted + sums["enriching"][key] + sums["unpriced"][key]
        if parents or sums["paid"][key]:
            priced = duty.pricing != Pricing.NONE
            reasons = (
                _reasons(
                    enriching=sums["enriching"][key],
                    unpriced=sums["unpriced"][key],
                    unconfirmed=savings.hours.unpriced.get(key, ZERO),
                    nothing_bought=bought.get(key) == ZERO,
                )
                if priced
                else (_("never priced"),)
            )
            rows.append(
                DutyHours(duty.name, duty.pricing, parents, counted if priced else None, sums["paid"][key], reasons)
            )
    order = list(Pricing.values)
    return sorted(rows, key=lambda row: (order.index(row.pricing), -row.parents, row.name))


def _by_duty(savings: Savings, kind: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for part in savings.hours.parts[kind]:
        sums[part.duty] += part.hours
    return sums


def _reasons(*, enriching: Decimal, unpriced: Decimal, unconfirmed: Decimal, nothing_bought: bool) -> tuple[str, ...]:
    """`unpriced` are a priced duty's hours not confirmed, and those of shadows."""
    found = (
        (enriching, _("%(hours)s h beyond what was required")),
        (unconfirmed, _("%(hours)s h not confirmed")),
        (unpriced - unconfirmed, _("%(hours)s h of learning beside somebody")),
    )
    reasons = [text % {"hours": say_hours(hours)} for hours, text in found if round(hours, 2)]
    if nothing_bought:
        reasons.append(_("nothing shows that the nursery would have bought it, so it is worth nothing here"))
    return tuple(reasons)
