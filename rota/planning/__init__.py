"""The preview engine: given what is there and what should be, exactly what will be done, and to whom.

Pure functions over frozen dataclasses: no database, no request, no clock. The preview, and the action that carries it
out under its locks, ask the same functions.
"""

from rota.planning.changes import Changes, Doing, Step, changes, missing, occasions
from rota.planning.effects import Effect, Plan, Why, plan
from rota.planning.facts import (
    Busy,
    DatedShift,
    Holding,
    Occasion,
    Post,
    Season,
    Situation,
    Span,
    State,
    Weekly,
    Work,
    World,
)

__all__ = [
    "Busy",
    "Changes",
    "DatedShift",
    "Doing",
    "Effect",
    "Holding",
    "Occasion",
    "Plan",
    "Post",
    "Season",
    "Situation",
    "Span",
    "State",
    "Step",
    "Weekly",
    "Why",
    "Work",
    "World",
    "changes",
    "missing",
    "occasions",
    "plan",
]
