"""The project's settings with the engine's test kinds, for programs that a test starts."""

from pathlib import Path

from nursery.settings import *  # noqa: F403
from nursery.settings import TEMPLATES

REMINDER_KINDS = ["tests.reminders.kinds"]
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]
