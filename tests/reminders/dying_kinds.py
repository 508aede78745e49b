"""What a worker that is killed anywhere has to plan and to send: one kind that is queued, one that the clock plans."""

from tests.reminders.daily_kinds import Morning
from tests.reminders.kinds import Note

KINDS = [Note, Morning]
