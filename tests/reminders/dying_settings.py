"""The worker's settings with the kinds that tests/reminders/dying.py plans and sends."""

from tests.reminders.worker_settings import *  # noqa: F403

REMINDER_KINDS = ["tests.reminders.dying_kinds"]
