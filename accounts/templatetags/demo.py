"""The demo's people, for the sign-in page."""

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
    return [person for nursery in Nursery.objects.order_by("name") for person in demo.demo_people(nursery)]
