"""Tables of money. Everything about one person's pay is for the manager, the treasurer and the nursery file."""

from costs.models.budget import Budget
from costs.models.changes import Change, ChangeVerb
from costs.models.closing import Adjustment, AdjustmentKind, Closing
from costs.models.programme import FeeRelief, ProgrammeEntry
from costs.models.rates import Pay, Rate, Scenario
from costs.models.what_ifs import WhatIf

__all__ = [
    "Adjustment",
    "AdjustmentKind",
    "Budget",
    "Change",
    "ChangeVerb",
    "Closing",
    "FeeRelief",
    "Pay",
    "ProgrammeEntry",
    "Rate",
    "Scenario",
    "WhatIf",
]
