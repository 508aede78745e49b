"""What is done with messages: queued by other apps' actions, planned by the clock, claimed and delivered."""

from reminders.actions.delivering import Tally, deliver_messages, deliver_waiting, letter_for, to_be_sent
from reminders.actions.planning import plan_everything, plan_messages
from reminders.actions.queueing import queue_in_a_row, queue_message
from reminders.actions.sweeping import note_sweep

__all__ = [
    "Tally",
    "deliver_messages",
    "deliver_waiting",
    "letter_for",
    "note_sweep",
    "plan_everything",
    "plan_messages",
    "queue_in_a_row",
    "queue_message",
    "to_be_sent",
]
