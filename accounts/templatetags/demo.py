"""The demo's people, for the sign-in page."""

from dataclasses import replace

from django import template
from django.conf import settings

from accounts import demo
from nursery.models import Nursery

register = template.Library()


@register.simple_tag
def demo_people() -> list[demo.DemoPerson]:
    """Of every nursery, by name; nobody outside the demo."""
    if not settings.DEMO:
        return []
    nurseries = list(Nursery.objects.order_by("name"))
    people = [(person, nursery) for nursery in nurseries for person in demo.demo_people(nursery)]
    if len(nurseries) == 1:
        return [person for person, _nursery in people]
    return [replace(person, roles=f"{person.roles}, {nursery.name}") for person, nursery in people]
