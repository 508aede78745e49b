"""Named reads of the outbox, and of how people want to be reached."""

from reminders.queries.outbox import UNLEASED, nurseries_with_waiting, waiting
from reminders.queries.wishes import Wish, Wishes

__all__ = ["UNLEASED", "Wish", "Wishes", "nurseries_with_waiting", "waiting"]
