"""Savings as the command prints them (domain 04): money and hours to 2 decimals, shares to 4, all as strings."""

from typing import Any

from costs.savings.result import Hours, Savings, ScenarioSavings
from rota.exact import text

_SHARE = 4  # places


def savings_document(savings: Savings, nursery: str, currency: str) -> dict[str, Any]:
    """`nursery` is the nursery's slug. What cannot be worked out is None; `savings.faults` says why."""
    return {
        "nursery": nursery,
        "from": savings.first.isoformat(),
        "to": savings.last.isoformat(),
        "currency": currency,
        "scenarios": {str(scenario): _scenario(found) for scenario, found in savings.scenarios.items()},
        "hours": _hours(savings.hours) | {"child_sessions": savings.child_sessions},
        "per_parent_hour": {
            "net": text(savings.net_per_parent_hour),
            "relief": text(savings.relief_per_parent_hour),
        },
    }


def _scenario(found: ScenarioSavings) -> dict[str, Any]:
    return {
        "lines": [
            {
                "duty": line.duty,
                "rate": text(line.rate),
                "bought": text(line.bought, _SHARE),
                "hours": text(line.hours),
                "value": text(line.value),
            }
            for line in found.lines
        ],
        "premium": [
            {
                "duty": line.duty,
                "hourly_cost": text(line.hourly_cost),
                "hours": text(line.hours),
                "value": text(line.value),
            }
            for line in found.premium
        ],
        "programme": [{"kind": line.kind, "value": text(line.value)} for line in found.programme],
        "value": text(found.value),
        "premium_total": text(found.premium_total),
        "programme_total": text(found.programme_total),
        "net": text(found.net),
        "fee_relief": text(found.fee_relief),
        "retained": text(found.retained),
        "returned": text(found.returned, _SHARE),
    }


def _hours(worked: Hours) -> dict[str, Any]:
    return {
        "parent": text(worked.parent),
        "care_displaced": text(worked.care_displaced),
        "care_enriching": text(worked.care_enriching),
        "priced": text(worked.priced),
        "unpriced": {duty: text(hours) for duty, hours in worked.unpriced.items()},
        "confirmed_share": text(worked.confirmed_share, _SHARE),
        "paid": text(worked.paid),
    }
