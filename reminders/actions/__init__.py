"""What is done with messages: queued by other apps' actions, planned by the clock, claimed and delivered."""

from reminders.actions.delivering import deliver_waiting
from reminders.actions.planning import plan_everything, plan_messages
from reminders.actions.queueing import queue_in_a_row, queue_message
from reminders.actions.sweeping import note_sweep
from reminders.actions.tally import Tally
from reminders.actions.writing import letter_for, to_be_sent

__all__ = [
    "Tally",
    "deliver_waiting",
    "letter_for",
    "note_sweep",
    "plan_everything",
    "plan_messages",
    "queue_in_a_row",
    "queue_message",
    "to_be_sent",
]
