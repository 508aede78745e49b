"""Named reads of the outbox, and of how people want to be reached."""

from reminders.queries.outbox import UNLEASED, nurseries_with_waiting, waiting
from reminders.queries.planning import kinds_to_plan
from reminders.queries.wishes import Wish, Wishes, not_to_be_told

__all__ = ["UNLEASED", "Wish", "Wishes", "kinds_to_plan", "not_to_be_told", "nurseries_with_waiting", "waiting"]
