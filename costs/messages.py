"""The names of the messages that the actions about money queue; their texts are in `costs/reminders.py`."""

CLOSING_PROPOSED = "costs.closing_proposed"
CLOSING_SENT_BACK = "costs.closing_sent_back"
TERM_CLOSED = "costs.term_closed"
CORRECTION_ENTERED = "costs.correction_entered"
