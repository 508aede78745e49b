"""What `manage.py check` says of reminders that could not go out."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def a_lease_outlasts_a_letter(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A worker begins a letter only while it still has time to connect and to be heard."""
    if settings.REMINDER_LEASE_SECONDS > 2 * settings.REMINDER_LETTER_SECONDS:
        return []
    return [
        Error(
            "REMINDER_LEASE_SECONDS leaves no time for a letter of REMINDER_LETTER_SECONDS: nothing would be sent.",
            hint="Let the lease be five times as long as a letter may take.",
            id="reminders.E001",
        )
    ]
