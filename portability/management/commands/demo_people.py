"""`manage.py demo_people`: who may sign in as whom in the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.demo import demo_people
from nursery.models import Nursery


class Command(BaseCommand):
    help = "List the people whom the demo's sign-in page offers."

    def handle(self, *args: Any, **options: Any) -> None:
        for nursery in Nursery.objects.order_by("name"):
            people = demo_people(nursery)
            if not people:
                continue
            self.stdout.write(f"  {nursery.name}: sign in with one click as")
            width = max(len(person.name) for person in people)
            for person in people:
                self.stdout.write(f"    {person.name:<{width}}  {person.roles}")
