"""What the safety engine finds, in words, for templates."""

from django import template

from rota import safety_words
from rota.safety import Alert

register = template.Library()


@register.simple_tag
def say_alert(alert: Alert, short_by: int = 1) -> str:
    """ "one short", within a sentence."""
    return safety_words.say_alert(alert, short_by)


@register.filter
def alert_kind(alert: Alert) -> str:
    """The kind of state (components/state.html) that an alert is told as."""
    return "bad" if alert in safety_words.UNSAFE else "warn"
