"""A key for notifications, for the environment of a site that serves more than this machine."""

from typing import Any

from django.core.management.base import BaseCommand

from nursery.push_key import new_push_key


class Command(BaseCommand):
    help = "Prints a new PUSH_KEY. With another key than before, everybody has to turn notifications on anew."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"PUSH_KEY={new_push_key()}")
