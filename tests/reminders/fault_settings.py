"""The worker's settings for the fault tests: a lease and a beat that a test can wait for."""

from tests.reminders.worker_settings import *  # noqa: F403

REMINDER_KINDS = ["tests.reminders.kinds", "tests.reminders.fault_kinds"]
REMINDER_LETTER_SECONDS = 4
REMINDER_LEASE_SECONDS = 10
CELERY_BEAT_SCHEDULE = {
    "deliver-due": {"task": "reminders.tasks.deliver_due", "schedule": 1.0, "options": {"expires": 5}},
}
