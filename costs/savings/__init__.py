"""What the nursery avoided paying because parents took shifts: an estimate, in three scenarios, with its reasons.

Pure functions over frozen dataclasses on the safety engine's slices; all in `Decimal` (`rota.exact`). `facts` says
what goes in, `result` what comes out; the rules are the words of domain 03.
"""

from costs.savings.care import CareSlice
from costs.savings.comparison import Alarm, Comparison, compare
from costs.savings.documents import savings_document
from costs.savings.engine import work_out_savings
from costs.savings.facts import FeeRelief, Pay, ProgrammeEntry, Rate, SavingsFacts, Scenario
from costs.savings.rates import PayBook, RateBook, hourly_value, part_bought
from costs.savings.result import (
    Fault,
    FaultKind,
    Hours,
    Line,
    Part,
    PremiumLine,
    ProgrammeLine,
    Savings,
    ScenarioSavings,
)
from costs.savings.tally import Tally, added, savings_from, tally_of

__all__ = [
    "Alarm",
    "CareSlice",
    "Comparison",
    "Fault",
    "FaultKind",
    "FeeRelief",
    "Hours",
    "Line",
    "Part",
    "Pay",
    "PayBook",
    "PremiumLine",
    "ProgrammeEntry",
    "ProgrammeLine",
    "Rate",
    "RateBook",
    "Savings",
    "SavingsFacts",
    "Scenario",
    "ScenarioSavings",
    "Tally",
    "added",
    "compare",
    "hourly_value",
    "part_bought",
    "savings_document",
    "savings_from",
    "tally_of",
    "work_out_savings",
]
