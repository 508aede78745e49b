"""The names of the messages about who belongs to the nursery; their texts are in `membership/reminders.py`."""

INVITED = "membership.invited"  # and the purpose of its link (settings.LINK_PURPOSES)
NOT_RIGHT = "membership.not_right"
LEAVING = "membership.leaving"
STATEMENT = "membership.statement"
