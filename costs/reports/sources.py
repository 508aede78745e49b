"""What a report's figures stand on: rates with their sources, what parent duty costs to run, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from costs.savings import Fault, Rate, Savings, Scenario
from rota.models import Duty


@dataclass(frozen=True, slots=True)
class NamedRate:
    """A dated rate of a duty: `an_hour` is its wage with the on-costs, `bought` the part of the duty's hours that the
    nursery would have bought, in hundredths."""

    name: str
    rate: Rate
    an_hour: Decimal
    bought: Decimal


@dataclass(frozen=True, slots=True)
class NamedFault:
    """`days` is how many days it concerns, `fault` the first of them; `estimates` the scenarios, where not all are."""

    name: str
    fault: Fault
    days: int
    estimates: str


def named_rates(savings: Savings, duties: Mapping[str, Duty]) -> list[NamedRate]:
    """The dated rates that the values stand on, each once, the central scenario's first.

    Rates of the programme are not among them: what one paid person's hour costs is nobody's to see here (domain 01).
    """
    found: dict[Rate, NamedRate] = {}
    for scenario in (Scenario.CENTRAL, Scenario.LOW, Scenario.HIGH):
        for line in savings.scenarios[scenario].lines:
            for rate in line.rates:
                named = NamedRate(duties[line.duty].name, rate, line.rate, line.bought * 100)
                found.setdefault(rate, named)
    return list(found.values())


def programme_costs(savings: Savings) -> list[tuple[str, Decimal]]:
    """What running parent duty cost in the central scenario, by kind."""
    return [(_kind_name(line.kind), line.value) for line in savings.central.programme]


def named_faults(savings: Savings, duties: Mapping[str, Duty]) -> list[NamedFault]:
    """One for each kind and key: a rate that is missing all term is one thing to mend."""
    faults: dict[tuple[str, str], list[Fault]] = {}
    for fault in savings.faults:
        faults.setdefault((fault.kind, fault.key), []).append(fault)
    return [
        NamedFault(
            name=duties[key].name if key in duties else key,
            fault=min(found, key=lambda fault: fault.day),
            days=len({fault.day for fault in found}),
            estimates=_estimates({fault.scenario for fault in found if fault.scenario}),
        )
        for (_fault_kind, key), found in faults.items()
    ]


def _estimates(scenarios: set[Scenario]) -> str:
    names = {Scenario.LOW: _("low"), Scenario.CENTRAL: _("most likely"), Scenario.HIGH: _("high")}
    return "" if len(scenarios) == len(names) else ", ".join(names[each] for each in Scenario if each in scenarios)


def _kind_name(kind: str) -> str:
    names = {
        "coordination": _("Coordination"),
        "dbs": _("DBS checks"),
        "expenses": _("Expenses"),
        "first_aid": _("First-aid courses"),
        "induction": _("Induction"),
        "software": _("Software"),
    }
    return names.get(kind, kind.replace("_", " ").capitalize())
