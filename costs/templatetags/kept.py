"""What is kept about money, in words."""

from django import template

from costs import programme_kinds

register = template.Library()


@register.filter
def say_programme_kind(kind: str) -> str:
    return programme_kinds.say_programme_kind(kind)
