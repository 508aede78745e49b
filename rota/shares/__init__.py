"""Each family's share of a term: units, quota, relief, due, done, attainment; and how evenly they lie.

Pure functions over frozen dataclasses. Hours and indices are `Decimal`, carried to 50 digits and rounded where they
are printed and nowhere before (`rota.exact`).
"""

from rota.shares.documents import fairness_document
from rota.shares.facts import Contribution, DatedShare, Family, Relief
from rota.shares.given import GivenHours, booked_seconds, given_hours, promised_seconds, shift_seconds
from rota.shares.term import (
    FamilyShare,
    FamilyTally,
    SharesTally,
    TermShares,
    added_shares,
    gini_coefficient,
    jain_index,
    shares_of,
    shares_tally,
    term_shares,
)

__all__ = [
    "Contribution",
    "DatedShare",
    "Family",
    "FamilyShare",
    "FamilyTally",
    "GivenHours",
    "Relief",
    "SharesTally",
    "TermShares",
    "added_shares",
    "booked_seconds",
    "fairness_document",
    "gini_coefficient",
    "given_hours",
    "jain_index",
    "promised_seconds",
    "shares_of",
    "shares_tally",
    "shift_seconds",
    "term_shares",
]
