"""Fairness as the command prints it (domain 04)."""

from typing import Any

from rota.exact import text
from rota.shares.term import TermShares

_INDEX = 4  # places of indices and attainments; hours and units have 2


def fairness_document(shares: TermShares) -> dict[str, Any]:
    """Families by key; what cannot be worked out is None."""
    return {
        "term": shares.term,
        "parent_hours": text(shares.parent_hours),
        "families": [
            {
                "family": family.family,
                "units": text(family.units),
                "quota": text(family.quota),
                "relieved": text(family.relieved),
                "due": text(family.due),
                "done": text(family.done),
                "attainment": text(family.attainment, _INDEX),
            }
            for family in shares.families
        ],
        "coverage": text(shares.coverage, _INDEX),
        "jain": text(shares.jain, _INDEX),
        "gini": text(shares.gini, _INDEX),
    }
