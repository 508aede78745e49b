"""What `manage.py check` says of reminders that could not go out."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from reminders.channels import public_key


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


@register()
def notifications_have_a_key_that_is_one(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """No key at all is a choice: then nobody is offered notifications."""
    if not settings.PUSH_KEY:
        return []
    try:
        public_key()
    except ValueError:
        return [
            Error(
                "PUSH_KEY is no key: no notification could be sent.",
                hint="Make one with: manage.py make_push_key",
                id="reminders.E002",
            )
        ]
    return []
