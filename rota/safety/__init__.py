"""Is every slice of every day covered: required adults, who counts and why not, and what to be alerted to.

Pure functions over frozen dataclasses, without a database or a clock. `facts` says what goes in, `slices` what comes
out; the rules are the words of domain 02.
"""

from rota.safety.attendance import ChildSessions, OpenDays, child_session_count, child_sessions
from rota.safety.changes import NO_CHANGE, Change, Figures, Touched
from rota.safety.counting import NotCounted, Standing, clearances_held, standing_of
from rota.safety.documents import coverage_document
from rota.safety.evaluation import Board, evaluate_day, evaluate_room, evaluate_span, presence
from rota.safety.facts import (
    Booking,
    Child,
    Clearance,
    DatedLevel,
    DateSpan,
    DayMark,
    Duty,
    Enrolment,
    Mark,
    Meal,
    Person,
    PlaceKind,
    Pricing,
    Rota,
    SafetyPolicy,
    Session,
    Shift,
    Status,
    Term,
    TimeSpan,
)
from rota.safety.ratio import others_at_level_2, required_adults, room_below_level_2
from rota.safety.rules import (
    Band,
    NoRuleSetError,
    Rounding,
    RuleBook,
    RuleSet,
    built_in_rule_sets,
    own_rule_sets,
    rule_set_from,
)
from rota.safety.slices import EXPIRING_WITHIN, Alert, RoomDay, Slice, merge_alike

__all__ = [
    "EXPIRING_WITHIN",
    "NO_CHANGE",
    "Alert",
    "Band",
    "Board",
    "Booking",
    "Change",
    "Child",
    "ChildSessions",
    "Clearance",
    "DateSpan",
    "DatedLevel",
    "DayMark",
    "Duty",
    "Enrolment",
    "Figures",
    "Mark",
    "Meal",
    "NoRuleSetError",
    "NotCounted",
    "OpenDays",
    "Person",
    "PlaceKind",
    "Pricing",
    "RoomDay",
    "Rota",
    "Rounding",
    "RuleBook",
    "RuleSet",
    "SafetyPolicy",
    "Session",
    "Shift",
    "Slice",
    "Standing",
    "Status",
    "Term",
    "TimeSpan",
    "Touched",
    "built_in_rule_sets",
    "child_session_count",
    "child_sessions",
    "clearances_held",
    "coverage_document",
    "evaluate_day",
    "evaluate_room",
    "evaluate_span",
    "merge_alike",
    "others_at_level_2",
    "own_rule_sets",
    "presence",
    "required_adults",
    "room_below_level_2",
    "rule_set_from",
    "standing_of",
]
