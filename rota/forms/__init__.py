"""Forms of the rota, one file a noun. They accept what people type."""

from rota.forms.assigning import AssignForm, ReleaseForm
from rota.forms.clearances import ClearanceEndForm, ClearanceForm, said_of
from rota.forms.contributions import ContributionForm, HoursField
from rota.forms.levels import LevelForm
from rota.forms.patterns import PatternChangeForm, PatternEndForm, PatternForm
from rota.forms.shifts import ShiftForm
from rota.forms.standing import StandingEndForm, StandingTurnForm
from rota.forms.terms import ClosureForm, NewTermForm, TermForm
from rota.forms.times import TimesForm
from rota.forms.walk_in import WalkInForm

__all__ = [
    "AssignForm",
    "ClearanceEndForm",
    "ClearanceForm",
    "ClosureForm",
    "ContributionForm",
    "HoursField",
    "LevelForm",
    "NewTermForm",
    "PatternChangeForm",
    "PatternEndForm",
    "PatternForm",
    "ReleaseForm",
    "ShiftForm",
    "StandingEndForm",
    "StandingTurnForm",
    "TermForm",
    "TimesForm",
    "WalkInForm",
    "said_of",
]
